/// A SHA-256 digest: 32 bytes. This layer only carries it; who makes one says over what.
public struct Digest: Hashable, Sendable {
    public let bytes: [UInt8]

    /// Nil unless there are exactly 32 bytes.
    public init?(_ bytes: some Sequence<UInt8>) {
        let bytes = Array(bytes)
        guard bytes.count == 32 else { return nil }
        self.bytes = bytes
    }

    /// Reads 64 lower- or upper-case hexadecimal digits.
    public init?(hex text: some StringProtocol) {
        guard let bytes = Hex.bytes(text), bytes.count == 32 else { return nil }
        self.bytes = bytes
    }

    public var hex: String { Hex.text(bytes) }
}

extension Digest: CustomStringConvertible {
    public var description: String { hex }
}

/// Lower-case hexadecimal text of bytes.
public enum Hex {
    public static func text(_ bytes: some Sequence<UInt8>) -> String {
        let digits: [UInt8] = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        for byte in bytes {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// Nil for an odd number of digits or any other character.
    public static func bytes(_ text: some StringProtocol) -> [UInt8]? {
        var bytes: [UInt8] = []
        var high: UInt8?
        for digit in text.utf8 {
            let value: UInt8
            switch digit {
            case 48...57: value = digit - 48
            case 65...70: value = digit - 55
            case 97...102: value = digit - 87
            default: return nil
            }
            if let first = high {
                bytes.append(first << 4 | value)
                high = nil
            } else {
                high = value
            }
        }
        return high == nil ? bytes : nil
    }
}
