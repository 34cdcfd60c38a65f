// Elements and attributes by names the reader knows: compared by number, without a text made.
extension XMLElement {
    var tag: XMLName.Tag { document.tags[Int(document.nodes[Int(index)].name)] }

    /// Whether this is its local name, in whatever namespace.
    public func isNamed(_ name: KnownName) -> Bool { tag.local == UInt32(name.rawValue) }

    /// Whether this is its local name, in the namespace of another element.
    public func isNamed(_ name: KnownName, like other: XMLElement) -> Bool {
        tag == XMLName.Tag(local: UInt32(name.rawValue), namespace: other.tag.namespace)
    }

    public func isIn(_ namespace: KnownNamespace) -> Bool { tag.namespace == UInt32(namespace.rawValue) }

    /// The local name, if it is a known one.
    public var knownName: KnownName? { UInt16(exactly: tag.local).flatMap(KnownName.init(rawValue:)) }

    // MARK: children

    /// The first child element with this local name in the namespace of this element.
    public func child(_ name: KnownName) -> XMLElement? {
        child(XMLName.Tag(local: UInt32(name.rawValue), namespace: tag.namespace))
    }

    public func child(_ name: KnownName, in namespace: KnownNamespace) -> XMLElement? {
        child(XMLName.Tag(name, namespace))
    }

    private func child(_ wanted: XMLName.Tag) -> XMLElement? {
        let found = document.firstChild(of: index, wanted)
        return found >= 0 ? XMLElement(document: document, index: found) : nil
    }

    /// All child elements with this local name in the namespace of this element.
    public func children(_ name: KnownName) -> [XMLElement] {
        children(XMLName.Tag(local: UInt32(name.rawValue), namespace: tag.namespace))
    }

    public func children(_ name: KnownName, in namespace: KnownNamespace) -> [XMLElement] {
        children(XMLName.Tag(name, namespace))
    }

    private func children(_ wanted: XMLName.Tag) -> [XMLElement] {
        var next = document.firstChild(of: index, wanted)
        guard next >= 0 else { return [] }
        var found: [XMLElement] = []
        while next >= 0 {
            found.append(XMLElement(document: document, index: next))
            next = document.next(from: document.nodes[Int(next)].nextSibling, wanted)
        }
        return found
    }

    /// All child elements with one of two local names, in one namespace.
    public func children(_ first: KnownName, or second: KnownName, in namespace: KnownNamespace) -> [XMLElement] {
        let (one, other) = (XMLName.Tag(first, namespace), XMLName.Tag(second, namespace))
        guard document.nodes[Int(index)].childNames & (one.mark | other.mark) != 0 else { return [] }
        var found: [XMLElement] = []
        var next = document.nodes[Int(index)].firstChild
        while next >= 0 {
            let node = document.nodes[Int(next)]
            if node.name >= 0, document.tags[Int(node.name)] == one || document.tags[Int(node.name)] == other {
                found.append(XMLElement(document: document, index: next))
            }
            next = node.nextSibling
        }
        return found
    }

    /// The elements within, itself included, that have attributes and are wanted by their ``position``; in document order.
    public func elementsWithAttributes(where isWanted: (Int) -> Bool) -> [XMLElement] {
        var found: [XMLElement] = []
        for position in Int(index)..<document.end(of: index) {
            let node = document.nodes[position]
            if node.name >= 0, node.lower < node.upper, isWanted(position) {
                found.append(XMLElement(document: document, index: Int32(truncatingIfNeeded: position)))
            }
        }
        return found
    }

    /// The element at the end of a path of local names, the first one at each step.
    public func descendant(_ first: KnownName, _ second: KnownName) -> XMLElement? { child(first)?.child(second) }

    public func descendant(_ first: KnownName, _ second: KnownName, _ third: KnownName) -> XMLElement? {
        child(first)?.child(second)?.child(third)
    }

    public func descendant(
        _ first: KnownName, _ second: KnownName, _ third: KnownName, _ fourth: KnownName
    ) -> XMLElement? {
        child(first)?.child(second)?.child(third)?.child(fourth)
    }

    // MARK: attributes

    /// Whether it has any attribute; namespace declarations do not count.
    public var hasAttributes: Bool {
        document.nodes[Int(index)].lower < document.nodes[Int(index)].upper
    }

    /// The value of an attribute without namespace.
    public func attribute(_ name: KnownName) -> String? { attribute(name, in: .none) }

    public func attribute(_ name: KnownName, in namespace: KnownNamespace) -> String? {
        document.text(of: XMLName.Tag(name, namespace), at: index)
    }

    /// The value of an attribute as UTF-8 bytes.
    public func attributeBytes(_ name: KnownName, in namespace: KnownNamespace) -> ArraySlice<UInt8>? {
        document.value(of: XMLName.Tag(name, namespace), at: index).map { document.bytes($0.lower, $0.upper) }
    }

    /// An attribute without the white space around it, nil when nothing is left.
    public func word(_ name: KnownName) -> String? { document.wordText(of: XMLName.Tag(name, .none), at: index) }

    /// Whether an attribute stands there with more than white space.
    public func hasWord(_ name: KnownName) -> Bool { document.word(of: XMLName.Tag(name, .none), at: index) != nil }

    /// The bytes of an attribute without the white space around them, nil when none are left.
    public func wordBytes(_ name: KnownName) -> ArraySlice<UInt8>? {
        document.word(of: XMLName.Tag(name, .none), at: index).map { document.bytes($0.lower, $0.upper) }
    }
}

extension XMLDocument {
    /// The first child element of this name; below zero when there is none.
    func firstChild(of index: Int32, _ wanted: XMLName.Tag) -> Int32 {
        guard nodes[Int(index)].childNames & wanted.mark != 0 else { return XMLDocument.none }
        return next(from: nodes[Int(index)].firstChild, wanted)
    }

    /// The first node from here on among its siblings that is an element of this name; below zero when there is none.
    func next(from start: Int32, _ wanted: XMLName.Tag) -> Int32 {
        var next = start
        while next >= 0 {
            let name = nodes[Int(next)].name
            if name >= 0, tags[Int(name)] == wanted { return next }
            next = nodes[Int(next)].nextSibling
        }
        return next
    }

    /// The position behind the last node within an element: nodes stand in document order.
    func end(of index: Int32) -> Int {
        var ancestor = index
        while ancestor >= 0 {
            if nodes[Int(ancestor)].nextSibling >= 0 { return Int(nodes[Int(ancestor)].nextSibling) }
            ancestor = nodes[Int(ancestor)].parent
        }
        return nodes.count
    }

    func value(of name: XMLName.Tag, at index: Int32) -> Attribute? {
        for position in Int(nodes[Int(index)].lower)..<Int(nodes[Int(index)].upper)
        where tags[Int(attributes[position].name)] == name {
            return attributes[position]
        }
        return nil
    }

    func text(of name: XMLName.Tag, at index: Int32) -> String? {
        guard let attribute = value(of: name, at: index) else { return nil }
        return text(attribute.lower, attribute.upper)
    }

    func wordText(of name: XMLName.Tag, at index: Int32) -> String? {
        guard let (lower, upper) = word(of: name, at: index) else { return nil }
        return text(lower, upper)
    }

    /// Where an attribute's value lies without the white space around it; nil when nothing is left.
    func word(of name: XMLName.Tag, at index: Int32) -> (lower: UInt32, upper: UInt32)? {
        guard let attribute = value(of: name, at: index) else { return nil }
        var (lower, upper) = (attribute.lower, attribute.upper)
        while lower < upper, byte(lower) <= 0x20 { lower += 1 }
        while lower < upper, byte(upper - 1) <= 0x20 { upper -= 1 }
        return lower < upper ? (lower, upper) : nil
    }
}
