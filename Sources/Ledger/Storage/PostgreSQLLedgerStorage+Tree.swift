#if PostgreSQL
    internal import RecordTypes
    internal import ReplicatedDatabase
    internal import Synchronization
    internal import TransparencyLog

    // MARK: Integration

    /// Written under the lease: each write carries its epoch.
    extension PostgreSQLLedgerStorage {
        package func leaves(from: UInt64, limit: Int) async throws -> [StoredLeaf] {
            let end = try await end(of: from, limit)
            return try await database.read { session in
                let rows = try session.query(
                    "SELECT idx, entry, leaf FROM entry WHERE idx >= $1 AND idx < $3 ORDER BY idx LIMIT $2",
                    [.integer(Int64(clamping: from)), .integer(Int64(limit)), .integer(Int64(clamping: end))])
                return try (0..<rows.count).map { row in
                    let expected = from + UInt64(row)
                    guard UInt64(clamping: try rows.integer(row, 0)) == expected else {
                        throw LedgerError(.entryMissing, at: expected)
                    }
                    guard let leafHash = Digest(rows.bytes(row, 2)) else { throw LedgerError(.damaged, at: expected) }
                    return StoredLeaf(entry: rows.bytes(row, 1), leafHash: leafHash)
                }
            }
        }

        package func tree() async throws -> StoredTree {
            try await database.read { session in
                let row = try session.query("SELECT size, root, frontier FROM tree")
                guard row.count == 1 else { return StoredTree(frontier: Frontier(), root: .emptyRoot) }
                let frontier = row.bytes(0, 2)
                let hashes = frontier.isEmpty ? [] : try Tile(bytes: frontier).hashes
                return StoredTree(
                    frontier: try Frontier(size: UInt64(clamping: try row.integer(0, 0)), hashes: hashes),
                    root: try MerkleHash(row.bytes(0, 1)))
            }
        }

        package func tile(level: Int, index: UInt64) async throws -> [UInt8]? {
            try await database.read { session in
                let row = try session.query(
                    "SELECT hashes FROM tile WHERE level = $1 AND idx = $2",
                    [.integer(Int64(level)), .integer(Int64(clamping: index))])
                return row.count == 1 ? row.bytes(0, 0) : nil
            }
        }

        package func extend(from old: UInt64, to tree: StoredTree, tiles: [StoredTile]) async throws -> Bool {
            try await database.write(.second) { [lease] session in
                try lease.fence(session)
                let row = try session.query("SELECT size FROM tree FOR UPDATE")
                guard row.count == 0 ? old == 0 : UInt64(clamping: try row.integer(0, 0)) == old else { return false }
                try session.query(
                    """
                    INSERT INTO tile SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::bytea[])
                    ON CONFLICT (level, idx) DO UPDATE SET hashes = excluded.hashes
                    """,
                    [
                        .integers(tiles.map { Int64($0.id.level) }), .integers(tiles.map { Int64($0.id.index) }),
                        .byteStrings(tiles.map(\.bytes)),
                    ])
                let moved = try session.query(
                    """
                    INSERT INTO tree VALUES (1, $1, $2, $3)
                    ON CONFLICT (id) DO UPDATE SET size = excluded.size, root = excluded.root, frontier = excluded.frontier
                    WHERE tree.size = $4
                    """,
                    [
                        .integer(Int64(clamping: tree.size)), .bytes(tree.root.bytes),
                        .bytes(tree.frontier.hashes.flatMap(\.bytes)), .integer(Int64(clamping: old)),
                    ])
                guard moved.changedCount == 1 else { throw LedgerError(.leaseLost) }
                return true
            }
        }
    }

    // MARK: Signing and publishing

    extension PostgreSQLLedgerStorage {
        package func leads() async throws -> Bool { try await lease.hold(database) }

        package func resign() async throws { try await lease.release(database) }

        package func keepSigned(_ checkpoint: StoredCheckpoint) async throws {
            try await database.write(.second) { [lease] session in
                try lease.fence(session)
                // Nobody else may sign between the look and the deed.
                try session.command("LOCK TABLE signed IN SHARE ROW EXCLUSIVE MODE")
                let latest = try session.query("SELECT size, root FROM signed ORDER BY size DESC LIMIT 1")
                if latest.count == 1 {
                    let size = UInt64(clamping: try latest.integer(0, 0))
                    guard
                        size < checkpoint.size
                            || (size == checkpoint.size && latest.bytes(0, 1) == checkpoint.root.bytes)
                    else { throw LedgerError(.signedBefore, at: size) }
                }
                try session.query(
                    "INSERT INTO signed VALUES ($1, $2, $3) ON CONFLICT DO NOTHING", Self.values(checkpoint))
            }
        }

        package func latestSigned() async throws -> StoredCheckpoint? {
            try await database.read { session in
                let rows = try session.query("SELECT size, root, note FROM signed ORDER BY size DESC LIMIT 1")
                return rows.count == 1 ? try Self.checkpoint(rows, 0) : nil
            }
        }

        package func signed(from size: UInt64, limit: Int) async throws -> [StoredCheckpoint] {
            try await database.read { session in
                let rows = try session.query(
                    "SELECT size, root, note FROM signed WHERE size >= $1 ORDER BY size LIMIT $2",
                    [.integer(Int64(clamping: size)), .integer(Int64(limit))])
                return try (0..<rows.count).map { try Self.checkpoint(rows, $0) }
            }
        }

        package func publish(_ checkpoint: StoredCheckpoint) async throws {
            try await database.write(.second) { [lease] session in
                try lease.fence(session)
                try session.query(
                    """
                    INSERT INTO published VALUES (1, $1, $2, $3)
                    ON CONFLICT (id) DO UPDATE SET size = excluded.size, root = excluded.root, note = excluded.note
                    WHERE excluded.size >= published.size
                    """, Self.values(checkpoint))
            }
        }

        package func published() async throws -> StoredCheckpoint? {
            try await database.read { session in
                let rows = try session.query("SELECT size, root, note FROM published")
                return rows.count == 1 ? try Self.checkpoint(rows, 0) : nil
            }
        }

        private static func values(_ checkpoint: StoredCheckpoint) -> [PostgreSQLValue] {
            [.integer(Int64(clamping: checkpoint.size)), .bytes(checkpoint.root.bytes), .bytes(checkpoint.note)]
        }

        private static func checkpoint(_ rows: PostgreSQLRows, _ row: Int) throws -> StoredCheckpoint {
            StoredCheckpoint(
                size: UInt64(clamping: try rows.integer(row, 0)), root: try MerkleHash(rows.bytes(row, 1)),
                note: rows.bytes(row, 2))
        }
    }
#endif
