/// A code system as FHIR names it, and what is known of its codes. Never changed, and shared by all who ask for it.
public final class CodeSystem: Sendable {
    /// The canonical URI where one exists, `urn:oid:…` otherwise.
    public let uri: String
    /// A short name for people; nil where the profiles give none.
    public let name: String?
    /// The version that the OID's last arc states, for lists that are versioned so.
    public let version: String?
    /// What the code lists say of the system; nil where they say nothing.
    public let terminology: Terminology?

    init(uri: String, name: String?, version: String?, terminology: Terminology?) {
        self.uri = uri
        self.name = name
        self.version = version
        self.terminology = terminology
    }
}

/// `code-systems.tsv`: OID → FHIR URI, and how the OID is matched.
enum CodeSystems {
    /// How an OID of a document meets a line of the table.
    enum Match: String, CaseIterable {
        /// The whole OID.
        case exact
        /// The OID without its last arc, which is the list's version.
        case versionArc = "version-arc"
        /// The OID without its last arc, which replaces `{arc}` or, padded to four digits, `{arc4}` of the URI.
        case child
        /// An OID below this one names a value set: no code system at all.
        case valueSets = "value-sets"
    }

    static let columns = ["oid", "match", "uri", "name"]

    static func add(_ row: ProfileRow, to image: inout ProfileImageWriter) throws(ProfileFault) {
        let oid = try row.oid("oid")
        let match = try row.word("match", as: Match.self)
        if match == .valueSets {
            try image.set(.valueSetRoot, [oid], 0, row)
            return
        }
        let uri = try row.required("uri")
        guard uri.utf8.contains(UInt8(ascii: ":")), !uri.utf8.contains(UInt8(ascii: " ")) else {
            throw row.fault(.invalidCell, "column uri: \(uri) is no URI")
        }
        let number = image.record(.system, [uri, row.optional("name")])
        let space: ProfileSpace =
            switch match {
            case .exact: .system
            case .versionArc: .versionedSystem
            case .child: .childSystem
            case .valueSets: .valueSetRoot
            }
        try image.set(space, [oid], number, row)
        image.append(.systemURI, [uri], number, row)
    }

    /// Whether profiles may speak of a system: one of the tables, of the list of URIs that FHIR and HL7 terminology own, or an OID.
    static func isKnown(_ uri: String, in image: ProfileImageWriter) -> Bool {
        image.has(.systemURI, uri)
            || ["http://terminology.hl7.org/", "http://hl7.org/fhir/"].contains { uri.hasPrefix($0) }
    }
}

extension ProfileImageWriter {
    /// The URI under which the tables know an OID.
    func uri(ofOID oid: String) -> String? {
        for space in [ProfileSpace.system, .versionedSystem] {
            if let uri = texts(.system, space, oid)?.first { return uri }
        }
        guard let (parent, arc) = OID.split(oid) else { return nil }
        if let uri = texts(.system, .versionedSystem, parent)?.first { return uri }
        return texts(.system, .childSystem, parent)?.first.flatMap { $0.map { CodeSystem.uri($0, arc: arc) } }
    }
}

extension CodeSystem {
    /// The URI of a child: `{arc}` as it stands, `{arc4}` padded to four digits.
    static func uri(_ pattern: String, arc: String) -> String {
        let padded = String(repeating: "0", count: max(0, 4 - arc.utf8.count)) + arc
        return pattern.replacing("{arc4}", with: padded).replacing("{arc}", with: arc)
    }
}

/// `coding-systems.tsv`: names of HL7 table 0396 (`LN`, `SCT`, `I10`) → FHIR URI.
enum CodingSystemNames {
    static let columns = ["name", "uri"]

    static func add(_ row: ProfileRow, to image: inout ProfileImageWriter) throws(ProfileFault) {
        let name = try row.required("name").uppercased()
        try image.set(.codingSystemName, [name], image.record(.word, [try row.required("uri")]), row)
    }

    /// `HL7nnnn` and `HL7-nnnn` are the HL7 v2 table of that number.
    static func table(_ upper: String) -> String? {
        guard upper.hasPrefix("HL7") else { return nil }
        let digits = upper.dropFirst(upper.hasPrefix("HL7-") ? 4 : 3)
        guard digits.utf8.count == 4, digits.utf8.allSatisfy({ $0 >= 48 && $0 <= 57 }) else { return nil }
        return "http://terminology.hl7.org/CodeSystem/v2-\(digits)"
    }
}
