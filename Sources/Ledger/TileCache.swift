internal import Synchronization
internal import TransparencyLog

/// Tiles that proofs were made from, with every subtree inside them hashed once; bounded. A tile of a given width never changes.
package final class TileCache: Sendable {
    private struct Halves {
        var young: [TileID: WholeTile] = [:]
        var old: [TileID: WholeTile] = [:]
    }

    private let half: Int
    private let halves = Mutex(Halves())

    /// - Parameter capacity: tiles of 16 kB each; the half that was not asked for lately is dropped when the other is full.
    package init(capacity: Int) { half = max(1, capacity / 2) }

    func tile(_ id: TileID) -> WholeTile? {
        halves.withLock { halves in
            if let found = halves.young[id] { return found }
            guard let found = halves.old.removeValue(forKey: id) else { return nil }
            place(found, for: id, &halves)
            return found
        }
    }

    func keep(_ tile: WholeTile, for id: TileID) { halves.withLock { place(tile, for: id, &$0) } }

    private func place(_ tile: WholeTile, for id: TileID, _ halves: inout Halves) {
        if halves.young.count >= half {
            halves.old = halves.young
            halves.young = [:]
        }
        halves.young[id] = tile
    }
}

/// A tile with the hashes of all complete subtrees in it.
struct WholeTile: Sendable {
    /// By height above the tile's own hashes, 0…8.
    private let rows: [[MerkleHash]]

    init(_ tile: Tile) {
        var rows = [tile.hashes]
        while let row = rows.last, row.count > 1 {
            rows.append((0..<row.count / 2).map { .node(row[2 * $0], row[2 * $0 + 1]) })
        }
        self.rows = rows
    }

    /// Nil where the tile is too narrow for this subtree.
    func hash(of node: TreeNode) -> MerkleHash? {
        let height = node.height % 8
        guard height < rows.count else { return nil }
        let position = Int(truncatingIfNeeded: node.index) & ((TileID.fullWidth >> height) - 1)
        return position < rows[height].count ? rows[height][position] : nil
    }
}
