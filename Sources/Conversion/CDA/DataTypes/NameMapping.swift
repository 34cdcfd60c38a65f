import CDA
import FHIR
import RecordTypes
import XMLReader

extension CDAMapping {
    /// PN → HumanName.
    mutating func humanName(_ name: EntityName) -> HumanName? {
        guard !name.isEmpty else { return nil }
        var result = HumanName(
            use: name.uses.compactMap { mapped("name-use", $0) }.compactMap(HumanName.Use.init(rawValue:)).first,
            given: name.texts(.given), prefix: name.texts(.prefix), suffix: name.texts(.suffix),
            period: period(name.validTime))
        let families = name.parts.filter { $0.kind == .family }
        let present = families.filter { !$0.qualifiers.contains("BR") || $0.qualifiers.contains("CL") }
        let family = (present.isEmpty ? families : present).map(\.text)
        result.family = family.isEmpty ? nil : family.joined(separator: " ")
        // Words outside of the parts are kept with them.
        if let loose = name.looseText { result.text = name.parts.isEmpty ? loose : "\(loose) \(name.display)" }
        if present.isEmpty, !families.isEmpty, result.use == nil { result.use = .maiden }
        return result
    }

    mutating func humanNames(_ names: [EntityName]) -> [HumanName] {
        names.flatMap { name -> [HumanName] in
            guard let main = humanName(name) else { return [] }
            let families = name.parts.filter { $0.kind == .family }
            let born = families.filter { $0.qualifiers.contains("BR") && !$0.qualifiers.contains("CL") }
            guard !born.isEmpty, born.count < families.count else { return [main] }
            // The name at birth beside the name borne now: two names of one person.
            return [
                main,
                HumanName(use: .maiden, family: born.map(\.text).joined(separator: " "), given: name.texts(.given)),
            ]
        }
    }

    /// AD → Address.
    mutating func address(_ address: PostalAddress) -> Address? {
        guard !address.isEmpty else { return nil }
        var result = Address(
            use: address.uses.compactMap { mapped("address-use", $0) }.compactMap(Address.Use.init(rawValue:))
                .first,
            type: address.uses.compactMap { mapped("address-type", $0) }.compactMap(Address.Kind.init(rawValue:))
                .first,
            period: period(address.useablePeriod))
        var (county, precincts): (String?, [String]) = (nil, [])
        var hasFinerParts = false
        for part in address.parts {
            switch part.name {
            case .streetAddressLine: result.line.append(part.text)
            case .city: result.city = result.city ?? part.text
            case .state: result.state = result.state ?? part.text
            case .postalCode: result.postalCode = result.postalCode ?? part.text
            case .country: result.country = result.country ?? part.text
            case .county: county = county ?? part.text
            case .precinct: precincts.append(part.text)
            case .delimiter: continue
            default: hasFinerParts = true
            }
        }
        if hasFinerParts { result.line += finerLines(address) }
        result.district = county ?? precincts.first
        if county != nil { result.line += precincts }
        if let loose = address.looseText {
            result.text = ([loose] + address.parts.map(\.text)).joined(separator: ", ")
        }
        return result
    }

    /// What an address tells in parts that FHIR has no element for: street and house as one line, each locator, each other part.
    private func finerLines(_ address: PostalAddress) -> [String] {
        let streetParts: [KnownName] = [
            .streetName, .streetNameBase, .streetNameType, .direction, .houseNumber, .houseNumberNumeric,
        ]
        let street = streetParts.compactMap { address.first($0) }
        var lines = street.isEmpty ? [] : [street.joined(separator: " ")]
        for name in [
            .additionalLocator, .unitType, .unitID, .buildingNumberSuffix, .careOf, .deliveryAddressLine, .postBox,
        ] as [KnownName] {
            lines += address.texts(name)
        }
        for part in address.parts where !Self.hasPlaceOfItsOwn(part.name) { lines.append(part.text) }
        return lines
    }

    /// Whether such a part of an address has a place of its own; the others are lines.
    private static func hasPlaceOfItsOwn(_ name: KnownName?) -> Bool {
        switch name {
        case .streetAddressLine, .streetName, .streetNameBase, .streetNameType, .direction, .houseNumber,
            .houseNumberNumeric, .additionalLocator, .unitType, .unitID, .buildingNumberSuffix, .careOf,
            .deliveryAddressLine, .postBox, .city, .county, .precinct, .state, .postalCode, .country, .delimiter:
            true
        default: false
        }
    }

    mutating func addresses(_ list: [PostalAddress]) -> [Address] { list.compactMap { address($0) } }

    /// TEL → ContactPoint; an empty one is nothing.
    mutating func contactPoint(_ telecom: TelecommunicationAddress) -> ContactPoint? {
        guard telecom.nullFlavor == nil, let value = telecom.value else { return nil }
        var result = ContactPoint()
        var rest = value
        if let colon = value.utf8.firstIndex(of: UInt8(ascii: ":")) {
            let scheme = value[..<colon].lowercased()
            let body = String(value[value.utf8.index(after: colon)...])
            switch scheme {
            case "tel": (result.system, rest) = (.phone, body)
            case "fax", "x-text-fax": (result.system, rest) = (.fax, body)
            case "mailto": (result.system, rest) = (.email, body)
            case "http", "https", "ftp": result.system = .url
            case "sms": (result.system, rest) = (.sms, body)
            default: result.system = .other
            }
        } else if value.utf8.contains(UInt8(ascii: "@")) {
            result.system = .email
        } else {
            result.system = value.utf8.contains { (48...57).contains($0) } ? .phone : .other
        }
        while rest.hasPrefix("/") && result.system != .url { rest.removeFirst() }
        guard !rest.isEmpty else { return nil }
        result.value = rest
        let uses = telecom.uses
        if uses.contains("PG") { result.system = .pager }
        result.use = uses.compactMap { mapped("telecom-use", $0) }.compactMap(ContactPoint.Use.init(rawValue:)).first
        result.period = period(telecom.element.child(.useablePeriod).map(TimeInterval.init))
        return result
    }

    mutating func contactPoints(_ list: [TelecommunicationAddress]) -> [ContactPoint] {
        list.compactMap { contactPoint($0) }
    }
}
