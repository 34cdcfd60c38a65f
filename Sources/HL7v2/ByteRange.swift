/// Where bytes of a message lie, and which of the message's separators are among them: in 32 bits each, as views of a message are
/// copied all the time. Messages are far smaller than 4 GB.
@frozen
@usableFromInline
struct ByteRange: Hashable, Sendable {
    @usableFromInline let lower: UInt32
    @usableFromInline let upper: UInt32
    /// Index of the first separator in the range or behind it.
    @usableFromInline let separator: UInt32

    @inlinable
    init(_ lower: Int, _ upper: Int, separator: UInt32 = 0) {
        self.init(UInt32(truncatingIfNeeded: lower), UInt32(truncatingIfNeeded: upper), separator: separator)
    }

    @inlinable
    init(_ lower: UInt32, _ upper: UInt32, separator: UInt32) {
        self.lower = lower
        self.upper = upper
        self.separator = separator
    }

    @inlinable var lowerBound: Int { Int(lower) }
    @inlinable var upperBound: Int { Int(upper) }
    @inlinable var count: Int { Int(upper) - Int(lower) }
    @inlinable var isEmpty: Bool { lower == upper }
    var range: Range<Int> { lowerBound..<upperBound }

    /// The range as something that no separator divides.
    var whole: ByteRange { ByteRange(lower, upper, separator: .max) }
    var isWhole: Bool { separator == .max }

    /// The empty range behind this one.
    @inlinable var end: ByteRange { ByteRange(upper, upper, separator: separator) }
}
