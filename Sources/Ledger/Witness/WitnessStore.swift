internal import EmbeddedDatabase
internal import Foundation
internal import GRDB
internal import RecordTypes
internal import TransparencyLog

/// The last checkpoint of a log that a witness has cosigned.
struct WitnessedCheckpoint: Hashable, Sendable {
    let origin: String
    let size: UInt64
    let root: MerkleHash
    /// Of the cosignature, POSIX seconds.
    let time: UInt64
    /// The whole note, with the log's signature and the cosignature.
    let note: [UInt8]
}

/// What a witness must not forget: one row a log, and the evidence.
struct WitnessStore: Sendable {
    /// More than this of one log, which only the log itself can sign, says nothing new; the first are kept.
    static let evidenceLimit = 1000

    private let database: EmbeddedDatabase

    static func open(path: String) async throws -> WitnessStore {
        var migrations = DatabaseMigrator()
        migrations.registerMigration("1 witness") { database in
            try database.execute(
                sql: """
                    CREATE TABLE cosigned (
                        origin BLOB PRIMARY KEY, size INTEGER NOT NULL, root BLOB NOT NULL, time INTEGER NOT NULL,
                        note BLOB NOT NULL
                    ) STRICT;
                    CREATE TABLE evidence (
                        id INTEGER PRIMARY KEY, origin BLOB NOT NULL, time INTEGER NOT NULL, request BLOB NOT NULL,
                        digest BLOB NOT NULL UNIQUE, cosigned BLOB
                    ) STRICT;
                    """)
        }
        return WitnessStore(database: try await EmbeddedDatabase.open(path: path, migrations: migrations))
    }

    /// Judges in one transaction, and returns when what was kept is durable.
    func transact<Value: Sendable>(
        _ work: @escaping @Sendable (WitnessTransaction) throws -> Value
    ) async throws -> Value {
        try await database.write { try work(WitnessTransaction(database: $0)) }
    }

    func latest(of origin: String) async throws -> WitnessedCheckpoint? {
        try await database.read { try WitnessTransaction(database: $0).latest(of: origin) }
    }

    func evidence() async throws -> [WitnessEvidence] {
        try await database.read { database in
            try Row.fetchAll(database, sql: "SELECT origin, time, request, cosigned FROM evidence ORDER BY id").map {
                row in
                WitnessEvidence(
                    origin: String(decoding: row["origin"] as Data, as: UTF8.self),
                    time: Instant(milliseconds: row["time"]), request: Array(row["request"] as Data),
                    cosigned: (row["cosigned"] as Data?).map { Array($0) })
            }
        }
    }
}

/// A witness's tables inside one transaction.
struct WitnessTransaction {
    let database: Database

    func latest(of origin: String) throws -> WitnessedCheckpoint? {
        try Row.fetchOne(
            database, sql: "SELECT size, root, time, note FROM cosigned WHERE origin = ?",
            arguments: [Data(origin.utf8)]
        ).map { row in
            WitnessedCheckpoint(
                origin: origin, size: UInt64(clamping: row["size"] as Int64), root: try MerkleHash(row["root"] as Data),
                time: UInt64(clamping: row["time"] as Int64), note: Array(row["note"] as Data))
        }
    }

    func keep(_ checkpoint: WitnessedCheckpoint) throws {
        try database.execute(
            sql: """
                INSERT INTO cosigned VALUES (?, ?, ?, ?, ?)
                ON CONFLICT (origin) DO UPDATE
                SET size = excluded.size, root = excluded.root, time = excluded.time, note = excluded.note
                """,
            arguments: [
                Data(checkpoint.origin.utf8), Int64(clamping: checkpoint.size), Data(checkpoint.root.bytes),
                Int64(clamping: checkpoint.time), Data(checkpoint.note),
            ])
    }

    /// Keeps the first request with this signed text: the same text proves nothing more.
    func keepEvidence(_ request: [UInt8], text: String, origin: String, at time: Instant) throws {
        let count = try Int.fetchOne(
            database, sql: "SELECT count(*) FROM evidence WHERE origin = ?", arguments: [Data(origin.utf8)])
        guard count ?? 0 < WitnessStore.evidenceLimit else { return }
        let cosigned = try latest(of: origin)?.note
        try database.execute(
            sql: """
                INSERT INTO evidence (origin, time, request, digest, cosigned) VALUES (?, ?, ?, ?, ?)
                ON CONFLICT DO NOTHING
                """,
            arguments: [
                Data(origin.utf8), time.milliseconds, Data(request), Data(Digest.sha256(Array(text.utf8)).bytes),
                cosigned.map { Data($0) },
            ])
    }
}
