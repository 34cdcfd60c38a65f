/// Names of assigning authorities that are no OID, in the form that URIs and local identifiers need.
enum AuthorityName {
    private static let digits = Array("0123456789ABCDEF".utf8)

    /// The name with everything but letters, digits, `.`, `-` and `_` percent-encoded.
    static func token(_ name: String) -> String {
        if name.utf8.allSatisfy(isPlain) { return name }
        var bytes: [UInt8] = []
        for byte in name.utf8 {
            if isPlain(byte) {
                bytes.append(byte)
            } else {
                bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
            || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
    }

    private static let base = "https://ankur.example/hl7v2/authority/"

    /// Whether a system is one of those made here, known to its site alone.
    static func isLocal(_ system: String) -> Bool { system.hasPrefix(base) }

    /// What the systems of a site begin with.
    static func site(_ facility: String) -> String { base + token(facility) + "/" }

    /// The system of identifiers that only a site's name tells apart.
    static func system(site: String, authority: String, type: String?) -> String {
        var uri = site + token(authority)
        if let type {
            uri += "/"
            uri += token(type)
        }
        return uri
    }
}

/// The written form of object identifiers.
enum DottedIdentifier {
    /// Three or more numbers between dots.
    static func isOID(_ text: String) -> Bool {
        var dots = 0
        var isBehindDigit = false
        for byte in text.utf8 {
            switch byte {
            case 48...57: isBehindDigit = true
            case UInt8(ascii: ".") where isBehindDigit:
                dots += 1
                isBehindDigit = false
            default: return false
            }
        }
        return isBehindDigit && dots > 1
    }

    /// 8-4-4-4-12 hexadecimal digits.
    static func isUUID(_ text: String) -> Bool {
        guard text.utf8.count == 36 else { return false }
        for (position, byte) in text.utf8.enumerated() {
            switch byte {
            case UInt8(ascii: "-"): guard [8, 13, 18, 23].contains(position) else { return false }
            case 48...57, 65...70, 97...102: guard ![8, 13, 18, 23].contains(position) else { return false }
            default: return false
            }
        }
        return true
    }
}
