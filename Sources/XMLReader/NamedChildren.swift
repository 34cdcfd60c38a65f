/// The child elements of one name, or of two, in document order: each made when it is asked for, none kept.
public struct NamedChildren: Sequence, IteratorProtocol, Sendable {
    /// Nil where there is no such child.
    private let document: XMLDocument?
    private let name: XMLName.Tag
    private let otherName: XMLName.Tag
    /// Positions of the next one, and behind the last node within the parent.
    private var position: Int32
    private let end: Int32

    /// - Parameter first: the position of the first one; `end` where there is none.
    fileprivate init(
        _ document: XMLDocument?, first: Int32, end: Int32, _ name: XMLName.Tag, or otherName: XMLName.Tag
    ) {
        self.document = document
        position = first
        self.end = end
        self.name = name
        self.otherName = otherName
    }

    public mutating func next() -> XMLElement? {
        guard position < end, let document else { return nil }
        let element = XMLElement(document: document, index: position)
        position = document.next(from: document.nodes[Int(position)].end, to: end, name, or: otherName)
        return element
    }

    /// What each of them is made into: mostly there is one, or none, and room is made for no more.
    @inlinable
    public consuming func map<Mapped>(_ transform: (XMLElement) -> Mapped) -> [Mapped] {
        var rest = self
        guard let first = rest.next() else { return [] }
        var mapped = [transform(first)]
        while let element = rest.next() { mapped.append(transform(element)) }
        return mapped
    }
}

extension XMLElement {
    /// The child elements with this local name in the namespace of this element, for who goes through them once.
    public func each(_ name: KnownName) -> NamedChildren {
        each(XMLName.Tag(local: UInt32(name.rawValue), namespace: tag.namespace))
    }

    public func each(_ name: KnownName, in namespace: KnownNamespace) -> NamedChildren {
        each(XMLName.Tag(name, namespace))
    }

    /// The child elements with one of two local names, in one namespace.
    public func each(_ first: KnownName, or second: KnownName, in namespace: KnownNamespace) -> NamedChildren {
        each(XMLName.Tag(first, namespace), or: XMLName.Tag(second, namespace))
    }

    /// What each child element with this local name, in the namespace of this element, is made into: most elements have none.
    @inlinable
    public func each<Made>(_ name: KnownName, as make: (XMLElement) -> Made) -> [Made] {
        guard var child = child(name) else { return [] }
        var made = [make(child)]
        while let next = child.nextOfItsName {
            made.append(make(next))
            child = next
        }
        return made
    }

    /// The next one of its siblings that has its local name and namespace.
    public var nextOfItsName: XMLElement? {
        let node = document.nodes[Int(index)]
        guard node.parent >= 0 else { return nil }
        let end = document.nodes[Int(node.parent)].end
        let next = document.next(from: node.end, to: end, tag, or: tag)
        return next < end ? XMLElement(document: document, index: next) : nil
    }

    /// False where no child element has this local name; true where one has it, or one like it.
    public func mayHaveChild(_ name: KnownName) -> Bool {
        document.nodes[Int(index)].childNames & XMLName.Tag(name, .none).mark != 0
    }

    func each(_ name: XMLName.Tag) -> NamedChildren { each(name, or: name) }

    private func each(_ name: XMLName.Tag, or otherName: XMLName.Tag) -> NamedChildren {
        let node = document.nodes[Int(index)]
        let first =
            node.childNames & (name.mark | otherName.mark) == 0
            ? node.end : document.next(from: index + 1, to: node.end, name, or: otherName)
        return NamedChildren(first < node.end ? document : nil, first: first, end: node.end, name, or: otherName)
    }
}
