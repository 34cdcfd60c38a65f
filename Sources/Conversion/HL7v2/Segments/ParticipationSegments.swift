import FHIR
import HL7v2
import RecordTypes

extension MessageMapping {
    /// PRT → who takes part: a PractitionerRole of the person with role, organisation and place, else the organisation alone. A participation
    /// that ends (PRT-2 D) is none.
    mutating func participants(_ segments: [Segment]) -> [Reference] {
        segments.filter { $0[2].text != "D" }.flatMap { participants($0) }
    }

    private mutating func participants(_ prt: Segment) -> [Reference] {
        let organization = organization(prt[8][1], address: nil)
        let people = practitioners(prt[5])
        guard !people.isEmpty else { return [organization].compactMap { $0 } }
        return people.map { person in
            let key = ActorKey.participant(prt.place.sequence, person: person.reference)
            if let known = actors[key] { return known }
            var role = PractitionerRole()
            role.practitioner = person
            role.organization = organization
            role.code = [concept(prt[4], table: "0912")].compactMap { $0 }
            role.location = [location(prt[9][1])].compactMap { $0 }
            role.telecom = contactPoints(prt[15], use: .work)
            role.period = period(from: prt[11][1][1], to: prt[12][1][1])
            return actor(role, called: person.display, of: prt[5].place, key: key)
        }
    }

    /// PRT-10 and PRT-16 to PRT-22 → Device; nil where they say nothing.
    mutating func device(of prt: Segment) -> Reference? {
        guard prt[2].text != "D" else { return nil }
        var device = Device()
        device.identifier = prt[10].repetitions.compactMap { entityIdentifier($0) }
        device.udiCarrier = prt[16].repetitions.compactMap { $0[1].text }.map { .init(deviceIdentifier: $0) }
        device.manufactureDate = dateTime(prt[17])
        device.expirationDate = dateTime(prt[18])
        device.lotNumber = prt[19].text
        device.serialNumber = prt[20].text
        device.distinctIdentifier = prt[21].text
        device.type = concept(prt[22])
        guard device != Device() else { return nil }
        return actor(
            device, called: device.type?.text ?? device.identifier.first?.value, of: prt.place,
            key: .device(prt.place.sequence))
    }
}
