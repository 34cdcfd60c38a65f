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

/// `persons.tsv`: OID, FHIR system or HL7 v2 authority → person identifier system.
struct PersonSystems {
    static let columns = ["oid", "scheme", "country", "fhir-system", "check", "hl7-types", "hl7-authorities"]

    private var byOID: [String: PersonSystem] = [:]
    private var byURI: [String: PersonSystem] = [:]
    private var byType: [String: PersonSystem] = [:]
    private var byAuthority: [String: PersonSystem] = [:]

    mutating func add(_ row: ProfileRow) throws(ProfileFault) {
        let oid = try row.oid("oid")
        let scheme = try row.word("scheme", as: PersonIdentifier.Scheme.self)
        let country = try row.required("country")
        guard PersonIdentifier(scheme: scheme, country: country, number: "1") != nil else {
            throw row.fault(.invalidCell, "column country: \(country) is no ISO 3166-1 code")
        }
        let system = PersonSystem(
            scheme: scheme, country: country, fhirSystem: try row.required("fhir-system"),
            check: try row.word("check", as: PersonSystem.CheckRule.self))
        if let known = byOID.updateValue(system, forKey: oid), known != system {
            throw row.fault(.conflict, "\(oid) is also \(known.scheme.rawValue)\(known.country)")
        }
        byURI[system.fhirSystem] = system
        for type in row.list("hl7-types") { byType[type.uppercased()] = system }
        for authority in row.list("hl7-authorities") { byAuthority[authority.uppercased()] = system }
    }

    func system(oid: String) -> PersonSystem? { byOID[oid] }
    func system(uri: String) -> PersonSystem? { byURI[uri] }

    /// The system of an HL7 v2 CX: by identifier type (`NNEST`), or by assigning authority for the type `NI`.
    func system(hl7Type type: String, authority: String) -> PersonSystem? {
        if let system = byType[type.uppercased()] { return system }
        guard type.isEmpty || type.uppercased() == "NI" else { return nil }
        return byAuthority[authority.uppercased()]
    }
}
