internal import RecordTypes

/// The bytes of a message and the offsets of its segments, fields and separators within fields; shared by all views into it.
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

        init(name: UInt32, sequence: Int, first: Int, count: Int, end: Int) {
            (self.name, self.sequence, self.first, self.count, self.end) = (name, sequence, first, count, end)
        }

        /// MSH, FHS and BHS count their field separator as their first field.
        var countsSeparator: Bool { name == 0x4D_5348 || name == 0x46_4853 || name == 0x42_4853 }
    }

    /// Where the name of a segment or a field begins.
    struct Start: Sendable {
        let offset: UInt32
        /// Index of the first separator behind it.
        let separator: UInt32
    }

    @usableFromInline let bytes: [UInt8]
    @usableFromInline let delimiters: Delimiters
    let characterSet: CharacterSet
    @usableFromInline let segments: [SegmentEntry]
    /// Starts of names and fields, segment by segment.
    let starts: [Start]
    /// Offsets of the separators of repetitions, components and subcomponents, in order.
    let separators: [UInt32]
    /// Whether no byte is above 7F.
    let isASCII: Bool
    /// False when no text needs unescaping or cleaning.
    let hasEscapes: Bool
    let hasControls: Bool
    /// Whether a quotation mark stands anywhere.
    let hasNulls: Bool

    init(
        bytes: [UInt8], delimiters: Delimiters, characterSet: CharacterSet, segments: [SegmentEntry], starts: [Start],
        separators: [UInt32], isASCII: Bool, hasEscapes: Bool, hasControls: Bool, hasNulls: Bool
    ) {
        self.bytes = bytes
        self.delimiters = delimiters
        self.characterSet = characterSet
        self.segments = segments
        self.starts = starts
        self.separators = separators
        self.isASCII = isASCII
        self.hasEscapes = hasEscapes
        self.hasControls = hasControls
        self.hasNulls = hasNulls
    }

    /// The range of a field of a segment, empty behind the last. MSH-1 and MSH-2 are delimiters and not delimited.
    @usableFromInline
    func field(_ number: Int, of index: Int) -> ByteRange {
        let segment = segments[index]
        guard segment.countsSeparator else { return entry(number, of: segment) }
        guard number == 1 else {
            let range = entry(number - 1, of: segment)
            return number == 2 ? range.whole : range
        }
        let start = entry(0, of: segment).upperBound
        return ByteRange(start, min(start + 1, segment.end)).whole
    }

    /// The range of entry `position` of a segment: 0 is the name. Empty behind the last.
    func entry(_ position: Int, of segment: SegmentEntry) -> ByteRange {
        guard position >= 0, position < segment.count else { return ByteRange(segment.end, segment.end) }
        let start = starts[segment.first + position]
        let end =
            position + 1 < segment.count
            ? starts[segment.first + position + 1].offset - 1 : UInt32(truncatingIfNeeded: segment.end)
        return ByteRange(start.offset, max(start.offset, end), separator: start.separator)
    }

    /// Part `number` (from 1) of a range that `separator` divides; empty when there are fewer.
    @inlinable
    func part(_ number: Int, of range: ByteRange, separator: UInt8) -> ByteRange {
        range.isEmpty ? range : part(number, ofFilled: range, separator: separator)
    }

    @usableFromInline
    func part(_ number: Int, ofFilled range: ByteRange, separator: UInt8) -> ByteRange {
        var start = range.lower
        var first = range.separator
        var missing = number - 1
        var next = Int(first)
        while next < separators.count, separators[next] < range.upper {
            let at = separators[next]
            next += 1
            guard bytes[Int(at)] == separator else { continue }
            if missing == 0 { return ByteRange(start, at, separator: first) }
            (start, first) = (at + 1, UInt32(truncatingIfNeeded: next))
            missing -= 1
        }
        return missing == 0 ? ByteRange(start, range.upper, separator: first) : range.end
    }

    /// What stands before the first `separator` of a range, and what stands behind it; nil when there is none.
    func split(_ range: ByteRange, at separator: UInt8) -> (first: ByteRange, rest: ByteRange?) {
        var next = Int(range.separator)
        while next < separators.count, separators[next] < range.upper {
            let at = separators[next]
            next += 1
            if bytes[Int(at)] == separator {
                return (
                    ByteRange(range.lower, at, separator: range.separator),
                    ByteRange(at + 1, range.upper, separator: UInt32(truncatingIfNeeded: next))
                )
            }
        }
        return (range, nil)
    }

    /// How many parts a range has; one for an empty range.
    func partCount(of range: ByteRange, separator: UInt8) -> Int {
        var count = 1
        var rest = range
        while let more = split(rest, at: separator).rest {
            rest = more
            count += 1
        }
        return count
    }

    /// `""`: the sender says that there is no value.
    @inlinable
    func isNull(_ range: ByteRange) -> Bool {
        range.count == 2 && bytes[range.lowerBound] == 0x22 && bytes[range.lowerBound + 1] == 0x22
    }

    /// The text of a range; nil when it is empty, blank or `""`. White space alone is no value.
    @inlinable
    func text(_ range: ByteRange) -> String? { range.isEmpty ? nil : text(ofFilled: range) }

    /// The text of the first of the parts that `separator` divides a range into; nil as for ``text(_:)``.
    @inlinable
    func text(_ range: ByteRange, before separator: UInt8) -> String? {
        range.isEmpty ? nil : text(part(1, ofFilled: range, separator: separator))
    }

    @usableFromInline
    func text(ofFilled range: ByteRange) -> String? {
        guard !isNull(range), !isBlank(range) else { return nil }
        if hasEscapes, bytes[range.range].contains(delimiters.escape) {
            let text = unescaped(range)
            return text.isEmpty ? nil : text
        }
        let text =
            if isASCII || characterSet == .utf8 {
                // Sound: the text is made before the borrow ends. No slice of the bytes, which would count a reference, is made.
                unsafe bytes.withUnsafeBufferPointer {
                    unsafe String(decoding: UnsafeBufferPointer(rebasing: $0[range.range]), as: UTF8.self)
                }
            } else {
                characterSet.text(bytes[range.range])
            }
        return hasControls ? Self.withoutControls(text) : text
    }

    /// White space and nothing else.
    private func isBlank(_ range: ByteRange) -> Bool {
        for at in range.range {
            let byte = bytes[at]
            if byte != 0x20, byte != 0x09, byte != 0x0A { return false }
        }
        return true
    }

    private func unescaped(_ range: ByteRange) -> String {
        let unescaped = Escapes.decoded(bytes[range.range], delimiters: delimiters).bytes
        return Self.withoutControls(characterSet.text(unescaped[...]))
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
