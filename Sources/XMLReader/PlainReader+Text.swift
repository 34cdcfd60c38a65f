extension PlainReader {
    /// Text up to the next `<`.
    mutating func characters(_ text: Span<UInt8>, _ at: inout Int) throws(NotPlain) {
        let start = at
        var isVerbatim = true
        var next = at
        // Most text is a line end and an indentation, and no more.
        if next < text.count, text[next] == 0x0A {
            try control(0x0A, next)
            next += 1
            Self.passIndentation(text, &next)
            if next < text.count, text[next] == UInt8(ascii: "<") {
                at = next
                return addText(sourceRange(start, next), text)
            }
        }
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
                next += 1
                Self.passIndentation(text, &next)
                continue
            default: break
            }
            next += 1
        }
        at = next
        guard next > start else { return }
        addText(isVerbatim ? sourceRange(start, next) : try decode(text, start, next, resolving: true), text)
    }

    /// `<![CDATA[…]]>`.
    mutating func section(_ text: Span<UInt8>, _ at: inout Int) throws(NotPlain) {
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
        let tail = UInt32(truncatingIfNeeded: sourceSize + decoded.count)
        var lower = last.lowerBound
        if last.upperBound != tail || last.lowerBound < UInt32(sourceSize) {
            lower = tail
            decode(again: last, text)
        }
        decode(again: range, text)
        tree.replaceLastText(lower..<UInt32(truncatingIfNeeded: sourceSize + decoded.count))
    }

    /// Adds a text to what is decoded that is in the source, or decoded already but elsewhere.
    private mutating func decode(again range: Range<UInt32>, _ text: Span<UInt8>) {
        if range.lowerBound < UInt32(sourceSize) {
            decoded.append(copying: text.extracting(Int(range.lowerBound)..<Int(range.upperBound)))
        } else {
            decoded.append(contentsOf: bytes(range, of: text))
        }
    }

    /// The value between quotes, with white space and references resolved.
    mutating func attributeValue(_ text: Span<UInt8>, _ at: inout Int) throws(NotPlain) -> Range<UInt32> {
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

    private func sourceRange(_ lower: Int, _ upper: Int) -> Range<UInt32> {
        UInt32(truncatingIfNeeded: lower)..<UInt32(truncatingIfNeeded: upper)
    }

    func bytes(_ range: Range<UInt32>, of text: Span<UInt8>) -> [UInt8] {
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
}
