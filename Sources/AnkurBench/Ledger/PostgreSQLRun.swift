#if PostgreSQL
    import Foundation
    import Ledger
    import ReplicatedDatabase

    /// Batches of 1,000 entries through a ledger in PostgreSQL, beside `pgbench` that inserts batches of the same bytes on the same
    /// servers: one prepared `INSERT` of 1,000 rows a transaction, no index besides the primary key, one client.
    enum PostgreSQLRun {
        /// Entries a second each.
        static func measure(
            connectionString: String, in folder: String, appends: Int
        ) async throws -> (pgbench: Double, ledger: SequencingRun.Rates) {
            let schema = "bench_\(ProcessInfo.processInfo.processIdentifier)"
            let inSchema = connectionString + " options='-c search_path=\(schema)'"
            try await command("CREATE SCHEMA \(schema)", connectionString)
            let bench = try await BenchLedger(
                folder: folder + "/postgresql", place: .replicated(connectionString: inSchema))
            var rates = try await SequencingRun.rates(of: bench, appends: appends)
            let full = try await PostgreSQLLedgerStorage.open(connectionString: inSchema)
            try await command("CREATE SCHEMA \(schema)_t", connectionString)
            let fresh = try await PostgreSQLLedgerStorage.open(
                connectionString: connectionString + " options='-c search_path=\(schema)_t'")
            rates.transaction = try await TransactionRun.rate(of: full, into: fresh, limit: appends)
            await full.close()
            await fresh.close()
            try await command(
                "CREATE TABLE bare (idx bigserial PRIMARY KEY, a bytea, b bytea, c bytea, d bytea, e bytea)", inSchema)
            let script = folder + "/batch.sql"
            try batch(sizes: BenchLedger.columnSizes).write(toFile: script, atomically: true, encoding: .utf8)
            let bare = try pgbench(script, inSchema, transactions: appends / 1000) * 1000
            try await command("DROP SCHEMA \(schema) CASCADE; DROP SCHEMA \(schema)_t CASCADE", connectionString)
            return (bare, rates)
        }

        private static func command(_ sql: String, _ connectionString: String) async throws {
            let database = try await ReplicatedDatabase.open(connectionString: connectionString, readers: 1)
            try await database.write { session in _ = try session.command(sql) }
            await database.close()
        }

        private static func batch(sizes: [Int]) -> String {
            let rows = (0..<1000).map { _ in
                let values = sizes.map { size in
                    "'\\x" + (0..<size).map { _ in hex(UInt8.random(in: 0...255)) }.joined() + "'"
                }
                return "(" + values.joined(separator: ",") + ")"
            }
            return "INSERT INTO bare (a, b, c, d, e) VALUES \(rows.joined(separator: ","));\n"
        }

        private static func hex(_ byte: UInt8) -> String { String(format: "%02x", byte) }

        /// Transactions a second, as `pgbench` prints them.
        private static func pgbench(_ script: String, _ connectionString: String, transactions: Int) throws -> Double {
            let versions = (try? FileManager.default.contentsOfDirectory(atPath: "/usr/lib/postgresql")) ?? []
            guard let version = versions.max(by: { (Int($0) ?? 0) < (Int($1) ?? 0) }) else {
                throw CocoaError(.fileNoSuchFile)
            }
            let process = Process()
            process.executableURL = URL(fileURLWithPath: "/usr/lib/postgresql/\(version)/bin/pgbench")
            process.arguments = [
                "-n", "-M", "prepared", "-c", "1", "-j", "1", "-t", "\(transactions)", "-f", script,
                connectionString + " target_session_attrs=read-write",
            ]
            let output = Pipe()
            process.standardOutput = output
            try process.run()
            let said = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
            process.waitUntilExit()
            // "tps = 61.234567 (without initial connection time)"
            for line in said.split(separator: "\n") where line.hasPrefix("tps = ") {
                if let tps = line.split(separator: " ").dropFirst(2).first.flatMap({ Double($0) }) { return tps }
            }
            throw CocoaError(.fileReadCorruptFile)
        }
    }
#endif
