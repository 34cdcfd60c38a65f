public import TransparencyLog

/// Where a ledger is kept.
public enum LedgerPlace: Hashable, Sendable {
    /// One SQLite file, for one gateway.
    case embedded(path: String)
    /// A PostgreSQL database with a synchronous standby, for many. libpq's connection string, with every host that may be the primary.
    case replicated(connectionString: String)

    func open() async throws -> any ClaimedStorage {
        switch self {
        case .embedded(let path): return try await SQLiteLedgerStorage.open(path: path)
        case .replicated(let connectionString): return try await Self.openReplicated(connectionString)
        }
    }

    func openReadOnly() async throws -> any ClaimedStorage {
        switch self {
        case .embedded(let path): return try SQLiteLedgerStorage.openReadOnly(path: path)
        case .replicated(let connectionString): return try await Self.openReplicated(connectionString)
        }
    }

    private static func openReplicated(_ connectionString: String) async throws -> any ClaimedStorage {
        #if PostgreSQL
            return try await PostgreSQLLedgerStorage.open(connectionString: connectionString)
        #else
            throw LedgerError(.builtWithoutPostgreSQL)
        #endif
    }

    /// The shards that are kept there, the oldest first; none before a ledger has claimed it.
    public func shards() async throws -> [Shard] { try await openReadOnly().shards() }

    /// The key of the log that is kept there, of its newest shard; nil before a ledger has claimed it.
    public func verifierKey() async throws -> VerifierKey? {
        guard let text = try await openReadOnly().verifierKey() else { return nil }
        return try VerifierKey(text)
    }
}

/// A storage that belongs to one log.
protocol ClaimedStorage: LedgerStorage {
    /// Binds the storage to one log, or checks that it is this one's.
    /// - Parameter formerly: keys of the log that this one has taken over from.
    /// - Throws: `anotherLog`.
    func claim(origin: String, verifierKey: String, formerly: [String]) async throws
    /// Nil for a storage that no ledger has claimed.
    func verifierKey() async throws -> String?
}

extension SQLiteLedgerStorage: ClaimedStorage {}

#if PostgreSQL
    extension PostgreSQLLedgerStorage: ClaimedStorage {}
#endif
