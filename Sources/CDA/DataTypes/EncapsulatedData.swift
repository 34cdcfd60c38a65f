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
        var bytes = element.textBytes
        var (count, padding) = (0, 0)
        // What stays moves to the front: scanned documents are much larger than all else that is read.
        for position in bytes.indices {
            let byte = bytes[position]
            if byte <= 0x20 { continue }
            if byte == UInt8(ascii: "=") {
                padding += 1
            } else if padding > 0 || !Self.base64Digits[Int(byte)] {
                return nil
            }
            bytes[count] = byte
            count += 1
        }
        guard count > padding, count % 4 == 0, padding <= 2 else { return nil }
        bytes.removeLast(bytes.count - count)
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
