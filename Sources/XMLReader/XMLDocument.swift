/// A whole XML document as an immutable tree in three flat arrays. Nothing of libxml2 lives in it.
///
/// ``XMLElement`` is a position in it. Comments and processing instructions are not kept; text that they interrupt is one
/// text node. References and CDATA sections are resolved into text.
public final class XMLDocument: Sendable {
    struct Node {
        /// Position in `names`; ``Node/text`` for a text node.
        let name: Int32
        let parent: Int32
        /// The position behind the last node within it. Nodes stand in document order: its first child, if it has any, is the next
        /// node, and what stands here is its next sibling, if the parent does not end here too.
        private(set) var end: Int32
        /// Attributes of an element, or the bytes of a text node.
        var lower: UInt32
        var upper: UInt32
        /// Offset of an element's start tag in the UTF-8 form of the source.
        let start: UInt32
        /// The ``XMLName/Tag/mark`` of each child element's name: whether none has some name is seen without looking at them.
        var childNames: UInt32 = 0

        static let text: Int32 = -1

        mutating func close(behind end: Int, _ childNames: UInt32) {
            self.end = Int32(truncatingIfNeeded: end)
            self.childNames = childNames
        }
    }

    struct Attribute {
        var name: Int32
        let lower: UInt32
        let upper: UInt32
    }

    static let none: Int32 = -1

    let nodes: [Node]
    let attributes: [Attribute]
    let names: NameTable
    /// What each of `names` is compared by.
    let tags: [XMLName.Tag]
    /// Offsets of text and attribute values are in the UTF-8 form of the source, or behind it in what had to be decoded.
    private let source: [UInt8]
    private let decoded: [UInt8]
    let lineStarts: [UInt32]

    init(
        nodes: [Node], attributes: [Attribute], names: NameTable, source: [UInt8], decoded: [UInt8],
        lineStarts: [UInt32]
    ) {
        self.nodes = nodes
        self.attributes = attributes
        self.names = names
        tags = names.tags
        self.source = source
        self.decoded = decoded
        self.lineStarts = lineStarts
    }

    /// Reads a document under limits: no DTD, no entities but the five of XML, no network, namespace faults refused.
    ///
    /// Accepts UTF-8 with or without a byte order mark, US-ASCII, ISO 8859 parts 1, 2, 4, 13, 15 and Windows-1250, -1252, -1257 where
    /// declared, and UTF-16 with a mark.
    /// - Throws: the first fault with its line and column.
    /// - Complexity: linear in the input.
    public static func reading(_ source: [UInt8], limits: XMLLimits = .standard) throws(XMLFault) -> XMLDocument {
        let largest = min(limits.inputSize, Int(Int32.max))
        guard !source.isEmpty else { throw XMLFault(.empty, line: 1, column: 1) }
        guard source.count <= largest else { throw XMLFault(.tooLarge, line: 0, column: 0) }
        let text = try SourceEncoding.utf8(of: source)
        guard text.count <= largest else { throw XMLFault(.tooLarge, line: 0, column: 0) }
        if let document = PlainReader.document(text, limits: limits) { return document }
        try SourceEncoding.validate(text)
        return try judged(text, limits: limits)
    }

    /// What libxml2 makes of a text that is valid UTF-8, after a scan for what would cost too much: the tree, or the fault.
    static func judged(_ text: [UInt8], limits: XMLLimits) throws(XMLFault) -> XMLDocument {
        let scan = try MarkupScan(text, limits: limits)
        var builder = TreeBuilder(starts: scan.starts, size: text.count)
        try builder.read(text)
        return builder.document(lineStarts: scan.lineStarts)
    }

    public var root: XMLElement { XMLElement(document: self, index: 0) }

    /// How many elements and text nodes there are: one more than the largest ``XMLElement/position``.
    public var nodeCount: Int { nodes.count }

    /// How many elements there are.
    public var elementCount: Int { nodes.reduce(0) { $0 + ($1.name == Node.text ? 0 : 1) } }

    func text(_ lower: UInt32, _ upper: UInt32) -> String {
        let size = source.count
        return Int(lower) < size
            ? Self.text(source, Int(lower)..<Int(upper)) : Self.text(decoded, (Int(lower) - size)..<(Int(upper) - size))
    }

    /// Sound: the range is checked against the bytes, which are copied before the span's borrow ends.
    private static func text(_ bytes: [UInt8], _ range: Range<Int>) -> String {
        unsafe bytes.span.extracting(range).withUnsafeBufferPointer { unsafe String(decoding: $0, as: UTF8.self) }
    }

    /// The bytes of a text node or attribute value.
    func bytes(_ lower: UInt32, _ upper: UInt32) -> ArraySlice<UInt8> {
        let size = source.count
        return Int(lower) < size
            ? source[Int(lower)..<Int(upper)] : decoded[(Int(lower) - size)..<(Int(upper) - size)]
    }

    /// Whether a text is nothing but white space.
    func isBlank(_ lower: UInt32, _ upper: UInt32) -> Bool {
        let size = source.count
        return Int(lower) < size
            ? Self.isBlank(source, Int(lower)..<Int(upper))
            : Self.isBlank(decoded, (Int(lower) - size)..<(Int(upper) - size))
    }

    private static func isBlank(_ bytes: [UInt8], _ range: Range<Int>) -> Bool {
        for at in range where bytes[at] > 0x20 { return false }
        return true
    }

    func byte(_ offset: UInt32) -> UInt8 {
        Int(offset) < source.count ? source[Int(offset)] : decoded[Int(offset) - source.count]
    }

    /// One-based line and column of an offset of the UTF-8 form.
    func position(of offset: UInt32) -> (line: Int, column: Int) {
        var low = 0
        var high = lineStarts.count
        while low + 1 < high {
            let middle = (low + high) / 2
            if lineStarts[middle] <= offset { low = middle } else { high = middle }
        }
        return (low + 1, Int(offset - lineStarts[low]) + 1)
    }
}

/// A name as it stands, with the namespace it means.
public struct XMLName: Hashable, Sendable {
    public let local: String
    /// Empty when the document wrote none.
    public let prefix: String
    /// Nil for no namespace, as unprefixed attributes have.
    public let namespace: String?
}
