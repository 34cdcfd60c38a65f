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
}
