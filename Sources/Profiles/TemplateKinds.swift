/// Templates and codes that say what a part of a document is: the body of `sections` and `statements`.
///
/// A template is a root, or `root^extension` where only the two together tell. A code counts when no template is known.
enum TemplateKinds<Kind: RawRepresentable<String> & CaseIterable & Hashable & Sendable> {
    static var columns: [String] { ["template", "code-system", "code", "kind", "name"] }

    static func add(
        _ row: ProfileRow, templates: ProfileSpace, codes: ProfileSpace, to image: inout ProfileImageWriter
    ) throws(ProfileFault) {
        let number = image.record(.word, [try row.word("kind", as: Kind.self).rawValue])
        if let template = row.optional("template") {
            guard row.optional("code") == nil else {
                throw row.fault(.invalidCell, "a line names a template or a code, not both")
            }
            let root = template.utf8.firstIndex(of: UInt8(ascii: "^")).map { String(template[..<$0]) } ?? template
            guard OID.isWellFormed(root) else { throw row.fault(.invalidCell, "\(root) is no OID") }
            try image.set(templates, [template], number, row)
            return
        }
        let oid = try row.oid("code-system")
        try image.set(codes, [image.uri(ofOID: oid) ?? oid, try row.required("code")], number, row)
    }
}
