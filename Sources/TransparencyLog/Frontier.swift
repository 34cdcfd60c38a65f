/// All that appending needs of a log: its size and the roots of its maximal complete subtrees, left to right.
///
/// At most 63 hashes, whatever the size: one for each bit that is set in it.
public struct Frontier: Hashable, Sendable {
    public private(set) var size: UInt64
    public private(set) var hashes: [MerkleHash]

    /// A log without entries.
    public init() {
        size = 0
        hashes = []
    }

    /// - Throws: `malformedFrontier` unless there is one hash for each bit set in `size`.
    public init(size: UInt64, hashes: [MerkleHash]) throws(TransparencyLogError) {
        guard hashes.count == size.nonzeroBitCount, size <= UInt64(Int64.max) else {
            throw TransparencyLogError(.malformedFrontier)
        }
        self.size = size
        self.hashes = hashes
    }

    public mutating func append(_ leaf: MerkleHash) {
        var node = leaf
        var rest = size
        while rest & 1 == 1 {
            node = .node(hashes.removeLast(), node)
            rest >>= 1
        }
        hashes.append(node)
        size += 1
    }

    public var root: MerkleHash {
        guard var root = hashes.last else { return .emptyRoot }
        for hash in hashes.dropLast().reversed() { root = .node(hash, root) }
        return root
    }
}
