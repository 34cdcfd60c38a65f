package import TransparencyLog

/// The published log as static files, by C2SP tlog-tiles. Nothing beyond the published checkpoint is shown.
package struct LogReader: Sendable {
    let storage: any LedgerStorage
    private let cache: TileCache?

    /// - Parameter cache: for whoever makes many proofs.
    package init(storage: any LedgerStorage, cache: TileCache? = nil) {
        self.storage = storage
        self.cache = cache
    }

    /// The file below a shard's prefix, or nil where there is none.
    func file(_ path: String, of shard: Shard) async throws -> [UInt8]? {
        switch path {
        case "vkey": return Array("\(shard.verifierKey)\n".utf8)
        case "opening": return shard.opening
        case "closing": return shard.closing
        default:
            guard let path = try? LogPath(path) else { return nil }
            return try await file(path)
        }
    }

    /// The file below the log's prefix, or nil where there is none.
    func file(_ path: LogPath) async throws -> [UInt8]? {
        guard let published = try await storage.published() else { return nil }
        switch path {
        case .checkpoint: return published.note
        case .tile(let id): return try await tile(id, inLogOf: published.size)
        case .entries(let id): return try await bundle(id, inLogOf: published.size)
        }
    }

    /// Every narrower tile is the beginning of the stored one.
    package func tile(_ id: TileID, inLogOf size: UInt64) async throws -> [UInt8]? {
        guard let needed = id.sizeNeeded, needed <= size,
            let bytes = try await storage.tile(level: id.level, index: id.index)
        else { return nil }
        let length = id.width * MerkleHash.byteCount
        guard bytes.count >= length else { throw LedgerError(.tileMissing, at: needed) }
        return Array(bytes[..<length])
    }

    func bundle(_ id: BundleID, inLogOf size: UInt64) async throws -> [UInt8]? {
        guard let range = id.entries, range.upperBound <= size else { return nil }
        let leaves = try await storage.leaves(from: range.lowerBound, limit: id.width)
        guard leaves.count == id.width else { throw LedgerError(.entryMissing, at: range.lowerBound) }
        return try EntryBundle(entries: leaves.map(\.entry)).bytes
    }

    /// A proof's hashes, in a log of `size` entries.
    package func hashes(_ plan: ProofPlan, inLogOf size: UInt64) async throws -> [MerkleHash] {
        var read: [TileID: WholeTile] = [:]
        for id in plan.tiles(inLogOf: size) {
            if let known = cache?.tile(id) {
                read[id] = known
                continue
            }
            guard let bytes = try await tile(id, inLogOf: size) else { throw LedgerError(.tileMissing, at: size) }
            let tile = WholeTile(try Tile(bytes: bytes))
            cache?.keep(tile, for: id)
            read[id] = tile
        }
        return try plan.hashes { node in
            guard let hash = read[TileID(holding: node, inLogOf: size)]?.hash(of: node) else {
                throw LedgerError(.tileMissing, at: size)
            }
            return hash
        }
    }
}
