/// A decimal with the precision it was written with: `72.50` never becomes `72.5`.
public struct FHIRDecimal: Hashable, Sendable {
    /// A JSON number: `-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?`.
    public let text: String

    /// Nil unless the text is a JSON number of at most 64 characters.
    public init?(text: String) {
        guard text.utf8.count <= 64, Self.isNumber(Array(text.utf8)) else { return nil }
        self.text = text
    }

    public init(_ value: Int) { text = String(value) }

    private static func isNumber(_ bytes: [UInt8]) -> Bool {
        var at = bytes.first == UInt8(ascii: "-") ? 1 : 0
        func digits() -> Int { bytes[at...].prefix { $0 >= 48 && $0 <= 57 }.count }
        let whole = digits()
        guard whole > 0, whole == 1 || bytes[at] != UInt8(ascii: "0") else { return false }
        at += whole
        if at < bytes.count, bytes[at] == UInt8(ascii: ".") {
            at += 1
            let fraction = digits()
            guard fraction > 0 else { return false }
            at += fraction
        }
        if at < bytes.count, bytes[at] | 0x20 == UInt8(ascii: "e") {
            at += 1
            if at < bytes.count, bytes[at] == UInt8(ascii: "+") || bytes[at] == UInt8(ascii: "-") { at += 1 }
            let exponent = digits()
            guard exponent > 0 else { return false }
            at += exponent
        }
        return at == bytes.count
    }
}

extension FHIRDecimal: CustomStringConvertible {
    public var description: String { text }
}
