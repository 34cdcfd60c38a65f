extension XMLElement {
    /// Child elements and text in document order, without a text made.
    public var parts: Parts { Parts(document: document, position: document.nodes[Int(index)].firstChild) }

    public enum Part: Sendable {
        case element(XMLElement)
        case text(XMLText)
    }

    public struct Parts: Sequence, IteratorProtocol, Sendable {
        let document: XMLDocument
        var position: Int32

        public mutating func next() -> Part? {
            guard position >= 0 else { return nil }
            let index = position
            let node = document.nodes[Int(index)]
            position = node.nextSibling
            return node.name == XMLDocument.Node.text
                ? .text(XMLText(document: document, lower: node.lower, upper: node.upper))
                : .element(XMLElement(document: document, index: index))
        }
    }

    /// The same, each given to a function: nothing is counted or kept for the element or text that it is shown.
    public func forEachPart(_ body: (Part) -> Void) {
        var next = document.nodes[Int(index)].firstChild
        while next >= 0 {
            let node = document.nodes[Int(next)]
            if node.name == XMLDocument.Node.text {
                body(.text(XMLText(document: document, lower: node.lower, upper: node.upper)))
            } else {
                body(.element(XMLElement(document: document, index: next)))
            }
            next = node.nextSibling
        }
    }

    /// The first child element that is wanted.
    public func firstChild(where isWanted: (XMLElement) -> Bool) -> XMLElement? {
        var next = document.nodes[Int(index)].firstChild
        while next >= 0 {
            let node = document.nodes[Int(next)]
            if node.name != XMLDocument.Node.text, isWanted(XMLElement(document: document, index: next)) {
                return XMLElement(document: document, index: next)
            }
            next = node.nextSibling
        }
        return nil
    }

    /// Whether it has text of its own, between its child elements, that is more than white space.
    public var hasOwnWords: Bool {
        var next = document.nodes[Int(index)].firstChild
        while next >= 0 {
            let node = document.nodes[Int(next)]
            if node.name == XMLDocument.Node.text, !document.isBlank(node.lower, node.upper) { return true }
            next = node.nextSibling
        }
        return false
    }

    /// Gives the attributes in document order that have a known name and no namespace.
    public func forEachKnownAttribute(_ body: (KnownName, String) -> Void) {
        let node = document.nodes[Int(index)]
        for position in Int(node.lower)..<Int(node.upper) {
            let attribute = document.attributes[position]
            let tag = document.tags[Int(attribute.name)]
            guard tag.namespace == UInt32(KnownNamespace.none.rawValue), let number = UInt16(exactly: tag.local),
                let name = KnownName(rawValue: number)
            else { continue }
            body(name, document.text(attribute.lower, attribute.upper))
        }
    }
}

/// One text node: its place in the document's bytes.
public struct XMLText: Sendable {
    let document: XMLDocument
    let lower: UInt32
    let upper: UInt32

    /// How many bytes of UTF-8 it has.
    public var count: Int { Int(upper - lower) }
    public var bytes: ArraySlice<UInt8> { document.bytes(lower, upper) }

    /// Whether it is nothing but white space.
    public var isBlank: Bool { document.isBlank(lower, upper) }
}
