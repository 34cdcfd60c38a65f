/// What an XML document may cost. Checked before libxml2 sees a byte, where libxml2 would be slow or silent.
public struct XMLLimits: Sendable {
    /// Bytes of the document as received, and again after decoding to UTF-8.
    public var inputSize = 16 << 20
    /// Elements within elements, the root counted.
    public var depth = 256
    public var elements = 500_000
    /// On one start tag, namespace declarations included: libxml2 2.9 compares each attribute with each other.
    public var attributesPerElement = 128
    /// In scope at once: each prefix is looked up among all of them.
    public var namespaces = 256
    /// Bytes of an element or attribute name with its prefix.
    public var nameLength = 512
    /// Bytes of one attribute value as written.
    public var attributeLength = 64 << 10
    public var processingInstructions = 64

    public static let standard = XMLLimits()

    public init() {}
}
