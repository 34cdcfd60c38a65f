internal import EmbeddedDatabase
internal import GRDB
internal import Sealing

/// The key database: wrapped keys, and the erasures that the journal holds too.
enum KeySchema {
    static var migrations: DatabaseMigrator {
        var migrations = DatabaseMigrator()
        migrations.registerMigration("1 data keys") { database in
            try database.execute(
                sql: """
                    CREATE TABLE data_key (
                        scope BLOB PRIMARY KEY NOT NULL,
                        generation INTEGER NOT NULL,
                        wrapped BLOB NOT NULL
                    ) STRICT, WITHOUT ROWID;
                    CREATE TABLE erased_scope (
                        scope BLOB PRIMARY KEY NOT NULL,
                        generation INTEGER NOT NULL
                    ) STRICT, WITHOUT ROWID;
                    """)
        }
        return migrations
    }
}

/// A row of `data_key`.
struct WrappedKey: Sendable {
    let name: ScopeName
    let generation: Int64
    let wrapped: [UInt8]

    init(_ key: SealingKey, _ name: ScopeName, generation: Int64, _ wrappingKey: SealingKey) {
        self.name = name
        self.generation = generation
        wrapped = wrappingKey.wrap(key, as: Self.place(name, generation))
    }

    init(name: ScopeName, generation: Int64, wrapped: [UInt8]) {
        self.name = name
        self.generation = generation
        self.wrapped = wrapped
    }

    static func fetch(_ name: ScopeName, _ database: Database) throws -> WrappedKey? {
        let statement = try database.cachedStatement(sql: "SELECT generation, wrapped FROM data_key WHERE scope = ?")
        guard let row = try Row.fetchOne(statement, arguments: [Blob(name.bytes)]) else { return nil }
        let wrapped: Blob = row[1]
        return WrappedKey(name: name, generation: row[0], wrapped: wrapped.bytes)
    }

    func insert(_ database: Database) throws {
        try database.cachedStatement(sql: "INSERT INTO data_key (scope, generation, wrapped) VALUES (?, ?, ?)")
            .execute(arguments: [Blob(name.bytes), generation, Blob(wrapped)])
    }

    func opened(by wrappingKey: SealingKey) throws(KeyStoreError) -> SealingKey {
        do { return try wrappingKey.unwrap(wrapped, as: Self.place(name, generation)) } catch {
            throw .wrappedKeyDamaged
        }
    }

    private static func place(_ name: ScopeName, _ generation: Int64) -> SealedPlace {
        SealedPlace(table: "data_key", column: "wrapped", row: name.bytes + Bytes.of(generation))
    }
}

/// A scope whose keys up to a generation are erased: a row of `erased_scope` and an entry of the journal.
struct ErasedScope: Hashable, Sendable {
    let name: ScopeName
    let generation: Int64

    /// 0 when the scope was never erased.
    static func generation(_ name: ScopeName, _ database: Database) throws -> Int64 {
        let statement = try database.cachedStatement(sql: "SELECT generation FROM erased_scope WHERE scope = ?")
        return try Int64.fetchOne(statement, arguments: [Blob(name.bytes)]) ?? 0
    }

    func apply(_ database: Database) throws {
        try database.execute(
            sql: """
                INSERT INTO erased_scope (scope, generation) VALUES (?, ?)
                ON CONFLICT (scope) DO UPDATE SET generation = max(generation, excluded.generation)
                """, arguments: [Blob(name.bytes), generation])
        try database.execute(
            sql: "DELETE FROM data_key WHERE scope = ? AND generation <= ?", arguments: [Blob(name.bytes), generation])
    }
}

/// Big-endian integers.
enum Bytes {
    static func of(_ value: Int64) -> [UInt8] {
        stride(from: 56, through: 0, by: -8).map { UInt8(truncatingIfNeeded: value >> Int64($0)) }
    }

    static func integer(_ bytes: ArraySlice<UInt8>) -> Int64 { bytes.reduce(0) { $0 << 8 | Int64($1) } }
}
