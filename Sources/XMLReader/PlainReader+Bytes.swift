extension PlainReader {
    /// White space is passed over; tells whether there was any.
    @inline(__always)
    mutating func space(_ text: Span<UInt8>, _ at: inout Int) throws(NotPlain) -> Bool {
        guard at < text.count, text[at] <= 0x20 else { return false }
        // Mostly it is one blank.
        if text[at] == 0x20, at + 1 < text.count, text[at + 1] > 0x20 {
            at += 1
        } else {
            try spaces(text, &at)
        }
        return true
    }

    private mutating func spaces(_ text: Span<UInt8>, _ at: inout Int) throws(NotPlain) {
        while at < text.count, text[at] <= 0x20 {
            if text[at] < 0x20 { try control(text[at], at) }
            at += 1
        }
    }

    /// Moves behind the blanks and tabs that stand here, if any do.
    @inline(__always)
    static func passIndentation(_ text: Span<UInt8>, _ at: inout Int) {
        while at < text.count, text[at] == 0x20 || text[at] == 0x09 {
            at += at + 8 <= text.count ? ByteWords.leading(text.word(at: at), alike: text[at]) : 1
        }
    }

    /// A byte below the blank: line feeds are remembered, other white space passes.
    mutating func control(_ byte: UInt8, _ offset: Int) throws(NotPlain) {
        if byte == 0x0A {
            lineStarts.append(UInt32(truncatingIfNeeded: offset + 1))
        } else if byte != 0x09, byte != 0x0D {
            throw NotPlain()
        }
    }

    /// Moves behind a character of several bytes, which has to be well-formed UTF-8 (Unicode 16, table 3-7) and must not be
    /// U+FFFE or U+FFFF, which XML does not allow.
    func character(_ text: Span<UInt8>, _ at: inout Int) throws(NotPlain) {
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

    static func follows(_ word: StaticString, _ text: Span<UInt8>, _ at: Int) -> Bool {
        let count = word.utf8CodeUnitCount
        guard at + count <= text.count else { return false }
        return word.withUTF8Buffer { word in
            for offset in 0..<count where unsafe word[offset] != text[at + offset] { return false }
            return true
        }
    }

    static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D }

    static func isLetter(_ byte: UInt8) -> Bool { byte | 0x20 >= 97 && byte | 0x20 <= 122 }

    static func isNameStart(_ byte: UInt8) -> Bool { isLetter(byte) || byte == UInt8(ascii: "_") }

    static func isNamePart(_ byte: UInt8) -> Bool {
        isNameStart(byte) || (byte >= 48 && byte <= 57) || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
    }
}
