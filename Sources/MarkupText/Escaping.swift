/// Escapes text for markup in one pass over its bytes.
enum Escaping {
    enum Place {
        /// Between tags.
        case text
        /// Between double quotes of an attribute; white space other than a blank is kept by a character reference.
        case attribute
    }

    /// What markup cannot carry becomes U+FFFD: C0 and C1 controls, DEL, U+FFFE and U+FFFF.
    static func append(_ value: String, in place: Place, to out: inout [UInt8]) {
        let text = value.utf8.span
        out.reserveCapacity(out.count + text.count)
        var at = 0
        while at < text.count {
            let byte = text[at]
            switch byte {
            case UInt8(ascii: "&"): out.append(contentsOf: Array("&amp;".utf8))
            case UInt8(ascii: "<"): out.append(contentsOf: Array("&lt;".utf8))
            case UInt8(ascii: ">"): out.append(contentsOf: Array("&gt;".utf8))
            case UInt8(ascii: "\"") where place == .attribute: out.append(contentsOf: Array("&quot;".utf8))
            case UInt8(ascii: "'") where place == .attribute: out.append(contentsOf: Array("&#39;".utf8))
            case 0x09, 0x0A, 0x0D:
                if place == .attribute || byte == 0x0D {
                    out.append(contentsOf: Array("&#\(byte);".utf8))
                } else {
                    out.append(byte)
                }
            case 0..<0x20, 0x7F: out.append(contentsOf: replacement)
            case 0xC2 where at + 1 < text.count && text[at + 1] < 0xA0:
                out.append(contentsOf: replacement)
                at += 1
            case 0xEF where at + 2 < text.count && text[at + 1] == 0xBF && text[at + 2] >= 0xBE:
                out.append(contentsOf: replacement)
                at += 2
            default: out.append(byte)
            }
            at += 1
        }
    }

    /// U+FFFD in UTF-8.
    private static let replacement: [UInt8] = [0xEF, 0xBF, 0xBD]
}
