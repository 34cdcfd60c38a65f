public import RecordTypes

/// A system of institution identifiers that leads to an institution known by certificate.
public struct InstitutionSystem: Hashable, Sendable {
    /// `NTR` or `VAT`.
    public let scheme: String
    /// ISO 3166-1 alpha-2.
    public let country: String
    public let fhirSystem: String

    public init(scheme: String, country: String, fhirSystem: String) {
        self.scheme = scheme
        self.country = country
        self.fhirSystem = fhirSystem
    }

    /// Nil when the number cannot be one.
    public func identifier(_ number: String) -> InstitutionID? { InstitutionID("\(scheme)\(country)-\(number)") }
}

extension InstitutionSystem {
    init(texts: [String?]) { self.init(scheme: texts.text(0), country: texts.text(1), fhirSystem: texts.text(2)) }
}

/// `institutions.tsv`: OID → institution identifier system.
enum InstitutionSystems {
    static let columns = ["oid", "scheme", "country", "fhir-system"]

    static func add(_ row: ProfileRow, to image: inout ProfileImageWriter) throws(ProfileFault) {
        let oid = try row.oid("oid")
        let texts = [try row.required("scheme"), try row.required("country"), try row.required("fhir-system")]
        guard InstitutionSystem(texts: texts).identifier("1") != nil else {
            throw row.fault(.invalidCell, "scheme is NTR or VAT, country ISO 3166-1")
        }
        let number = image.record(.institution, texts)
        try image.set(.institutionOID, [oid], number, row)
        image.append(.institutionScheme, [texts[0] + texts[1]], number, row)
    }
}
