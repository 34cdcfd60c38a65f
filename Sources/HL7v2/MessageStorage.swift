internal import RecordTypes

/// The bytes of a message and the offsets of its segments and fields; shared by all views into it.
final class MessageStorage: Sendable {
    struct SegmentEntry {
        /// The three bytes of the name.
        let name: UInt32
        /// Which of the segments of this name, from 1.
        let sequence: Int
        /// Index of the name's own start in `starts`; the fields follow.
        let first: Int
        let count: Int
        /// The offset behind the last byte.
        let end: Int
    }

    let bytes: [UInt8]
    let delimiters: Delimiters
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
    func entry(_ position: Int, of segment: SegmentEntry) -> Range<Int> {
        guard position >= 0, position < segment.count else { return segment.end..<segment.end }
        let start = starts[segment.first + position]
        let end = position + 1 < segment.count ? starts[segment.first + position + 1] - 1 : segment.end
        return start..<max(start, end)
    }

    /// Part `number` (from 1) of a range that `separator` divides; empty when there are fewer.
    func part(_ number: Int, of range: Range<Int>, separator: UInt8) -> Range<Int> {
        var start = range.lowerBound
        var remaining = number - 1
        while remaining > 0 {
            guard let next = bytes[start..<range.upperBound].firstIndex(of: separator) else {
                return range.upperBound..<range.upperBound
            }
            start = next + 1
            remaining -= 1
        }
        let end = bytes[start..<range.upperBound].firstIndex(of: separator) ?? range.upperBound
        return start..<end
    }

    /// All parts; one empty part for an empty range.
    func parts(of range: Range<Int>, separator: UInt8) -> [Range<Int>] {
        var parts: [Range<Int>] = []
        var start = range.lowerBound
        while let next = bytes[start..<range.upperBound].firstIndex(of: separator) {
            parts.append(start..<next)
            start = next + 1
        }
        parts.append(start..<range.upperBound)
        return parts
    }

    /// `""`: the sender says that there is no value.
    func isNull(_ range: Range<Int>) -> Bool {
        range.count == 2 && bytes[range.lowerBound] == 0x22 && bytes[range.lowerBound + 1] == 0x22
    }

    /// The text of a range; nil when it is empty or `""`.
    func text(_ range: Range<Int>) -> String? {
        guard !range.isEmpty, !isNull(range) else { return nil }
        let text = decoded(range)
        return text.isEmpty ? nil : text
    }

    private func decoded(_ range: Range<Int>) -> String {
        if hasEscapes, bytes[range].contains(delimiters.escape) {
            let unescaped = Escapes.decoded(bytes[range], delimiters: delimiters).bytes
            return Self.withoutControls(characterSet.text(unescaped))
        }
        let text = characterSet.text(bytes[range])
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
