/// What a concept map leads to.
public struct MappedCode: Hashable, Sendable {
    public let code: String
    /// Nil where the target element's binding implies the system.
    public let system: String?
    public let display: String?

    public init(code: String, system: String?, display: String?) {
        self.code = code
        self.system = system
        self.display = display
    }
}

/// `maps/NAME.tsv`: (system, code) → code. A source system is a FHIR URI or `*` for any.
struct ConceptMaps {
    static let columns = ["system", "code", "target", "target-system", "target-display"]

    private struct Source: Hashable {
        let system: String
        let code: String
    }

    private var maps: [String: [Source: MappedCode]] = [:]

    mutating func add(_ row: ProfileRow, to name: String) throws(ProfileFault) {
        let source = Source(system: try row.required("system"), code: try row.required("code"))
        let target = MappedCode(
            code: try row.required("target"), system: row.optional("target-system"),
            display: row.optional("target-display"))
        if let known = maps[name, default: [:]].updateValue(target, forKey: source), known != target {
            throw row.fault(.conflict, "\(source.system) \(source.code) also leads to \(known.code)")
        }
    }

    func target(_ name: String, system: String, code: String) -> MappedCode? {
        guard let map = maps[name] else { return nil }
        return map[Source(system: system, code: code)] ?? map[Source(system: "*", code: code)]
    }

    var names: [String] { maps.keys.sorted() }
}
