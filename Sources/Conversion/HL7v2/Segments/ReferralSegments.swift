import FHIR
import HL7v2
import Profiles
import RecordTypes

extension MessageMapping {
    /// RF1 and PRD → ServiceRequest with the one who refers and those who are referred to.
    mutating func mapReferral() {
        guard let rf1 = groups.referral else { return }
        let stated = mapped("referral-status-v2", rf1[1]).flatMap { RequestStatus(rawValue: $0) }
        var resource = ServiceRequest(status: stated ?? .unknown, intent: .order, subject: patient)
        resource.identifier = [entityIdentifier(rf1[6][1]), entityIdentifier(rf1[11][1])].compactMap { $0 }
        resource.priority = rf1[2].text.flatMap { profiles.map("request-priority-v2", system: "", code: $0) }.flatMap {
            RequestPriority(rawValue: $0)
        }
        resource.code = concept(rf1[3], table: "0281")
        resource.category = [concept(rf1[5], table: "0284")].compactMap { $0 }
        resource.orderDetail = concepts(rf1[4], table: "0282")
        resource.occurrence = period(from: rf1[7][1][1], to: rf1[8][1][1]).map { .period($0) }
        resource.authoredOn = dateTime(rf1[9])
        resource.reasonCode = concepts(rf1[10], table: "0336")
        resource.encounter = encounter
        for provider in groups.providers {
            guard let reference = mapProvider(provider) else { continue }
            let roles = provider[1].repetitions.compactMap { $0[1].text }
            if roles.contains("RP") {
                resource.requester = reference
            } else {
                resource.performer.append(reference)
            }
        }
        let reference = add(resource, of: rf1.place)
        sections.append(section("Referral", "57133-1", "Referral note", [reference]))
    }

    /// PRD → Practitioner, and a PractitionerRole where the role, a place or a way to reach somebody is given.
    private mutating func mapProvider(_ prd: Segment) -> Reference? {
        var person = Practitioner()
        person.name = humanNames(prd[2])
        person.identifier = prd[7].repetitions.compactMap { repetition in
            guard let value = repetition[1].text else { return nil }
            return Identifier(
                type: repetition[2].text.map { fixed("http://terminology.hl7.org/CodeSystem/v2-0338", $0) },
                value: value)
        }
        guard !person.name.isEmpty || !person.identifier.isEmpty else { return nil }
        person.address = addresses(prd[3])
        let practitioner = add(person, of: prd.place)
        var role = PractitionerRole()
        role.practitioner = practitioner
        role.code = concepts(prd[1], table: "0286")
        role.telecom = contactPoints(prd[5], use: .work)
        role.location = [location(prd[4][1])].compactMap { $0 }
        role.period = period(from: prd[8][1][1], to: prd[9][1][1])
        return add(role, of: prd.place)
    }

    /// PRB → Condition on the problem list.
    mutating func mapProblems() {
        guard patient.reference != nil else { return }
        var entries: [Reference] = []
        for prb in groups.problems {
            guard let code = concept(prb[3]) else { continue }
            var resource = Condition(subject: patient)
            resource.code = code
            resource.category = [fixed("http://terminology.hl7.org/CodeSystem/condition-category", "problem-list-item")]
            let isDeleted = prb[1].text == "DE"
            resource.abatement = dateTime(prb[9]).map { .dateTime($0) }
            let isOver = resource.abatement != nil
            if !isDeleted {
                resource.clinicalStatus = fixed(
                    "http://terminology.hl7.org/CodeSystem/condition-clinical", isOver ? "resolved" : "active")
            }
            resource.verificationStatus = fixed(
                "http://terminology.hl7.org/CodeSystem/condition-ver-status",
                isDeleted ? "entered-in-error" : "confirmed")
            resource.identifier = [entityIdentifier(prb[4][1])].compactMap { $0 }
            resource.onset = dateTime(prb[16]).map { .dateTime($0) }
            resource.recordedDate = dateTime(prb[7]) ?? dateTime(prb[2])
            resource.encounter = encounter
            if let stage = concept(prb[14]) { resource.note.append(Annotation(text: stage.text ?? "")) }
            resource.note.removeAll { $0.text.isEmpty }
            entries.append(add(resource, of: prb.place))
        }
        if !entries.isEmpty { sections.append(section("Problems", "11450-4", "Problem list - Reported", entries)) }
    }

    /// FT1 as far as it is clinical: what was done (FT1-25, else FT1-7) and for which diagnoses (FT1-19). Amounts stay in the source.
    mutating func mapCharges() {
        guard patient.reference != nil else { return }
        var entries: [Reference] = []
        for ft1 in groups.charges {
            var reasons: [Reference] = []
            for diagnosis in ft1[19].repetitions {
                guard let code = concept(diagnosis) else { continue }
                var condition = Condition(subject: patient)
                condition.code = code
                condition.category = [
                    fixed("http://terminology.hl7.org/CodeSystem/condition-category", "encounter-diagnosis")
                ]
                condition.clinicalStatus = fixed("http://terminology.hl7.org/CodeSystem/condition-clinical", "active")
                condition.verificationStatus = fixed(
                    "http://terminology.hl7.org/CodeSystem/condition-ver-status", "confirmed")
                condition.encounter = encounter
                reasons.append(add(condition, of: diagnosis.place, part: "diagnosis \(diagnosis.number)"))
            }
            entries += reasons
            guard let code = concept(ft1[25]) ?? concept(ft1[7], table: "0132") else { continue }
            // FT1-6 CR takes a charge back: then it says nothing about what was done.
            let isCredit = ft1[6].text == "CR"
            var procedure = Procedure(status: isCredit ? .unknown : .completed, subject: patient)
            procedure.code = code
            procedure.encounter = encounter
            procedure.performed = dateTime(ft1[4]).map { .dateTime($0) }
            procedure.performer = practitioners(ft1[20]).map { Procedure.Performer(actor: $0) }
            procedure.identifier = [entityIdentifier(ft1[2][1])].compactMap { $0 }
            procedure.reasonReference = reasons
            entries.append(add(procedure, of: ft1.place))
        }
        if !entries.isEmpty {
            sections.append(section("Services", "47519-4", "History of Procedures Document", entries))
        }
    }
}
