/// Base64 of RFC 4648 §4, exact: padded, no white space, no stray bits. What it reads, it would have written.
public enum Base64 {
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

    /// - Throws: `malformedBase64` at the zero-based byte that no encoder would have written.
    public static func bytes(_ text: some Collection<UInt8>) throws(TransparencyLogError) -> [UInt8] {
        guard text.count % 4 == 0 else { throw TransparencyLogError(.malformedBase64, at: text.count) }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count / 4 * 3)
        var group: UInt32 = 0
        var digits = 0
        var padding = 0
        var at = 0
        for character in text {
            if character == UInt8(ascii: "=") {
                // Padding stands only in the last two places of the text.
                guard at >= text.count - 2, digits >= 2 else { throw TransparencyLogError(.malformedBase64, at: at) }
                padding += 1
                group <<= 6
            } else {
                guard padding == 0, let value = value(of: character) else {
                    throw TransparencyLogError(.malformedBase64, at: at)
                }
                group = group << 6 | value
            }
            digits += 1
            at += 1
            guard digits == 4 else { continue }
            let strayBits = padding == 0 ? 0 : padding == 1 ? group & 0xFF : group & 0xFFFF
            guard strayBits == 0 else { throw TransparencyLogError(.malformedBase64, at: at - padding - 1) }
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

/// Decimal numbers as the log formats write them: no sign, no leading zero.
enum DecimalNumber {
    /// - Throws: `malformedNumber` for anything a printer would not have written, or beyond 64 bits.
    static func value(_ text: some Collection<UInt8>, at place: Int?) throws(TransparencyLogError) -> UInt64 {
        guard let first = text.first, text.count == 1 || first != UInt8(ascii: "0") else {
            throw TransparencyLogError(.malformedNumber, at: place)
        }
        var value: UInt64 = 0
        for digit in text {
            guard digit >= 48, digit <= 57 else { throw TransparencyLogError(.malformedNumber, at: place) }
            let (tenfold, tooFar) = value.multipliedReportingOverflow(by: 10)
            let (sum, over) = tenfold.addingReportingOverflow(UInt64(digit - 48))
            guard !tooFar, !over else { throw TransparencyLogError(.malformedNumber, at: place) }
            value = sum
        }
        return value
    }
}
