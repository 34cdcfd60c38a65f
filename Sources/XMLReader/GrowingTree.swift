/// A tree while it is being read: the arrays of ``XMLDocument``, and which elements are still open.
struct GrowingTree {
    private(set) var nodes: [XMLDocument.Node] = []
    private(set) var attributes: [XMLDocument.Attribute] = []
    private(set) var elementCount = 0
    /// The open elements, and the last child of each.
    private var open: [(element: Int32, lastChild: Int32)] = []

    init(nodes: Int, attributes: Int) {
        self.nodes.reserveCapacity(nodes)
        self.attributes.reserveCapacity(attributes)
    }

    var isComplete: Bool { !nodes.isEmpty && open.isEmpty }

    /// Opens an element below the one opened last.
    mutating func startElement(_ name: Int32, start: UInt32) {
        let first = UInt32(truncatingIfNeeded: attributes.count)
        let index = append(
            XMLDocument.Node(
                name: name, parent: open.last?.element ?? XMLDocument.none, lower: first, upper: first, start: start))
        open.append((index, XMLDocument.none))
        elementCount += 1
    }

    /// Adds an attribute to the element opened last; its value lies in these bytes.
    mutating func addAttribute(_ name: Int32, _ value: Range<UInt32>) {
        attributes.append(
            XMLDocument.Attribute(name: name, lower: value.lowerBound, upper: value.upperBound))
        nodes[nodes.count - 1].upper += 1
    }

    mutating func endElement() { _ = open.popLast() }

    /// The bytes of the text node that stands last in the open element, if one does.
    var lastText: Range<UInt32>? {
        guard let last = open.last?.lastChild, last >= 0, nodes[Int(last)].name == XMLDocument.Node.text else {
            return nil
        }
        return nodes[Int(last)].lower..<nodes[Int(last)].upper
    }

    /// Gives other bytes to the text node that stands last in the open element.
    mutating func replaceLastText(_ text: Range<UInt32>) {
        guard let last = open.last?.lastChild, last >= 0 else { return }
        nodes[Int(last)].lower = text.lowerBound
        nodes[Int(last)].upper = text.upperBound
    }

    mutating func addText(_ text: Range<UInt32>) {
        guard let parent = open.last?.element else { return }
        append(
            XMLDocument.Node(
                name: XMLDocument.Node.text, parent: parent, lower: text.lowerBound, upper: text.upperBound, start: 0))
    }

    @discardableResult
    private mutating func append(_ node: XMLDocument.Node) -> Int32 {
        let index = Int32(truncatingIfNeeded: nodes.count)
        if let last = open.indices.last {
            if open[last].lastChild >= 0 {
                nodes[Int(open[last].lastChild)].nextSibling = index
            } else {
                nodes[Int(open[last].element)].firstChild = index
            }
            open[last].lastChild = index
        }
        nodes.append(node)
        return index
    }
}
