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

extension DocumentType {
    init(texts: [String?]) {
        let title = texts.text(1)
        let loinc = texts.optional(2).map { CodedWord(system: "http://loinc.org", code: $0, display: title) }
        self.init(id: texts.text(0), title: title, type: loinc)
    }
}

/// `document-types`: template or code → type of document.
enum DocumentTypes {
    static let columns = ["id", "template", "code-system", "code", "title", "loinc"]

    static func add(_ row: ProfileRow, to image: inout ProfileImageWriter) throws(ProfileFault) {
        let id = try row.required("id")
        let number = image.record(
            .documentType,
            [
                id, try row.required("title"), row.optional("loinc"),
                row.file.hasPrefix("national/") ? "national" : nil,
            ])
        if let known = image.texts(.documentType, .documentType, id),
            known[0] != id || known[1] != row.optional("title")
        {
            throw row.fault(.conflict, "\(id) is also called \(known.text(1))")
        }
        image.append(.documentType, [id], number, row)
        if let template = row.optional("template") {
            try image.set(.documentTemplate, [template], number, row)
        } else {
            let oid = try row.oid("code-system")
            let system = image.uri(ofOID: oid) ?? oid
            try image.set(.documentCode, [system, try row.required("code")], number, row)
        }
    }
}
