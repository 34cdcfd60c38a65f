internal import EmbeddedDatabase
internal import GRDB

/// The keys of one gateway, in SQLite. What is deleted is overwritten.
struct EmbeddedKeyTable: KeyTable {
    private let database: EmbeddedDatabase

    static func open(path: String) async throws -> EmbeddedKeyTable {
        EmbeddedKeyTable(
            database: try await EmbeddedDatabase.open(
                path: path, migrations: KeySchema.migrations, readers: 2, secureDelete: true))
    }

    func fetch(_ name: ScopeName) async throws -> WrappedKey? {
        try await database.read { try WrappedKey.fetch(name, $0) }
    }

    func fetch(
        _ name: ScopeName, orKeep make: @escaping @Sendable (_ generation: Int64) -> WrappedKey
    ) async throws -> WrappedKey {
        try await database.write { database in
            if let present = try WrappedKey.fetch(name, database) { return present }
            let fresh = make(try ErasedScope.generation(name, database) + 1)
            try fresh.insert(database)
            return fresh
        }
    }

    func erase(_ name: ScopeName, _ journal: @escaping @Sendable (ErasedScope) throws -> Void) async throws {
        try await database.write { database in
            let present = try WrappedKey.fetch(name, database)?.generation
            let generation = try present ?? ErasedScope.generation(name, database) + 1
            let erased = ErasedScope(name: name, generation: generation)
            try journal(erased)
            try erased.apply(database)
        }
    }

    func erased() async throws -> [ScopeName: Int64] {
        try await database.read { database in
            try Dictionary(
                Row.fetchAll(database, sql: "SELECT scope, generation FROM erased_scope").compactMap { row in
                    let scope: Blob = row[0]
                    let generation: Int64 = row[1]
                    return ScopeName(scope.bytes).map { ($0, generation) }
                }, uniquingKeysWith: max)
        }
    }

    func apply(_ erased: [ErasedScope]) async throws -> Int {
        try await database.write { database in
            for erased in erased { try erased.apply(database) }
            try database.execute(
                sql: """
                    DELETE FROM data_key WHERE EXISTS (
                        SELECT 1 FROM erased_scope AS e
                        WHERE e.scope = data_key.scope AND e.generation >= data_key.generation)
                    """)
            return database.changesCount
        }
    }

    func forgetDeleted() async throws { try await database.truncateLog() }
}
