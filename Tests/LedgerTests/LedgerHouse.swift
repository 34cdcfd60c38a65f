import Foundation
import GRDB
import GatewayTesting
import RecordTypes
import Sealing
import Testing
import TransparencyLog

@testable import Ledger

/// A ledger in a folder of its own, with keys and a clock that tests hold.
final class LedgerHouse: Sendable {
    let directory: String
    let keys: LedgerKeys
    let gateway: SealingKey
    let people = InMemoryDataKeys()
    let clock = ManualClock(Instant(seconds: 1_780_000_000))

    var path: String { "\(directory)/ledger.sqlite" }

    init(origin: String = "log.example/test/2026") throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("ledger-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        directory = folder.path
        keys = try LedgerKeys.loadOrCreate(directory: "\(folder.path)/keys", origin: origin)
        gateway = SealingKey.random()
    }

    deinit { try? FileManager.default.removeItem(atPath: directory) }

    func open(pace: Duration = .zero, publication: Ledger.Publication = .unwitnessed) async throws -> Ledger {
        try await Ledger.open(
            path: path, keys: keys, gateway: gateway, people: people, pace: pace, publication: publication,
            clock: clock.reading)
    }

    func open(on storage: any LedgerStorage) async throws -> Ledger {
        try await Ledger(
            storage: storage, keys: keys, gateway: gateway, people: people, pace: .zero, clock: clock.reading,
            random: { SecureRandom.bytes($0) })
    }

    /// Opens, runs while `work` works, then stops in good order.
    func running<Value: Sendable>(
        _ work: @escaping @Sendable (Ledger) async throws -> Value
    ) async throws -> Value { try await Self.running(open(), work) }

    static func running<Value: Sendable>(
        _ ledger: Ledger, _ work: @escaping @Sendable (Ledger) async throws -> Value
    ) async throws -> Value {
        try await withThrowingTaskGroup(of: Value?.self) { group in
            group.addTask {
                try await ledger.run()
                return nil
            }
            group.addTask { try await work(ledger) }
            while let result = try await group.next() {
                guard let value = result else { continue }
                group.cancelAll()
                while try await group.next() != nil {}
                return value
            }
            throw CancellationError()
        }
    }

    /// Changes the stopped ledger's file, as a thief or a bad disk would.
    func tamper(_ sql: String, _ arguments: StatementArguments = StatementArguments()) throws {
        let queue = try DatabaseQueue(path: path, configuration: .patient)
        try queue.write { database in
            try Self.withEntryRows(database, if: sql.contains("entry")) {
                try database.execute(sql: sql, arguments: arguments)
                #expect(database.changesCount > 0, "\(sql)")
            }
        }
        try queue.close()
    }

    /// Flips one bit of a blob.
    func flip(_ table: String, _ column: String, byte: Int = 0, where condition: String) throws {
        let queue = try DatabaseQueue(path: path, configuration: .patient)
        try queue.write { database in
            try Self.withEntryRows(database, if: table == "entry") {
                let old = try #require(
                    try Data.fetchOne(database, sql: "SELECT \(column) FROM \(table) WHERE \(condition)"))
                var bytes = Array(old)
                bytes[byte] ^= 1
                try database.execute(
                    sql: "UPDATE \(table) SET \(column) = ? WHERE \(condition)", arguments: [Data(bytes)])
            }
        }
        try queue.close()
    }

    /// Where wanted, runs `work` where a table `entry` has a row for each entry, for SQL to alter; the ledger's pages are then made of them.
    static func withEntryRows<Value>(
        _ database: Database, if isWanted: Bool, _ work: () throws -> Value
    ) throws -> Value {
        guard isWanted else { return try work() }
        try database.execute(
            sql: """
                CREATE TEMP TABLE entry (
                    idx INTEGER PRIMARY KEY, entry BLOB, leaf BLOB, person INTEGER, counter INTEGER, key_check BLOB,
                    sealed_statement BLOB, sealed_opening BLOB, request BLOB)
                """)
        try SQLiteLedgerStorage.forEachRecord(from: 0, in: database) { index, record, page in
            let parts = record.parts(of: page)
            try database.execute(
                sql: "INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                arguments: [
                    index, Data(parts.entry), Data(parts.leaf), parts.person?.row, parts.person?.counter,
                    Data(parts.keyCheck), Data(parts.statement), Data(parts.opening), parts.request.map { Data($0) },
                ])
            return true
        }
        let value = try work()
        try database.execute(sql: "DELETE FROM page; DELETE FROM request")
        try SQLiteEntryPageWriter.pack(database)
        try database.execute(sql: "DROP TABLE temp.entry")
        return value
    }
}

extension LedgerIdentity {
    static func test(_ number: Int) -> LedgerIdentity {
        LedgerIdentity([UInt8(number & 255), UInt8(number >> 8 & 255)] + [UInt8](repeating: 7, count: 18))!
    }
}

extension LedgerDraft {
    static func test(
        _ number: Int, subject: Int? = nil, kind: EntryKind = .access, key: Int? = nil
    ) -> LedgerDraft {
        LedgerDraft(
            kind: kind, subject: subject.map { .test($0) }, submitter: .gateway,
            statement: Array("{\"n\":\(number)}".utf8),
            idempotencyKey: key.map { Digest.sha256(Array("\($0)".utf8)) })
    }
}

extension Configuration {
    /// Waits for one who is just closing the same file.
    fileprivate static var patient: Configuration {
        var configuration = Configuration()
        configuration.busyMode = .timeout(5)
        return configuration
    }
}
