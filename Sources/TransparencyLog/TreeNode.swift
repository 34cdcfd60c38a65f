/// A complete subtree: node `index` of `height` stands over the leaves `index·2^height ..< (index + 1)·2^height`.
public struct TreeNode: Hashable, Sendable {
    /// 0 for a leaf, at most 63.
    public let height: Int
    public let index: UInt64

    public init(height: Int, index: UInt64) {
        self.height = height
        self.index = index
    }

    /// The largest complete subtrees that together cover `start ..< end`, left to right.
    ///
    /// `start` is a multiple of the largest power of two not above `end - start`, as it is for every range that RFC 6962 names.
    static func covering(_ start: UInt64, _ end: UInt64) -> [TreeNode] {
        var nodes: [TreeNode] = []
        var position = start
        while position < end {
            let height = 63 - (end - position).leadingZeroBitCount
            nodes.append(TreeNode(height: height, index: position >> UInt64(height)))
            position += 1 << UInt64(height)
        }
        return nodes
    }
}

/// Which complete subtrees a proof is made of, so that a caller can fetch their tiles first and then compute.
///
/// Every hash of a proof is the root of a range of leaves, hence a right fold of complete subtrees.
public struct ProofPlan: Hashable, Sendable {
    /// One element a proof hash, each the subtrees to fold, left to right.
    public let parts: [[TreeNode]]

    /// The tiles that hold these subtrees, in the widths of a log of `size` entries.
    public func tiles(inLogOf size: UInt64) -> Set<TileID> {
        var tiles: Set<TileID> = []
        for part in parts {
            for node in part { tiles.insert(TileID(holding: node, inLogOf: size)) }
        }
        return tiles
    }

    /// The proof's hashes, given a reader of complete subtrees.
    public func hashes<Failure: Error>(
        _ hash: (TreeNode) throws(Failure) -> MerkleHash
    ) throws(Failure) -> [MerkleHash] {
        var proof: [MerkleHash] = []
        proof.reserveCapacity(parts.count)
        for part in parts {
            var folded: MerkleHash?
            for node in part.reversed() {
                let left = try hash(node)
                folded = folded.map { MerkleHash.node(left, $0) } ?? left
            }
            proof.append(folded ?? .emptyRoot)
        }
        return proof
    }

    /// The root of a log of `size` entries, as a proof of one hash.
    public static func root(of size: UInt64) -> ProofPlan { ProofPlan(parts: [TreeNode.covering(0, size)]) }

    /// The largest power of two below `count`, which is at least 2.
    static func split(_ count: UInt64) -> UInt64 { 1 << UInt64(63 - (count - 1).leadingZeroBitCount) }
}
