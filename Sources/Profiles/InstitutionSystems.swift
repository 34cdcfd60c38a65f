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

/// `institutions.tsv`: OID → institution identifier system.
struct InstitutionSystems {
    static let columns = ["oid", "scheme", "country", "fhir-system"]

    private var byOID: [String: InstitutionSystem] = [:]

    mutating func add(_ row: ProfileRow) throws(ProfileFault) {
        let oid = try row.oid("oid")
        let system = InstitutionSystem(
            scheme: try row.required("scheme"), country: try row.required("country"),
            fhirSystem: try row.required("fhir-system"))
        guard system.identifier("1") != nil else {
            throw row.fault(.invalidCell, "scheme is NTR or VAT, country ISO 3166-1")
        }
        if let known = byOID.updateValue(system, forKey: oid), known != system {
            throw row.fault(.conflict, "\(oid) is also \(known.scheme)\(known.country)")
        }
    }

    func system(oid: String) -> InstitutionSystem? { byOID[oid] }

    /// The system that institutions of this scheme and country are numbered in; of several, that with the least URI.
    func system(of institution: InstitutionID) -> InstitutionSystem? {
        byOID.values.filter { $0.scheme == institution.scheme && $0.country == institution.country }
            .min { $0.fhirSystem < $1.fhirSystem }
    }

    /// The institution that an OID names by itself: the registration number is the arc below the system's OID.
    func institution(namedBy oid: String) -> InstitutionID? {
        guard let (parent, arc) = OID.split(oid) else { return nil }
        return byOID[parent]?.identifier(arc)
    }
}
