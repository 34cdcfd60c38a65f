private import CXMLDoor

/// Builds the tree from libxml2's SAX2 events. Lives for one parse, on one thread.
struct TreeBuilder {
    private struct NameKey: Hashable {
        let local: UInt
        let prefix: UInt
        let namespace: UInt
    }

    private var tree: GrowingTree
    private var names = NameTable()
    private var bytes: [UInt8] = []
    /// libxml2 interns names: the addresses stand for the texts as long as the parse lasts.
    private var known: [NameKey: Int32] = [:]
    private let starts: [UInt32]

    init(starts: [UInt32], size: Int) {
        self.starts = starts
        tree = GrowingTree(nodes: starts.count * 2, attributes: starts.count)
        bytes.reserveCapacity(size / 2)
        known.reserveCapacity(96)
    }

    func document(lineStarts: [UInt32]) -> XMLDocument {
        XMLDocument(
            nodes: tree.nodes, attributes: tree.attributes, names: names, source: [], decoded: bytes,
            lineStarts: lineStarts)
    }

    /// The one place where bytes go into libxml2.
    ///
    /// Sound: `self` is the event functions' alone during the synchronous call, and they copy what they are given before they
    /// return.
    mutating func read(_ text: [UInt8]) throws(XMLFault) {
        var events = unsafe xml_door_events(start_element: onStart, end_element: onEnd, characters: onCharacters)
        let length = Int32(clamping: text.count)
        let verdict = unsafe withUnsafeMutablePointer(to: &self) { builder in
            unsafe text.withUnsafeBufferPointer { text in
                unsafe xml_door_parse(text.baseAddress, length, &events, builder)
            }
        }
        let (line, column) = (Int(verdict.line), Int(verdict.column))
        switch verdict.result {
        case XML_DOOR_ACCEPTED:
            guard tree.isComplete else { throw XMLFault(.notWellFormed, line: line, column: column) }
        case XML_DOOR_DOCTYPE:
            throw XMLFault(.documentType, line: line, column: column)
        case XML_DOOR_OUT_OF_MEMORY:
            throw XMLFault(.outOfMemory, line: line, column: column)
        default:
            let code: XMLFault.Code =
                switch verdict.code {
                case 26, 27: .undeclaredEntity  // XML_ERR_UNDECLARED_ENTITY, XML_WAR_UNDECLARED_ENTITY
                case 201: .undeclaredPrefix  // XML_NS_ERR_UNDEFINED_NAMESPACE
                default: .notWellFormed
                }
            throw XMLFault(code, line: line, column: column, parserCode: Int(verdict.code))
        }
    }

    // MARK: events

    /// Its attributes were added before.
    fileprivate mutating func startElement(_ name: Int32) {
        tree.startElement(
            name, names.tags[Int(name)], start: tree.elementCount < starts.count ? starts[tree.elementCount] : 0)
    }

    fileprivate mutating func addAttribute(_ name: Int32, _ value: UnsafeBufferPointer<UInt8>) {
        let lower = UInt32(truncatingIfNeeded: bytes.count)
        unsafe bytes.append(contentsOf: value)
        if unsafe value.contains(UInt8(ascii: "&")) { resolveAmpersands(from: Int(lower)) }
        tree.addAttribute(name, lower..<UInt32(truncatingIfNeeded: bytes.count))
    }

    /// Without entity substitution libxml2 leaves each ampersand of an attribute value written as `&#38;`, and only those.
    private mutating func resolveAmpersands(from start: Int) {
        let reference = Array("&#38;".utf8)
        var kept = start
        var at = start
        while at < bytes.count {
            bytes[kept] = bytes[at]
            at += bytes[at...].starts(with: reference) ? reference.count : 1
            kept += 1
        }
        bytes.removeLast(bytes.count - kept)
    }

    fileprivate mutating func endElement() { tree.endElement() }

    fileprivate mutating func addText(_ text: UnsafeBufferPointer<UInt8>) {
        let lower = UInt32(truncatingIfNeeded: bytes.count)
        unsafe bytes.append(contentsOf: text)
        let upper = UInt32(truncatingIfNeeded: bytes.count)
        if let last = tree.lastText, last.upperBound == lower {
            tree.replaceLastText(last.lowerBound..<upper)
        } else {
            tree.addText(lower..<upper)
        }
    }

    /// Sound: the pointers are libxml2's interned, zero-terminated strings.
    fileprivate mutating func name(
        _ local: UnsafePointer<UInt8>?, _ prefix: UnsafePointer<UInt8>?, _ namespace: UnsafePointer<UInt8>?
    ) -> Int32 {
        let key = NameKey(
            local: UInt(bitPattern: local), prefix: UInt(bitPattern: prefix),
            namespace: UInt(bitPattern: namespace))
        if let index = known[key] { return index }
        let index = names.add(
            local: names.number(ofLocal: unsafe local.map { unsafe String(cString: $0) } ?? ""),
            prefix: unsafe prefix.map { names.number(ofPrefix: unsafe String(cString: $0)) } ?? 0,
            namespace: names.number(ofNamespace: unsafe namespace.map { unsafe String(cString: $0) }))
        known[key] = index
        return index
    }
}

/// Sound: `state` is the builder that `TreeBuilder.read` passed for the time of this call.
private func builder(_ state: UnsafeMutableRawPointer) -> UnsafeMutablePointer<TreeBuilder> {
    unsafe state.assumingMemoryBound(to: TreeBuilder.self)
}

/// Sound: libxml2 gives `count` quintuples (local name, prefix, URI, value, end) that live until this function returns.
private func onStart(
    _ state: UnsafeMutableRawPointer?, _ local: UnsafePointer<UInt8>?, _ prefix: UnsafePointer<UInt8>?,
    _ namespace: UnsafePointer<UInt8>?, _ count: Int32, _ attributes: UnsafePointer<UnsafePointer<UInt8>?>?
) -> Int32 {
    guard let state = unsafe state else { return 1 }
    let builder = unsafe builder(state)
    let name = unsafe builder.pointee.name(local, prefix, namespace)
    defer { unsafe builder.pointee.startElement(name) }
    guard let attributes = unsafe attributes else { return 0 }
    for position in 0..<Int(count) {
        let quintuple = unsafe attributes + position * 5
        guard let value = unsafe quintuple[3], let end = unsafe quintuple[4] else { continue }
        let name = unsafe builder.pointee.name(quintuple[0], quintuple[1], quintuple[2])
        unsafe builder.pointee.addAttribute(name, UnsafeBufferPointer(start: value, count: end - value))
    }
    return 0
}

private func onEnd(_ state: UnsafeMutableRawPointer?) -> Int32 {
    guard let state = unsafe state else { return 1 }
    unsafe builder(state).pointee.endElement()
    return 0
}

/// Sound: libxml2 gives `length` bytes that live until this function returns.
private func onCharacters(
    _ state: UnsafeMutableRawPointer?, _ text: UnsafePointer<UInt8>?, _ length: Int32
) -> Int32 {
    guard let state = unsafe state, let text = unsafe text, length > 0 else { return 0 }
    unsafe builder(state).pointee.addText(UnsafeBufferPointer(start: text, count: Int(length)))
    return 0
}
