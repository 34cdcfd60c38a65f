import Crypto
import TransparencyLog

/// The tree as RFC 6962 §2.1 defines it, word for word and slowly: the twin of everything fast.
struct SlowTree {
    let entries: [[UInt8]]

    init(entries: [[UInt8]]) { self.entries = entries }

    /// A tree of `size` different entries.
    init(size: Int) { entries = (0..<size).map { [UInt8($0 & 255), UInt8($0 >> 8 & 255), UInt8($0 >> 16)] } }

    func root(_ size: Int) -> [UInt8] { root(entries[..<size]) }

    private func root(_ entries: ArraySlice<[UInt8]>) -> [UInt8] {
        switch entries.count {
        case 0: return Array(SHA256.hash(data: [UInt8]()))
        case 1: return Array(SHA256.hash(data: [0] + entries[entries.startIndex]))
        default:
            let middle = entries.startIndex + Self.split(entries.count)
            return Array(SHA256.hash(data: [1] + root(entries[..<middle]) + root(entries[middle...])))
        }
    }

    /// PATH(m, D[n]).
    func path(_ index: Int, _ size: Int) -> [[UInt8]] { path(index, entries[..<size]) }

    private func path(_ index: Int, _ entries: ArraySlice<[UInt8]>) -> [[UInt8]] {
        guard entries.count > 1 else { return [] }
        let split = Self.split(entries.count)
        let middle = entries.startIndex + split
        return index < split
            ? path(index, entries[..<middle]) + [root(entries[middle...])]
            : path(index - split, entries[middle...]) + [root(entries[..<middle])]
    }

    /// PROOF(m, D[n]).
    func proof(_ first: Int, _ second: Int) -> [[UInt8]] {
        first == 0 || first == second ? [] : subproof(first, entries[..<second], true)
    }

    private func subproof(_ first: Int, _ entries: ArraySlice<[UInt8]>, _ isWhole: Bool) -> [[UInt8]] {
        guard first < entries.count else { return isWhole ? [] : [root(entries)] }
        let split = Self.split(entries.count)
        let middle = entries.startIndex + split
        return first <= split
            ? subproof(first, entries[..<middle], isWhole) + [root(entries[middle...])]
            : subproof(first - split, entries[middle...], false) + [root(entries[..<middle])]
    }

    private static func split(_ count: Int) -> Int {
        var split = 1
        while split * 2 < count { split *= 2 }
        return split
    }

    // MARK: The fast side

    func leaf(_ index: Int) -> MerkleHash { .leaf(entries[index]) }

    /// The tiles that a log of these entries would store, in full width, by level and index.
    func tiles(_ size: Int) -> [TileID: Tile] {
        var edge = TileEdge()
        var tiles: [TileID: Tile] = [:]
        for index in 0..<size { edge.append(leaf(index)) { tiles[$0] = $1 } }
        for (id, tile) in edge.partialTiles { tiles[id] = tile }
        return tiles
    }

    /// A proof's hashes as a client makes them: from tiles alone.
    func hashes(_ plan: ProofPlan, _ size: Int, _ tiles: [TileID: Tile]) throws -> [MerkleHash] {
        try plan.hashes { node throws(TransparencyLogError) in
            guard let tile = tiles[TileID(holding: node, inLogOf: UInt64(size))] else {
                throw Self.missing
            }
            return try tile.hash(of: node)
        }
    }
}

extension SlowTree {
    /// What reading a tile that nobody stored gives.
    static var missing: TransparencyLogError {
        do { _ = try Tile(bytes: []) } catch { return error }
        preconditionFailure("an empty tile is refused")
    }
}

extension Array where Element == UInt8 {
    var hash: MerkleHash { get throws { try MerkleHash(self) } }
}
