/// One line of a profile table, its cells known by the header's names.
struct ProfileRow {
    let file: String
    let line: Int
    let header: [String]
    let cells: [String]

    /// The line as issues and errors cite it.
    var citation: String { "profiles/\(file):\(line)" }

    /// The cell, or nil when it is empty.
    func optional(_ column: String) -> String? {
        guard let position = header.firstIndex(of: column), position < cells.count, !cells[position].isEmpty else {
            return nil
        }
        return cells[position]
    }

    func required(_ column: String) throws(ProfileFault) -> String {
        guard let cell = optional(column) else { throw fault(.missingCell, "column \(column) is empty") }
        return cell
    }

    /// A cell whose text is a raw value of `Word`.
    func word<Word: RawRepresentable<String> & CaseIterable>(_ column: String, as type: Word.Type) throws(ProfileFault)
        -> Word
    {
        let text = try required(column)
        guard let word = Word(rawValue: text) else {
            let known = Word.allCases.map(\.rawValue).joined(separator: ", ")
            throw fault(.invalidCell, "column \(column): \(text) is none of \(known)")
        }
        return word
    }

    /// A dotted object identifier.
    func oid(_ column: String) throws(ProfileFault) -> String {
        let text = try required(column)
        guard OID.isWellFormed(text) else { throw fault(.invalidCell, "column \(column): \(text) is no OID") }
        return text
    }

    func optionalOID(_ column: String) throws(ProfileFault) -> String? {
        optional(column) == nil ? nil : try oid(column)
    }

    /// The comma-separated words of a cell.
    func list(_ column: String) -> [String] {
        (optional(column) ?? "").split(separator: ",").map { String($0.trimmingSpaces) }.filter { !$0.isEmpty }
    }

    func fault(_ code: ProfileFault.Code, _ detail: String) -> ProfileFault {
        ProfileFault(code: code, file: file, line: line, detail: detail)
    }
}

extension Substring {
    var trimmingSpaces: Substring {
        var text = self
        while text.first == " " { text.removeFirst() }
        while text.last == " " { text.removeLast() }
        return text
    }
}

extension [String?] {
    /// The text at a place of a record; empty where there is none.
    func text(_ position: Int) -> String { optional(position) ?? "" }

    func optional(_ position: Int) -> String? { position < count ? self[position] : nil }
}
