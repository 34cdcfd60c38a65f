/// Where bytes of a message lie: half the size of a `Range<Int>`, as views of a message are copied all the time. Messages are far
/// smaller than 4 GB.
@frozen
@usableFromInline
struct ByteRange: Hashable, Sendable {
    @usableFromInline let lower: UInt32
    @usableFromInline let upper: UInt32

    @inlinable
    init(_ lower: Int, _ upper: Int) {
        self.lower = UInt32(truncatingIfNeeded: lower)
        self.upper = UInt32(truncatingIfNeeded: upper)
    }

    @inlinable var lowerBound: Int { Int(lower) }
    @inlinable var upperBound: Int { Int(upper) }
    @inlinable var count: Int { Int(upper) - Int(lower) }
    @inlinable var isEmpty: Bool { lower == upper }
    var range: Range<Int> { lowerBound..<upperBound }

    /// The empty range behind this one.
    @inlinable var end: ByteRange { ByteRange(upperBound, upperBound) }
}
