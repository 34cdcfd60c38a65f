public import XMLReader

/// Encapsulated data (ED) and text (ST): inline, in base64, or a reference.
public struct EncapsulatedData: Hashable, Sendable {
    public let element: XMLElement

    public init(_ element: XMLElement) { self.element = element }

    public var mediaType: String? { element.word(.mediaType) }
    public var isBase64: Bool { element.word(.representation) == "B64" }
    /// `#id` into the narrative, or a URL that is never fetched.
    public var reference: String? { element.child(.reference)?.word(.value) }
    /// `DF`, `GZ`, `ZL` or `Z`: how the bytes were made smaller.
    public var compression: String? { element.word("compression") }
    public var language: String? { element.word(.language) }
    public var nullFlavor: NullFlavor? { element.nullFlavor }

    /// Inline text without the white space around it.
    public var inlineText: String? { isBase64 ? nil : element.plainText }

    /// The base64 text without white space, when it is possible base64.
    public var base64: String? {
        guard isBase64 else { return nil }
        let text = element.textBytes
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count)
        var rest = text[...]
        while let start = rest.firstIndex(where: { $0 > 0x20 }) {
            let end = rest[start...].firstIndex { $0 <= 0x20 } ?? rest.endIndex
            bytes.append(contentsOf: rest[start..<end])
            rest = rest[end...]
        }
        let padding = bytes.reversed().prefix { $0 == UInt8(ascii: "=") }.count
        guard bytes.count > padding, bytes.count % 4 == 0, padding <= 2,
            bytes.dropLast(padding).allSatisfy(Self.isBase64)
        else { return nil }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func isBase64(_ byte: UInt8) -> Bool {
        (97...122).contains(byte | 0x20) || (48...57).contains(byte) || byte == UInt8(ascii: "+")
            || byte == UInt8(ascii: "/")
    }
}
