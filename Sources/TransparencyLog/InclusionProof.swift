/// That an entry stands at an index of a log: the sibling hashes from leaf to root.
public struct InclusionProof: Hashable, Sendable {
    /// Zero-based position of the leaf.
    public let index: UInt64
    /// Leaf sibling first.
    public let hashes: [MerkleHash]

    public init(index: UInt64, hashes: [MerkleHash]) {
        self.index = index
        self.hashes = hashes
    }

    /// What to fetch for a proof, by RFC 6962 §2.1.1.
    /// - Throws: `indexBeyondSize`.
    public static func plan(index: UInt64, size: UInt64) throws(TransparencyLogError) -> ProofPlan {
        guard index < size else { throw TransparencyLogError(.indexBeyondSize) }
        var parts: [[TreeNode]] = []
        var start: UInt64 = 0
        var end = size
        while end - start > 1 {
            let middle = start + ProofPlan.split(end - start)
            if index < middle {
                parts.append(TreeNode.covering(middle, end))
                end = middle
            } else {
                parts.append(TreeNode.covering(start, middle))
                start = middle
            }
        }
        return ProofPlan(parts: parts.reversed())
    }

    /// The root that this proof leads to from `leaf`, by RFC 9162 §2.1.3.2.
    ///
    /// The caller compares it with the root of a checkpoint whose signature it has verified.
    /// - Throws: `indexBeyondSize`, `wrongProofLength`.
    /// - Complexity: O(log size) hashes.
    public func root(leaf: MerkleHash, size: UInt64) throws(TransparencyLogError) -> MerkleHash {
        guard index < size else { throw TransparencyLogError(.indexBeyondSize) }
        var node = index
        var last = size - 1
        var root = leaf
        for sibling in hashes {
            guard last != 0 else { throw TransparencyLogError(.wrongProofLength) }
            if node & 1 == 1 || node == last {
                root = .node(sibling, root)
                // The right edge: levels at which the node has no sibling. Here `node` is not 0, because `last` is not.
                let levels = UInt64(node.trailingZeroBitCount)
                node >>= levels
                last >>= levels
            } else {
                root = .node(root, sibling)
            }
            node >>= 1
            last >>= 1
        }
        guard last == 0 else { throw TransparencyLogError(.wrongProofLength) }
        return root
    }

    /// - Throws: `rootMismatch` when the proof leads elsewhere, and what ``root(leaf:size:)`` throws.
    public func check(leaf: MerkleHash, size: UInt64, root: MerkleHash) throws(TransparencyLogError) {
        guard try self.root(leaf: leaf, size: size) == root else { throw TransparencyLogError(.rootMismatch) }
    }
}
