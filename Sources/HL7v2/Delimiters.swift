/// MSH-1 and MSH-2: the characters that part a message.
@frozen
public struct Delimiters: Hashable, Sendable {
    public let field: UInt8
    public let component: UInt8
    public let repetition: UInt8
    public let escape: UInt8
    public let subcomponent: UInt8
    /// From version 2.7 on.
    public let truncation: UInt8?

    /// `|^~\&`
    public static let standard = Delimiters()

    private init() {
        field = UInt8(ascii: "|")
        component = UInt8(ascii: "^")
        repetition = UInt8(ascii: "~")
        escape = UInt8(ascii: "\\")
        subcomponent = UInt8(ascii: "&")
        truncation = nil
    }

    /// - Parameters:
    ///   - field: MSH-1.
    ///   - encoding: MSH-2, two to five bytes; what is missing has its usual value. An escape character that is there twice
    ///     (`^~\\\\&`, written by programs that escape it for their own source text) counts once.
    /// - Returns: nil unless all are printable ASCII, neither letter nor digit nor quotation mark, and all different.
    public init?(field: UInt8, encoding: [UInt8]) {
        guard (2...5).contains(encoding.count) else { return nil }
        var encoding = encoding
        if Self.hasDoubledEscape(encoding) { encoding.remove(at: 3) }
        for usual in Array("^~\\&".utf8)[min(4, encoding.count)...] { encoding.append(usual) }
        let all = [field] + encoding
        guard all.allSatisfy(Self.mayDelimit), Set(all).count == all.count else { return nil }
        self.field = field
        component = encoding[0]
        repetition = encoding[1]
        escape = encoding[2]
        subcomponent = encoding[3]
        truncation = encoding.count > 4 ? encoding[4] : nil
    }

    /// Whether MSH-2 names its escape character twice in a row.
    public static func hasDoubledEscape(_ encoding: some Collection<UInt8>) -> Bool {
        let bytes = Array(encoding.prefix(6))
        return bytes.count == 5 && bytes[2] == bytes[3]
    }

    private static func mayDelimit(_ byte: UInt8) -> Bool {
        guard byte > 0x20, byte < 0x7F, byte != UInt8(ascii: "\"") else { return false }
        return !isAlphanumeric(byte)
    }

    /// A letter or digit of ASCII, which no delimiter may be.
    static func isAlphanumeric(_ byte: UInt8) -> Bool {
        (97...122).contains(byte | 0x20) || (48...57).contains(byte)
    }

    /// MSH-2 as written.
    public var encodingCharacters: [UInt8] {
        [component, repetition, escape, subcomponent] + (truncation.map { [$0] } ?? [])
    }
}
