#if PostgreSQL
    /// One connection, kept and made anew when it is lost. Work runs on a thread of its own, one piece after the other, each without
    /// giving the connection away in between.
    actor PostgreSQLConnection {
        private nonisolated let queue = ConnectionQueue()
        nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe queue.asUnownedSerialExecutor() }

        private let connectionString: String
        private let patience: Duration
        private var session: PostgreSQLSession?

        init(connectionString: String, patience: Duration) {
            self.connectionString = connectionString
            self.patience = patience
        }

        /// Runs `work` with a session whose server replicates synchronously.
        func run<Value: Sendable>(_ work: @Sendable (PostgreSQLSession) throws -> Value) throws -> Value {
            let session = try current()
            defer { if !session.isUsable { self.session = nil } }
            return try work(session)
        }

        func close() {
            session?.close()
            session = nil
        }

        private func current() throws -> PostgreSQLSession {
            if let session, session.isUsable { return session }
            let fresh = try PostgreSQLSession(connectionString: connectionString, patience: patience)
            do { try SynchronousReplication.check(fresh) } catch {
                fresh.close()
                throw error
            }
            session = fresh
            return fresh
        }
    }
#endif
