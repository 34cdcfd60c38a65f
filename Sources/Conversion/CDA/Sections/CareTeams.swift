import CDA
import FHIR
import Profiles
import RecordTypes
import XMLReader

extension CDAMapping {
    /// Care team organizer → CareTeam with its members.
    mutating func careTeam(_ statement: ClinicalStatement) -> Reference {
        let status: CareTeam.Status? =
            switch statement.statusCode {
            case "nullified"?: .enteredInError
            case _ where statement.mood?.isPlanned == true: .proposed
            case "active"?: .active
            case "completed"?: .inactive
            case "suspended"?, "held"?: .suspended
            case "new"?: .proposed
            default: nil
            }
        var resource = CareTeam()
        resource.status = status
        resource.identifier = identifiers(statement.ids)
        resource.subject = patient
        resource.encounter = encounter
        resource.period = period(statement.effectiveTime)
        if let code = concept(statement.code) { resource.category.append(code) }
        for participant in statement.participants {
            guard let role = participant.role else { continue }
            take(participant)
            var member = CareTeam.Participant()
            member.role = concepts([participant.functionCode, role.code].compactMap { $0 })
            member.member = participantActor(role, typeCode: participant.typeCode)
            member.period = period(participant.time)
            resource.participant.append(member)
        }
        for related in statement.related where !isTaken(related.statement) {
            switch kind(of: related.statement) {
            case .careTeamMember?:
                take(related.statement)
                mapMember(related.statement, into: &resource)
            case .careTeamType?:
                take(related.statement)
                if let code = concept(related.statement.code) { resource.category.append(code) }
                resource.category += related.statement.values.compactMap { self.concept(ConceptDescriptor($0)) }
                resource.identifier += identifiers(related.statement.ids)
            default: continue
            }
        }
        resource.note = notes(statement)
        if let words = statement.code?.originalText?.plainText { resource.name = words }
        return add(&resource, from: statement)
    }

    /// One member: a performer with function, when and where.
    private mutating func mapMember(_ statement: ClinicalStatement, into team: inout CareTeam) {
        for performer in statement.performers {
            guard let entity = performer.entity else { continue }
            var member = CareTeam.Participant()
            member.role = concepts([performer.functionCode, entity.code].compactMap { $0 })
            member.member = actor(entity)
            member.period = period(statement.effectiveTime) ?? period(performer.time)
            member.onBehalfOf = entity.organization.map { organization($0) }
            if member.member == member.onBehalfOf { member.onBehalfOf = nil }
            if member.member?.reference?.isEmpty == false, !isPractitioner(member.member) { member.onBehalfOf = nil }
            for id in identifiers(statement.ids) {
                member.extension.append(Extension(url: ExtensionURL.memberIdentifier, value: .identifier(id)))
            }
            if let code = concept(statement.code) {
                member.extension.append(Extension(url: ExtensionURL.actCode, value: .codeableConcept(code)))
            }
            team.participant.append(member)
        }
        team.note += notes(statement)
    }

    /// ctm-1 of R4: only a Practitioner acts on behalf of an organisation.
    private mutating func isPractitioner(_ reference: Reference?) -> Bool {
        reference.map { !only("Practitioner", [$0], keep: false).isEmpty } ?? false
    }
}
