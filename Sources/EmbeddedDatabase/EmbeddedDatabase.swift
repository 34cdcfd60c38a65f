public import GRDB

/// One SQLite database file as this gateway uses them all: WAL, `synchronous=FULL`, migrated, written by group commit.
public final class EmbeddedDatabase: Sendable {
    private let pool: DatabasePool
    /// The only way to write.
    public let commits: GroupCommit

    /// Opens or makes the database at `path` and migrates it.
    ///
    /// GRDB sets `synchronous=NORMAL` on its writer whenever it opens a pool in WAL mode: a power cut would then lose
    /// committed transactions. FULL is set here once the pool is open, and read back.
    /// - Parameters:
    ///   - readers: how many connections may read beside the writer.
    ///   - secureDelete: overwrite deleted content with zeros.
    /// - Throws: ``EmbeddedDatabaseError``, or GRDB's `DatabaseError` when SQLite cannot open or migrate.
    public static func openBlocking(
        path: String, migrations: DatabaseMigrator, readers: Int = 4, secureDelete: Bool = false
    ) throws -> EmbeddedDatabase {
        var configuration = Configuration()
        configuration.foreignKeysEnabled = true
        configuration.busyMode = .timeout(5)
        configuration.maximumReaderCount = readers
        configuration.acceptsDoubleQuotedStringLiterals = false
        // `GroupCommit` begins and ends its transactions itself, also after I/O errors; a transaction that cannot be ended
        // must not trap.
        configuration.allowsUnsafeTransactions = true
        configuration.prepareDatabase { database in
            try database.execute(sql: "PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON")
            if secureDelete { try database.execute(sql: "PRAGMA secure_delete = ON") }
        }
        PrivateFile.createIfAbsent(path)
        let pool = try DatabasePool(path: path, configuration: configuration)
        try pool.writeWithoutTransaction { database in
            try database.execute(sql: "PRAGMA synchronous = FULL")
            try Durability.check(database)
        }
        try migrations.migrate(pool)
        return EmbeddedDatabase(pool: pool)
    }

    /// As ``openBlocking(path:migrations:readers:secureDelete:)``, away from the caller's actor.
    @concurrent
    public static func open(
        path: String, migrations: DatabaseMigrator, readers: Int = 4, secureDelete: Bool = false
    ) async throws -> EmbeddedDatabase {
        try openBlocking(path: path, migrations: migrations, readers: readers, secureDelete: secureDelete)
    }

    private init(pool: DatabasePool) {
        self.pool = pool
        commits = GroupCommit(pool: pool)
    }

    /// Reads from one snapshot, beside any writer.
    public func read<Value: Sendable>(_ work: @Sendable (Database) throws -> Value) async throws -> Value {
        try await pool.read(work)
    }

    /// Reads from one snapshot; blocks the calling thread. For start-up.
    public func readBlocking<Value>(_ work: (Database) throws -> Value) throws -> Value { try pool.read(work) }

    /// Writes in a transaction shared with whoever else is writing; durable when it returns. See ``GroupCommit/submit(_:)``.
    public func write<Value: Sendable>(_ work: @escaping @Sendable (Database) throws -> Value) async throws -> Value {
        try await commits.submit(work)
    }

    /// Moves everything from the write-ahead log into the database file and cuts the log to nothing, so that what was
    /// deleted with `secureDelete` is in neither.
    /// - Throws: ``EmbeddedDatabaseError/checkpointBusy`` while a reader still looks at an old snapshot.
    public func truncateLog() async throws {
        let busy = try await pool.writeWithoutTransaction { database in
            try Int.fetchOne(database, sql: "PRAGMA wal_checkpoint(TRUNCATE)") ?? 1
        }
        guard busy == 0 else { throw EmbeddedDatabaseError.checkpointBusy }
    }

    /// The writer's `synchronous` level as SQLite reports it: 2 is FULL.
    public func synchronousLevel() async throws -> Int {
        try await pool.writeWithoutTransaction { try Int.fetchOne($0, sql: "PRAGMA synchronous") ?? -1 }
    }

    /// SQLite's own check of every page and index; empty when all is well.
    public func integrityFaults() async throws -> [String] {
        try await read { try String.fetchAll($0, sql: "PRAGMA integrity_check") }.filter { $0 != "ok" }
    }
}

/// The settings without which an acknowledgement would promise too much.
enum Durability {
    static func check(_ database: Database) throws {
        let level = try Int.fetchOne(database, sql: "PRAGMA synchronous") ?? -1
        guard level == 2 else { throw EmbeddedDatabaseError.notDurable(synchronous: level) }
        let journal = try String.fetchOne(database, sql: "PRAGMA journal_mode") ?? ""
        guard journal == "wal" else { throw EmbeddedDatabaseError.notWriteAhead(journalMode: journal) }
    }
}

public enum EmbeddedDatabaseError: Error, Hashable, Sendable {
    /// `PRAGMA synchronous` did not take: a committed transaction could be lost.
    case notDurable(synchronous: Int)
    case notWriteAhead(journalMode: String)
    /// A write or flush failed earlier and nobody knows what is on the disk. Nothing more is written by this process;
    /// opening the file anew recovers it.
    case poisoned(sqliteCode: Int)
    /// Another submission of the same transaction broke it; nothing of this one is stored.
    case transactionLost
    case checkpointBusy
}
