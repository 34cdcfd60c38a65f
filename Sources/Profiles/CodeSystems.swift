/// A code system as FHIR names it.
public struct CodeSystem: Hashable, Sendable {
    /// The canonical URI where one exists, `urn:oid:…` otherwise.
    public let uri: String
    /// A short name for people; nil where the profiles give none.
    public let name: String?
    /// The version that the OID's last arc states, for lists that are versioned so.
    public let version: String?

    public init(uri: String, name: String?, version: String?) {
        self.uri = uri
        self.name = name
        self.version = version
    }
}

/// `code-systems.tsv`: OID → FHIR URI, and how the OID is matched.
struct CodeSystems {
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

    private var exact: [String: CodeSystem] = [:]
    private var versioned: [String: CodeSystem] = [:]
    private var children: [String: (uri: String, name: String?)] = [:]
    private var valueSets: Set<String> = []

    mutating func add(_ row: ProfileRow) throws(ProfileFault) {
        let oid = try row.oid("oid")
        let match = try row.word("match", as: Match.self)
        if match == .valueSets {
            valueSets.insert(oid)
            return
        }
        let uri = try row.required("uri")
        guard uri.utf8.contains(UInt8(ascii: ":")), !uri.utf8.contains(UInt8(ascii: " ")) else {
            throw row.fault(.invalidCell, "column uri: \(uri) is no URI")
        }
        let system = CodeSystem(uri: uri, name: row.optional("name"), version: nil)
        let known: String?
        switch match {
        case .exact: known = exact.updateValue(system, forKey: oid)?.uri
        case .versionArc: known = versioned.updateValue(system, forKey: oid)?.uri
        case .child: known = children.updateValue((uri, system.name), forKey: oid)?.uri
        case .valueSets: known = nil
        }
        if let known, known != uri { throw row.fault(.conflict, "\(oid) is also \(known)") }
    }

    func system(forOID oid: String) -> CodeSystem? {
        if let system = exact[oid] { return system }
        guard let (parent, arc) = OID.split(oid) else { return nil }
        if let system = versioned[parent] { return CodeSystem(uri: system.uri, name: system.name, version: arc) }
        if let system = versioned[oid] { return system }
        guard let child = children[parent] else { return nil }
        let padded = String(repeating: "0", count: max(0, 4 - arc.utf8.count)) + arc
        let uri = child.uri.replacing("{arc4}", with: padded).replacing("{arc}", with: arc)
        return CodeSystem(uri: uri, name: child.name, version: nil)
    }

    /// Whether the OID is that of a value set, used as a code system by mistake.
    func isValueSet(_ oid: String) -> Bool {
        var oid = oid
        while let (parent, _) = OID.split(oid) {
            if valueSets.contains(parent) { return true }
            oid = parent
        }
        return false
    }
}

/// `coding-systems.tsv`: names of HL7 table 0396 (`LN`, `SCT`, `I10`) → FHIR URI.
struct CodingSystemNames {
    static let columns = ["name", "uri"]

    private var systems: [String: String] = [:]

    mutating func add(_ row: ProfileRow) throws(ProfileFault) {
        let name = try row.required("name").uppercased()
        let uri = try row.required("uri")
        if let known = systems.updateValue(uri, forKey: name), known != uri {
            throw row.fault(.conflict, "\(name) is also \(known)")
        }
    }

    /// A URI for a name in any case; `HL7nnnn` is the HL7 v2 table of that number.
    func uri(_ name: String) -> String? {
        let upper = name.uppercased()
        if let uri = systems[upper] { return uri }
        guard upper.hasPrefix("HL7") else { return nil }
        let digits = upper.dropFirst(upper.hasPrefix("HL7-") ? 4 : 3)
        guard digits.utf8.count == 4, digits.utf8.allSatisfy({ $0 >= 48 && $0 <= 57 }) else { return nil }
        return "http://terminology.hl7.org/CodeSystem/v2-\(digits)"
    }
}
