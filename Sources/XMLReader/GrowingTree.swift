/// A tree while it is being read: the arrays of ``XMLDocument``, and which element is open.
struct GrowingTree {
    private(set) var nodes: [XMLDocument.Node] = []
    private(set) var attributes: [XMLDocument.Attribute] = []
    private(set) var elementCount = 0
    /// The element opened last among those still open.
    private var open = XMLDocument.none
    /// The marks of the names of its child elements so far.
    private var childNames: UInt32 = 0
    /// Whether the node added last is text and the last child of the open element.
    private var endsWithText = false
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

    /// Whether an attribute of this name was added that no element has yet.
    func hasPendingAttribute(_ name: Int32) -> Bool {
        for position in firstPending..<attributes.count where attributes[position].name == name { return true }
        return false
    }

    /// Opens an element below the one that is open, with the attributes added since the last one was opened.
    mutating func startElement(_ name: Int32, _ tag: XMLName.Tag, start: UInt32) {
        let element = addEmptyElement(name, tag, start: start)
        if open >= 0 { nodes[Int(open)].childNames = childNames }
        open = element
        childNames = 0
    }

    mutating func endElement() {
        guard open >= 0 else { return }
        nodes[Int(open)].close(behind: nodes.count, childNames)
        open = nodes[Int(open)].parent
        childNames = open >= 0 ? nodes[Int(open)].childNames : 0
        endsWithText = false
    }

    /// The same as an element that is opened and ended at once.
    @discardableResult
    mutating func addEmptyElement(_ name: Int32, _ tag: XMLName.Tag, start: UInt32) -> Int32 {
        let index = Int32(truncatingIfNeeded: nodes.count)
        nodes.append(
            XMLDocument.Node(
                name: name, parent: open, end: index &+ 1, lower: UInt32(truncatingIfNeeded: firstPending),
                upper: UInt32(truncatingIfNeeded: attributes.count), start: start))
        childNames |= tag.mark
        endsWithText = false
        firstPending = attributes.count
        elementCount += 1
        return index
    }

    /// The bytes of the text node that stands last in the open element, if one does.
    var lastText: Range<UInt32>? {
        guard endsWithText, let last = nodes.last else { return nil }
        return last.lower..<last.upper
    }

    /// Gives other bytes to the text node that stands last in the open element.
    mutating func replaceLastText(_ text: Range<UInt32>) {
        guard endsWithText else { return }
        nodes[nodes.count - 1].lower = text.lowerBound
        nodes[nodes.count - 1].upper = text.upperBound
    }

    mutating func addText(_ text: Range<UInt32>) {
        guard open >= 0 else { return }
        nodes.append(
            XMLDocument.Node(
                name: XMLDocument.Node.text, parent: open, end: Int32(truncatingIfNeeded: nodes.count + 1),
                lower: text.lowerBound, upper: text.upperBound, start: 0))
        endsWithText = true
    }
}
