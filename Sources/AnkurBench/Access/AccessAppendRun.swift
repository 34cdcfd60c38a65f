import AccessLog
import EmbeddedDatabase
import Foundation
import GRDB
import Ledger
import RecordTypes
import Sealing
import Statements

/// Looks that are written down: 32 clients that each wait until theirs is durable on the ledger, with the access log following.
struct AccessAppendRun {
    /// Events a second until the last was durable on the ledger.
    let ledger: Double
    /// Until the access log had taken the last one in.
    let projected: Double
    /// The access log's rows into a database with the same table and indexes, a thousand a transaction.
    let bare: Double

    static func measure(in folder: String, clients: Int, for duration: Duration) async throws -> AccessAppendRun {
        let bench = try await BenchLedger(folder: folder)
        let keys = BenchKeys()
        let path = folder + "/access.sqlite"
        let log = try await AccessLogProjection.open(path: path, keys: keys, indexKey: .random())
        let scene = AccessScene(events: 1_000_000)
        for number in 0..<scene.people { _ = try await keys.key(for: .person(scene.person(number))) }
        let rates = try await bench.running { ledger -> (Double, Double) in
            let runner = ProjectionRunner(ledger: ledger, projections: [log])
            return try await withThrowingTaskGroup(of: (Double, Double)?.self) { group in
                group.addTask {
                    try await runner.run()
                    return nil
                }
                group.addTask {
                    let start = ContinuousClock.now
                    let count = try await withThrowingTaskGroup(of: Int.self) { group in
                        for client in 0..<clients {
                            group.addTask {
                                var random = Numbers(state: UInt64(client))
                                var done = 0
                                while ContinuousClock.now - start < duration {
                                    let event = scene.event(done, &random)
                                    _ = try await ledger.append(
                                        LedgerDraft(
                                            kind: .access, subject: event.subject, submitter: .gateway,
                                            statement: Statement.access(event).bytes))
                                    done += 1
                                }
                                return done
                            }
                        }
                        return try await group.reduce(0, +)
                    }
                    let ledgerTime = (ContinuousClock.now - start).inSeconds
                    try await runner.catchUp()
                    let whole = (ContinuousClock.now - start).inSeconds
                    return (Double(count) / ledgerTime, Double(count) / whole)
                }
                while let ended = try await group.next() {
                    guard let value = ended else { continue }
                    group.cancelAll()
                    while let rest = await group.nextResult() { _ = rest }
                    return value
                }
                throw CancellationError()
            }
        }
        return AccessAppendRun(
            ledger: rates.0, projected: rates.1, bare: try bareRate(from: path, to: folder + "/bare.sqlite"))
    }

    private static func bareRate(from source: String, to path: String) throws -> Double {
        let queue = try DatabaseQueue(path: path)
        try queue.inDatabase { database in
            try database.execute(sql: "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL")
            try database.execute(sql: "ATTACH DATABASE ? AS source", arguments: [source])
            let schema = try String.fetchAll(
                database,
                sql: "SELECT sql FROM source.sqlite_master WHERE tbl_name IN ('access', 'entry') AND sql IS NOT NULL")
            for statement in schema { try database.execute(sql: statement) }
        }
        let rows = try queue.read { try Row.fetchAll($0, sql: "SELECT * FROM source.access LIMIT 20000") }
        let entries = try queue.read { try Row.fetchAll($0, sql: "SELECT * FROM source.entry LIMIT 20000") }
        let begun = ContinuousClock.now
        for start in stride(from: 0, to: rows.count, by: 1_000) {
            try queue.write { database in
                let access = try database.cachedStatement(sql: "INSERT INTO access VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)")
                for row in rows[start..<min(start + 1_000, rows.count)] {
                    try access.execute(arguments: StatementArguments(Array(row.databaseValues)))
                }
                let entry = try database.cachedStatement(sql: "INSERT INTO entry VALUES (?, ?, ?)")
                for row in entries[min(start, entries.count)..<min(start + 1_000, entries.count)] {
                    try entry.execute(arguments: StatementArguments(Array(row.databaseValues)))
                }
            }
        }
        return Double(rows.count) / (ContinuousClock.now - begun).inSeconds
    }
}
