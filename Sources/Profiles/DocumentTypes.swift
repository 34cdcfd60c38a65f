public import RecordTypes

/// A kind of document that the profiles know.
public struct DocumentType: Hashable, Sendable {
    /// The profiles' own stable name: `ccda-ccd`, `ee-outpatient-epicrisis`.
    public let id: String
    public let title: String
    /// What the FHIR Composition is typed with besides the document's own code; nil where that suffices.
    public let type: CodedWord?

    public init(id: String, title: String, type: CodedWord?) {
        self.id = id
        self.title = title
        self.type = type
    }
}

/// `document-types.tsv`: template or code → type of document.
struct DocumentTypes {
    static let columns = ["id", "template", "code-system", "code", "title", "loinc"]

    private struct Code: Hashable {
        let system: String
        let code: String
    }

    private var templates: [String: DocumentType] = [:]
    private var codes: [Code: DocumentType] = [:]
    private(set) var ids: Set<String> = []

    mutating func add(_ row: ProfileRow, systems: CodeSystems) throws(ProfileFault) {
        let title = try row.required("title")
        let loinc = row.optional("loinc").map { CodedWord(system: "http://loinc.org", code: $0, display: title) }
        let type = DocumentType(id: try row.required("id"), title: title, type: loinc)
        ids.insert(type.id)
        let known: DocumentType?
        if let template = row.optional("template") {
            known = templates.updateValue(type, forKey: template)
        } else {
            let oid = try row.oid("code-system")
            let code = Code(system: systems.system(forOID: oid)?.uri ?? oid, code: try row.required("code"))
            known = codes.updateValue(type, forKey: code)
        }
        if let known, known.id != type.id { throw row.fault(.conflict, "also \(known.id)") }
    }

    /// Templates first, `root^extension` before `root`; a national template with its version arc dropped; then the code.
    func type(templateIds: [String], code: String?, system: String?, systems: CodeSystems) -> DocumentType? {
        for template in templateIds {
            if let type = templates[template] { return type }
            if let (unversioned, _) = OID.split(template), let type = templates[unversioned + ".*"] { return type }
        }
        for template in templateIds {
            if let hat = template.utf8.firstIndex(of: UInt8(ascii: "^")), let type = templates[String(template[..<hat])]
            {
                return type
            }
        }
        guard let code else { return nil }
        let uri = system.map { systems.system(forOID: $0)?.uri ?? $0 } ?? "http://loinc.org"
        return codes[Code(system: uri, code: code)]
    }
}
