#if PostgreSQL
    internal import Synchronization

    /// One PostgreSQL database with a synchronous standby: connections that write and some that read, each made anew when lost.
    ///
    /// A write is a transaction; when it returns, the standby has it too. Reads go to the primary and see only what the standby has.
    public final class ReplicatedDatabase: Sendable {
        /// Writes of different lanes do not wait for one another here.
        public enum Lane: Int, Sendable, CaseIterable { case first, second }

        private let writers: [PostgreSQLConnection]
        private let readers: [PostgreSQLConnection]
        private let next = Atomic<Int>(0)
        private let patience: Duration

        /// Connects, and refuses a server that does not replicate synchronously.
        ///
        /// - Parameters:
        ///   - connectionString: libpq's, with several hosts where a standby can take over:
        ///     `host=a,b port=5432 dbname=ledger user=gateway passfile=…`.
        ///   - patience: how long a statement may take, and how long a read tries again while the primary changes.
        /// - Throws: ``PostgreSQLError``: `cannotConnect`, `notSynchronous`.
        public static func open(
            connectionString: String, readers: Int = 2, patience: Duration = .seconds(20)
        ) async throws -> ReplicatedDatabase {
            let database = ReplicatedDatabase(connectionString, readers: readers, patience: patience)
            try await database.writers[0].run { _ in }
            return database
        }

        private init(_ connectionString: String, readers: Int, patience: Duration) {
            self.patience = patience
            writers = Lane.allCases.map { _ in
                PostgreSQLConnection(connectionString: connectionString, patience: patience)
            }
            self.readers = (0..<max(1, readers)).map { _ in
                PostgreSQLConnection(connectionString: connectionString, patience: patience)
            }
        }

        /// Runs `work` in one transaction. Durable on the standby when it returns.
        /// - Throws: what `work` throws, with nothing stored; `commitUnknown` when only asking again can tell.
        public func write<Value: Sendable>(
            _ lane: Lane = .first, _ work: @Sendable (PostgreSQLSession) throws -> Value
        ) async throws -> Value {
            try await writers[lane.rawValue].run { session in try session.transaction(work) }
        }

        /// As ``write(_:_:)``, again and again while the server is gone or changing, for as long as `patience`. Only for work that may be
        /// done twice.
        public func writeUntilSettled<Value: Sendable>(
            _ work: @Sendable (PostgreSQLSession) throws -> Value
        ) async throws -> Value {
            try await patiently { try await self.write(.first, work) }
        }

        /// Reads; tries again while the server is gone or changing.
        public func read<Value: Sendable>(
            _ work: @Sendable (PostgreSQLSession) throws -> Value
        ) async throws -> Value {
            let reader = readers[next.wrappingAdd(1, ordering: .relaxed).oldValue % readers.count]
            return try await patiently { try await reader.run(work) }
        }

        /// Reads from one snapshot: several statements see one state.
        public func readSnapshot<Value: Sendable>(
            _ work: @Sendable (PostgreSQLSession) throws -> Value
        ) async throws -> Value {
            try await read { session in
                try session.transaction { session in
                    try session.command("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
                    return try work(session)
                }
            }
        }

        /// Ends every connection.
        public func close() async {
            for connection in writers + readers { await connection.close() }
        }

        private func patiently<Value: Sendable>(_ attempt: () async throws -> Value) async throws -> Value {
            let end = ContinuousClock.now + patience
            var pause = Duration.milliseconds(20)
            while true {
                do {
                    return try await attempt()
                } catch let error as PostgreSQLError where error.mayPass && ContinuousClock.now + pause < end {
                    try await Task.sleep(for: pause)
                    pause = min(pause * 2, .seconds(1))
                }
            }
        }
    }
#endif
