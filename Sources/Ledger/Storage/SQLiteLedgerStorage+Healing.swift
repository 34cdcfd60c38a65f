internal import Foundation
internal import GRDB
internal import TransparencyLog

extension SQLiteLedgerStorage {
    /// How far the stored tree says it has grown; 0 where that cannot be read.
    func treeSize() async throws -> UInt64 {
        try await read { [shard] database in
            UInt64(
                clamping: try Int64.fetchOne(
                    database, sql: "SELECT size FROM tree WHERE shard = ?", arguments: [shard.number]) ?? 0)
        }
    }

    /// Entries as they stand, with the hashes that were acknowledged, sound or not; what is missing is absent.
    func healable(from start: UInt64, to end: UInt64) async throws -> [UInt64: (entry: [UInt8], leaf: [UInt8])] {
        let (start, end) = (Int64(clamping: shard.start + start), Int64(clamping: shard.start + end))
        return try await read { [shard] database in
            var found: [UInt64: (entry: [UInt8], leaf: [UInt8])] = [:]
            try Self.forEachRecord(from: start, in: database, isLenient: true) { index, record, page in
                guard index < end else { return false }
                found[UInt64(clamping: index) - shard.start] = (Array(page[record.entry]), Array(page[record.leaf]))
                return true
            }
            return found
        }
    }

    package func replaceStatements(_ sealed: [UInt64: [UInt8]]) async throws {
        try await write { database in
            for (index, statement) in sealed {
                try Self.replaceStatement(statement, at: Int64(clamping: index), in: database)
            }
        }
    }

    /// In one transaction. An entry that was gone comes back without its statement, as if its key had been erased.
    func apply(_ repair: StorageRepair) async throws {
        try await write { [shard] database in
            for (index, entry, leaf, isNew) in repair.entries {
                try Self.restore(
                    entry, leaf, at: Int64(clamping: shard.start + index), isNew: isNew, in: database)
            }
            for tile in repair.tiles {
                try database.execute(
                    sql: "INSERT OR REPLACE INTO tile VALUES (?, ?, ?, ?)",
                    arguments: [shard.number, tile.id.level, Int64(clamping: tile.id.index), Data(tile.bytes)])
            }
            guard let tree = repair.tree else { return }
            var frontier: [UInt8] = []
            for hash in tree.frontier.hashes { hash.append(to: &frontier) }
            try database.execute(
                sql: "INSERT OR REPLACE INTO tree VALUES (?, ?, ?, ?)",
                arguments: [shard.number, Int64(clamping: tree.size), Data(tree.root.bytes), Data(frontier)])
            try database.execute(
                sql: "UPDATE sequence SET next = max(next, ?)", arguments: [Int64(clamping: shard.start + tree.size)])
        }
    }
}
