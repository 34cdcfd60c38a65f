/// Templates and codes that say what a part of a document is: the body of `sections.tsv` and `statements.tsv`.
///
/// A template is a root, or `root^extension` where only the two together tell. A code counts when no template is known.
struct TemplateKinds<Kind: RawRepresentable<String> & CaseIterable & Hashable & Sendable> {
    static var columns: [String] { ["template", "code-system", "code", "kind", "name"] }

    private struct Code: Hashable {
        let system: String
        let code: String
    }

    private var templates: [String: Kind] = [:]
    private var codes: [Code: Kind] = [:]

    mutating func add(_ row: ProfileRow, systems: CodeSystems) throws(ProfileFault) {
        let kind = try row.word("kind", as: Kind.self)
        if let template = row.optional("template") {
            guard row.optional("code") == nil else {
                throw row.fault(.invalidCell, "a line names a template or a code, not both")
            }
            if let known = templates.updateValue(kind, forKey: template), known != kind {
                throw row.fault(.conflict, "\(template) is also \(known.rawValue)")
            }
            return
        }
        let code = Code(system: Self.uri(try row.oid("code-system"), systems), code: try row.required("code"))
        if let known = codes.updateValue(kind, forKey: code), known != kind {
            throw row.fault(.conflict, "\(code.code) is also \(known.rawValue)")
        }
    }

    /// The kind that the first known template names.
    func kind(templateIds: [String]) -> Kind? {
        for template in templateIds {
            if let kind = templates[template] { return kind }
            if let hat = template.utf8.firstIndex(of: UInt8(ascii: "^")), let kind = templates[String(template[..<hat])]
            {
                return kind
            }
        }
        return nil
    }

    /// The kind that a code names. A code without a system is looked for in LOINC.
    func kind(code: String, codeSystem: String?, systems: CodeSystems) -> Kind? {
        codes[Code(system: codeSystem.map { Self.uri($0, systems) } ?? "http://loinc.org", code: code)]
    }

    private static func uri(_ oid: String, _ systems: CodeSystems) -> String { systems.system(forOID: oid)?.uri ?? oid }
}
