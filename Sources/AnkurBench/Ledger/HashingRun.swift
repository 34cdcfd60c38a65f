import Crypto
import TransparencyLog

/// Leaf hashing and integration beside SHA-256 of the very messages that the tree hashes.
enum HashingRun {
    /// Leaves a second each.
    static func measure(leaves: Int) -> (bare: Double, tiles: Double, both: Double) {
        let entries = (0..<256).map { [UInt8](repeating: UInt8($0), count: 82) }
        let leaf = [UInt8](repeating: 0, count: 83)
        let node = [UInt8](repeating: 1, count: 65)
        var sink: UInt8 = 0
        let bare = rate(leaves) {
            for _ in 0..<leaves {
                // As many nodes as leaves, less one.
                for byte in SHA256.hash(data: leaf).prefix(1) { sink ^= byte }
                for byte in SHA256.hash(data: node).prefix(1) { sink ^= byte }
            }
        }
        let tiles = rate(leaves) {
            var edge = TileEdge()
            for number in 0..<leaves { edge.append(.leaf(entries[number & 255])) { _, _ in } }
            sink ^= edge.root.bytes[0]
        }
        let both = rate(leaves) {
            var edge = TileEdge()
            var frontier = Frontier()
            for number in 0..<leaves {
                let hash = MerkleHash.leaf(entries[number & 255])
                edge.append(hash) { _, _ in }
                frontier.append(hash)
            }
            sink ^= edge.root == frontier.root ? 1 : 0
        }
        withExtendedLifetime(sink) {}
        return (bare, tiles, both)
    }

    private static func rate(_ count: Int, _ work: () -> Void) -> Double {
        work()
        let start = ContinuousClock.now
        work()
        return Double(count) / (ContinuousClock.now - start).inSeconds
    }
}
