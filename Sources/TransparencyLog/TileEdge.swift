/// The right edge of a log's tiles: on each level the tile that is not full yet.
///
/// Another way to the root than ``Frontier``: this one goes through the tiles as they are stored. A log that signs only when both
/// agree has computed its root twice.
public struct TileEdge: Hashable, Sendable {
    public private(set) var size: UInt64
    /// By level, the hashes of the unfinished tile; possibly none.
    private var levels: [[MerkleHash]]

    public init() {
        size = 0
        levels = []
    }

    /// The tiles to read in order to go on from `size`: the partial one of every level.
    public static func tiles(ofLogOf size: UInt64) -> [TileID] {
        var tiles: [TileID] = []
        var hashes = size
        var level = 0
        while hashes > 0 {
            let width = Int(hashes % UInt64(TileID.fullWidth))
            if width > 0, let tile = try? TileID(level: level, index: hashes / UInt64(TileID.fullWidth), width: width) {
                tiles.append(tile)
            }
            hashes /= UInt64(TileID.fullWidth)
            level += 1
        }
        return tiles
    }

    /// - Parameter tile: the tile of an id that ``tiles(ofLogOf:)`` named, in at least that width.
    /// - Throws: `malformedTile` when it is narrower, and what `tile` throws.
    public init(size: UInt64, tile: (TileID) throws -> Tile) throws {
        self.init()
        self.size = size
        for id in Self.tiles(ofLogOf: size) {
            let hashes = try tile(id).hashes
            guard hashes.count >= id.width else { throw TransparencyLogError(.malformedTile, at: hashes.count) }
            while levels.count <= id.level { levels.append([]) }
            levels[id.level] = Array(hashes[..<id.width])
        }
    }

    /// Appends a leaf, and hands out each tile that it fills.
    public mutating func append(_ leaf: MerkleHash, whenFull fill: (TileID, Tile) -> Void) {
        size += 1
        var hash = leaf
        var level = 0
        while true {
            if levels.count == level {
                levels.append([])
                levels[level].reserveCapacity(TileID.fullWidth)
            }
            levels[level].append(hash)
            guard levels[level].count == TileID.fullWidth else { return }
            let index = (size >> UInt64(level * 8)) / UInt64(TileID.fullWidth) - 1
            guard let id = try? TileID(level: level, index: index) else { return }
            let tile = Tile(hashes: levels[level])
            fill(id, tile)
            hash = Tile.root(tile.hashes[...])
            levels[level].removeAll(keepingCapacity: true)
            level += 1
        }
    }

    /// The unfinished tiles, lowest level first.
    public var partialTiles: [(id: TileID, tile: Tile)] {
        Self.tiles(ofLogOf: size).map { ($0, Tile(hashes: levels[$0.level])) }
    }

    /// The root, computed from the tiles' hashes: the blocks of each level, highest level leftmost.
    public var root: MerkleHash { Self.root(of: levels) }

    /// The root of a log whose full level-0 tiles are this log's leaves, and whose last tile begins with `partial`.
    ///
    /// So a tree can be computed tile by tile, on as many cores as there are, and joined here.
    public func root(followedBy partial: ArraySlice<MerkleHash>) -> MerkleHash {
        Self.root(of: [Array(partial)] + levels)
    }

    private static func root(of levels: [[MerkleHash]]) -> MerkleHash {
        var root: MerkleHash?
        for hashes in levels {
            var end = hashes.count
            while end > 0 {
                // The rightmost power-of-two block of what is left.
                let block = end & -end
                let left = Tile.root(hashes[end - block..<end])
                root = root.map { MerkleHash.node(left, $0) } ?? left
                end -= block
            }
        }
        return root ?? .emptyRoot
    }
}
