internal import RecordTypes
public import TransparencyLog

/// What was restored from a mirror.
public struct LedgerHealing: Hashable, Sendable {
    public internal(set) var tiles = 0
    public internal(set) var entries = 0
    /// Acknowledged hashes that stood wrong beside a sound entry.
    public internal(set) var leafHashes = 0
    /// Of the entries, those that were gone whole: their sealed statements are in no mirror.
    public internal(set) var lostStatements = 0

    static func += (healing: inout Self, other: Self) {
        healing.tiles += other.tiles
        healing.entries += other.entries
        healing.leafHashes += other.leafHashes
        healing.lostStatements += other.lostStatements
    }

    public var isSound: Bool { tiles == 0 && entries == 0 && leafHashes == 0 }
}

extension Ledger {
    /// Restores tiles and entries of a stopped embedded ledger from a mirror, in one transaction a shard, or changes nothing of it.
    ///
    /// The root that this log itself has signed decides: what the mirror gives must make it. Where the own signed checkpoints are gone,
    /// the mirror's is taken, which the log's key must have signed.
    /// - Throws: `cannotHeal`, `readOnly`, what `mirror` and the storage fail with.
    public static func heal(
        path: String, keys: [VerifierKey], from mirror: some LogFiles
    ) async throws -> LedgerHealing {
        let storage = try await SQLiteLedgerStorage.open(path: path)
        let shown = try await mirror.file("checkpoint").flatMap { try? Checkpoint(text: SignedNote(bytes: $0).text) }
        var healing = LedgerHealing()
        let shards = try await storage.shards()
        for shard in shards.isEmpty ? [.unclaimed] : shards {
            let keys = shards.count > 1 ? keys.filter { $0.name == shard.origin } : keys
            let view = storage.sqliteView(of: shard)
            // A mirror shows one shard; a gateway, and what it exports, shows the newest, and the others below it.
            if shards.count < 2 || shown?.origin == shard.origin {
                healing += try await LedgerHealer(storage: view, keys: keys, mirror: mirror).heal()
            } else {
                let files = ShardFiles(mirror, shard: shard.number)
                healing += try await LedgerHealer(storage: view, keys: keys, mirror: files).heal()
            }
        }
        return healing
    }
}

/// One pass over the stored entries, tile by tile. Memory grows with what has to be restored.
struct LedgerHealer<Files: LogFiles> {
    let storage: SQLiteLedgerStorage
    let keys: [VerifierKey]
    let mirror: Files

    func heal() async throws -> LedgerHealing {
        let signed = try await signedCheckpoint()
        // Entries beyond the signed ones are only ours; a tree that has grown over them is computed on.
        let end = max(signed.size, try await storage.treeSize())
        var healing = LedgerHealing()
        var repair = StorageRepair()
        var edge = TileEdge()
        var frontier = Frontier()
        var tiles: [StoredTile] = []
        let width = UInt64(TileID.fullWidth)
        var isTrue = signed.size == 0
        for start in stride(from: 0, to: end, by: UInt64.Stride(width)) {
            let upTo = min(end, start + width)
            let rows = try await storage.healable(from: start, to: upTo)
            var bundle: [[UInt8]]?
            for index in start..<upTo {
                let row = rows[index]
                let own = row.map { MerkleHash.leaf($0.entry) }
                if let own, let row, own.bytes == row.leaf {
                    append(own)
                } else {
                    if bundle == nil {
                        bundle = try await entries(index / width, width: Int(upTo - start), end: signed.size)
                    }
                    guard let given = bundle, index - start < UInt64(given.count) else {
                        throw LedgerError(.cannotHeal, at: index)
                    }
                    let entry = given[Int(index - start)]
                    let hash = MerkleHash.leaf(entry)
                    append(hash)
                    if own == hash {
                        healing.leafHashes += 1
                    } else {
                        healing.entries += 1
                        if row == nil { healing.lostStatements += 1 }
                    }
                    repair.entries.append((index, entry, hash.bytes, isNew: row == nil))
                }
                if edge.size == signed.size { isTrue = edge.root == signed.root }
            }
            for tile in tiles where try await storage.tile(level: tile.id.level, index: tile.id.index) != tile.bytes {
                repair.tiles.append(tile)
            }
            tiles.removeAll(keepingCapacity: true)
        }
        guard isTrue else { throw LedgerError(.cannotHeal, at: signed.size) }
        for (id, tile) in edge.partialTiles
        where try await storage.tile(level: id.level, index: id.index) != tile.bytes {
            repair.tiles.append(StoredTile(id: id, bytes: tile.bytes))
        }
        healing.tiles = repair.tiles.count
        repair.tree = StoredTree(frontier: frontier, root: edge.root)
        try await storage.apply(repair)
        return healing

        func append(_ hash: MerkleHash) {
            frontier.append(hash)
            edge.append(hash) { tiles.append(StoredTile(id: $0, bytes: $1.bytes)) }
        }
    }

    private func signedCheckpoint() async throws -> Checkpoint {
        // A damaged row is as good as none.
        let own = try? await storage.latestSigned()?.note
        for note in [own, try await mirror.file("checkpoint")] {
            guard let note, let read = try? SignedNote(bytes: note),
                let checkpoint = try? Checkpoint(verifying: read, logs: keys)
            else { continue }
            return checkpoint
        }
        throw LedgerError(.cannotHeal)
    }

    /// The mirror's entries of one tile, from whatever width it serves.
    private func entries(_ index: UInt64, width: Int, end: UInt64) async throws -> [[UInt8]]? {
        let signedWidth = Int(min(UInt64(width), end > index * 256 ? end - index * 256 : 0))
        for width in [width, TileID.fullWidth, signedWidth] where width > 0 {
            let path = LogPath.entries(try BundleID(index: index, width: width)).text
            if let bytes = try await mirror.file(path), let bundle = try? EntryBundle(bytes: bytes) {
                return bundle.entries
            }
        }
        return nil
    }
}

/// What a healing writes.
struct StorageRepair: Sendable {
    var entries: [(index: UInt64, entry: [UInt8], leaf: [UInt8], isNew: Bool)] = []
    var tiles: [StoredTile] = []
    var tree: StoredTree?
}
