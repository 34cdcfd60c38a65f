/// Which tile of a log (C2SP tlog-tiles): level, index within the level, and how many hashes of it.
public struct TileID: Hashable, Sendable {
    /// 0…63; level 0 holds leaf hashes, each level above the roots of the full tiles below.
    public let level: Int
    public let index: UInt64
    /// 256 for a full tile, 1…255 for a partial one.
    public let width: Int

    public static let fullWidth = 256

    /// - Throws: `malformedTile` outside these limits.
    public init(level: Int, index: UInt64, width: Int = fullWidth) throws(TransparencyLogError) {
        guard (0...63).contains(level), (1...Self.fullWidth).contains(width) else {
            throw TransparencyLogError(.malformedTile)
        }
        self.init(uncheckedLevel: level, index: index, width: width)
    }

    private init(uncheckedLevel level: Int, index: UInt64, width: Int) {
        self.level = level
        self.index = index
        self.width = width
    }

    /// The tile in which the hash of a complete subtree stands or can be computed, as wide as a log of `size` has it.
    public init(holding node: TreeNode, inLogOf size: UInt64) {
        let level = node.height / 8
        let first = node.index << UInt64(node.height % 8)
        let index = first / UInt64(Self.fullWidth)
        let hashes = size >> UInt64(level * 8)
        let width = min(UInt64(Self.fullWidth), hashes - index * UInt64(Self.fullWidth))
        self.init(uncheckedLevel: level, index: index, width: Int(width))
    }

    /// Every tile of a log of `size` entries, level by level from the leaves, each level left to right.
    ///
    /// Lazy: a long log has millions.
    public static func all(inLogOf size: UInt64) -> some Sequence<TileID> {
        (0..<8).lazy.flatMap { level in
            let hashes = size >> UInt64(level * 8)
            let tiles = hashes / UInt64(fullWidth) + (hashes % UInt64(fullWidth) > 0 ? 1 : 0)
            return (0..<tiles).lazy.map { index in
                let width = min(UInt64(fullWidth), hashes - index * UInt64(fullWidth))
                return TileID(uncheckedLevel: level, index: index, width: Int(width))
            }
        }
    }

    /// How many entries a log must have for this tile to exist in this width; nil beyond 64 bits.
    public var sizeNeeded: UInt64? {
        let (start, over) = index.multipliedReportingOverflow(by: UInt64(Self.fullWidth))
        let (hashes, far) = start.addingReportingOverflow(UInt64(width))
        let shift = UInt64(level * 8)
        guard !over, !far, shift < 64, hashes <= UInt64.max >> shift else { return nil }
        return hashes << shift
    }
}

/// Which entry bundle of a log: the entries under the level-0 tile of the same index and width.
public struct BundleID: Hashable, Sendable {
    public let index: UInt64
    public let width: Int

    /// - Throws: `malformedBundle` unless the width is 1…256.
    public init(index: UInt64, width: Int = TileID.fullWidth) throws(TransparencyLogError) {
        guard (1...TileID.fullWidth).contains(width) else { throw TransparencyLogError(.malformedBundle) }
        self.index = index
        self.width = width
    }

    /// The bundle of a level-0 tile.
    public init?(under tile: TileID) {
        guard tile.level == 0 else { return nil }
        index = tile.index
        width = tile.width
    }

    /// The first entry's position and one past the last's; nil beyond 64 bits.
    public var entries: Range<UInt64>? {
        let (start, over) = index.multipliedReportingOverflow(by: UInt64(TileID.fullWidth))
        let (end, far) = start.addingReportingOverflow(UInt64(width))
        return over || far ? nil : start..<end
    }
}
