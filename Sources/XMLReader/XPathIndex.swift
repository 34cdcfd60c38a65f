/// Gives many elements' XPaths in time linear in the document: siblings are counted once per parent.
///
/// The paths are those of ``XMLElement/xpath``.
public struct XPathIndex: Sendable {
    /// For each node of the document: not counted yet (`-1`), the only one of its name (`0`), or its position among them.
    private var positions: [Int32] = []
    /// Where the step of each name of the document lies in ``stepBytes``; empty until it is needed.
    private var steps: [Range<Int>] = []
    /// Steps one after another: `/name` or `/prefix:name`.
    private var stepBytes: [UInt8] = []
    /// The root's namespace.
    private var home: UInt32 = 0
    /// Names seen among the siblings that are being counted.
    private var seen: [Seen] = []

    private struct Seen {
        let tag: XMLName.Tag
        var last: Int32
        var position: Int32
    }

    public init() {}

    public mutating func path(of element: XMLElement) -> String {
        var bytes: [UInt8] = []
        append(pathOf: element, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Appends the path as UTF-8 bytes.
    public mutating func append(pathOf element: XMLElement, to bytes: inout [UInt8]) {
        let document = element.document
        if positions.isEmpty { prepare(document) }
        bytes.reserveCapacity(bytes.count + 256)
        append(element.index, of: document, to: &bytes)
    }

    private mutating func prepare(_ document: XMLDocument) {
        positions = [Int32](repeating: -1, count: document.nodeCount)
        steps = [Range<Int>](repeating: 0..<0, count: document.tags.count)
        home = document.root.tag.namespace
    }

    private mutating func addStep(_ name: Int, of document: XMLDocument) {
        let start = stepBytes.count
        stepBytes.append(UInt8(ascii: "/"))
        if document.tags[name].namespace != home {
            let prefix = document.names.prefix(Int32(truncatingIfNeeded: name))
            if !prefix.isEmpty {
                stepBytes.append(contentsOf: prefix.utf8)
                stepBytes.append(UInt8(ascii: ":"))
            }
        }
        stepBytes.append(contentsOf: document.names.local(Int32(truncatingIfNeeded: name)).utf8)
        steps[name] = start..<stepBytes.count
    }

    /// Depth is bounded by ``XMLLimits/depth``.
    private mutating func append(_ index: Int32, of document: XMLDocument, to bytes: inout [UInt8]) {
        let parent = document.nodes[Int(index)].parent
        if parent >= 0 {
            append(parent, of: document, to: &bytes)
            if positions[Int(index)] < 0 { count(childrenOf: parent, of: document) }
        }
        let name = Int(document.nodes[Int(index)].name)
        if steps[name].isEmpty { addStep(name, of: document) }
        bytes.append(copying: stepBytes.span.extracting(steps[name]))
        let position = positions[Int(index)]
        guard position > 0 else { return }
        bytes.append(UInt8(ascii: "["))
        Self.append(position, to: &bytes)
        bytes.append(UInt8(ascii: "]"))
    }

    private static func append(_ number: Int32, to bytes: inout [UInt8]) {
        if number >= 10 { append(number / 10, to: &bytes) }
        bytes.append(UInt8(truncatingIfNeeded: 48 + number % 10))
    }

    /// Siblings have few names, and mostly that of the one before.
    private mutating func count(childrenOf parent: Int32, of document: XMLDocument) {
        seen.removeAll(keepingCapacity: true)
        var index: [XMLName.Tag: Int] = [:]
        var next = parent + 1
        let end = document.nodes[Int(parent)].end
        while next < end {
            let node = document.nodes[Int(next)]
            if node.name != XMLDocument.Node.text { count(next, document.tags[Int(node.name)], &index) }
            next = node.end
        }
    }

    /// Looks through the last few names, and for more than a few through a dictionary.
    private mutating func count(_ element: Int32, _ tag: XMLName.Tag, _ index: inout [XMLName.Tag: Int]) {
        let few = 24
        let place = seen.count <= few ? seen.lastIndex { $0.tag == tag } : index[tag]
        guard let place else {
            positions[Int(element)] = 0
            seen.append(Seen(tag: tag, last: element, position: 1))
            if seen.count == few + 1 {
                for (place, name) in seen.enumerated() { index[name.tag] = place }
            } else if seen.count > few {
                index[tag] = seen.count - 1
            }
            return
        }
        if seen[place].position == 1 { positions[Int(seen[place].last)] = 1 }
        seen[place].position += 1
        seen[place].last = element
        positions[Int(element)] = seen[place].position
    }
}
