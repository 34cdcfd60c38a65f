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

extension MappedCode {
    init(texts: [String?]) { self.init(code: texts.text(0), system: texts.optional(1), display: texts.optional(2)) }
}

/// `maps/NAME.tsv`: (system, code) → code. A source system is a FHIR URI or `*` for any.
enum ConceptMaps {
    static let columns = ["system", "code", "target", "target-system", "target-display"]

    static func add(_ row: ProfileRow, of map: String, to image: inout ProfileImageWriter) throws(ProfileFault) {
        let system = try row.required("system")
        let code = try row.required("code")
        let target = row.optional("target-system")
        for named in [system, target ?? "*"] where named != "*" && !CodeSystems.isKnown(named, in: image) {
            throw row.fault(.unknownSystem, "no table of code systems knows \(named)")
        }
        let number = image.record(.mappedCode, [try row.required("target"), target, row.optional("target-display")])
        try image.set(.concept, [map, system, code], number, row)
        image.append(.conceptMap, [map], 0, row)
    }
}
