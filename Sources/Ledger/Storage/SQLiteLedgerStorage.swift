internal import EmbeddedDatabase
internal import Foundation
internal import GRDB
internal import RecordTypes
internal import TransparencyLog

/// The embedded ledger: one SQLite file, `synchronous=FULL`, one transaction a batch.
///
/// Several processes may have the same file open: each transaction reads where the log stands before it writes.
package final class SQLiteLedgerStorage: LedgerStorage {
    private enum Engine {
        case embedded(EmbeddedDatabase)
        /// For looking at a stopped gateway's file without changing it.
        case readOnly(DatabaseQueue)
    }

    private let engine: Engine
    let shard: Shard
    /// Shared by all views.
    let counters: CounterCache

    package static func open(path: String) async throws -> SQLiteLedgerStorage {
        let database = try await EmbeddedDatabase.open(
            path: path, migrations: LedgerSchema.migrations, secureDelete: true)
        return SQLiteLedgerStorage(
            engine: .embedded(database), shard: .unclaimed, counters: CounterCache())
    }

    package static func openReadOnly(path: String) throws -> SQLiteLedgerStorage {
        SQLiteLedgerStorage(
            engine: .readOnly(try UnwritableFile.open(path)), shard: .unclaimed, counters: CounterCache())
    }

    private init(engine: Engine, shard: Shard, counters: CounterCache) {
        self.engine = engine
        self.shard = shard
        self.counters = counters
    }

    package func view(of shard: Shard) -> any LedgerStorage { sqliteView(of: shard) }

    func sqliteView(of shard: Shard) -> SQLiteLedgerStorage {
        SQLiteLedgerStorage(engine: engine, shard: shard, counters: counters)
    }

    func read<Value: Sendable>(_ work: @escaping @Sendable (Database) throws -> Value) async throws -> Value {
        switch engine {
        case .embedded(let database): try await database.read(work)
        case .readOnly(let queue): try await queue.read(work)
        }
    }

    func write<Value: Sendable>(_ work: @escaping @Sendable (Database) throws -> Value) async throws -> Value {
        switch engine {
        case .embedded(let database): try await database.write(work)
        case .readOnly: throw LedgerError(.readOnly)
        }
    }

    /// SQLite overwrites what it frees; this empties its write-ahead log, which still has the former pages.
    package func forgetReplaced() async throws {
        if case .embedded(let database) = engine { try await database.truncateLog() }
    }

    package func shards() async throws -> [Shard] {
        try await read { database in
            try Row.fetchAll(
                database, sql: "SELECT number, origin, vkey, start, stop, opening, closing FROM shard ORDER BY number"
            ).map { row in
                Shard(
                    number: row["number"], origin: row["origin"], verifierKey: row["vkey"],
                    start: UInt64(clamping: row["start"] as Int64),
                    end: (row["stop"] as Int64?).map { UInt64(clamping: $0) },
                    opening: (row["opening"] as Data?).map { Array($0) },
                    closing: (row["closing"] as Data?).map { Array($0) })
            }
        }
    }

    /// Binds the file to one log, or checks that its newest shard is this one's.
    /// - Parameter formerly: keys of the log that this one has taken over from.
    /// - Throws: `anotherLog`.
    package func claim(origin: String, verifierKey: String, formerly: [String]) async throws {
        try await write { database in
            for old in formerly {
                try database.execute(
                    sql: "UPDATE shard SET vkey = ? WHERE origin = ? AND vkey = ?",
                    arguments: [verifierKey, origin, old])
            }
            try database.execute(
                sql: """
                    INSERT INTO shard SELECT 1, ?, ?, 0, NULL, NULL, NULL WHERE NOT EXISTS (SELECT * FROM shard)
                    """, arguments: [origin, verifierKey])
            let row = try Row.fetchOne(database, sql: "SELECT origin, vkey FROM shard ORDER BY number DESC LIMIT 1")
            guard row?["origin"] == origin, row?["vkey"] == verifierKey else { throw LedgerError(.anotherLog) }
        }
    }

    /// The newest shard's. Nil for a file that no ledger has claimed.
    package func verifierKey() async throws -> String? {
        try await read { database in
            // A file that has not been opened for writing since logs have shards.
            guard try database.tableExists("shard") else {
                return try String.fetchOne(database, sql: "SELECT vkey FROM log")
            }
            return try String.fetchOne(database, sql: "SELECT vkey FROM shard ORDER BY number DESC LIMIT 1")
        }
    }
}
