internal import EmbeddedDatabase
internal import Foundation
internal import GRDB
public import RecordTypes
internal import TransparencyLog

/// What a mirror knows besides its tiles and bundles: how far it has come, its cosignature, and where each tag stands.
struct MirrorStore: Sendable {
    private let database: EmbeddedDatabase

    static func open(path: String) async throws -> MirrorStore {
        var migrations = DatabaseMigrator()
        migrations.registerMigration("1 mirror") { database in
            try database.execute(
                sql: """
                    CREATE TABLE mirrored (
                        id INTEGER PRIMARY KEY CHECK (id = 1), size INTEGER NOT NULL, root BLOB NOT NULL,
                        time INTEGER NOT NULL, note BLOB NOT NULL
                    ) STRICT;
                    -- Also of entries beyond the mirrored size, while they are on their way.
                    CREATE TABLE tag (tag BLOB NOT NULL, idx INTEGER NOT NULL, PRIMARY KEY (tag, idx)) STRICT, WITHOUT ROWID;
                    -- Checkpoints that contradict what was mirrored.
                    CREATE TABLE evidence (
                        digest BLOB PRIMARY KEY, time INTEGER NOT NULL, note BLOB NOT NULL, mirrored BLOB NOT NULL
                    ) STRICT;
                    """)
        }
        return MirrorStore(database: try await EmbeddedDatabase.open(path: path, migrations: migrations))
    }

    func mirrored() async throws -> WitnessedCheckpoint? {
        try await database.read { database in
            try Row.fetchOne(database, sql: "SELECT size, root, time, note FROM mirrored").map { row in
                let note = Array(row["note"] as Data)
                let checkpoint = try Checkpoint(text: SignedNote(bytes: note).text)
                return WitnessedCheckpoint(
                    origin: checkpoint.origin, size: UInt64(clamping: row["size"] as Int64),
                    root: try MerkleHash(row["root"] as Data), time: UInt64(clamping: row["time"] as Int64), note: note)
            }
        }
    }

    /// Durable on return. Never a smaller one.
    func keep(_ checkpoint: WitnessedCheckpoint) async throws {
        try await database.write { database in
            try database.execute(
                sql: """
                    INSERT INTO mirrored VALUES (1, ?, ?, ?, ?)
                    ON CONFLICT (id) DO UPDATE
                    SET size = excluded.size, root = excluded.root, time = excluded.time, note = excluded.note
                    WHERE excluded.size >= mirrored.size
                    """,
                arguments: [
                    Int64(clamping: checkpoint.size), Data(checkpoint.root.bytes), Int64(clamping: checkpoint.time),
                    Data(checkpoint.note),
                ])
        }
    }

    func keep(tags: [(tag: [UInt8], index: UInt64)]) async throws {
        try await database.write { database in
            let insert = try database.cachedStatement(sql: "INSERT INTO tag VALUES (?, ?) ON CONFLICT DO NOTHING")
            for (tag, index) in tags { try insert.execute(arguments: [Data(tag), Int64(clamping: index)]) }
        }
    }

    /// Forgets tags of entries that never became part of the log.
    func dropTags(from size: UInt64) async throws {
        try await database.write { database in
            try database.execute(sql: "DELETE FROM tag WHERE idx >= ?", arguments: [Int64(clamping: size)])
        }
    }

    /// Where tags that begin with `prefix` stand below `size`, at most `limit`.
    func indexes(tagPrefix prefix: [UInt8], below size: UInt64, limit: Int) async throws -> [UInt64] {
        let low = prefix + [UInt8](repeating: 0, count: LedgerEntry.tagLength - prefix.count)
        let high = prefix + [UInt8](repeating: 255, count: LedgerEntry.tagLength - prefix.count)
        return try await database.read { database in
            try Int64.fetchAll(
                database, sql: "SELECT idx FROM tag WHERE tag BETWEEN ? AND ? AND idx < ? ORDER BY idx LIMIT ?",
                arguments: [Data(low), Data(high), Int64(clamping: size), limit]
            ).map { UInt64(clamping: $0) }
        }
    }

    func keepEvidence(_ note: [UInt8], mirrored: [UInt8], at time: Instant) async throws {
        try await database.write { database in
            let count = try Int.fetchOne(database, sql: "SELECT count(*) FROM evidence") ?? 0
            guard count < WitnessStore.evidenceLimit else { return }
            try database.execute(
                sql: "INSERT INTO evidence VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
                arguments: [Data(Digest.sha256(note).bytes), time.milliseconds, Data(note), Data(mirrored)])
        }
    }

    func evidence() async throws -> [MirrorEvidence] {
        try await database.read { database in
            try Row.fetchAll(database, sql: "SELECT time, note, mirrored FROM evidence ORDER BY time").map { row in
                MirrorEvidence(
                    time: Instant(milliseconds: row["time"]), note: Array(row["note"] as Data),
                    mirrored: Array(row["mirrored"] as Data))
            }
        }
    }
}

/// A checkpoint that the log's key signed, beside the one that it contradicts.
public struct MirrorEvidence: Hashable, Sendable {
    public let time: Instant
    public let note: [UInt8]
    /// What this mirror had cosigned before.
    public let mirrored: [UInt8]
}
