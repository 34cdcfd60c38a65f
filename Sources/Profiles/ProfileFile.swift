import FoundationEssentials
internal import RecordTypes

/// One table as it lies in the profile directory.
struct ProfileFile {
    /// Relative path with `/`, the file's name in every error and in the digest.
    let path: String
    let bytes: [UInt8]

    /// `sections` of `core/sections.tsv`.
    var table: String {
        let name = path.split(separator: "/").last ?? ""
        return String(name.prefix(while: { $0 != "." }))
    }

    var isYAML: Bool { path.hasSuffix(".yaml") }
    private var folder: Substring? { path.split(separator: "/").dropLast().last }
    /// Whether the file is a concept map: it lies in a folder `maps`.
    var isConceptMap: Bool { !isYAML && folder == "maps" }
    /// Whether the file is a code list: it lies in a folder `codes`.
    var isCodeList: Bool { !isYAML && folder == "codes" }

    /// All `.tsv` and `.yaml` files below a directory, ordered by path; those in folders `tests` and below `identity/`
    /// (profiles of certificates, read by `Identity`) say nothing of documents.
    static func all(below directory: String) throws(ProfileError) -> [ProfileFile] {
        let unreadable = { (path: String) in
            ProfileError(faults: [ProfileFault(code: .unreadable, file: path, line: 0, detail: "cannot be read")])
        }
        guard let paths = try? FileManager.default.subpathsOfDirectory(atPath: directory) else { throw unreadable(".") }
        var files: [ProfileFile] = []
        for path in paths.filter({ Self.isSource($0) }).sorted(by: {
            Array($0.utf8).lexicographicallyPrecedes($1.utf8)
        }) {
            guard let data = FileManager.default.contents(atPath: directory + "/" + path) else {
                throw unreadable(path)
            }
            files.append(ProfileFile(path: path, bytes: [UInt8](data)))
        }
        guard !files.isEmpty else {
            throw ProfileError(faults: [
                ProfileFault(code: .unreadable, file: ".", line: 0, detail: "holds no .tsv and no .yaml file")
            ])
        }
        return files
    }

    private static func isSource(_ path: String) -> Bool {
        let parts = path.split(separator: "/")
        guard path.hasSuffix(".tsv") || path.hasSuffix(".yaml"), !parts.dropLast().contains("tests"),
            parts.first != "identity"
        else {
            return false
        }
        return !parts.contains { $0.hasPrefix(".") }
    }

    /// The lines that hold data. Lines that start with `#` and empty lines are for people.
    ///
    /// The first other line is the header: it names each column of the table once, in any order.
    func rows(columns: [String], faults: inout [ProfileFault]) -> [ProfileRow] {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            faults.append(ProfileFault(code: .notUTF8, file: path, line: 0, detail: "holds bytes that are no UTF-8"))
            return []
        }
        var header: [String]?
        var rows: [ProfileRow] = []
        for (position, line) in text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            .enumerated()
        {
            var line = Substring(line)
            if line.utf8.last == UInt8(ascii: "\r") { line = Substring(line.utf8.dropLast()) }
            guard !line.isEmpty, line.utf8.first != UInt8(ascii: "#") else { continue }
            let cells = line.utf8.split(separator: UInt8(ascii: "\t"), omittingEmptySubsequences: false).map {
                String(Substring($0))
            }
            guard let known = header else {
                guard cells.count == columns.count, Set(cells) == Set(columns) else {
                    faults.append(
                        ProfileFault(
                            code: .wrongHeader, file: path, line: position + 1,
                            detail: "columns must be \(columns.joined(separator: ", "))"))
                    return []
                }
                header = cells
                continue
            }
            guard cells.count == known.count else {
                faults.append(
                    ProfileFault(
                        code: .wrongCellCount, file: path, line: position + 1,
                        detail: "\(cells.count) cells, not \(known.count)"))
                continue
            }
            rows.append(ProfileRow(file: path, line: position + 1, header: known, cells: cells))
        }
        if header == nil {
            faults.append(ProfileFault(code: .wrongHeader, file: path, line: 1, detail: "has no header line"))
        }
        return rows
    }
}
