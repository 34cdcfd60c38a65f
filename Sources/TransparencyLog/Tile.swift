/// The hashes of one tile, leftmost first: 32 bytes each, up to 8,192 bytes.
public struct Tile: Hashable, Sendable {
    public let hashes: [MerkleHash]

    init(hashes: [MerkleHash]) { self.hashes = hashes }

    /// - Throws: `malformedTile` unless there are 1 to 256 whole hashes.
    public init(bytes: some RandomAccessCollection<UInt8>) throws(TransparencyLogError) {
        guard !bytes.isEmpty, bytes.count % MerkleHash.byteCount == 0,
            bytes.count <= TileID.fullWidth * MerkleHash.byteCount
        else { throw TransparencyLogError(.malformedTile, at: bytes.count) }
        hashes = MerkleHash.hashes(in: Array(bytes))
    }

    public var bytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(hashes.count * MerkleHash.byteCount)
        for hash in hashes { hash.append(to: &bytes) }
        return bytes
    }

    /// The hash of a complete subtree whose leaves' hashes, or whose lower roots, stand in this tile.
    ///
    /// The caller has chosen the tile by ``ProofPlan/tiles(inLogOf:)``.
    /// - Throws: `malformedTile` when the tile is too narrow.
    public func hash(of node: TreeNode) throws(TransparencyLogError) -> MerkleHash {
        let count = 1 << (node.height % 8)
        let first = Int(truncatingIfNeeded: node.index << UInt64(node.height % 8)) & (TileID.fullWidth - 1)
        guard first + count <= hashes.count else { throw TransparencyLogError(.malformedTile, at: hashes.count) }
        return Self.root(hashes[first..<first + count])
    }

    /// The root over all hashes of a full tile; nil for a partial one.
    public var root: MerkleHash? { hashes.count == TileID.fullWidth ? Self.root(hashes[...]) : nil }

    /// The root over a power of two of neighbouring hashes.
    static func root(_ hashes: ArraySlice<MerkleHash>) -> MerkleHash {
        var row = Array(hashes)
        while row.count > 1 {
            for pair in 0..<row.count / 2 { row[pair] = .node(row[2 * pair], row[2 * pair + 1]) }
            row.removeLast(row.count / 2)
        }
        return row.first ?? .emptyRoot
    }
}
