public import XMLReader

/// Encapsulated data (ED) and text (ST): inline, in base64, or a reference.
public struct EncapsulatedData: Hashable, Sendable {
    public let mediaType: String?
    public let isBase64: Bool
    /// `#id` into the narrative, or a URL that is never fetched.
    public let reference: String?
    public let language: String?
    public let nullFlavor: NullFlavor?
    public let element: XMLElement

    public init(_ element: XMLElement) {
        self.element = element
        mediaType = element.word("mediaType")
        isBase64 = element.word("representation") == "B64"
        reference = element.child("reference")?.word("value")
        language = element.word("language")
        nullFlavor = element.nullFlavor
    }

    /// Inline text without the white space around it.
    public var inlineText: String? { isBase64 ? nil : element.plainText }

    /// The base64 text without white space, when it is possible base64.
    public var base64: String? {
        guard isBase64 else { return nil }
        let bytes = element.text.utf8.filter { $0 > 0x20 }
        let body = bytes.prefix { $0 != UInt8(ascii: "=") }
        let padding = bytes.count - body.count
        let isAlphabet = body.allSatisfy {
            ($0 >= 65 && $0 <= 90) || ($0 >= 97 && $0 <= 122) || ($0 >= 48 && $0 <= 57) || $0 == 43 || $0 == 47
        }
        guard !body.isEmpty, bytes.count % 4 == 0, padding <= 2, isAlphabet,
            bytes.suffix(padding).allSatisfy({ $0 == UInt8(ascii: "=") })
        else { return nil }
        return String(decoding: bytes, as: UTF8.self)
    }
}
