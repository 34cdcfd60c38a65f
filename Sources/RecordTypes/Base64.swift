/// Base64 of RFC 4648 §4: padded, without white space.
public enum Base64 {
    /// The zero-based byte that no encoder would have written there.
    public struct Fault: Error, Hashable, Sendable {
        public let place: Int
    }

    private static let alphabet: [UInt8] = Array(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    public static func text(_ bytes: [UInt8]) -> String {
        var text: [UInt8] = []
        append(bytes, to: &text)
        return String(decoding: text, as: UTF8.self)
    }

    public static func append(_ bytes: [UInt8], to text: inout [UInt8]) {
        text.reserveCapacity(text.count + (bytes.count + 2) / 3 * 4)
        var at = 0
        while at < bytes.count {
            let left = bytes.count - at
            let group =
                UInt32(bytes[at]) << 16 | (left > 1 ? UInt32(bytes[at + 1]) << 8 : 0)
                | (left > 2 ? UInt32(bytes[at + 2]) : 0)
            text.append(alphabet[Int(group >> 18)])
            text.append(alphabet[Int(group >> 12 & 63)])
            text.append(left > 1 ? alphabet[Int(group >> 6 & 63)] : UInt8(ascii: "="))
            text.append(left > 2 ? alphabet[Int(group & 63)] : UInt8(ascii: "="))
            at += 3
        }
    }

    /// - Parameter isExact: whether bits behind the last byte must be zero, as encoders write them: what is read is then what would
    ///   have been written. Documents of others are not always so exact.
    public static func bytes(
        _ text: some Collection<UInt8>, isExact: Bool = true
    ) throws(Fault) -> [UInt8] {
        let length = text.count
        guard length % 4 == 0 else { throw Fault(place: length) }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(length / 4 * 3)
        var group: UInt32 = 0
        var digits = 0
        var padding = 0
        var at = 0
        for character in text {
            if character == UInt8(ascii: "=") {
                // Padding stands only in the last two places of the text.
                guard at >= length - 2, digits >= 2 else { throw Fault(place: at) }
                padding += 1
                group <<= 6
            } else {
                guard padding == 0, let value = value(of: character) else { throw Fault(place: at) }
                group = group << 6 | value
            }
            digits += 1
            at += 1
            guard digits == 4 else { continue }
            let strayBits = padding == 0 ? 0 : padding == 1 ? group & 0xFF : group & 0xFFFF
            guard strayBits == 0 || !isExact else { throw Fault(place: at - padding - 1) }
            bytes.append(UInt8(truncatingIfNeeded: group >> 16))
            if padding < 2 { bytes.append(UInt8(truncatingIfNeeded: group >> 8)) }
            if padding < 1 { bytes.append(UInt8(truncatingIfNeeded: group)) }
            group = 0
            digits = 0
        }
        return bytes
    }

    private static func value(of character: UInt8) -> UInt32? {
        switch character {
        case 65...90: UInt32(character - 65)
        case 97...122: UInt32(character - 71)
        case 48...57: UInt32(character + 4)
        case UInt8(ascii: "+"): 62
        case UInt8(ascii: "/"): 63
        default: nil
        }
    }
}

/// Base64 of RFC 4648 §5, for URLs and as JOSE writes it: without padding, one spelling for each value.
public enum Base64URL {
    public static func text(_ bytes: [UInt8]) -> String {
        var text: [UInt8] = []
        Base64.append(bytes, to: &text)
        let digits = text.prefix { $0 != UInt8(ascii: "=") }.map { digit in
            switch digit {
            case UInt8(ascii: "+"): UInt8(ascii: "-")
            case UInt8(ascii: "/"): UInt8(ascii: "_")
            default: digit
            }
        }
        return String(decoding: digits, as: UTF8.self)
    }

    /// Nil for padding, for letters of the other alphabet and for anything that ``text(_:)`` does not write.
    public static func bytes(_ text: some StringProtocol) -> [UInt8]? {
        var digits: [UInt8] = []
        digits.reserveCapacity(text.utf8.count + 3)
        for digit in text.utf8 {
            switch digit {
            case UInt8(ascii: "+"), UInt8(ascii: "/"), UInt8(ascii: "="): return nil
            case UInt8(ascii: "-"): digits.append(UInt8(ascii: "+"))
            case UInt8(ascii: "_"): digits.append(UInt8(ascii: "/"))
            default: digits.append(digit)
            }
        }
        digits += Array(repeating: UInt8(ascii: "="), count: (4 - digits.count % 4) % 4)
        return try? Base64.bytes(digits)
    }
}
