public import RecordTypes

/// A system of person identifiers that leads to a person known by certificate.
public struct PersonSystem: Hashable, Sendable {
    /// How a number of this system is verified.
    public enum CheckRule: String, Hashable, Sendable, CaseIterable {
        case none
        /// Eleven digits with date and two-round modulo 11 (Estonia).
        case isikukood
    }

    public let scheme: PersonIdentifier.Scheme
    /// ISO 3166-1 alpha-2.
    public let country: String
    public let fhirSystem: String
    public let check: CheckRule

    public init(scheme: PersonIdentifier.Scheme, country: String, fhirSystem: String, check: CheckRule) {
        self.scheme = scheme
        self.country = country
        self.fhirSystem = fhirSystem
        self.check = check
    }

    /// The person with this number.
    /// - Throws: ``PersonNumberError`` when the number cannot be one of this system.
    public func identifier(_ number: String) throws(PersonNumberError) -> PersonIdentifier {
        if check == .isikukood {
            do throws(PersonalCodeError) { _ = try PersonalCode(number) } catch { throw .invalid(error) }
        }
        guard let person = PersonIdentifier(scheme: scheme, country: country, number: number) else { throw .malformed }
        return person
    }
}

public enum PersonNumberError: Error, Hashable, Sendable {
    case malformed
    /// Fails the system's own rule; nothing is said about whose number it is.
    case invalid(PersonalCodeError)
}

extension PersonSystem {
    /// Nil for a scheme or a rule that this program does not know.
    init?(texts: [String?]) {
        guard let scheme = PersonIdentifier.Scheme(rawValue: texts.text(0)),
            let check = CheckRule(rawValue: texts.text(3))
        else { return nil }
        self.init(scheme: scheme, country: texts.text(1), fhirSystem: texts.text(2), check: check)
    }
}

/// `persons.tsv`: OID, FHIR system or HL7 v2 authority → person identifier system.
enum PersonSystems {
    static let columns = ["oid", "scheme", "country", "fhir-system", "check", "hl7-types", "hl7-authorities"]

    static func add(_ row: ProfileRow, to image: inout ProfileImageWriter) throws(ProfileFault) {
        let oid = try row.oid("oid")
        let scheme = try row.word("scheme", as: PersonIdentifier.Scheme.self)
        let country = try row.required("country")
        guard PersonIdentifier(scheme: scheme, country: country, number: "1") != nil else {
            throw row.fault(.invalidCell, "column country: \(country) is no ISO 3166-1 code")
        }
        let check = try row.word("check", as: PersonSystem.CheckRule.self)
        let uri = try row.required("fhir-system")
        let number = image.record(.person, [scheme.rawValue, country, uri, check.rawValue])
        try image.set(.personOID, [oid], number, row)
        try image.set(.personURI, [uri], number, row)
        for type in row.list("hl7-types") { try image.set(.personType, [type.uppercased()], number, row) }
        for authority in row.list("hl7-authorities") {
            try image.set(.personAuthority, [authority.uppercased()], number, row)
        }
    }
}
