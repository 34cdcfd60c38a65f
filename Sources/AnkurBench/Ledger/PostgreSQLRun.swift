#if PostgreSQL
    import Foundation
    import Ledger
    import ReplicatedDatabase

    /// Batches of 1,000 entries through a ledger in PostgreSQL, beside `pgbench` that inserts batches of the same bytes on the same
    /// servers: one `INSERT` of 1,000 rows a transaction, no index besides the primary key, one client. All take turns; of each of its
    /// turns pgbench's first transaction is not counted, and all of the ledger's are.
    enum PostgreSQLRun {
        private static let turns = 6

        /// How pgbench hands the server its statement.
        enum Mode: String {
            /// Its own default: with every transaction, so that each batch's bytes travel to the server.
            case simple
            /// Once for all: the same batch over and over, whose bytes never travel again.
            case prepared
        }

        /// Entries a second each.
        struct Rates {
            let simple: Double
            let prepared: Double
            let ledger: SequencingRun.Rates
        }

        static func measure(connectionString: String, in folder: String, appends: Int) async throws -> Rates {
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
            try await command(
                "CREATE TABLE bare (idx bigserial PRIMARY KEY, a bytea, b bytea, c bytea, d bytea, e bytea)", inSchema)
            let script = folder + "/batch.sql"
            try batch(sizes: BenchLedger.columnSizes).write(toFile: script, atomically: true, encoding: .utf8)
            let run = try await TransactionRun(of: full, limit: appends)
            var (simple, prepared, own) = (Duration.zero, Duration.zero, Duration.zero)
            for turn in 0..<turns {
                let range = run.count * turn / turns..<run.count * (turn + 1) / turns
                guard !range.isEmpty else { continue }
                simple += try pgbench(
                    script, .simple, inSchema, transactions: range.count, in: folder + "/simple-\(turn)")
                prepared += try pgbench(
                    script, .prepared, inSchema, transactions: range.count, in: folder + "/prepared-\(turn)")
                let start = ContinuousClock.now
                _ = try await run.run(range, in: fresh)
                own += ContinuousClock.now - start
            }
            rates.transaction = Pace(rate: Double(appends) / own.inSeconds)
            await full.close()
            await fresh.close()
            try await command("DROP SCHEMA \(schema) CASCADE; DROP SCHEMA \(schema)_t CASCADE", connectionString)
            let entries = Double(run.count * 1000)
            return Rates(
                simple: entries / simple.inSeconds, prepared: entries / prepared.inSeconds, ledger: rates)
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

        /// How long its transactions took, by its own log, without the one that comes first.
        private static func pgbench(
            _ script: String, _ mode: Mode, _ connectionString: String, transactions: Int, in folder: String
        ) throws -> Duration {
            let versions = (try? FileManager.default.contentsOfDirectory(atPath: "/usr/lib/postgresql")) ?? []
            guard let version = versions.max(by: { (Int($0) ?? 0) < (Int($1) ?? 0) }) else {
                throw CocoaError(.fileNoSuchFile)
            }
            let process = Process()
            process.executableURL = URL(fileURLWithPath: "/usr/lib/postgresql/\(version)/bin/pgbench")
            process.arguments = [
                "-n", "-M", mode.rawValue, "-c", "1", "-j", "1", "-t", "\(transactions + 1)", "-f", script, "-l",
                "--log-prefix", folder + "/pgbench", connectionString + " target_session_attrs=read-write",
            ]
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            process.standardOutput = FileHandle.nullDevice
            try process.run()
            process.waitUntilExit()
            var microseconds: [Int] = []
            for file in try FileManager.default.contentsOfDirectory(atPath: folder) {
                // "client number microseconds script seconds microseconds", a line each
                for line in try String(contentsOfFile: folder + "/" + file, encoding: .utf8).split(separator: "\n") {
                    let fields = line.split(separator: " ")
                    if fields.count > 2, let taken = Int(fields[2]) { microseconds.append(taken) }
                }
            }
            guard microseconds.count == transactions + 1 else { throw CocoaError(.fileReadCorruptFile) }
            return .microseconds(microseconds.dropFirst().reduce(0, +))
        }
    }
#endif
