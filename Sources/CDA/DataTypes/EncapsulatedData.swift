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
        let isDigit = Self.base64Digits
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count)
        var (start, padding) = (0, 0)
        // Line by line: scanned documents are much larger than all else that is read.
        for position in text.indices {
            let byte = text[position]
            if isDigit[Int(byte)] {
                guard padding == 0 else { return nil }
            } else if byte == UInt8(ascii: "=") {
                padding += 1
            } else {
                guard byte <= 0x20 else { return nil }
                if start < position { bytes.append(contentsOf: text[start..<position]) }
                start = position + 1
            }
        }
        bytes.append(contentsOf: text[start...])
        guard bytes.count > padding, bytes.count % 4 == 0, padding <= 2 else { return nil }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// For each byte whether it is one of the 64 digits (RFC 4648 §4).
    private static let base64Digits: [Bool] = (UInt8.min...UInt8.max).map { byte in
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "/"):
            true
        default: false
        }
    }
}
