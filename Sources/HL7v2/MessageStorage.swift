internal import RecordTypes

/// The bytes of a message and the offsets of its segments and fields; shared by all views into it.
@usableFromInline
final class MessageStorage: Sendable {
    @usableFromInline
    struct SegmentEntry: Sendable {
        /// The three bytes of the name.
        @usableFromInline let name: UInt32
        /// Which of the segments of this name, from 1.
        @usableFromInline let sequence: Int
        /// Index of the name's own start in `starts`; the fields follow.
        @usableFromInline let first: Int
        @usableFromInline let count: Int
        /// The offset behind the last byte.
        @usableFromInline let end: Int

        /// MSH, FHS and BHS count their field separator as their first field.
        var countsSeparator: Bool { name == 0x4D_5348 || name == 0x46_4853 || name == 0x42_4853 }
    }

    let bytes: [UInt8]
    @usableFromInline let delimiters: Delimiters
    let characterSet: CharacterSet
    let segments: [SegmentEntry]
    /// Offsets of names and fields, segment by segment.
    let starts: [Int]
    /// False when no text needs unescaping or cleaning.
    let hasEscapes: Bool
    let hasControls: Bool
    /// Whether a quotation mark stands anywhere.
    let hasNulls: Bool

    init(
        bytes: [UInt8], delimiters: Delimiters, characterSet: CharacterSet, segments: [SegmentEntry], starts: [Int],
        hasEscapes: Bool, hasControls: Bool, hasNulls: Bool
    ) {
        self.bytes = bytes
        self.delimiters = delimiters
        self.characterSet = characterSet
        self.segments = segments
        self.starts = starts
        self.hasEscapes = hasEscapes
        self.hasControls = hasControls
        self.hasNulls = hasNulls
    }

    /// The range of entry `position` of a segment: 0 is the name. Empty behind the last.
    @usableFromInline
    func entry(_ position: Int, of index: Int) -> ByteRange {
        let segment = segments[index]
        guard position >= 0, position < segment.count else { return ByteRange(segment.end, segment.end) }
        let start = starts[segment.first + position]
        let end = position + 1 < segment.count ? starts[segment.first + position + 1] - 1 : segment.end
        return ByteRange(start, max(start, end))
    }

    /// Part `number` (from 1) of a range that `separator` divides; empty when there are fewer.
    @usableFromInline
    func part(_ number: Int, of range: ByteRange, separator: UInt8) -> ByteRange {
        let end = range.upperBound
        var start = range.lowerBound
        var remaining = number - 1
        while remaining > 0 {
            while start < end, bytes[start] != separator { start += 1 }
            guard start < end else { return range.end }
            start += 1
            remaining -= 1
        }
        var stop = start
        while stop < end, bytes[stop] != separator { stop += 1 }
        return ByteRange(start, stop)
    }

    /// How many parts a range has; one for an empty range.
    func partCount(of range: ByteRange, separator: UInt8) -> Int {
        var count = 1
        for at in range.range where bytes[at] == separator { count += 1 }
        return count
    }

    /// `""`: the sender says that there is no value.
    @usableFromInline
    func isNull(_ range: ByteRange) -> Bool {
        range.count == 2 && bytes[range.lowerBound] == 0x22 && bytes[range.lowerBound + 1] == 0x22
    }

    /// The text of a range; nil when it is empty, blank or `""`. White space alone is no value.
    @usableFromInline
    func text(_ range: ByteRange) -> String? {
        guard !range.isEmpty, !isNull(range) else { return nil }
        var isBlank = true
        var isEscaped = false
        for at in range.range {
            let byte = bytes[at]
            if byte != 0x20, byte != 0x09, byte != 0x0A { isBlank = false }
            if byte == delimiters.escape { isEscaped = true }
        }
        guard !isBlank else { return nil }
        let text = decoded(range, isEscaped: isEscaped && hasEscapes)
        return text.isEmpty ? nil : text
    }

    private func decoded(_ range: ByteRange, isEscaped: Bool) -> String {
        if isEscaped {
            let unescaped = Escapes.decoded(bytes[range.range], delimiters: delimiters).bytes
            return Self.withoutControls(characterSet.text(unescaped[...]))
        }
        let text =
            switch characterSet {
            // Sound: the text is made before the borrow ends. No slice of the bytes, which would count a reference, is made.
            case .ascii, .utf8:
                unsafe bytes.withUnsafeBufferPointer {
                    unsafe String(decoding: UnsafeBufferPointer(rebasing: $0[range.range]), as: UTF8.self)
                }
            case .iso8859: characterSet.text(bytes[range.range])
            }
        return hasControls ? Self.withoutControls(text) : text
    }

    /// Control characters that no record may hold become U+FFFD: FS, CR or VT out of a hex escape must not reach any framing again.
    private static func withoutControls(_ text: String) -> String {
        func isControl(_ scalar: Unicode.Scalar) -> Bool {
            (scalar.value < 0x20 && scalar != "\t" && scalar != "\n" && scalar != "\r") || scalar.value == 0x7F
        }
        guard text.unicodeScalars.contains(where: isControl) else { return text }
        var clean = String.UnicodeScalarView()
        for scalar in text.unicodeScalars { clean.append(isControl(scalar) ? "\u{FFFD}" : scalar) }
        return String(clean)
    }
}

/// The three bytes of a segment's name in one number.
func segmentName(_ text: String) -> UInt32 {
    text.utf8.prefix(4).reduce(0) { $0 << 8 | UInt32($1) }
}
