import CDA
import FHIR
import Profiles
import RecordTypes
import XMLReader

extension CDAMapping {
    /// Coverage activity with its policies, or one policy → Coverage.
    mutating func coverage(_ statement: ClinicalStatement) -> [Reference] {
        let policies = statement.related.filter {
            $0.statement.kind == .act && !isTaken($0.statement)
                && [.policy, .coverage].contains(kind(of: $0.statement))
        }
        guard !policies.isEmpty else { return [policy(statement, activity: nil)] }
        return policies.map { related in
            take(related.statement)
            return policy(related.statement, activity: statement)
        }
    }

    private mutating func policy(_ statement: ClinicalStatement, activity: ClinicalStatement?) -> Reference {
        let status: Coverage.Status =
            switch statement.statusCode {
            case "nullified"?: .enteredInError
            case _ where activity?.statusCode == "nullified": .enteredInError
            case _ where statement.isNegated || activity?.isNegated == true: .cancelled
            case "aborted"?, "cancelled"?: .cancelled
            default: .active
            }
        var resource = Coverage(status: status, beneficiary: patient, payor: [])
        resource.identifier = identifiers(statement.ids + (activity?.ids ?? []))
        resource.type = concept(statement.code)
        resource.period = period(statement.effectiveTime)
        if let code = concept(activity?.code) {
            resource.extension.append(Extension(url: ExtensionURL.actCode, value: .codeableConcept(code)))
        }
        for performer in statement.performers {
            guard let entity = performer.entity else { continue }
            let who = actor(entity)
            let payor = entity.organization.map { organization($0) } ?? who.flatMap { somebodyWhoPays($0) }
            if !entity.isGuarantor, let payor {
                resource.payor.append(payor)
                if payor == who, entity.code == nil { continue }
            }
            resource.extension += partyExtension(entity.isGuarantor ? "GUAR" : "PAYOR", who, entity)
        }
        for participant in statement.participants { mapParty(participant, into: &resource) }
        if resource.payor.isEmpty { resource.payor = [Reference(display: "unknown")] }
        return add(&resource, from: statement)
    }

    /// Coverage.payor is an organisation, the patient or somebody near.
    private mutating func somebodyWhoPays(_ reference: Reference) -> Reference? {
        ["Organization", "Patient", "RelatedPerson"].flatMap { only($0, [reference], keep: false) }.first
    }

    private mutating func partyExtension(_ type: String, _ who: Reference?, _ entity: AssignedEntity) -> [Extension] {
        var part = Extension(url: ExtensionURL.participant)
        part.extension.append(
            Extension(
                url: "type",
                value: .coding(Coding(system: "http://terminology.hl7.org/CodeSystem/v3-RoleClass", code: type))))
        if let code = concept(entity.code) {
            part.extension.append(Extension(url: "role", value: .codeableConcept(code)))
        }
        if let who { part.extension.append(Extension(url: "actor", value: .reference(who))) }
        return [part]
    }

    /// COV: who is covered, with their number there. HLD: who holds the policy.
    private mutating func mapParty(_ participant: Participation, into resource: inout Coverage) {
        guard let role = participant.role else { return }
        switch participant.typeCode {
        case "COV":
            take(participant)
            let ids = role.ids.filter { $0.hasKey }
            resource.subscriberId = ids.lazy.compactMap(\.extension).first
            resource.relationship = concept(role.code)
            resource.identifier += identifiers(ids)
            if resource.period == nil { resource.period = period(participant.time) }
            if let time = period(participant.time), time != resource.period {
                resource.extension.append(Extension(url: ExtensionURL.effectiveTime, value: .period(time)))
            }
            if let birth = date(role.birthTime) {
                resource.extension.append(Extension(url: ExtensionURL.subscriberBirthDate, value: .date(birth)))
            }
        case "HLD":
            guard let holder = participantActor(role, typeCode: nil) else { return }
            let fitting = ["Patient", "RelatedPerson", "Organization"].flatMap { only($0, [holder], keep: false) }
            guard let fitting = fitting.first else { return }
            take(participant)
            resource.policyHolder = fitting
        default: return
        }
    }
}

extension AssignedEntity {
    /// Whether it is the guarantor's role (CCD, C-CDA 22.4.61).
    fileprivate var isGuarantor: Bool { code?.code == "GUAR" || classCode == "GUAR" }
}
