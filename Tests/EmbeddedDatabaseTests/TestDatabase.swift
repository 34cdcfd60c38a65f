import EmbeddedDatabase
import Foundation
import GRDB

/// A database with one table, in a folder that goes away with it.
final class TestDatabase: Sendable {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("ankur-database-\(UUID().uuidString)")
        .path
    let database: EmbeddedDatabase

    init() async throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        database = try await EmbeddedDatabase.open(path: folder + "/test.sqlite", migrations: Self.migrations)
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    var path: String { folder + "/test.sqlite" }

    static var migrations: DatabaseMigrator {
        var migrations = DatabaseMigrator()
        migrations.registerMigration("1") { database in
            try database.execute(
                sql: """
                    CREATE TABLE note (id INTEGER PRIMARY KEY, number INTEGER NOT NULL UNIQUE) STRICT;
                    CREATE TABLE answer (
                        note INTEGER NOT NULL REFERENCES note (id) DEFERRABLE INITIALLY DEFERRED
                    ) STRICT;
                    """)
        }
        return migrations
    }

    func numbers() async throws -> [Int] {
        try await database.read { try Int.fetchAll($0, sql: "SELECT number FROM note ORDER BY number") }
    }

    func add(_ number: Int) async throws {
        try await database.write { try $0.execute(sql: "INSERT INTO note (number) VALUES (?)", arguments: [number]) }
    }
}
