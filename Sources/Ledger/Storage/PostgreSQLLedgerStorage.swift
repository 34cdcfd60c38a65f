#if PostgreSQL
    internal import RecordTypes
    internal import ReplicatedDatabase
    internal import Synchronization
    internal import TransparencyLog

    /// The ledger of many gateway nodes: PostgreSQL with a synchronous standby, one transaction a batch.
    ///
    /// Every node hands in its own batches. Who gives out indexes and counters is settled by a lock on one row, and checked by
    /// compare-and-swap when the row moves: at any time there is one sequencer. A node that stalls inside its transaction is ended by
    /// the server, and its transaction with it.
    ///
    /// Growing the tree, signing and publishing is done by the node that holds the lease. Each of these writes carries the lease's epoch,
    /// so that a holder that was believed dead can write nothing once another one has taken over.
    package final class PostgreSQLLedgerStorage: LedgerStorage {
        /// Batches go through its first lane, the tree and its signatures through the second.
        let database: ReplicatedDatabase
        let lease: Lease
        let shard: Shard
        /// How many entries the standby has, as far as this node knows.
        let confirmed: Watermark
        /// Shared by all views.
        let counters: CounterCache

        /// Connects, refuses a server without synchronous replication, makes the tables.
        package static func open(
            connectionString: String, patience: Duration = .seconds(20), leaseTerm: Duration = .seconds(10)
        ) async throws -> PostgreSQLLedgerStorage {
            let database = try await ReplicatedDatabase.open(connectionString: connectionString, patience: patience)
            try await database.write { try PostgreSQLLedgerSchema.create($0) }
            return PostgreSQLLedgerStorage(
                database: database, lease: Lease(term: leaseTerm), shard: .unclaimed, confirmed: Watermark(0),
                counters: CounterCache())
        }

        private init(
            database: ReplicatedDatabase, lease: Lease, shard: Shard, confirmed: Watermark, counters: CounterCache
        ) {
            self.database = database
            self.lease = lease
            self.shard = shard
            self.confirmed = confirmed
            self.counters = counters
        }

        package func view(of shard: Shard) -> any LedgerStorage {
            PostgreSQLLedgerStorage(
                database: database, lease: lease, shard: shard, confirmed: confirmed, counters: counters)
        }

        package func shards() async throws -> [Shard] {
            try await database.read { session in
                let rows = try session.query(
                    "SELECT number, origin, vkey, start, stop, opening, closing FROM shard ORDER BY number")
                return try (0..<rows.count).map { row in
                    Shard(
                        number: Int(try rows.integer(row, 0)), origin: rows.text(row, 1),
                        verifierKey: rows.text(row, 2),
                        start: UInt64(clamping: try rows.integer(row, 3)),
                        end: rows.isNull(row, 4) ? nil : UInt64(clamping: try rows.integer(row, 4)),
                        opening: rows.isNull(row, 5) ? nil : rows.bytes(row, 5),
                        closing: rows.isNull(row, 6) ? nil : rows.bytes(row, 6))
                }
            }
        }

        package var isShared: Bool { true }

        /// Binds the database to one log, or checks that its newest shard is this one's.
        /// - Parameter formerly: keys of the log that this one has taken over from.
        /// - Throws: `anotherLog`.
        package func claim(origin: String, verifierKey: String, formerly: [String]) async throws {
            try await database.write { session in
                for old in formerly {
                    try session.query(
                        "UPDATE shard SET vkey = $1 WHERE origin = $2 AND vkey = $3",
                        [.text(verifierKey), .text(origin), .text(old)])
                }
                try session.query(
                    """
                    INSERT INTO shard (number, origin, vkey, start)
                    SELECT 1, $1::text, $2::text, 0 WHERE NOT EXISTS (SELECT * FROM shard) ON CONFLICT DO NOTHING
                    """, [.text(origin), .text(verifierKey)])
                let row = try session.query("SELECT origin, vkey FROM shard ORDER BY number DESC LIMIT 1")
                guard row.count == 1, row.text(0, 0) == origin, row.text(0, 1) == verifierKey else {
                    throw LedgerError(.anotherLog)
                }
            }
        }

        /// The newest shard's. Nil for a database that no ledger has claimed.
        package func verifierKey() async throws -> String? {
            try await database.read { session in
                let row = try session.query("SELECT vkey FROM shard ORDER BY number DESC LIMIT 1")
                return row.count == 1 ? row.text(0, 0) : nil
            }
        }

        package func close() async { await database.close() }
    }
#endif
