import RecordTypes
import WebPages

/// Fields of a query or of an `application/x-www-form-urlencoded` body: strictly decoded, each name once, unless names may be repeated.
struct FormFields: Sendable {
    private let fields: [(name: String, value: String)]

    /// - Parameter repeating: whether a name may stand several times, as in FHIR searches, where all of them must hold (R4 3.1.1.3).
    /// - Throws: ``HTTPFault`` for a wrong escape, bytes that are not UTF-8, a control character, a name given twice, or more than
    ///   64 fields. Line breaks are no control characters in the field ``FieldName/text``.
    init(query: String, repeating: Bool = false) throws {
        var fields: [(name: String, value: String)] = []
        for pair in query.utf8.split(separator: UInt8(ascii: "&")) {
            let parts = pair.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            let name = try Self.text(parts[0])
            let value = parts.count > 1 ? try Self.text(parts[1], hasLines: name == FieldName.text.rawValue) : ""
            guard repeating || !fields.contains(where: { $0.name == name }) else {
                throw HTTPFault.badRequest(.parameterRepeated)
            }
            guard fields.count < 64 else { throw HTTPFault.badRequest(.parametersMalformed) }
            fields.append((name, value))
        }
        self.fields = fields
    }

    /// - Parameter hasLines: whether it is what people write in a text area: browsers send its lines with CR LF (HTML, form submission), which
    ///   become LF here; a tabulator is a space.
    private static func text(_ bytes: Substring.UTF8View.SubSequence, hasLines: Bool = false) throws -> String {
        guard var decoded = PercentText.decode(Array(bytes), plusIsSpace: true) else {
            throw HTTPFault.badRequest(.parametersMalformed)
        }
        if hasLines { decoded = Self.lines(decoded) }
        guard let text = String(validating: decoded, as: UTF8.self),
            text.utf8.allSatisfy({ ($0 >= 32 && $0 != 127) || (hasLines && $0 == 10) })
        else { throw HTTPFault.badRequest(.parametersMalformed) }
        return text
    }

    private static func lines(_ bytes: [UInt8]) -> [UInt8] {
        var lines: [UInt8] = []
        lines.reserveCapacity(bytes.count)
        for (place, byte) in bytes.enumerated() {
            switch byte {
            case 13 where place + 1 < bytes.count && bytes[place + 1] == 10: continue
            case 13: lines.append(10)
            case 9: lines.append(32)
            default: lines.append(byte)
            }
        }
        return lines
    }

    /// The fields as a query again, without these.
    func encoded(without names: [String]) -> String {
        fields.filter { !names.contains($0.name) }
            .map { "\(URLText.encode($0.name))=\(URLText.encode($0.value))" }.joined(separator: "&")
    }

    var names: [String] { fields.map(\.name) }

    subscript(name: String) -> String? { fields.first { $0.name == name }?.value }

    /// Every value of a name that may be repeated.
    subscript(all name: String) -> [String] { fields.filter { $0.name == name }.map(\.value) }

    /// - Throws: ``HTTPFault`` when a name other than these stands twice.
    func requireOnce(except names: [String]) throws {
        for (position, field) in fields.enumerated()
        where !names.contains(field.name) && fields[..<position].contains(where: { $0.name == field.name }) {
            throw HTTPFault.badRequest(.parameterRepeated)
        }
    }

    /// The same without fields that `isKnown` does not take.
    func keeping(_ isKnown: (String) -> Bool) -> FormFields { FormFields(fields.filter { isKnown($0.name) }) }

    /// The same with one more.
    func adding(_ name: String, _ value: String) -> FormFields { FormFields(fields + [(name, value)]) }

    private init(_ fields: [(name: String, value: String)]) { self.fields = fields }

    /// A field of one of our forms, without surrounding spaces and line breaks; nil when it is absent or empty.
    subscript(field: FieldName) -> String? {
        guard let value = self[field.rawValue] else { return nil }
        func isBlank(_ character: Character) -> Bool { character == " " || character == "\n" }
        let trimmed = value.drop(while: isBlank).reversed().drop(while: isBlank).reversed()
        return trimmed.isEmpty ? nil : String(trimmed)
    }

    /// - Throws: ``HTTPFault`` when a parameter is none of `known`: an ignored filter would widen an answer.
    func allowOnly(_ known: [String]) throws {
        guard let unknown = names.first(where: { !known.contains($0) }) else { return }
        throw HTTPFault.badRequest(
            .parameterUnknown(
                isHarmless: unknown.utf8.count <= 40 && unknown.utf8.allSatisfy(Self.isNameByte) ? unknown : nil))
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 65...90, 97...122: true
        default: Array("-_.:".utf8).contains(byte)
        }
    }
}
