import EmbeddedDatabase
import Foundation
import GRDB
import Ledger
import RecordTypes

/// Batches of 1,000 entries through the ledger, beside bare SQLite that inserts the same rows: WAL, `synchronous=FULL`, one
/// transaction a thousand, prepared statements, no index besides the primary key.
enum SequencingRun {
    /// Of entries.
    struct Rates {
        /// Through SQLite's own functions, without looking anything up.
        var bare = Pace()
        /// The same through GRDB's statements.
        var bareGRDB = Pace()
        /// As `bare`, with the other rows that a batch needs: a count for each of its persons, its id, and where the log stands.
        var bareWhole = Pace()
        /// The ledger's transaction alone, with entries that were laid out before: looks up persons and idempotency keys, moves the
        /// counters, inserts entries and batch id.
        var transaction = Pace()
        /// From prepared drafts to durable entries and answers: all that the one sequencer does.
        var sequencing = Pace()
        /// Whole appends: keys, tags, sealing, and a task for each that waits.
        var appending = Pace()
    }

    static func measure(in folder: String, appends: Int) async throws -> Rates {
        let bench = try await BenchLedger(folder: folder + "/sequencing")
        var rates = try await rates(of: bench, appends: appends)
        let again = try await TransactionRun(of: try await SQLiteLedgerStorage.open(path: bench.path), limit: appends)
        rates.transaction = try await again.run(
            0..<again.count, in: try await SQLiteLedgerStorage.open(path: folder + "/transaction.sqlite"))
        let entries = try await SQLiteLedgerStorage.open(path: bench.path).entries(from: 0, limit: appends)
        let rows = entries.map { entry in
            (
                index: Int64(entry.index),
                blobs: [entry.entry, entry.leafHash.bytes, entry.keyCheck, entry.statement, entry.opening]
            )
        }
        rates.bare = try bareRate(of: rows, from: bench.path, to: folder + "/bare.sqlite", hot: true)
        rates.bareWhole = try bareRate(
            of: rows, from: bench.path, to: folder + "/bare-whole.sqlite", hot: true, isWhole: true)
        rates.bareGRDB = try bareRate(of: rows, from: bench.path, to: folder + "/bare-grdb.sqlite", hot: false)
        return rates
    }

    static func rates(of bench: BenchLedger, appends: Int) async throws -> Rates {
        let drafts = (0..<appends).map { BenchLedger.draft($0) }
        return try await bench.running { ledger in
            // The first batch makes people and keys.
            try await all(0..<BenchLedger.people) { _ = try await ledger.append(drafts[$0 % appends]) }
            var prepared: [Ledger.Prepared] = []
            for draft in drafts { prepared.append(try await ledger.prepared(draft)) }
            let ready = prepared
            var watch = Pace.Watch()
            try await all(0..<appends) { _ = try await ledger.append(ready[$0]) }
            let sequencing = watch.pace(of: appends)
            watch = Pace.Watch()
            try await all(0..<appends) { _ = try await ledger.append(drafts[$0]) }
            return Rates(sequencing: sequencing, appending: watch.pace(of: appends))
        }
    }

    /// Four thousand wait at any time, so that full batches wait whenever the sequencer is free.
    private static func all(
        _ numbers: Range<Int>, _ work: @escaping @Sendable (Int) async throws -> Void
    ) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            var next = numbers.lowerBound
            func add() {
                let number = next
                next += 1
                group.addTask { try await work(number) }
            }
            while next < numbers.upperBound, next - numbers.lowerBound < 4000 { add() }
            while try await group.next() != nil { if next < numbers.upperBound { add() } }
        }
    }

    private static func bareRate(
        of rows: [(index: Int64, blobs: [[UInt8]])], from source: String, to path: String, hot: Bool,
        isWhole: Bool = false
    ) throws -> Pace {
        let database = try DatabaseQueue(path: path)
        return try database.writeWithoutTransaction { database in
            try database.execute(sql: "PRAGMA journal_mode=WAL")
            try database.execute(sql: "PRAGMA synchronous=FULL")
            try database.execute(
                sql: "CREATE TABLE bare (idx INTEGER PRIMARY KEY, a BLOB, b BLOB, c BLOB, d BLOB, e BLOB) STRICT")
            let insert = try HotStatement("INSERT INTO bare VALUES (?, ?, ?, ?, ?, ?)", in: database)
            let people = try BarePeople(from: source, in: database)
            let statement = try database.makeStatement(sql: "INSERT INTO bare VALUES (?, ?, ?, ?, ?, ?)")
            let watch = Pace.Watch()
            for first in stride(from: 0, to: rows.count, by: 1000) {
                try database.inTransaction {
                    for (index, blobs) in rows[first..<min(first + 1000, rows.count)] {
                        guard hot else {
                            let data = blobs.map { Data($0) }
                            try statement.execute(arguments: [index, data[0], data[1], data[2], data[3], data[4]])
                            continue
                        }
                        insert.bind(index, at: 1)
                        for (position, blob) in blobs.enumerated() { insert.bind(blob, at: position + 2) }
                        try insert.run()
                    }
                    if isWhole { try people.move(first / 1000 + 1) }
                    return .commit
                }
            }
            return watch.pace(of: rows.count)
        }
    }
}

/// The rows besides the entries, as bare as these: every person's count, a batch id, and where the log stands.
private struct BarePeople {
    private let rows: [Int64]
    private let move: HotStatement
    private let batch: HotStatement
    private let sequence: HotStatement

    init(from source: String, in database: Database) throws {
        let people = try DatabaseQueue(path: source).read { source in
            try Row.fetchAll(source, sql: "SELECT id, blind, sealed_identity FROM person ORDER BY id")
        }
        try database.execute(
            sql: """
                CREATE TABLE person (
                    id INTEGER PRIMARY KEY, blind BLOB NOT NULL UNIQUE, sealed_identity BLOB NOT NULL,
                    counter INTEGER NOT NULL) STRICT;
                CREATE TABLE batch (first INTEGER PRIMARY KEY, count INTEGER NOT NULL, batch_id BLOB NOT NULL UNIQUE) STRICT;
                CREATE TABLE sequence (id INTEGER PRIMARY KEY, next INTEGER NOT NULL) STRICT;
                INSERT INTO sequence VALUES (1, 0);
                """)
        try database.inTransaction {
            for person in people {
                try database.execute(
                    sql: "INSERT INTO person VALUES (?, ?, ?, 0)",
                    arguments: [person[0] as Int64, person[1] as Data, person[2] as Data])
            }
            return .commit
        }
        rows = people.map { $0[0] }
        move = try HotStatement("UPDATE person SET counter = ? WHERE id = ?", in: database)
        batch = try HotStatement("INSERT INTO batch VALUES (?, 1000, ?)", in: database)
        sequence = try HotStatement("UPDATE sequence SET next = ?", in: database)
    }

    func move(_ number: Int) throws {
        for row in rows {
            move.bind(Int64(number), at: 1)
            move.bind(row, at: 2)
            try move.run()
        }
        batch.bind(Int64(number), at: 1)
        batch.bind((0..<16).map { _ in UInt8.random(in: 0...255) }, at: 2)
        try batch.run()
        sequence.bind(Int64(number) * 1000, at: 1)
        try sequence.run()
    }
}
