/// A tree while it is being read: the arrays of ``XMLDocument``, and which element is open.
struct GrowingTree {
    private(set) var nodes: [XMLDocument.Node] = []
    private(set) var attributes: [XMLDocument.Attribute] = []
    private(set) var elementCount = 0
    /// The element opened last among those still open, and its last child so far.
    private var open = XMLDocument.none
    private var lastChild = XMLDocument.none
    /// Where the attributes begin that no element has yet.
    private(set) var firstPending = 0

    init(nodes: Int, attributes: Int) {
        self.nodes.reserveCapacity(nodes)
        self.attributes.reserveCapacity(attributes)
    }

    var isComplete: Bool { !nodes.isEmpty && open < 0 }

    /// Adds an attribute to the element that is opened next; its value lies in these bytes.
    mutating func addAttribute(_ name: Int32, _ value: Range<UInt32>) {
        attributes.append(
            XMLDocument.Attribute(name: name, lower: value.lowerBound, upper: value.upperBound))
    }

    /// Gives another name to an attribute that no element has yet.
    mutating func renameAttribute(_ position: Int, _ name: Int32) { attributes[position].name = name }

    /// Opens an element below the one that is open, with the attributes added since the last one was opened.
    mutating func startElement(_ name: Int32, _ tag: XMLName.Tag, start: UInt32) {
        if open >= 0 { nodes[Int(open)].childNames |= tag.mark }
        open = append(
            XMLDocument.Node(
                name: name, parent: open, lower: UInt32(truncatingIfNeeded: firstPending),
                upper: UInt32(truncatingIfNeeded: attributes.count), start: start))
        lastChild = XMLDocument.none
        firstPending = attributes.count
        elementCount += 1
    }

    mutating func endElement() {
        guard open >= 0 else { return }
        lastChild = open
        open = nodes[Int(open)].parent
    }

    /// The bytes of the text node that stands last in the open element, if one does.
    var lastText: Range<UInt32>? {
        guard lastChild >= 0, nodes[Int(lastChild)].name == XMLDocument.Node.text else { return nil }
        return nodes[Int(lastChild)].lower..<nodes[Int(lastChild)].upper
    }

    /// Gives other bytes to the text node that stands last in the open element.
    mutating func replaceLastText(_ text: Range<UInt32>) {
        guard lastChild >= 0 else { return }
        nodes[Int(lastChild)].lower = text.lowerBound
        nodes[Int(lastChild)].upper = text.upperBound
    }

    mutating func addText(_ text: Range<UInt32>) {
        guard open >= 0 else { return }
        lastChild = append(
            XMLDocument.Node(
                name: XMLDocument.Node.text, parent: open, lower: text.lowerBound, upper: text.upperBound, start: 0))
    }

    private mutating func append(_ node: XMLDocument.Node) -> Int32 {
        let index = Int32(truncatingIfNeeded: nodes.count)
        if lastChild >= 0 {
            nodes[Int(lastChild)].nextSibling = index
        } else if open >= 0 {
            nodes[Int(open)].firstChild = index
        }
        nodes.append(node)
        return index
    }
}
