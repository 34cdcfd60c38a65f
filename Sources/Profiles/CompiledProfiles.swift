import FoundationEssentials
public import RecordTypes

/// A profile set as one flat file: everything that its sources say, ready to be mapped and looked up in place.
public struct CompiledProfiles: Hashable, Sendable {
    /// What a compiled file is called that lies beside its sources.
    public static let fileName = "profiles.compiled"

    /// SHA-256 over all sources: what the file is keyed by.
    public let digest: Digest
    public let bytes: [UInt8]

    /// Reads and checks every source below a directory.
    /// - Throws: ``ProfileError`` with every fault of every file.
    public init(directory: String) throws(ProfileError) { try self.init(files: try ProfileFile.all(below: directory)) }

    /// The digest of the sources below a directory, without looking into them.
    public static func digest(ofSources directory: String) throws(ProfileError) -> Digest {
        guard let digest = ProfileFile.digest(try ProfileFile.all(below: directory)) else {
            throw ProfileError(faults: [])
        }
        return digest
    }

    /// Writes the file whole or not at all: to a name of its own, then renamed.
    public func write(to path: String) throws {
        try Data(bytes).write(to: URL(fileURLWithPath: path), options: .atomic)
    }

    /// The set of sources that lie in memory: path below the directory, and content.
    package init(sources: [(path: String, bytes: [UInt8])]) throws(ProfileError) {
        try self.init(files: sources.map { ProfileFile(path: $0.path, bytes: $0.bytes) })
    }

    init(files: [ProfileFile]) throws(ProfileError) {
        var faults: [ProfileFault] = []
        var image = ProfileImageWriter()
        var fromYAML: [ProfileYAML.Table: [ProfileRow]] = [:]
        for file in files where file.isYAML {
            for (table, row) in ProfileYAML.rows(of: file, faults: &faults) { fromYAML[table, default: []].append(row) }
        }
        var remaining = files.filter { !$0.isYAML && !$0.isConceptMap && !$0.isCodeList }
        func rows(_ table: String, _ columns: [String]) -> [ProfileRow] {
            let matching = remaining.filter { $0.table == table }
            remaining.removeAll { $0.table == table }
            return matching.flatMap { $0.rows(columns: columns, faults: &faults) }
        }
        func each(
            _ rows: [ProfileRow], _ add: (ProfileRow, inout ProfileImageWriter) throws(ProfileFault) -> Void
        ) {
            for row in rows { do throws(ProfileFault) { try add(row, &image) } catch { faults.append(error) } }
        }

        // Code systems first: the tables after them name systems by OID. Document types before the rules that name them.
        each(rows("code-systems", CodeSystems.columns)) { row, image throws(ProfileFault) in
            try CodeSystems.add(row, to: &image)
        }
        each(rows("coding-systems", CodingSystemNames.columns)) { row, image throws(ProfileFault) in
            try CodingSystemNames.add(row, to: &image)
        }
        each(rows("sections", TemplateKinds<SectionKind>.columns) + (fromYAML[.sections] ?? [])) {
            row, image throws(ProfileFault) in
            try TemplateKinds<SectionKind>.add(row, templates: .sectionTemplate, codes: .sectionCode, to: &image)
        }
        each(rows("statements", TemplateKinds<StatementKind>.columns) + (fromYAML[.entries] ?? [])) {
            row, image throws(ProfileFault) in
            try TemplateKinds<StatementKind>.add(row, templates: .statementTemplate, codes: .statementCode, to: &image)
        }
        each(fromYAML[.documentTypes] ?? []) { row, image throws(ProfileFault) in try DocumentTypes.add(row, to: &image)
        }
        each(fromYAML[.rules] ?? []) { row, image throws(ProfileFault) in try Conformance.add(row, to: &image) }
        each(fromYAML[.senders] ?? []) { row, image throws(ProfileFault) in try Senders.add(row, to: &image) }
        each(rows("persons", PersonSystems.columns)) { row, image throws(ProfileFault) in
            try PersonSystems.add(row, to: &image)
        }
        each(rows("institutions", InstitutionSystems.columns)) { row, image throws(ProfileFault) in
            try InstitutionSystems.add(row, to: &image)
        }
        each(rows("identifiers", ["oid", "uri", "name"])) { row, image throws(ProfileFault) in
            try image.set(
                .identifierSystem, [try row.oid("oid")], image.record(.word, [try row.required("uri")]), row)
        }
        each(rows("message-types", MessageTypes.columns)) { row, image throws(ProfileFault) in
            try MessageTypes.add(row, to: &image)
        }
        each(rows("terminologies", Terminologies.columns)) { row, image throws(ProfileFault) in
            try Terminologies.add(row, to: &image)
        }
        for file in remaining {
            faults.append(
                ProfileFault(code: .unknownTable, file: file.path, line: 0, detail: "no table is called \(file.table)"))
        }
        for file in files where file.isConceptMap {
            each(file.rows(columns: ConceptMaps.columns, faults: &faults)) { row, image throws(ProfileFault) in
                try ConceptMaps.add(row, of: file.table, to: &image)
            }
        }
        for file in files where file.isCodeList {
            each(file.rows(columns: Terminologies.codeColumns, faults: &faults)) { row, image throws(ProfileFault) in
                try Terminologies.addCode(row, to: &image)
            }
        }
        guard faults.isEmpty, let digest = ProfileFile.digest(files) else {
            throw ProfileError(faults: faults.sorted { ($0.file, $0.line) < ($1.file, $1.line) })
        }
        self.digest = digest
        bytes = image.image(digest: digest)
    }
}
