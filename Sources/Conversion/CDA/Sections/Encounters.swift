import CDA
import FHIR
import Profiles
import RecordTypes
import XMLReader

extension CDAMapping {
    /// encounter of the body → Encounter; the document's own encounter is not made twice.
    mutating func encounter(_ statement: ClinicalStatement, in context: SectionContext) -> Reference {
        if let known = statement.ids.compactMap(\.key).compactMap({ self.statements[$0]?.reference }).first,
            known == encounter
        {
            for id in statement.ids { reached.insert(id.element) }
            complete(known, by: statement)
            return known
        }
        let interval = statement.effectiveTime
        var status =
            mapped("encounter-status", statement.statusCode).flatMap(Encounter.Status.init(rawValue:)) ?? .unknown
        if status == .unknown, hasEnded(interval) || interval?.value?.value != nil { status = .finished }
        if statement.isNegated, status != .enteredInError { status = .cancelled }
        var resource = Encounter(status: status, class: encounterClass(statement.code))
        resource.identifier = identifiers(statement.ids)
        resource.type = encounterTypes(statement.code)
        resource.subject = patient
        resource.basedOn = basis(of: statement, allowed: ["ServiceRequest"])
        resource.period = period(interval)
        for participation in statement.performers {
            guard let individual = participation.entity.flatMap({ individual($0) }) else { continue }
            var participant = Encounter.Participant(
                type: [fixed(CodeSystemURI.participationType, "ATND")], period: period(participation.time),
                individual: individual)
            if let function = concept(participation.functionCode) { participant.type.append(function) }
            resource.participant.append(participant)
        }
        for participant in statement.participants where participant.typeCode == "LOC" {
            guard let role = participant.role else { continue }
            take(participant)
            resource.location.append(Encounter.Location(location: place(role), period: period(participant.time)))
        }
        resource.priority = concept(statement.priorityCode)
        (resource.reasonCode, resource.reasonReference) = reasons(statement)
        for related in statement.related where !isTaken(related.statement) {
            guard let kind = kind(of: related.statement),
                kind == .encounterDiagnosis || kind == .dischargeDiagnosis || kind == .problem,
                related.statement.mood == .event
            else { continue }
            take(related.statement)
            retold = []
            let made = problems(related.statement, in: SectionContext(kind: .encounters, code: context.code))
            let marks = retold ?? []
            retold = nil
            for condition in only("Condition", made) {
                var diagnosis = Encounter.Diagnosis(condition: condition)
                diagnosis.extension = marks
                resource.diagnosis.append(diagnosis)
                loose.append(condition)
            }
        }
        let disposition = statement.element.child(.dischargeDispositionCode, in: .sdtc).map(
            ConceptDescriptor.init)
        if let disposition = concept(disposition) {
            resource.hospitalization = Encounter.Hospitalization(dischargeDisposition: disposition)
        }
        return add(&resource, from: statement)
    }

    /// What the body says of the document's own encounter beside what the header said: its kinds, and a period where none was told.
    private mutating func complete(_ encounter: Reference, by statement: ClinicalStatement) {
        let types = encounterTypes(statement.code)
        let period = period(statement.effectiveTime)
        resources.amend(encounter) { amended in
            guard case .encounter(var resource) = amended else { return }
            resource.type += types.filter { !resource.type.contains($0) }
            if resource.period == nil { resource.period = period }
            amended = .encounter(resource)
        }
    }

    /// Somebody who may stand where R4 wants a person: Practitioner, PractitionerRole or RelatedPerson.
    mutating func individual(_ entity: AssignedEntity) -> Reference? {
        guard let reference = actor(entity) else { return nil }
        let allowed = ["Practitioner", "PractitionerRole", "RelatedPerson"].flatMap {
            only($0, [reference], keep: false)
        }
        return allowed.first
    }

    /// ActCode members are classes; otherwise the class is absent with a reason.
    mutating func encounterClass(_ code: ConceptDescriptor?) -> Coding {
        let classes: Set<String> = ["AMB", "EMER", "FLD", "HH", "IMP", "ACUTE", "NONAC", "OBSENC", "PRENC", "SS", "VR"]
        for coded in code?.codings ?? [] {
            guard let text = coded.code else { continue }
            // National lists reuse the codes (Estonia writes AMB for an ambulatory case).
            if classes.contains(text) {
                if coded.codeSystem == "2.16.840.1.113883.5.4" { reached.insert(coded.element) }
                return Coding(system: CodeSystemURI.actCode, code: text)
            }
            if coded.codeSystem == "2.16.840.1.113883.6.12", let number = Int(text) {
                switch number {
                case 99211...99215: return Coding(system: CodeSystemURI.actCode, code: "AMB")
                case 99221...99223: return Coding(system: CodeSystemURI.actCode, code: "IMP")
                case 99281...99285: return Coding(system: CodeSystemURI.actCode, code: "EMER")
                default: continue
                }
            }
        }
        return Coding(system: CodeSystemURI.nullFlavor, code: "UNK", display: "unknown")
    }

    /// All codes but those of ActCode, which stand in class.
    mutating func encounterTypes(_ code: ConceptDescriptor?) -> [CodeableConcept] {
        guard let type = concept(code) else { return [] }
        let isOnlyClass = !type.coding.isEmpty && type.coding.allSatisfy { $0.system == CodeSystemURI.actCode }
        let isTold = type.coding.first.map { encounterClass(code).code == $0.code } ?? false
        return isOnlyClass && type.coding.count == 1 && isTold ? [] : [type]
    }
}
