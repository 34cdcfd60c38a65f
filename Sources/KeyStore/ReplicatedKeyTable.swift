#if PostgreSQL
    internal import ReplicatedDatabase

    /// The keys of several gateways, in PostgreSQL with a synchronous standby.
    ///
    /// What is deleted is vacuumed away; it stands in the servers' write-ahead log, wrapped, until that is recycled.
    struct ReplicatedKeyTable: KeyTable {
        private let database: ReplicatedDatabase

        static func open(connectionString: String) async throws -> ReplicatedKeyTable {
            let database = try await ReplicatedDatabase.open(connectionString: connectionString)
            try await database.write { session in
                try session.command("SELECT pg_advisory_xact_lock(hashtext('ankur key schema'))")
                try session.command("SET LOCAL client_min_messages = warning")
                try session.command(
                    """
                    CREATE TABLE IF NOT EXISTS data_key (
                        scope bytea PRIMARY KEY, generation bigint NOT NULL, wrapped bytea NOT NULL);
                    CREATE TABLE IF NOT EXISTS erased_scope (scope bytea PRIMARY KEY, generation bigint NOT NULL);
                    """)
            }
            return ReplicatedKeyTable(database: database)
        }

        func fetch(_ name: ScopeName) async throws -> WrappedKey? {
            try await database.read { try Self.fetch(name, $0) }
        }

        /// May be done twice: the second time finds the key that is there.
        func fetch(
            _ name: ScopeName, orKeep make: @escaping @Sendable (_ generation: Int64) -> WrappedKey
        ) async throws -> WrappedKey {
            if let present = try await fetch(name) { return present }
            return try await database.writeUntilSettled { session in
                try Self.lock(name, session)
                if let present = try Self.fetch(name, session) { return present }
                let fresh = make(try Self.erasedGeneration(name, session) + 1)
                try session.query(
                    "INSERT INTO data_key VALUES ($1, $2, $3)",
                    [.bytes(name.bytes), .integer(fresh.generation), .bytes(fresh.wrapped)])
                return fresh
            }
        }

        func erase(_ name: ScopeName, _ journal: @escaping @Sendable (ErasedScope) throws -> Void) async throws {
            try await database.write { session in
                try Self.lock(name, session)
                let present = try Self.fetch(name, session)?.generation
                let generation = try present ?? Self.erasedGeneration(name, session) + 1
                let erased = ErasedScope(name: name, generation: generation)
                try journal(erased)
                try Self.apply(erased, session)
            }
        }

        func erased() async throws -> [ScopeName: Int64] {
            try await database.read { session in
                let rows = try session.query("SELECT scope, generation FROM erased_scope")
                var erased: [ScopeName: Int64] = [:]
                for row in 0..<rows.count {
                    guard let name = ScopeName(rows.bytes(row, 0)) else { continue }
                    erased[name] = try rows.integer(row, 1)
                }
                return erased
            }
        }

        func apply(_ erased: [ErasedScope]) async throws -> Int {
            try await database.writeUntilSettled { session in
                for erased in erased { try Self.apply(erased, session) }
                return try session.query(
                    """
                    DELETE FROM data_key USING erased_scope AS e
                    WHERE e.scope = data_key.scope AND e.generation >= data_key.generation
                    """
                ).changedCount
            }
        }

        func forgetDeleted() async throws {
            // Outside of a transaction, as VACUUM must be.
            _ = try await database.read { try $0.command("VACUUM data_key").changedCount }
        }

        /// Two gateways that make or erase one scope's key wait for one another.
        private static func lock(_ name: ScopeName, _ session: PostgreSQLSession) throws {
            try session.query("SELECT pg_advisory_xact_lock($1)", [.integer(Bytes.integer(name.bytes[..<8]))])
        }

        private static func fetch(_ name: ScopeName, _ session: PostgreSQLSession) throws -> WrappedKey? {
            let row = try session.query(
                "SELECT generation, wrapped FROM data_key WHERE scope = $1", [.bytes(name.bytes)])
            guard row.count == 1 else { return nil }
            return WrappedKey(name: name, generation: try row.integer(0, 0), wrapped: row.bytes(0, 1))
        }

        private static func erasedGeneration(_ name: ScopeName, _ session: PostgreSQLSession) throws -> Int64 {
            let row = try session.query("SELECT generation FROM erased_scope WHERE scope = $1", [.bytes(name.bytes)])
            return row.count == 1 ? try row.integer(0, 0) : 0
        }

        private static func apply(_ erased: ErasedScope, _ session: PostgreSQLSession) throws {
            try session.query(
                """
                INSERT INTO erased_scope VALUES ($1, $2)
                ON CONFLICT (scope) DO UPDATE SET generation = greatest(erased_scope.generation, excluded.generation)
                """, [.bytes(erased.name.bytes), .integer(erased.generation)])
            try session.query(
                "DELETE FROM data_key WHERE scope = $1 AND generation <= $2",
                [.bytes(erased.name.bytes), .integer(erased.generation)])
        }
    }
#endif
