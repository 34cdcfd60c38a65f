internal import Foundation
internal import GRDB
internal import RecordTypes
internal import TransparencyLog

// MARK: Integration

extension SQLiteLedgerStorage {
    package func leaves(from: UInt64, limit: Int) async throws -> [StoredLeaf] {
        guard limit > 0 else { return [] }
        let start = Int64(clamping: shard.start + from)
        return try await read { [shard] database in
            let end = try Int64.fetchOne(
                database, sql: "SELECT stop FROM shard WHERE number = ?", arguments: [shard.number])
            var leaves: [StoredLeaf] = []
            try Self.forEachRecord(from: start, in: database) { index, record, page in
                guard index < end ?? Int64.max else { return false }
                guard index == start + Int64(leaves.count) else {
                    throw LedgerError(.entryMissing, at: from + UInt64(leaves.count))
                }
                guard let leafHash = Digest(page[record.leaf]) else {
                    throw LedgerError(.damaged, at: from + UInt64(leaves.count))
                }
                leaves.append(StoredLeaf(entry: Array(page[record.entry]), leafHash: leafHash))
                return leaves.count < limit
            }
            return leaves
        }
    }

    package func tree() async throws -> StoredTree {
        try await read { [shard] database in
            guard
                let row = try Row.fetchOne(
                    database, sql: "SELECT size, root, frontier FROM tree WHERE shard = ?", arguments: [shard.number])
            else {
                return StoredTree(frontier: Frontier(), root: .emptyRoot)
            }
            let frontier = row["frontier"] as Data
            let hashes = frontier.isEmpty ? [] : try Tile(bytes: frontier).hashes
            return StoredTree(
                frontier: try Frontier(size: UInt64(clamping: row["size"] as Int64), hashes: hashes),
                root: try MerkleHash(row["root"] as Data))
        }
    }

    package func tile(level: Int, index: UInt64) async throws -> [UInt8]? {
        let index = Int64(clamping: index)
        return try await read { [shard] database in
            try Data.fetchOne(
                database.cachedStatement(sql: "SELECT hashes FROM tile WHERE shard = ? AND level = ? AND idx = ?"),
                arguments: [shard.number, level, index]
            ).map { Array($0) }
        }
    }

    package func extend(from old: UInt64, to tree: StoredTree, tiles: [StoredTile]) async throws -> Bool {
        try await write { [shard] database in
            let size =
                try Int64.fetchOne(
                    database, sql: "SELECT size FROM tree WHERE shard = ?", arguments: [shard.number]) ?? 0
            guard size == Int64(clamping: old) else { return false }
            let put = try database.cachedStatement(
                sql: """
                    INSERT INTO tile VALUES (?, ?, ?, ?)
                    ON CONFLICT (shard, level, idx) DO UPDATE SET hashes = excluded.hashes
                    """)
            for tile in tiles {
                try put.execute(
                    arguments: [shard.number, tile.id.level, Int64(tile.id.index), Data(tile.bytes)])
            }
            var frontier: [UInt8] = []
            for hash in tree.frontier.hashes { hash.append(to: &frontier) }
            try database.execute(
                sql: "INSERT OR REPLACE INTO tree VALUES (?, ?, ?, ?)",
                arguments: [shard.number, Int64(clamping: tree.size), Data(tree.root.bytes), Data(frontier)])
            return true
        }
    }
}

// MARK: Checkpoints

extension SQLiteLedgerStorage {
    package func keepSigned(_ checkpoint: StoredCheckpoint) async throws {
        try await write { [shard] database in
            let latest = try Row.fetchOne(
                database, sql: "SELECT size, root FROM signed WHERE shard = ? ORDER BY size DESC LIMIT 1",
                arguments: [shard.number])
            if let latest {
                let size = UInt64(clamping: latest["size"] as Int64)
                guard
                    size < checkpoint.size || (size == checkpoint.size && latest["root"] == Data(checkpoint.root.bytes))
                else { throw LedgerError(.signedBefore, at: size) }
            }
            try database.execute(
                sql: "INSERT INTO signed VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
                arguments: [
                    shard.number, Int64(clamping: checkpoint.size), Data(checkpoint.root.bytes), Data(checkpoint.note),
                ])
        }
    }

    package func latestSigned() async throws -> StoredCheckpoint? {
        try await read { [shard] database in
            try Row.fetchOne(
                database, sql: "SELECT size, root, note FROM signed WHERE shard = ? ORDER BY size DESC LIMIT 1",
                arguments: [shard.number]
            ).map { try Self.checkpoint($0) }
        }
    }

    package func signed(from size: UInt64, limit: Int) async throws -> [StoredCheckpoint] {
        let start = Int64(clamping: size)
        return try await read { [shard] database in
            try Row.fetchAll(
                database,
                sql: "SELECT size, root, note FROM signed WHERE shard = ? AND size >= ? ORDER BY size LIMIT ?",
                arguments: [shard.number, start, limit]
            ).map { try Self.checkpoint($0) }
        }
    }

    package func publish(_ checkpoint: StoredCheckpoint) async throws {
        try await write { [shard] database in
            try database.execute(
                sql: """
                    INSERT INTO published VALUES (?, ?, ?, ?)
                    ON CONFLICT (shard) DO UPDATE SET size = excluded.size, root = excluded.root, note = excluded.note
                    WHERE excluded.size >= published.size
                    """,
                arguments: [
                    shard.number, Int64(clamping: checkpoint.size), Data(checkpoint.root.bytes), Data(checkpoint.note),
                ])
        }
    }

    package func published() async throws -> StoredCheckpoint? {
        try await read { [shard] database in
            try Row.fetchOne(
                database, sql: "SELECT size, root, note FROM published WHERE shard = ?", arguments: [shard.number]
            ).map { try Self.checkpoint($0) }
        }
    }

    private static func checkpoint(_ row: Row) throws -> StoredCheckpoint {
        StoredCheckpoint(
            size: UInt64(clamping: row["size"] as Int64), root: try MerkleHash(row["root"] as Data),
            note: Array(row["note"] as Data))
    }
}
