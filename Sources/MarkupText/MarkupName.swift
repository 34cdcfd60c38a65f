/// The name of an element or attribute: a letter, then letters, digits, `-`, `_`, `.`, with at most one `:` inside.
///
/// A literal in our source is one without asking (a wrong one stops the first test that passes it); text that comes from
/// elsewhere has to pass ``init(_:)``.
public struct MarkupName: Hashable, Sendable, ExpressibleByStringLiteral {
    public let text: String

    public init(stringLiteral literal: StaticString) {
        text = literal.description
        precondition(Self.isName(text.utf8.span), "not a name of an element or attribute")
    }

    /// Nil for anything that is no name.
    public init?(_ text: String) {
        guard Self.isName(text.utf8.span) else { return nil }
        self.text = text
    }

    private static func isName(_ bytes: Span<UInt8>) -> Bool {
        guard !bytes.isEmpty, bytes.count <= 64, isLetter(bytes[0]) else { return false }
        var colons = 0
        for at in bytes.indices {
            let byte = bytes[at]
            if byte == UInt8(ascii: ":") {
                colons += 1
                guard colons == 1, at + 1 < bytes.count, isLetter(bytes[at + 1]) else { return false }
            } else if !isLetter(byte), !(byte >= 48 && byte <= 57), byte != UInt8(ascii: "-"),
                byte != UInt8(ascii: "_"),
                byte != UInt8(ascii: ".")
            {
                return false
            }
        }
        return true
    }

    private static func isLetter(_ byte: UInt8) -> Bool { byte | 0x20 >= 97 && byte | 0x20 <= 122 }
}
