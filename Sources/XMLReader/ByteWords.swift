/// Eight bytes at once: a scan looks at each byte only where one of the eight needs a look.
///
/// The tests are those of "Bit Twiddling Hacks" (determine if a word has a byte less than n, or equal to n): in what they
/// give, the lowest bit that is set belongs to the first byte that fits; bits above it may be wrong.
enum ByteWords {
    private static let ones: UInt64 = 0x0101_0101_0101_0101
    private static let highs: UInt64 = 0x8080_8080_8080_8080

    /// Marks bytes below the blank.
    static func controls(_ word: UInt64) -> UInt64 { (word &- ones &* 0x20) & ~word & highs }

    /// Marks blanks and bytes below.
    static func spaces(_ word: UInt64) -> UInt64 { (word &- ones &* 0x21) & ~word & highs }

    /// Marks bytes beyond ASCII.
    static func wide(_ word: UInt64) -> UInt64 { word & highs }

    /// Marks bytes equal to this one.
    static func equal(_ word: UInt64, _ byte: UInt8) -> UInt64 {
        let difference = word ^ (ones &* UInt64(byte))
        return (difference &- ones) & ~difference & highs
    }

    /// How many bytes the word begins with that are this one.
    static func leading(_ word: UInt64, alike byte: UInt8) -> Int {
        (word ^ ones &* UInt64(byte)).trailingZeroBitCount >> 3
    }

    /// How many bytes stand before the first one marked.
    static func first(_ marks: UInt64) -> Int { marks.trailingZeroBitCount >> 3 }
}

extension Span<UInt8> {
    /// The eight bytes from here on, the first one lowest.
    ///
    /// Sound: the raw span checks its bounds, and any eight bytes are an integer.
    @inline(__always)
    func word(at offset: Int) -> UInt64 {
        UInt64(littleEndian: unsafe bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self))
    }

    /// Whether the same bytes stand in two places.
    @inline(__always)
    func isSame(_ left: Int, _ right: Int, count: Int) -> Bool {
        guard count >= 8 else {
            if count > 0, left + 8 <= self.count, right + 8 <= self.count {
                return (word(at: left) ^ word(at: right)) << (64 - 8 * UInt64(count)) == 0
            }
            for at in 0..<count where self[left + at] != self[right + at] { return false }
            return true
        }
        var at = 0
        while at + 8 <= count {
            if word(at: left + at) != word(at: right + at) { return false }
            at += 8
        }
        // The last eight, some of them perhaps for the second time.
        return word(at: left + count - 8) == word(at: right + count - 8)
    }
}

extension [UInt8] {
    /// Sound: the buffer is copied before the span's borrow ends.
    mutating func append(copying bytes: Span<UInt8>) {
        guard !bytes.isEmpty else { return }
        unsafe bytes.withUnsafeBufferPointer { buffer in unsafe append(contentsOf: buffer) }
    }
}
