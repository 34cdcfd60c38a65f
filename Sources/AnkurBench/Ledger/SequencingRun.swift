import Foundation
import GRDB
import Ledger

/// Batches of 1,000 entries through the ledger, beside bare SQLite that inserts the same rows: WAL, `synchronous=FULL`, one
/// transaction a thousand, no index besides the primary key.
enum SequencingRun {
    /// Entries a second each.
    static func measure(in folder: String, appends: Int) async throws -> (bare: Double, ledger: Double) {
        let bench = try await BenchLedger(folder: folder + "/sequencing")
        let rate = try await rate(of: bench, appends: appends)
        return (try bareRate(from: bench.path, to: folder + "/bare.sqlite", limit: appends), rate)
    }

    static func rate(of bench: BenchLedger, appends: Int) async throws -> Double {
        try await bench.running { ledger in
            // The first batch makes people and keys.
            try await appendAll(ledger, 0..<BenchLedger.people)
            let start = ContinuousClock.now
            try await appendAll(ledger, 0..<appends)
            return Double(appends) / (ContinuousClock.now - start).inSeconds
        }
    }

    /// Two thousand wait at any time, so that a full batch waits whenever the sequencer is free.
    private static func appendAll(_ ledger: Ledger, _ numbers: Range<Int>) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            var next = numbers.lowerBound
            func add() {
                let number = next
                next += 1
                group.addTask { _ = try await ledger.append(BenchLedger.draft(number)) }
            }
            while next < numbers.upperBound, next - numbers.lowerBound < 2000 { add() }
            while try await group.next() != nil { if next < numbers.upperBound { add() } }
        }
    }

    private static func bareRate(from source: String, to path: String, limit: Int) throws -> Double {
        let rows = try DatabaseQueue(path: source).read { database in
            try Row.fetchAll(
                database,
                sql: "SELECT idx, entry, leaf, key_check, sealed_statement, sealed_opening FROM entry LIMIT ?",
                arguments: [limit])
        }.map { row in (row[0] as Int64, (1..<6).map { row[$0] as Data }) }
        let database = try DatabaseQueue(path: path)
        return try database.writeWithoutTransaction { database in
            try database.execute(sql: "PRAGMA journal_mode=WAL")
            try database.execute(sql: "PRAGMA synchronous=FULL")
            try database.execute(
                sql: "CREATE TABLE bare (idx INTEGER PRIMARY KEY, a BLOB, b BLOB, c BLOB, d BLOB, e BLOB) STRICT")
            let insert = try database.makeStatement(sql: "INSERT INTO bare VALUES (?, ?, ?, ?, ?, ?)")
            let start = ContinuousClock.now
            for first in stride(from: 0, to: rows.count, by: 1000) {
                try database.inTransaction {
                    for (index, blobs) in rows[first..<min(first + 1000, rows.count)] {
                        try insert.execute(arguments: [index, blobs[0], blobs[1], blobs[2], blobs[3], blobs[4]])
                    }
                    return .commit
                }
            }
            return Double(rows.count) / (ContinuousClock.now - start).inSeconds
        }
    }
}
