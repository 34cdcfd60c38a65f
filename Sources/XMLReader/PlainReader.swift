/// Reads in one pass what nearly every document is made of, and gives up on everything else.
///
/// Plain is: an XML declaration of version 1.0, elements and attributes with ASCII names, text, character references and the
/// five entities of XML, comments, CDATA sections, processing instructions; namespaces declared before use; all within the
/// limits. What is plain is well-formed, and the tree is the one that libxml2's events give. What is not plain may still be
/// well-formed: `nil` means that libxml2 has to judge, and to tell the fault.
///
/// It holds no pointer and calls no C: every access to a byte is checked.
struct PlainReader {
    /// This reader is not sure: libxml2 decides.
    struct NotPlain: Error {}

    var tree: GrowingTree
    private var names: PlainNames
    /// Text and attribute values that are not in the source as they are: with references or line ends to resolve, or in pieces.
    var decoded: [UInt8] = []
    var lineStarts: [UInt32] = [0]
    private var open: [OpenElement] = []
    private var instructions = 0
    let limits: XMLLimits
    let sourceSize: Int

    private struct OpenElement {
        /// The name as written, which the end tag repeats.
        let name: Int
        /// How many namespaces the element declares.
        let declared: Int
    }

    /// The document, or nil if it is not plain.
    ///
    /// - Parameter text: UTF-8, or not: it is validated on the way. Without a byte order mark.
    /// - Complexity: linear in the input.
    static func document(_ text: [UInt8], limits: XMLLimits) -> XMLDocument? {
        var reader = PlainReader(size: text.count, limits: limits)
        do throws(NotPlain) {
            try reader.read(text.span)
        } catch {
            return nil
        }
        return XMLDocument(
            nodes: reader.tree.nodes, attributes: reader.tree.attributes, names: reader.names.table, source: text,
            decoded: reader.decoded, lineStarts: reader.lineStarts)
    }

    private init(size: Int, limits: XMLLimits) {
        tree = GrowingTree(nodes: size / 20, attributes: size / 40)
        names = PlainNames(limit: limits.nameLength)
        lineStarts.reserveCapacity(size / 40)
        self.limits = limits
        sourceSize = size
    }

    private mutating func read(_ text: Span<UInt8>) throws(NotPlain) {
        var at = 0
        if Self.follows("<?xml", text, at), at + 5 < text.count, Self.isSpace(text[at + 5]) {
            try declaration(text, &at)
        }
        try surroundings(text, &at)
        guard at + 1 < text.count, text[at] == UInt8(ascii: "<") else { throw NotPlain() }
        try startTag(text, &at)
        while !open.isEmpty {
            if !indentation(text, &at) { try characters(text, &at) }
            guard at + 1 < text.count else { throw NotPlain() }
            switch text[at + 1] {
            case UInt8(ascii: "/"): try endTag(text, &at)
            case UInt8(ascii: "!"):
                if Self.follows("<![CDATA[", text, at) { try section(text, &at) } else { try comment(text, &at) }
            case UInt8(ascii: "?"): try instruction(text, &at)
            default: try startTag(text, &at)
            }
        }
        try surroundings(text, &at)
        guard at == text.count, tree.isComplete else { throw NotPlain() }
    }

    // MARK: around the root

    /// `<?xml version="1.0" encoding="…" standalone="…"?>`, for which nothing but this order is plain.
    private mutating func declaration(_ text: Span<UInt8>, _ at: inout Int) throws(NotPlain) {
        try countInstruction()
        at += 5
        guard try space(text, &at), let version = try pseudoAttribute("version", text, &at),
            version.count == 3, Self.follows("1.0", text, version.lowerBound)
        else { throw NotPlain() }
        for name in ["encoding", "standalone"] as [StaticString] {
            guard try space(text, &at) else { break }
            guard let value = try pseudoAttribute(name, text, &at) else { continue }
            let isFine =
                value.lowerBound < value.upperBound
                && (name.utf8CodeUnitCount == 8
                    ? Self.isLetter(text[value.lowerBound])
                    : Self.follows("yes", text, value.lowerBound) && value.count == 3
                        || Self.follows("no", text, value.lowerBound) && value.count == 2)
            guard isFine else { throw NotPlain() }
        }
        _ = try space(text, &at)
        guard Self.follows("?>", text, at) else { throw NotPlain() }
        at += 2
    }

    /// Where the value stands, of letters, digits, `.`, `-` and `_`; nil when another word begins here.
    private mutating func pseudoAttribute(
        _ name: StaticString, _ text: Span<UInt8>, _ at: inout Int
    ) throws(NotPlain) -> Range<Int>? {
        guard Self.follows(name, text, at) else { return nil }
        at += name.utf8CodeUnitCount
        _ = try space(text, &at)
        guard at + 1 < text.count, text[at] == UInt8(ascii: "=") else { throw NotPlain() }
        at += 1
        _ = try space(text, &at)
        guard at < text.count, text[at] == UInt8(ascii: "\"") || text[at] == UInt8(ascii: "'") else { throw NotPlain() }
        let quote = text[at]
        at += 1
        let lower = at
        while at < text.count, Self.isNamePart(text[at]) { at += 1 }
        guard at < text.count, text[at] == quote else { throw NotPlain() }
        at += 1
        return lower..<(at - 1)
    }

    /// White space, comments and instructions before and after the root.
    private mutating func surroundings(_ text: Span<UInt8>, _ at: inout Int) throws(NotPlain) {
        while true {
            _ = try space(text, &at)
            if Self.follows("<?", text, at) {
                try instruction(text, &at)
            } else if Self.follows("<!", text, at) {
                try comment(text, &at)
            } else {
                return
            }
        }
    }

    private mutating func countInstruction() throws(NotPlain) {
        instructions += 1
        guard instructions <= limits.processingInstructions else { throw NotPlain() }
    }

    private mutating func instruction(_ text: Span<UInt8>, _ at: inout Int) throws(NotPlain) {
        try countInstruction()
        let lower = at + 2
        at = lower
        guard at < text.count, Self.isNameStart(text[at]) else { throw NotPlain() }
        while at < text.count, Self.isNamePart(text[at]) { at += 1 }
        // Names of three letters could be the reserved `xml` in some case.
        guard at - lower != 3, at - lower < limits.nameLength, at < text.count,
            Self.isSpace(text[at]) || Self.follows("?>", text, at)
        else { throw NotPlain() }
        try skip(text, &at, past: "?>")
    }

    private mutating func comment(_ text: Span<UInt8>, _ at: inout Int) throws(NotPlain) {
        guard Self.follows("<!--", text, at) else { throw NotPlain() }
        at += 4
        try skip(text, &at, past: "--")
        guard at < text.count, text[at] == UInt8(ascii: ">") else { throw NotPlain() }
        at += 1
    }

    /// What libxml2 keeps in one piece, it limits to 10 MB.
    private static let pieceLimit = 4 << 20

    /// Moves behind the next occurrence of `end`; every byte before it is a character that XML allows.
    mutating func skip(
        _ text: Span<UInt8>, _ at: inout Int, past end: StaticString
    ) throws(NotPlain) {
        let first = end.withUTF8Buffer { unsafe $0[0] }
        var next = at
        while next < text.count {
            if next + 8 <= text.count {
                let word = text.word(at: next)
                let marks = ByteWords.controls(word) | ByteWords.equal(word, first) | ByteWords.wide(word)
                guard marks != 0 else {
                    next += 8
                    continue
                }
                next += ByteWords.first(marks)
            }
            let byte = text[next]
            if byte < 0x20 {
                try control(byte, next)
            } else if byte >= 0x80 {
                try character(text, &next)
                continue
            } else if byte == first, Self.follows(end, text, next) {
                guard next - at < Self.pieceLimit else { throw NotPlain() }
                at = next + end.utf8CodeUnitCount
                return
            }
            next += 1
        }
        throw NotPlain()
    }

    // MARK: elements

    private mutating func startTag(_ text: Span<UInt8>, _ at: inout Int) throws(NotPlain) {
        let start = at
        at += 1
        guard tree.elementCount < limits.elements else { throw NotPlain() }
        let name = try names.element(text, &at)
        var last = name
        var declared = 0
        var hasPrefixed = false
        var isClosed = false
        tag: while true {
            let hadSpace = try space(text, &at)
            guard at < text.count else { throw NotPlain() }
            switch text[at] {
            case UInt8(ascii: ">"):
                at += 1
                break tag
            case UInt8(ascii: "/"):
                guard at + 1 < text.count, text[at + 1] == UInt8(ascii: ">") else { throw NotPlain() }
                at += 2
                isClosed = true
                break tag
            default:
                guard hadSpace,
                    tree.attributes.count - tree.firstPending + declared < limits.attributesPerElement
                else { throw NotPlain() }
                let attribute = try names.attribute(text, &at, after: last)
                last = attribute
                _ = try space(text, &at)
                guard at < text.count, text[at] == UInt8(ascii: "=") else { throw NotPlain() }
                at += 1
                _ = try space(text, &at)
                let value = try attributeValue(text, &at)
                if let meaning = names.knownMeaning(ofAttribute: attribute) {
                    guard !tree.hasPendingAttribute(meaning) else { throw NotPlain() }
                    tree.addAttribute(meaning, value)
                } else if names.isDeclaration(attribute) {
                    let uri = bytes(value, of: text)
                    try names.declare(attribute, uri: uri, text, alreadyHere: declared, limit: limits.namespaces)
                    declared += 1
                } else if names.isPrefixed(attribute) {
                    tree.addAttribute(Self.asWritten(attribute), value)
                    hasPrefixed = true
                } else {
                    let meaning = try names.meaning(ofAttribute: attribute, text)
                    guard !tree.hasPendingAttribute(meaning) else { throw NotPlain() }
                    tree.addAttribute(meaning, value)
                }
            }
        }
        if hasPrefixed { try namePrefixedAttributes(text) }
        let meaning = try names.meaning(ofElement: name, text)
        let tag = names.table.tags[Int(meaning)]
        if isClosed {
            tree.addEmptyElement(meaning, tag, start: UInt32(truncatingIfNeeded: start))
            names.end(name)
            names.leave(declared)
        } else {
            guard open.count < min(limits.depth, Self.depthOfLibXML2) else { throw NotPlain() }
            tree.startElement(meaning, tag, start: UInt32(truncatingIfNeeded: start))
            open.append(OpenElement(name: name, declared: declared))
        }
    }

    /// libxml2 refuses deeper documents whatever our own limit is.
    private static let depthOfLibXML2 = 256

    /// What an attribute with a prefix is called until all declarations of its element are known: below any position in the table.
    private static func asWritten(_ name: Int) -> Int32 { ~Int32(truncatingIfNeeded: name) }

    /// What the prefixed names of the element's attributes mean; no two attributes may mean the same.
    private mutating func namePrefixedAttributes(_ text: Span<UInt8>) throws(NotPlain) {
        let first = tree.firstPending
        for position in first..<tree.attributes.count where tree.attributes[position].name < 0 {
            let name = try names.meaning(ofAttribute: Int(~tree.attributes[position].name), text)
            tree.renameAttribute(position, name)
        }
        for position in first..<tree.attributes.count {
            let tag = names.table.tags[Int(tree.attributes[position].name)]
            for earlier in first..<position
            where names.table.tags[Int(tree.attributes[earlier].name)] == tag { throw NotPlain() }
        }
    }

    private mutating func endTag(_ text: Span<UInt8>, _ at: inout Int) throws(NotPlain) {
        guard let element = open.popLast() else { throw NotPlain() }
        at += 2
        guard names.isEnd(of: element.name, text, &at) else { throw NotPlain() }
        if text[at] != UInt8(ascii: ">") {
            _ = try space(text, &at)
            guard at < text.count, text[at] == UInt8(ascii: ">") else { throw NotPlain() }
        }
        at += 1
        tree.endElement()
        names.end(element.name)
        names.leave(element.declared)
    }
}
