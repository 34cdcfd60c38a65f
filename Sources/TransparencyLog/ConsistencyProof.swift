/// That a log of one size is a beginning of the log of a later size: nothing was changed or taken out in between.
public struct ConsistencyProof: Hashable, Sendable {
    public let hashes: [MerkleHash]

    public init(hashes: [MerkleHash]) { self.hashes = hashes }

    /// What to fetch for a proof, by RFC 6962 §2.1.2. Empty from size 0 and between equal sizes.
    /// - Throws: `sizesOutOfOrder`.
    public static func plan(from first: UInt64, to second: UInt64) throws(TransparencyLogError) -> ProofPlan {
        guard first <= second else { throw TransparencyLogError(.sizesOutOfOrder) }
        guard first > 0, first < second else { return ProofPlan(parts: []) }
        var parts: [[TreeNode]] = []
        var start: UInt64 = 0
        var end = second
        while first < end {
            let middle = start + ProofPlan.split(end - start)
            if first <= middle {
                parts.append(TreeNode.covering(middle, end))
                end = middle
            } else {
                parts.append(TreeNode.covering(start, middle))
                start = middle
            }
        }
        // The subtree that ends at `first`; the checker knows it already when it is the whole old log.
        if start > 0 { parts.append(TreeNode.covering(start, end)) }
        return ProofPlan(parts: parts.reversed())
    }

    /// Checks by RFC 9162 §2.1.4.2.
    /// - Throws: `sizesOutOfOrder`, `wrongProofLength`, `rootMismatch`.
    public func check(
        from first: UInt64, root firstRoot: MerkleHash, to second: UInt64, root secondRoot: MerkleHash
    ) throws(TransparencyLogError) {
        guard first <= second else { throw TransparencyLogError(.sizesOutOfOrder) }
        if first == 0 || first == second {
            guard hashes.isEmpty else { throw TransparencyLogError(.wrongProofLength) }
            let expected = first == second ? secondRoot : .emptyRoot
            guard firstRoot == expected else { throw TransparencyLogError(.rootMismatch) }
            return
        }
        let made = try roots(from: first, root: firstRoot, to: second)
        guard made.old == firstRoot, made.new == secondRoot else { throw TransparencyLogError(.rootMismatch) }
    }

    /// Whether the two roots contradict each other, whoever has made this proof: its hashes make the second root, which nobody
    /// can find other hashes for, and they make another first root.
    ///
    /// False says nothing: a wrong proof refutes no log. Neither can one from a power of two, in which the old root itself is
    /// the first hash.
    public func refutes(
        from first: UInt64, root firstRoot: MerkleHash, to second: UInt64, root secondRoot: MerkleHash
    ) -> Bool {
        guard first > 0, first < second, let made = try? roots(from: first, root: firstRoot, to: second) else {
            return false
        }
        return made.new == secondRoot && made.old != firstRoot
    }

    /// The roots that the hashes make, for 0 < first < second.
    private func roots(
        from first: UInt64, root firstRoot: MerkleHash, to second: UInt64
    ) throws(TransparencyLogError) -> (old: MerkleHash, new: MerkleHash) {
        guard !hashes.isEmpty else { throw TransparencyLogError(.wrongProofLength) }
        let path = first & (first - 1) == 0 ? [firstRoot] + hashes : hashes
        var node = first - 1
        var last = second - 1
        let complete = UInt64((~node).trailingZeroBitCount)
        node >>= complete
        last >>= complete
        var (old, new) = (path[0], path[0])
        for hash in path.dropFirst() {
            guard last != 0 else { throw TransparencyLogError(.wrongProofLength) }
            if node & 1 == 1 || node == last {
                old = .node(hash, old)
                new = .node(hash, new)
                while node & 1 == 0, node != 0 {
                    node >>= 1
                    last >>= 1
                }
            } else {
                new = .node(new, hash)
            }
            node >>= 1
            last >>= 1
        }
        guard last == 0 else { throw TransparencyLogError(.wrongProofLength) }
        return (old, new)
    }
}
