extension XMLElement {
    /// Child elements and text in document order, without a text made.
    public var parts: Parts { Parts(document: document, position: index + 1, end: document.nodes[Int(index)].end) }

    public enum Part: Sendable {
        case element(XMLElement)
        case text(XMLText)
    }

    public struct Parts: Sequence, IteratorProtocol, Sendable {
        let document: XMLDocument
        var position: Int32
        let end: Int32

        public mutating func next() -> Part? {
            guard position < end else { return nil }
            let index = position
            let node = document.nodes[Int(index)]
            position = node.end
            return node.name == XMLDocument.Node.text
                ? .text(XMLText(document: document, lower: node.lower, upper: node.upper))
                : .element(XMLElement(document: document, index: index))
        }
    }

    /// The same, each given to a function: nothing is counted or kept for the element or text that it is shown.
    public func forEachPart(_ body: (Part) -> Void) {
        var next = index + 1
        let end = document.nodes[Int(index)].end
        while next < end {
            let node = document.nodes[Int(next)]
            if node.name == XMLDocument.Node.text {
                body(.text(XMLText(document: document, lower: node.lower, upper: node.upper)))
            } else {
                body(.element(XMLElement(document: document, index: next)))
            }
            next = node.end
        }
    }

    /// The first child element in a namespace that has a known name, and a wanted one.
    public func firstChild(in namespace: KnownNamespace, where isWanted: (KnownName) -> Bool) -> XMLElement? {
        var next = index + 1
        let end = document.nodes[Int(index)].end
        while next < end {
            let node = document.nodes[Int(next)]
            if node.name != XMLDocument.Node.text {
                let tag = document.tags[Int(node.name)]
                if tag.namespace == UInt32(namespace.rawValue), let name = tag.knownName, isWanted(name) {
                    return XMLElement(document: document, index: next)
                }
            }
            next = node.end
        }
        return nil
    }

    /// Its text, where it is one text node and has nothing else in it.
    public var onlyText: XMLText? {
        guard document.nodes[Int(index)].end == index + 2 else { return nil }
        let node = document.nodes[Int(index) + 1]
        return node.name == XMLDocument.Node.text
            ? XMLText(document: document, lower: node.lower, upper: node.upper) : nil
    }

    /// Whether it has text of its own, between its child elements, that is more than white space.
    public var hasOwnWords: Bool {
        var next = index + 1
        let end = document.nodes[Int(index)].end
        while next < end {
            let node = document.nodes[Int(next)]
            if node.name == XMLDocument.Node.text, !document.isBlank(node.lower, node.upper) { return true }
            next = node.end
        }
        return false
    }

    /// Gives the attributes in document order that have a known name and no namespace.
    public func forEachKnownAttribute(_ body: (KnownName, String) -> Void) {
        let node = document.nodes[Int(index)]
        for position in Int(node.lower)..<Int(node.upper) {
            let attribute = document.attributes[position]
            let tag = document.tags[Int(attribute.name)]
            guard tag.namespace == UInt32(KnownNamespace.none.rawValue), let name = tag.knownName else { continue }
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
