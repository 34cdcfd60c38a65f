#if PostgreSQL
    internal import RecordTypes
    internal import ReplicatedDatabase
    internal import Synchronization
    internal import TransparencyLog

    // MARK: Integration

    /// Written under the lease: each write carries its epoch.
    extension PostgreSQLLedgerStorage {
        package func leaves(from: UInt64, limit: Int) async throws -> [StoredLeaf] {
            guard limit > 0 else { return [] }
            let start = Int64(clamping: shard.start + from)
            let end = Int64(clamping: try await end(of: shard.start + from, limit))
            return try await database.read { [shard] session in
                let row = try session.query(
                    "SELECT stop FROM shard WHERE number = $1", [.integer(Int64(shard.number))])
                let stop = row.count == 0 || row.isNull(0, 0) ? end : min(end, try row.integer(0, 0))
                var leaves: [StoredLeaf] = []
                try Self.forEachRecord(from: start, to: stop, session) { index, record, page in
                    let expected = from + UInt64(leaves.count)
                    guard index == start + Int64(leaves.count) else { throw LedgerError(.entryMissing, at: expected) }
                    guard let leafHash = Digest(page[record.leaf]) else { throw LedgerError(.damaged, at: expected) }
                    leaves.append(StoredLeaf(entry: Array(page[record.entry]), leafHash: leafHash))
                    return leaves.count < limit
                }
                return leaves
            }
        }

        package func tree() async throws -> StoredTree {
            try await database.read { [shard] session in
                let row = try session.query(
                    "SELECT size, root, frontier FROM tree WHERE shard = $1", [.integer(Int64(shard.number))])
                guard row.count == 1 else { return StoredTree(frontier: Frontier(), root: .emptyRoot) }
                let frontier = row.bytes(0, 2)
                let hashes = frontier.isEmpty ? [] : try Tile(bytes: frontier).hashes
                return StoredTree(
                    frontier: try Frontier(size: UInt64(clamping: try row.integer(0, 0)), hashes: hashes),
                    root: try MerkleHash(row.bytes(0, 1)))
            }
        }

        package func tile(level: Int, index: UInt64) async throws -> [UInt8]? {
            try await database.read { [shard] session in
                let row = try session.query(
                    "SELECT hashes FROM tile WHERE shard = $3 AND level = $1 AND idx = $2",
                    [.integer(Int64(level)), .integer(Int64(clamping: index)), .integer(Int64(shard.number))])
                return row.count == 1 ? row.bytes(0, 0) : nil
            }
        }

        package func extend(from old: UInt64, to tree: StoredTree, tiles: [StoredTile]) async throws -> Bool {
            try await database.write(.second) { [lease, shard] session in
                try lease.fence(session)
                let number = PostgreSQLValue.integer(Int64(shard.number))
                let row = try session.query("SELECT size FROM tree WHERE shard = $1 FOR UPDATE", [number])
                guard row.count == 0 ? old == 0 : UInt64(clamping: try row.integer(0, 0)) == old else { return false }
                try session.query(
                    """
                    INSERT INTO tile (shard, level, idx, hashes)
                    SELECT $4::bigint, * FROM unnest($1::bigint[], $2::bigint[], $3::bytea[])
                    ON CONFLICT (shard, level, idx) DO UPDATE SET hashes = excluded.hashes
                    """,
                    [
                        .integers(tiles.map { Int64($0.id.level) }), .integers(tiles.map { Int64($0.id.index) }),
                        .byteStrings(tiles.map(\.bytes)), number,
                    ])
                let moved = try session.query(
                    """
                    INSERT INTO tree (shard, size, root, frontier) VALUES ($5, $1, $2, $3)
                    ON CONFLICT (shard) DO UPDATE SET size = excluded.size, root = excluded.root, frontier = excluded.frontier
                    WHERE tree.size = $4
                    """,
                    [
                        .integer(Int64(clamping: tree.size)), .bytes(tree.root.bytes),
                        .bytes(tree.frontier.hashes.flatMap(\.bytes)), .integer(Int64(clamping: old)), number,
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
            try await database.write(.second) { [lease, shard] session in
                try lease.fence(session)
                // Nobody else may sign between the look and the deed.
                try session.command("LOCK TABLE signed IN SHARE ROW EXCLUSIVE MODE")
                let latest = try session.query(
                    "SELECT size, root FROM signed WHERE shard = $1 ORDER BY size DESC LIMIT 1",
                    [.integer(Int64(shard.number))])
                if latest.count == 1 {
                    let size = UInt64(clamping: try latest.integer(0, 0))
                    guard
                        size < checkpoint.size
                            || (size == checkpoint.size && latest.bytes(0, 1) == checkpoint.root.bytes)
                    else { throw LedgerError(.signedBefore, at: size) }
                }
                try session.query(
                    "INSERT INTO signed (size, root, note, shard) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
                    Self.values(checkpoint, shard))
            }
        }

        package func latestSigned() async throws -> StoredCheckpoint? {
            try await database.read { [shard] session in
                let rows = try session.query(
                    "SELECT size, root, note FROM signed WHERE shard = $1 ORDER BY size DESC LIMIT 1",
                    [.integer(Int64(shard.number))])
                return rows.count == 1 ? try Self.checkpoint(rows, 0) : nil
            }
        }

        package func signed(from size: UInt64, limit: Int) async throws -> [StoredCheckpoint] {
            try await database.read { [shard] session in
                let rows = try session.query(
                    "SELECT size, root, note FROM signed WHERE shard = $3 AND size >= $1 ORDER BY size LIMIT $2",
                    [.integer(Int64(clamping: size)), .integer(Int64(limit)), .integer(Int64(shard.number))])
                return try (0..<rows.count).map { try Self.checkpoint(rows, $0) }
            }
        }

        package func publish(_ checkpoint: StoredCheckpoint) async throws {
            try await database.write(.second) { [lease, shard] session in
                try lease.fence(session)
                try session.query(
                    """
                    INSERT INTO published (size, root, note, shard) VALUES ($1, $2, $3, $4)
                    ON CONFLICT (shard) DO UPDATE SET size = excluded.size, root = excluded.root, note = excluded.note
                    WHERE excluded.size >= published.size
                    """, Self.values(checkpoint, shard))
            }
        }

        package func published() async throws -> StoredCheckpoint? {
            try await database.read { [shard] session in
                let rows = try session.query(
                    "SELECT size, root, note FROM published WHERE shard = $1", [.integer(Int64(shard.number))])
                return rows.count == 1 ? try Self.checkpoint(rows, 0) : nil
            }
        }

        private static func values(_ checkpoint: StoredCheckpoint, _ shard: Shard) -> [PostgreSQLValue] {
            [
                .integer(Int64(clamping: checkpoint.size)), .bytes(checkpoint.root.bytes), .bytes(checkpoint.note),
                .integer(Int64(shard.number)),
            ]
        }

        private static func checkpoint(_ rows: PostgreSQLRows, _ row: Int) throws -> StoredCheckpoint {
            StoredCheckpoint(
                size: UInt64(clamping: try rows.integer(row, 0)), root: try MerkleHash(rows.bytes(row, 1)),
                note: rows.bytes(row, 2))
        }
    }
#endif
