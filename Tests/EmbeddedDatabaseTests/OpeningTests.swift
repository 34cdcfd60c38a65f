import EmbeddedDatabase
import Foundation
import GRDB
import Testing

@Suite("Opening a database")
struct OpeningTests {
    @Test("synchronous is FULL, now and after opening again")
    func synchronousIsFull() async throws {
        let test = try await TestDatabase()
        #expect(try await test.database.synchronousLevel() == 2)
        try await test.add(1)
        #expect(try await test.database.synchronousLevel() == 2)
        let again = try await EmbeddedDatabase.open(path: test.path, migrations: TestDatabase.migrations)
        #expect(try await again.synchronousLevel() == 2)
    }

    @Test(
        "the settings hold on the writer",
        arguments: [("journal_mode", "wal"), ("foreign_keys", "1"), ("trusted_schema", "0"), ("busy_timeout", "5000")])
    func settings(_ name: String, _ expected: String) async throws {
        let test = try await TestDatabase()
        let value = try await test.database.write { try String.fetchOne($0, sql: "PRAGMA \(name)") }
        #expect(value == expected)
    }

    @Test("an older file is migrated, and what it held is kept")
    func migrates() async throws {
        let test = try await TestDatabase()
        try await test.add(7)
        var migrations = TestDatabase.migrations
        migrations.registerMigration("2") { try $0.execute(sql: "ALTER TABLE note ADD COLUMN text TEXT") }
        let newer = try await EmbeddedDatabase.open(path: test.path, migrations: migrations)
        #expect(try await newer.read { try Int.fetchOne($0, sql: "SELECT number FROM note WHERE text IS NULL") } == 7)
    }

    @Test("a failing migration changes nothing")
    func failingMigration() async throws {
        let test = try await TestDatabase()
        try await test.add(7)
        var migrations = TestDatabase.migrations
        migrations.registerMigration("2") { try $0.execute(sql: "DELETE FROM note; SELECT nonsense FROM nowhere") }
        let path = test.path
        await #expect(throws: DatabaseError.self) {
            try await EmbeddedDatabase.open(path: path, migrations: migrations)
        }
        #expect(try await test.numbers() == [7])
    }

    @Test("a file that is no database is refused and left alone")
    func noDatabase() async throws {
        let test = try await TestDatabase()
        let path = test.folder + "/other.sqlite"
        let text = Data(String(repeating: "no database at all. ", count: 300).utf8)
        try text.write(to: URL(fileURLWithPath: path))
        await #expect(throws: DatabaseError.self) {
            try await EmbeddedDatabase.open(path: path, migrations: TestDatabase.migrations)
        }
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == text)
    }

    @Test("nobody else may read the database, its log or its shared memory", arguments: ["", "-wal", "-shm"])
    func fileModes(_ suffix: String) async throws {
        let test = try await TestDatabase()
        try await test.add(1)
        let mode = try FileManager.default.attributesOfItem(atPath: test.path + suffix)[.posixPermissions] as? Int
        #expect(mode == 0o600)
    }

    @Test("a column takes only its type")
    func strictTables() async throws {
        let test = try await TestDatabase()
        await #expect(throws: DatabaseError.self) {
            try await test.database.write { try $0.execute(sql: "INSERT INTO note (number) VALUES ('seven')") }
        }
    }

    @Test("truncating the log leaves it empty and everything readable")
    func truncateLog() async throws {
        let test = try await TestDatabase()
        try await test.add(1)
        try await test.database.truncateLog()
        let size = try FileManager.default.attributesOfItem(atPath: test.path + "-wal")[.size] as? Int
        #expect(size == 0)
        #expect(try await test.numbers() == [1])
        #expect(try await test.database.integrityFaults() == [])
    }

    @Test(
        "bytes come back as they were",
        arguments: [[], [0], [0xFF, 0, 1], Array(repeating: 7, count: 10_000)] as [[UInt8]])
    func blobs(_ bytes: [UInt8]) async throws {
        let test = try await TestDatabase()
        let back = try await test.database.read { try Blob.fetchOne($0, sql: "SELECT ?", arguments: [Blob(bytes)]) }
        #expect(back?.bytes == bytes)
    }
}
