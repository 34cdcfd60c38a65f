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

    private var tree: GrowingTree
    private var names: PlainNames
    /// Text and attribute values that are not in the source as they are: with references or line ends to resolve, or in pieces.
    private var decoded: [UInt8] = []
    private var lineStarts: [UInt32] = [0]
    private var open: [OpenElement] = []
    private var instructions = 0
    private let limits: XMLLimits
    private let sourceSize: Int

    private struct OpenElement {
        /// The name as written, which the end tag repeats.
        let lower: Int
        let upper: Int
        /// How many namespaces the element declares.
        let declared: Int
    }

    private struct PendingAttribute {
        let name: Int
        let value: Range<UInt32>
    }
    private var pending: [PendingAttribute] = []

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
        tree = GrowingTree(nodes: size / 40, attributes: size / 64)
        names = PlainNames(limit: limits.nameLength)
        lineStarts.reserveCapacity(size / 64)
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
            try characters(text, &at)
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
    private mutating func skip(
        _ text: Span<UInt8>, _ at: inout Int, past end: StaticString
    ) throws(NotPlain) {
        let first = end.withUTF8Buffer { unsafe $0[0] }
        var next = at
        while next < text.count {
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
        let name = try names.written(text, &at)
        let nameEnd = at
        pending.removeAll(keepingCapacity: true)
        var declared = 0
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
                guard hadSpace, pending.count + declared < limits.attributesPerElement else { throw NotPlain() }
                let attribute = try names.written(text, &at)
                _ = try space(text, &at)
                guard at < text.count, text[at] == UInt8(ascii: "=") else { throw NotPlain() }
                at += 1
                _ = try space(text, &at)
                let value = try attributeValue(text, &at)
                if names.isDeclaration(attribute) {
                    let uri = bytes(value, of: text)
                    try names.declare(attribute, uri: uri, text, alreadyHere: declared, limit: limits.namespaces)
                    declared += 1
                } else {
                    pending.append(PendingAttribute(name: attribute, value: value))
                }
            }
        }
        tree.startElement(try names.element(name, text), start: UInt32(truncatingIfNeeded: start))
        try addAttributes(text)
        if isClosed {
            tree.endElement()
            names.leave(declared)
        } else {
            guard open.count < min(limits.depth, Self.depthOfLibXML2) else { throw NotPlain() }
            open.append(OpenElement(lower: start + 1, upper: nameEnd, declared: declared))
        }
    }

    /// libxml2 refuses deeper documents whatever our own limit is.
    private static let depthOfLibXML2 = 256

    /// The attributes of the element just opened, once its own declarations are known; no two may mean the same.
    private mutating func addAttributes(_ text: Span<UInt8>) throws(NotPlain) {
        let first = tree.attributes.count
        for attribute in pending {
            let name = try names.attribute(attribute.name, text)
            let tag = names.table.tags[Int(name)]
            for earlier in first..<tree.attributes.count
            where names.table.tags[Int(tree.attributes[earlier].name)] == tag { throw NotPlain() }
            tree.addAttribute(name, attribute.value)
        }
    }

    private mutating func endTag(_ text: Span<UInt8>, _ at: inout Int) throws(NotPlain) {
        guard let element = open.popLast() else { throw NotPlain() }
        at += 2
        let count = element.upper - element.lower
        guard at + count < text.count else { throw NotPlain() }
        guard text.isSame(at, element.lower, count: count) else { throw NotPlain() }
        at += count
        if text[at] != UInt8(ascii: ">") {
            _ = try space(text, &at)
            guard at < text.count, text[at] == UInt8(ascii: ">") else { throw NotPlain() }
        }
        at += 1
        tree.endElement()
        names.leave(element.declared)
    }

    // MARK: text

    /// Text up to the next `<`.
    private mutating func characters(_ text: Span<UInt8>, _ at: inout Int) throws(NotPlain) {
        let start = at
        var isVerbatim = true
        var next = at
        characters: while next < text.count {
            if next + 8 <= text.count {
                let word = text.word(at: next)
                let marks =
                    ByteWords.controls(word) | ByteWords.equal(word, UInt8(ascii: "<"))
                    | ByteWords.equal(word, UInt8(ascii: "&")) | ByteWords.equal(word, UInt8(ascii: "]"))
                    | ByteWords.wide(word)
                guard marks != 0 else {
                    next += 8
                    continue
                }
                next += ByteWords.first(marks)
            }
            let byte = text[next]
            switch byte {
            case UInt8(ascii: "<"): break characters
            case UInt8(ascii: "&"): isVerbatim = false
            case UInt8(ascii: "]"): guard !Self.follows("]]>", text, next) else { throw NotPlain() }
            case 0x80...:
                try character(text, &next)
                continue
            case 0..<0x20:
                try control(byte, next)
                if byte == 0x0D { isVerbatim = false }
            default: break
            }
            next += 1
        }
        at = next
        guard next > start else { return }
        addText(isVerbatim ? sourceRange(start, next) : try decode(text, start, next, resolving: true), text)
    }

    /// `<![CDATA[…]]>`.
    private mutating func section(_ text: Span<UInt8>, _ at: inout Int) throws(NotPlain) {
        at += 9
        let start = at
        try skip(text, &at, past: "]]>")
        let end = at - 3
        guard end > start else { return }
        var hasReturn = false
        for offset in start..<end where text[offset] == 0x0D { hasReturn = true }
        addText(hasReturn ? try decode(text, start, end, resolving: false) : sourceRange(start, end), text)
    }

    /// Text that comments, instructions or CDATA sections interrupt is one text node, and has to lie in one piece.
    private mutating func addText(_ range: Range<UInt32>, _ text: Span<UInt8>) {
        guard let last = tree.lastText else { return tree.addText(range) }
        if last.upperBound == range.lowerBound, range.lowerBound != UInt32(sourceSize) {
            return tree.replaceLastText(last.lowerBound..<range.upperBound)
        }
        let added = bytes(range, of: text)
        let tail = UInt32(truncatingIfNeeded: sourceSize + decoded.count)
        var lower = last.lowerBound
        if last.upperBound != tail || last.lowerBound < UInt32(sourceSize) {
            lower = tail
            decoded.append(contentsOf: bytes(last, of: text))
        }
        decoded.append(contentsOf: added)
        tree.replaceLastText(lower..<UInt32(truncatingIfNeeded: sourceSize + decoded.count))
    }

    /// The value between quotes, with white space and references resolved.
    private mutating func attributeValue(_ text: Span<UInt8>, _ at: inout Int) throws(NotPlain) -> Range<UInt32> {
        guard at < text.count else { throw NotPlain() }
        let quote = text[at]
        guard quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else { throw NotPlain() }
        let start = at + 1
        var isVerbatim = true
        var next = start
        value: while next < text.count {
            if next + 8 <= text.count {
                let word = text.word(at: next)
                let marks =
                    ByteWords.controls(word) | ByteWords.equal(word, quote) | ByteWords.equal(word, UInt8(ascii: "&"))
                    | ByteWords.equal(word, UInt8(ascii: "<")) | ByteWords.wide(word)
                guard marks != 0 else {
                    next += 8
                    continue
                }
                next += ByteWords.first(marks)
            }
            let byte = text[next]
            switch byte {
            case quote: break value
            case UInt8(ascii: "&"): isVerbatim = false
            case UInt8(ascii: "<"): throw NotPlain()
            case 0x80...:
                try character(text, &next)
                continue
            case 0..<0x20:
                try control(byte, next)
                isVerbatim = false
            default: break
            }
            next += 1
        }
        guard next < text.count, next - start < limits.attributeLength else { throw NotPlain() }
        at = next + 1
        return isVerbatim ? sourceRange(start, next) : try decodeValue(text, start, next)
    }

    // MARK: decoding

    private func sourceRange(_ lower: Int, _ upper: Int) -> Range<UInt32> {
        UInt32(truncatingIfNeeded: lower)..<UInt32(truncatingIfNeeded: upper)
    }

    private func bytes(_ range: Range<UInt32>, of text: Span<UInt8>) -> [UInt8] {
        let (lower, upper) = (Int(range.lowerBound), Int(range.upperBound))
        if lower >= sourceSize { return Array(decoded[(lower - sourceSize)..<(upper - sourceSize)]) }
        var bytes: [UInt8] = []
        bytes.append(copying: text.extracting(lower..<upper))
        return bytes
    }

    /// Line ends become line feeds (XML 1.0 §2.11), and references what they stand for.
    private mutating func decode(
        _ text: Span<UInt8>, _ start: Int, _ end: Int, resolving: Bool
    ) throws(NotPlain) -> Range<UInt32> {
        let lower = decoded.count
        var at = start
        var run = start
        while at < end {
            if at + 8 <= end {
                let word = text.word(at: at)
                let marks = ByteWords.equal(word, 0x0D) | ByteWords.equal(word, UInt8(ascii: "&"))
                guard marks != 0 else {
                    at += 8
                    continue
                }
                at += ByteWords.first(marks)
            }
            let byte = text[at]
            guard byte == 0x0D || byte == UInt8(ascii: "&") && resolving else {
                at += 1
                continue
            }
            decoded.append(copying: text.extracting(run..<at))
            if byte == 0x0D {
                decoded.append(0x0A)
                at += at + 1 < end && text[at + 1] == 0x0A ? 2 : 1
            } else {
                try reference(text, &at, end)
            }
            run = at
        }
        decoded.append(copying: text.extracting(run..<end))
        return decodedRange(from: lower)
    }

    /// White space in an attribute becomes a blank, each line end one (XML 1.0 §3.3.3).
    private mutating func decodeValue(
        _ text: Span<UInt8>, _ start: Int, _ end: Int
    ) throws(NotPlain) -> Range<UInt32> {
        let lower = decoded.count
        var at = start
        while at < end {
            let byte = text[at]
            if byte < 0x20 {
                decoded.append(0x20)
                at += byte == 0x0D && at + 1 < end && text[at + 1] == 0x0A ? 2 : 1
            } else if byte == UInt8(ascii: "&") {
                try reference(text, &at, end)
            } else {
                decoded.append(byte)
                at += 1
            }
        }
        return decodedRange(from: lower)
    }

    private func decodedRange(from lower: Int) -> Range<UInt32> {
        UInt32(truncatingIfNeeded: sourceSize + lower)..<UInt32(truncatingIfNeeded: sourceSize + decoded.count)
    }

    /// `&amp;`, `&#228;` or `&#xE4;`.
    private mutating func reference(_ text: Span<UInt8>, _ at: inout Int, _ end: Int) throws(NotPlain) {
        var semicolon = at + 1
        while semicolon < end, semicolon - at < 12, text[semicolon] != UInt8(ascii: ";") { semicolon += 1 }
        guard semicolon < end, text[semicolon] == UInt8(ascii: ";") else { throw NotPlain() }
        defer { at = semicolon + 1 }
        if text[at + 1] == UInt8(ascii: "#") {
            decoded.append(contentsOf: UTF8.encode(try numeric(text, at + 2, semicolon)).map { Array($0) } ?? [])
            return
        }
        for (name, byte) in Self.entities
        where semicolon - at - 1 == name.utf8CodeUnitCount && Self.follows(name, text, at + 1) {
            return decoded.append(byte)
        }
        throw NotPlain()
    }

    private static let entities: [(StaticString, UInt8)] = [
        ("amp", UInt8(ascii: "&")), ("lt", UInt8(ascii: "<")), ("gt", UInt8(ascii: ">")),
        ("quot", UInt8(ascii: "\"")), ("apos", UInt8(ascii: "'")),
    ]

    /// The character of `228` or `xE4`, if XML allows it.
    private func numeric(_ text: Span<UInt8>, _ start: Int, _ end: Int) throws(NotPlain) -> Unicode.Scalar {
        let isHexadecimal = start < end && text[start] == UInt8(ascii: "x")
        let first = isHexadecimal ? start + 1 : start
        guard first < end, end - first <= 8 else { throw NotPlain() }
        var value: UInt64 = 0
        for at in first..<end {
            let byte = text[at]
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): value = value * (isHexadecimal ? 16 : 10) + UInt64(byte - 48)
            case UInt8(ascii: "a")...UInt8(ascii: "f") where isHexadecimal: value = value * 16 + UInt64(byte - 87)
            case UInt8(ascii: "A")...UInt8(ascii: "F") where isHexadecimal: value = value * 16 + UInt64(byte - 55)
            default: throw NotPlain()
            }
        }
        guard value >= 0x20 || value == 0x09 || value == 0x0A || value == 0x0D, value != 0xFFFE, value != 0xFFFF,
            let scalar = UInt32(exactly: value).flatMap(Unicode.Scalar.init)
        else { throw NotPlain() }
        return scalar
    }

    // MARK: bytes

    /// White space is passed over; tells whether there was any.
    private mutating func space(_ text: Span<UInt8>, _ at: inout Int) throws(NotPlain) -> Bool {
        let start = at
        while at < text.count, text[at] <= 0x20 {
            if text[at] < 0x20 { try control(text[at], at) }
            at += 1
        }
        return at > start
    }

    /// A byte below the blank: line feeds are remembered, other white space passes.
    private mutating func control(_ byte: UInt8, _ offset: Int) throws(NotPlain) {
        if byte == 0x0A {
            lineStarts.append(UInt32(truncatingIfNeeded: offset + 1))
        } else if byte != 0x09, byte != 0x0D {
            throw NotPlain()
        }
    }

    /// Moves behind a character of several bytes, which has to be well-formed UTF-8 (Unicode 16, table 3-7) and must not be
    /// U+FFFE or U+FFFF, which XML does not allow.
    private func character(_ text: Span<UInt8>, _ at: inout Int) throws(NotPlain) {
        let lead = text[at]
        let (count, second): (Int, ClosedRange<UInt8>) =
            switch lead {
            case 0xC2...0xDF: (2, 0x80...0xBF)
            case 0xE0: (3, 0xA0...0xBF)
            case 0xE1...0xEC, 0xEE, 0xEF: (3, 0x80...0xBF)
            case 0xED: (3, 0x80...0x9F)
            case 0xF0: (4, 0x90...0xBF)
            case 0xF1...0xF3: (4, 0x80...0xBF)
            case 0xF4: (4, 0x80...0x8F)
            default: throw NotPlain()
            }
        guard at + count <= text.count, second.contains(text[at + 1]) else { throw NotPlain() }
        for offset in 2..<count where text[at + offset] & 0xC0 != 0x80 { throw NotPlain() }
        guard lead != 0xEF || text[at + 1] != 0xBF || text[at + 2] < 0xBE else { throw NotPlain() }
        at += count
    }

    private static func follows(_ word: StaticString, _ text: Span<UInt8>, _ at: Int) -> Bool {
        let count = word.utf8CodeUnitCount
        guard at + count <= text.count else { return false }
        return word.withUTF8Buffer { word in
            for offset in 0..<count where unsafe word[offset] != text[at + offset] { return false }
            return true
        }
    }

    static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D }

    private static func isLetter(_ byte: UInt8) -> Bool { byte | 0x20 >= 97 && byte | 0x20 <= 122 }

    static func isNameStart(_ byte: UInt8) -> Bool { isLetter(byte) || byte == UInt8(ascii: "_") }

    static func isNamePart(_ byte: UInt8) -> Bool {
        isNameStart(byte) || (byte >= 48 && byte <= 57) || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
    }
}
