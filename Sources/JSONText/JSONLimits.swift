/// What a JSON text may ask of the reader before it is refused.
public struct JSONLimits: Hashable, Sendable {
    /// Bytes of the whole text.
    public var size: Int
    /// Objects and arrays inside one another.
    public var depth: Int
    /// Objects, arrays and scalars in all.
    public var values: Int
    /// Bytes of one number.
    public var numberLength: Int

    public init(size: Int, depth: Int, values: Int, numberLength: Int) {
        self.size = size
        self.depth = depth
        self.values = values
        self.numberLength = numberLength
    }

    /// 64 MiB, 96 levels, four million values, 64 digits: above what a large document Bundle needs.
    public static let standard = JSONLimits(size: 64 << 20, depth: 96, values: 4_000_000, numberLength: 64)
}
