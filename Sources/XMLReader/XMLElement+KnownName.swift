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
    public var knownName: KnownName? { tag.knownName }

    // MARK: children

    /// The first child element with this local name in the namespace of this element.
    public func child(_ name: KnownName) -> XMLElement? {
        mayHaveChild(name) ? child(XMLName.Tag(local: UInt32(name.rawValue), namespace: tag.namespace)) : nil
    }

    public func child(_ name: KnownName, in namespace: KnownNamespace) -> XMLElement? {
        child(XMLName.Tag(name, namespace))
    }

    func child(_ wanted: XMLName.Tag) -> XMLElement? {
        let node = document.nodes[Int(index)]
        guard node.childNames & wanted.mark != 0 else { return nil }
        let found = document.next(from: index + 1, to: node.end, wanted, or: wanted)
        return found < node.end ? XMLElement(document: document, index: found) : nil
    }

    /// All child elements with this local name in the namespace of this element.
    public func children(_ name: KnownName) -> [XMLElement] {
        children(XMLName.Tag(local: UInt32(name.rawValue), namespace: tag.namespace))
    }

    public func children(_ name: KnownName, in namespace: KnownNamespace) -> [XMLElement] {
        children(XMLName.Tag(name, namespace))
    }

    func children(_ wanted: XMLName.Tag) -> [XMLElement] {
        guard let first = child(wanted) else { return [] }
        var children = [first]
        let end = document.nodes[Int(index)].end
        var next = document.nodes[Int(first.index)].end
        while true {
            next = document.next(from: next, to: end, wanted, or: wanted)
            guard next < end else { return children }
            children.append(XMLElement(document: document, index: next))
            next = document.nodes[Int(next)].end
        }
    }

    /// Shows the elements within, itself included, that have attributes and are wanted by their ``position``; in document order.
    public func forEachWithAttributes(where isWanted: (Int) -> Bool, _ body: (XMLElement) -> Void) {
        for position in Int(index)..<Int(document.nodes[Int(index)].end) {
            let node = document.nodes[position]
            if node.name >= 0, node.lower < node.upper, isWanted(position) {
                body(XMLElement(document: document, index: Int32(truncatingIfNeeded: position)))
            }
        }
    }

    /// Bytes of text within, and 32 for each element, itself included; nil as soon as they are more than a limit.
    public func size(upTo limit: Int = .max) -> Int? {
        var size = 0
        for position in Int(index)..<Int(document.nodes[Int(index)].end) {
            let node = document.nodes[position]
            size += node.name >= 0 ? 32 : Int(node.upper - node.lower)
            guard size <= limit else { return nil }
        }
        return size
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

    /// Whether an attribute is just this word, white space around it aside: compared without a text made.
    public func isWord(_ name: KnownName, _ word: String) -> Bool {
        guard let (lower, upper) = document.word(of: XMLName.Tag(name, .none), at: index),
            word.utf8.count == Int(upper - lower)
        else { return false }
        var offset = lower
        for byte in word.utf8 {
            guard document.byte(offset) == byte else { return false }
            offset += 1
        }
        return true
    }

    /// Whether an attribute stands there with more than white space.
    public func hasWord(_ name: KnownName) -> Bool { document.word(of: XMLName.Tag(name, .none), at: index) != nil }

    /// The bytes of an attribute without the white space around them, nil when none are left.
    public func wordBytes(_ name: KnownName) -> ArraySlice<UInt8>? {
        document.word(of: XMLName.Tag(name, .none), at: index).map { document.bytes($0.lower, $0.upper) }
    }
}

extension XMLDocument {
    /// The first of the siblings from here on that is an element of one of two names; `end` when there is none before it.
    func next(from start: Int32, to end: Int32, _ name: XMLName.Tag, or otherName: XMLName.Tag) -> Int32 {
        var next = start
        while next < end {
            let node = nodes[Int(next)]
            if node.name >= 0, tags[Int(node.name)] == name || tags[Int(node.name)] == otherName { return next }
            next = node.end
        }
        return end
    }

    @inline(__always)
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
