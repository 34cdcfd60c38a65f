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
        var bytes: [UInt8] = []
        let text = element.textBytes
        bytes.reserveCapacity(text.count)
        var padding = 0
        for byte in text where byte > 0x20 {
            if byte == UInt8(ascii: "=") {
                padding += 1
            } else if padding > 0 || !Self.isBase64(byte) {
                return nil
            }
            bytes.append(byte)
        }
        guard bytes.count > padding, bytes.count % 4 == 0, padding <= 2 else { return nil }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func isBase64(_ byte: UInt8) -> Bool {
        (byte >= 65 && byte <= 90) || (byte >= 97 && byte <= 122) || (byte >= 48 && byte <= 57) || byte == 43
            || byte == 47
    }
}
