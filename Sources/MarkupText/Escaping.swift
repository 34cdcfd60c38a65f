/// Escapes text for markup in one pass over its bytes.
enum Escaping {
    enum Place {
        /// Between tags.
        case text
        /// Between double quotes of an attribute; white space other than a blank is kept by a character reference.
        case attribute
    }

    /// What markup cannot carry becomes U+FFFD: C0 and C1 controls, DEL, U+FFFE and U+FFFF.
    static func append(_ value: String, in place: Place, to out: inout [UInt8]) {
        append(value.utf8.span, in: place, to: &out)
    }

    /// Runs that need no escape are copied as they are.
    static func append(_ text: Span<UInt8>, in place: Place, to out: inout [UInt8]) {
        var start = 0
        var at = 0
        /// Behind the eight bytes that were looked at together last.
        var tested = 0
        while at < text.count {
            if at >= tested, at + 8 <= text.count {
                tested = at + 8
                if isPlain(eightBytes: text, at) {
                    at = tested
                    continue
                }
            } else if at >= tested, text.count >= 8 {
                // The last eight, some of them for the second time.
                tested = text.count
                if isPlain(eightBytes: text, tested - 8) {
                    at = tested
                    continue
                }
            }
            guard let (replaced, replacement) = escape(text, at, place) else {
                at += 1
                continue
            }
            append(text.extracting(start..<at), to: &out)
            out.append(contentsOf: replacement.utf8)
            at += replaced
            start = at
        }
        append(text.extracting(start..<at), to: &out)
    }

    /// Whether eight bytes are ASCII without anything that is written otherwise in any place: nothing below the blank, no DEL, `&`,
    /// `'`, `"`, `<` or `>`. The tests are those of "Bit Twiddling Hacks" for a byte less than n and for a byte equal to n.
    ///
    /// Sound: the raw span checks its bounds, and any eight bytes are an integer.
    @inline(__always)
    private static func isPlain(eightBytes text: Span<UInt8>, _ at: Int) -> Bool {
        let word = unsafe text.bytes.unsafeLoadUnaligned(fromByteOffset: at, as: UInt64.self)
        let ones: UInt64 = 0x0101_0101_0101_0101
        // `&` and `'`, `<` and `>` differ in one bit each.
        let quotes = word ^ (ones &* UInt64(UInt8(ascii: "\"")))
        let references = (word | ones) ^ (ones &* UInt64(UInt8(ascii: "'")))
        let brackets = (word | ones &* 2) ^ (ones &* UInt64(UInt8(ascii: ">")))
        let marks =
            word | word &+ ones | (word &- ones &* 0x20) & ~word | (quotes &- ones) & ~quotes
            | (references &- ones) & ~references | (brackets &- ones) & ~brackets
        return marks & (ones &* 0x80) == 0
    }

    /// How many bytes from here on are written otherwise, and how; nil for a byte that stays.
    private static func escape(_ text: Span<UInt8>, _ at: Int, _ place: Place) -> (Int, String)? {
        let byte = text[at]
        if byte > UInt8(ascii: ">") {
            switch byte {
            case 0x7F: return (1, replacement)
            case 0xC2 where at + 1 < text.count && text[at + 1] < 0xA0: return (2, replacement)
            case 0xEF where at + 2 < text.count && text[at + 1] == 0xBF && text[at + 2] >= 0xBE:
                return (3, replacement)
            default: return nil
            }
        }
        switch byte {
        case UInt8(ascii: "&"): return (1, "&amp;")
        case UInt8(ascii: "<"): return (1, "&lt;")
        case UInt8(ascii: ">"): return (1, "&gt;")
        case UInt8(ascii: "\"") where place == .attribute: return (1, "&quot;")
        case UInt8(ascii: "'") where place == .attribute: return (1, "&#39;")
        case 0x0D: return (1, "&#13;")
        case 0x09, 0x0A: return place == .attribute ? (1, byte == 0x09 ? "&#9;" : "&#10;") : nil
        case 0..<0x20: return (1, replacement)
        default: return nil
        }
    }

    /// Sound: the buffer is copied before the span's borrow ends.
    private static func append(_ run: Span<UInt8>, to out: inout [UInt8]) {
        guard !run.isEmpty else { return }
        unsafe run.withUnsafeBufferPointer { run in unsafe out.append(contentsOf: run) }
    }

    private static let replacement = "\u{FFFD}"
}
