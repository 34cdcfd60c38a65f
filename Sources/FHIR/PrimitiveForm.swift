import MarkupText
import RecordTypes

/// The lexical forms of R4's string-like primitives (<http://hl7.org/fhir/R4/datatypes.html>), checked when read.
enum PrimitiveForm {
    case string, code, id, uri, date, dateTime, instant, time, base64Binary, xhtml

    func accepts(_ text: String) -> Bool {
        let bytes = text.utf8.span
        switch self {
        case .string: return true
        case .xhtml: return XHTMLFragment(checking: text) != nil
        case .code: return Self.isCode(bytes)
        case .id:
            guard bytes.count <= 64 else { return false }
            return Self.all(bytes) { Self.isLetterOrDigit($0) || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ".") }
        case .uri: return Self.all(bytes) { $0 > 0x20 }
        case .date: return bytes.count <= 10 && Self.isDate(text)
        case .dateTime: return bytes.count <= 10 ? Self.isDate(text) : Self.isInstant(text)
        case .instant: return Self.isInstant(text)
        case .time:
            return bytes.count >= 8 && Self.isInstant("2000-01-01T\(text)Z")
        case .base64Binary:
            return Self.all(bytes) {
                Self.isLetterOrDigit($0) || $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "/")
                    || $0 == UInt8(ascii: "=")
                    || $0 == 0x20 || $0 == 0x0A || $0 == 0x0D
            }
        }
    }

    /// No white space at either end, none but single spaces inside.
    private static func isCode(_ bytes: Span<UInt8>) -> Bool {
        var previous: UInt8 = 0x20
        for at in bytes.indices {
            let byte = bytes[at]
            if byte < 0x20 || (byte == 0x20 && previous == 0x20) { return false }
            previous = byte
        }
        return previous != 0x20
    }

    /// `YYYY`, `YYYY-MM` or `YYYY-MM-DD`, and a day that exists.
    private static func isDate(_ text: String) -> Bool {
        let whole: String
        switch text.utf8.count {
        case 4: whole = text + "-01-01"
        case 7: whole = text + "-01"
        case 10: whole = text
        default: return false
        }
        return Instant(rfc3339: whole) != nil
    }

    /// Date, time with seconds, and an offset.
    private static func isInstant(_ text: String) -> Bool {
        text.utf8.count >= 20 && text.utf8.dropFirst(10).first == UInt8(ascii: "T")
            && text.utf8.last != UInt8(ascii: "z")
            && Instant(rfc3339: text) != nil
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        (byte >= 48 && byte <= 57) || (byte | 0x20 >= 97 && byte | 0x20 <= 122)
    }

    private static func all(_ bytes: Span<UInt8>, _ test: (UInt8) -> Bool) -> Bool {
        for at in bytes.indices where !test(bytes[at]) { return false }
        return true
    }
}
