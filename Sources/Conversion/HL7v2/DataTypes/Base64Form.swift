extension Base64 {
    /// Whether the text is whole Base64 with its padding, without line breaks.
    static func isValid(_ text: String) -> Bool { bytes(text) != nil }

    /// What whole Base64 with its padding stands for; nil for anything else, the empty text too.
    static func bytes(_ text: String) -> [UInt8]? {
        let digits = Array(text.utf8)
        guard !digits.isEmpty, digits.count.isMultiple(of: 4) else { return nil }
        let padding = digits.reversed().prefix { $0 == UInt8(ascii: "=") }.count
        guard padding <= 2 else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(digits.count / 4 * 3)
        var word: UInt32 = 0
        var count = 0
        for digit in digits.dropLast(padding) {
            guard let value = value(of: digit) else { return nil }
            word = word << 6 | UInt32(value)
            count += 1
            if count.isMultiple(of: 4) {
                bytes += [UInt8(word >> 16 & 255), UInt8(word >> 8 & 255), UInt8(word & 255)]
                word = 0
            }
        }
        switch padding {
        case 1: bytes += [UInt8(word >> 10 & 255), UInt8(word >> 2 & 255)]
        case 2: bytes.append(UInt8(word >> 4 & 255))
        default: break
        }
        return bytes
    }

    private static func value(of digit: UInt8) -> UInt8? {
        switch digit {
        case 65...90: digit - 65
        case 97...122: digit - 71
        case 48...57: digit + 4
        case UInt8(ascii: "+"): 62
        case UInt8(ascii: "/"): 63
        default: nil
        }
    }
}
