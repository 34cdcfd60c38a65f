/// One element of a document: a position in its arrays, cheap to copy and to pass between tasks.
public struct XMLElement: Sendable {
    public let document: XMLDocument
    let index: Int32

    private var node: XMLDocument.Node { document.nodes[Int(index)] }

    public var name: XMLName { document.names[node.name] }
    public var localName: String { document.names.local(node.name) }
    public var namespace: String? { document.names.namespace(node.name) }

    /// One-based line of the start tag's `<`.
    public var line: Int { document.position(of: node.start).line }
    public var column: Int { document.position(of: node.start).column }
    /// Offset of the start tag's `<` in the UTF-8 form of the source.
    public var startOffset: Int { Int(node.start) }

    /// The element's place in document order, text nodes counted too: below ``XMLDocument/nodeCount``, the root's is 0.
    public var position: Int { Int(index) }

    public var parent: XMLElement? {
        node.parent >= 0 ? XMLElement(document: document, index: node.parent) : nil
    }

    // MARK: attributes

    /// The value of an attribute without namespace.
    public func attribute(_ local: String) -> String? { attribute(local, in: nil) }

    public func attribute(_ local: String, in namespace: String?) -> String? {
        document.names.tag(local, namespace).flatMap { document.text(of: $0, at: index) }
    }

    /// All attributes in document order; namespace declarations are not among them.
    public var attributes: [(name: XMLName, value: String)] {
        document.attributes[Int(node.lower)..<Int(node.upper)].map {
            (document.names[$0.name], document.text($0.lower, $0.upper))
        }
    }

    // MARK: children

    /// The child elements, in document order.
    public var children: Children { Children(document: document, first: index + 1, end: node.end) }

    /// The first child element with this local name in the namespace of this element.
    public func child(_ local: String) -> XMLElement? { child(local, in: namespace) }

    public func child(_ local: String, in namespace: String?) -> XMLElement? {
        document.names.tag(local, namespace).flatMap(child)
    }

    /// All child elements with this local name in the namespace of this element.
    public func children(_ local: String) -> [XMLElement] { children(local, in: namespace) }

    public func children(_ local: String, in namespace: String?) -> [XMLElement] {
        document.names.tag(local, namespace).map(children) ?? []
    }

    /// The element at the end of a path of local names, the first one at each step.
    public func descendant(_ path: String...) -> XMLElement? {
        var element = self
        for step in path {
            guard let next = element.child(step) else { return nil }
            element = next
        }
        return element
    }

    /// Child elements and text in document order.
    public var content: [XMLContent] {
        parts.map { part in
            switch part {
            case .element(let element): .element(element)
            case .text(let text): .text(String(decoding: text.bytes, as: UTF8.self))
            }
        }
    }

    /// The element's own text, without that of its children.
    public var ownText: String {
        var bytes: [UInt8] = []
        for part in parts { if case .text(let own) = part { bytes.append(contentsOf: own.bytes) } }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The element's own text as UTF-8 bytes; none when it is nothing but white space.
    public var ownWords: [UInt8] {
        guard hasOwnWords else { return [] }
        var bytes: [UInt8] = []
        forEachPart { part in if case .text(let own) = part { bytes.append(contentsOf: own.bytes) } }
        return bytes
    }

    /// All text within, in document order.
    ///
    /// Depth is bounded by ``XMLLimits/depth``.
    public var text: String { String(decoding: textBytes, as: UTF8.self) }

    /// The same as UTF-8 bytes.
    public var textBytes: [UInt8] {
        var bytes: [UInt8] = []
        collectText(into: &bytes)
        return bytes
    }

    private func collectText(into bytes: inout [UInt8]) {
        var next = index + 1
        let end = node.end
        while next < end {
            let node = document.nodes[Int(next)]
            if node.name == XMLDocument.Node.text {
                bytes.append(contentsOf: document.bytes(node.lower, node.upper))
            } else {
                XMLElement(document: document, index: next).collectText(into: &bytes)
            }
            next = node.end
        }
    }

    /// Whether it has neither child elements nor any text but white space.
    public var isEmpty: Bool {
        var next = index + 1
        let end = node.end
        while next < end {
            let node = document.nodes[Int(next)]
            guard node.name == XMLDocument.Node.text, document.isBlank(node.lower, node.upper) else { return false }
            next = node.end
        }
        return true
    }
}

extension XMLElement: Hashable {
    public static func == (left: XMLElement, right: XMLElement) -> Bool {
        left.document === right.document && left.index == right.index
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(ObjectIdentifier(document))
        hasher.combine(index)
    }
}

public enum XMLContent: Sendable {
    case element(XMLElement)
    case text(String)
}

extension XMLElement {
    public struct Children: Sequence, IteratorProtocol, Sendable {
        let document: XMLDocument
        var first: Int32
        let end: Int32

        public mutating func next() -> XMLElement? {
            while first < end {
                let index = first
                let node = document.nodes[Int(index)]
                first = node.end
                if node.name != XMLDocument.Node.text { return XMLElement(document: document, index: index) }
            }
            return nil
        }
    }
}
