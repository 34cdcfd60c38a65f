import FHIR
import HL7v2
import Profiles
import RecordTypes

extension MessageMapping {
    // MARK: names, addresses, ways to reach somebody

    /// XPN → HumanName.
    mutating func humanName(_ repetition: Repetition) -> HumanName? {
        guard repetition.hasValue else { return nil }
        var name = HumanName(family: repetition[1].text)
        name.given = [repetition[2].text, repetition[3].text].compactMap { $0 }
        name.prefix = [repetition[5].text].compactMap { $0 }
        name.suffix = [repetition[4].text, repetition[6].text].compactMap { $0 }
        name.use = repetition[7].text.flatMap { profiles.map("name-use-v2", system: "", code: $0) }.flatMap {
            HumanName.Use(rawValue: $0)
        }
        name.period = period(from: repetition[12], to: repetition[13])
        let isEmpty = name.family == nil && name.given.isEmpty && name.prefix.isEmpty && name.suffix.isEmpty
        return isEmpty ? nil : name
    }

    mutating func humanNames(_ field: Field) -> [HumanName] { field.repetitions.compactMap { humanName($0) } }

    /// XAD → Address.
    mutating func address(_ repetition: Repetition) -> Address? {
        guard repetition.hasValue else { return nil }
        var address = Address(line: [repetition[1].text, repetition[2].text].compactMap { $0 })
        address.city = repetition[3].text
        address.state = repetition[4].text
        address.postalCode = repetition[5].text
        address.country = repetition[6].text
        address.district = repetition[9].text
        if let type = repetition[7].text {
            address.use = profiles.map("address-use-v2", system: "", code: type).flatMap { Address.Use(rawValue: $0) }
            address.type = profiles.map("address-type-v2", system: "", code: type).flatMap {
                Address.Kind(rawValue: $0)
            }
        }
        address.period = period(from: repetition[13], to: repetition[14])
        let isEmpty =
            address.line.isEmpty && address.city == nil && address.state == nil && address.postalCode == nil
            && address.country == nil && address.district == nil
        return isEmpty ? nil : address
    }

    mutating func addresses(_ field: Field) -> [Address] { field.repetitions.compactMap { address($0) } }

    /// XTN → ContactPoint.
    func contactPoint(_ repetition: Repetition, use: ContactPoint.Use? = nil) -> ContactPoint? {
        guard repetition.hasValue else { return nil }
        var point = ContactPoint()
        let equipment = repetition[3].text?.uppercased()
        point.system = equipment.flatMap { profiles.map("telecom-system-v2", system: "", code: $0) }.flatMap {
            ContactPoint.System(rawValue: $0)
        }
        let spoken = telephone(repetition)
        if point.system == .email || (point.system == nil && spoken == nil) {
            point.value = repetition[4].text ?? repetition[12].text ?? repetition[1].text
            if point.value != nil, repetition[4].hasValue { point.system = .email }
        } else {
            point.value = spoken ?? repetition[4].text
        }
        guard let value = point.value else { return nil }
        point.system = point.system ?? (value.utf8.contains(UInt8(ascii: "@")) ? .email : .phone)
        let named = repetition[2].text.flatMap { profiles.map("telecom-use-v2", system: "", code: $0) }
        point.use = equipment == "CP" ? .mobile : named.flatMap { ContactPoint.Use(rawValue: $0) } ?? use
        return point
    }

    func contactPoints(_ field: Field, use: ContactPoint.Use? = nil) -> [ContactPoint] {
        field.repetitions.compactMap { contactPoint($0, use: use) }
    }

    /// The whole number where it is given, else country, area, number and extension in order.
    private func telephone(_ repetition: Repetition) -> String? {
        if let whole = repetition[12].text ?? repetition[1].text { return whole }
        guard let local = repetition[7].text else { return nil }
        var text = repetition[5].text.map { "+\($0) " } ?? ""
        text += repetition[6].text.map { "(\($0)) " } ?? ""
        text += local
        return text + (repetition[8].text.map { " ext. \($0)" } ?? "")
    }

    // MARK: people and organisations

    /// XCN → Practitioner, one for each that the message names.
    mutating func practitioner(_ repetition: Repetition) -> Reference? {
        guard repetition.hasValue else { return nil }
        let key = "XCN|" + (repetition.wholeText ?? "")
        if let known = actors[key] { return known }
        var resource = Practitioner()
        if let identifier = identifier(repetition, typeComponent: 13, authorityComponent: 9) {
            resource.identifier = [identifier]
        }
        var name = HumanName(family: repetition[2].text)
        name.given = [repetition[3].text, repetition[4].text].compactMap { $0 }
        name.prefix = [repetition[6].text].compactMap { $0 }
        name.suffix = [repetition[5].text, repetition[7].text].compactMap { $0 }
        if name.family != nil || !name.given.isEmpty { resource.name = [name] }
        guard !resource.identifier.isEmpty || !resource.name.isEmpty else { return nil }
        var reference = add(resource, of: repetition.place)
        reference.display = self.name(of: repetition)
        actors[key] = reference
        return reference
    }

    mutating func practitioners(_ field: Field) -> [Reference] { field.repetitions.compactMap { practitioner($0) } }

    /// XON → Organization.
    mutating func organization(_ repetition: Repetition, address: Repetition? = nil) -> Reference? {
        guard let name = repetition[1].text ?? repetition[10].text else { return nil }
        let key = "XON|" + (repetition.wholeText ?? name)
        if let known = actors[key] { return known }
        var resource = Organization()
        resource.name = repetition[1].text
        if let value = repetition[10].text ?? repetition[3].text {
            let authority = repetition[6]
            var identifier = Identifier(value: value)
            if let oid = authority[2] ?? authority[1], DottedIdentifier.isOID(oid) {
                identifier.system = profiles.institutionSystem(oid: oid)?.fhirSystem ?? "urn:oid:\(oid)"
            }
            if let authorityName = authority[1] { identifier.assigner = Reference(display: authorityName) }
            resource.identifier = [identifier]
        }
        if let address, let place = self.address(address) { resource.address = [place] }
        var reference = add(resource, of: repetition.place)
        reference.display = name
        actors[key] = reference
        return reference
    }

    /// MSH-4 (and MSH-22) → Organization: who sent the message and keeps the record.
    mutating func mapSender() {
        let facility = message.header[4][1]
        if let responsible = organization(message.header[22][1]) {
            sender = responsible
            return
        }
        guard let name = facility[1].text ?? facility[2].text ?? message.header[3].text else { return }
        var resource = Organization()
        resource.name = name
        if let institution = InstitutionID(name)
            ?? facility[2].text.flatMap({ InstitutionID($0) ?? profiles.institution(namedByOID: $0) })
        {
            resource.identifier = [
                Identifier(system: profiles.institutionSystem(of: institution)?.fhirSystem, value: institution.number)
            ]
        } else if let id = facility[2].text {
            resource.identifier = [
                DottedIdentifier.isOID(id)
                    ? Identifier(system: "urn:ietf:rfc:3986", value: "urn:oid:\(id)") : Identifier(value: id)
            ]
        }
        var reference = add(resource, of: facility.field.place)
        reference.display = name
        sender = reference
    }

    /// PL → Location, one for each place that the message names.
    mutating func location(_ repetition: Repetition) -> Reference? {
        let parts = [4, 7, 8, 1, 2, 3].compactMap { repetition[$0].text }
        guard !parts.isEmpty else { return nil }
        let key = "PL|" + (repetition.wholeText ?? "")
        if let known = actors[key] { return known }
        var resource = Location()
        resource.name = parts.joined(separator: ", ")
        resource.description = repetition[9].text
        resource.mode = .instance
        var reference = add(resource, of: repetition.place)
        reference.display = resource.name
        actors[key] = reference
        return reference
    }
}
