import ArgumentParser
import Foundation
import Ledger
import TransparencyLog

/// The ledger beside what it is made of: SHA-256 and SQLite.
struct LedgerBench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ledger",
        abstract: "Hashing beside SHA-256, sequencing beside SQLite, acknowledgements, proofs and audit of a long log.")

    @Option(help: "Entries of the long log.")
    var entries: UInt64 = 1_000_000

    @Option(help: "Entries that are sequenced in batches.")
    var appends = 40_000

    @Option(help: "Seconds of each run that measures a rate.")
    var seconds = 5

    @Option(help: "A PostgreSQL pair to measure on, as .ci/postgresql start prints it; needs the trait PostgreSQL.")
    var postgresql: String?

    @Flag(help: "Only sequencing and acknowledgements.")
    var short = false

    func run() async throws {
        print("machine: \(Machine.description)")
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("ledger-bench-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }

        let hashing = HashingRun.measure(leaves: 200_000)
        print("hashing, 200,000 leaves of 82 bytes")
        print("  bare SHA-256 of the same messages   \(hashing.bare.rounded(to: 0)) leaves/s")
        print(
            "  leaves and tiles                    \(hashing.tiles.rounded(to: 0)) leaves/s, ratio \(ratio(hashing.tiles, hashing.bare))"
        )
        print(
            "  leaves, tiles and the second root   \(hashing.both.rounded(to: 0)) leaves/s, ratio \(ratio(hashing.both, hashing.bare))"
        )

        let sequencing = try await SequencingRun.measure(in: folder.path, appends: appends)
        print("durable sequencing, \(appends) entries, batches of 1,000")
        let bare = sequencing.bare
        func line(_ name: String, _ pace: Pace) {
            let padded = name + String(repeating: " ", count: max(1, 36 - name.count))
            print(
                "  \(padded)\(pace.rate.rounded(to: 0)) entries/s, \(ratio(pace.rate, bare.rate)); processor \(pace.processor.rounded(to: 2)) µs, \(ratio(bare.processor, pace.processor))"
            )
        }
        line("bare SQLite, the same bytes", bare)
        line("the same through GRDB", sequencing.bareGRDB)
        line("with the persons' counts, batch ids", sequencing.bareWhole)
        line("the ledger's transaction", sequencing.transaction)
        line("with laying out, hashing, sealing", sequencing.sequencing)
        line("whole appends, one task each", sequencing.appending)
        print("  resident memory                     \(residentMegabytes) MiB")

        let one = try await ClientRun.measure(
            in: folder.path + "/one", clients: 1, pacedAt: nil, for: .seconds(seconds))
        let many = try await ClientRun.measure(
            in: folder.path + "/many", clients: 32, pacedAt: nil, for: .seconds(seconds))
        print("acknowledgements")
        print("  1 client                            \(one.text)")
        print("  32 clients                          \(many.text), ratio \(ratio(many.rate, one.rate))")
        let paced = try await ClientRun.measure(
            in: folder.path + "/paced", clients: 32, pacedAt: 500, for: .seconds(seconds))
        print("  32 clients at 500/s                 \(paced.text)")

        try await measurePostgreSQL(in: folder.path)
        if short { return }
        let receipts = try await QuorumRun.measure(in: folder.path + "/quorum", for: .seconds(seconds))
        print(
            "  receipt with a quorum, at 500/s     p50 \(receipts.percentile(50).inMilliseconds.rounded(to: 0)) ms, p99 \(receipts.percentile(99).inMilliseconds.rounded(to: 0)) ms"
        )
        let long = LongLog(size: entries, path: folder.path + "/long.sqlite")
        let storage = try await long.build()
        let proof = try await long.proofLatencies(storage, count: 2000)
        print("log of \(entries) entries")
        print(
            "  inclusion proof from stored tiles   p50 \(micro(proof.percentile(50))) µs, p99 \(micro(proof.percentile(99))) µs"
        )
        let audit = try await long.audit(storage)
        print(
            "  audit of tiles and entries          \(audit.rate.rounded(to: 0)) entries/s, ratio to one core of bare SHA-256 \(ratio(audit.rate, hashing.bare)), \(audit.word)"
        )
        print("  resident memory                     \(residentMegabytes) MiB")
    }

    private var residentMegabytes: Int { (ProcessTime.residentBytes(of: getpid()) ?? 0) / 1_048_576 }

    private func measurePostgreSQL(in folder: String) async throws {
        guard let postgresql else { return }
        #if PostgreSQL
            let run = try await PostgreSQLRun.measure(
                connectionString: postgresql, in: folder, appends: appends)
            print("PostgreSQL with a synchronous standby, \(appends) entries, batches of 1,000")
            print("  pgbench, sending each batch         \(run.simple.rounded(to: 0)) entries/s")
            print("  pgbench, sending one batch once     \(run.prepared.rounded(to: 0)) entries/s")
            for (name, rate) in [
                ("the ledger's transaction         ", run.ledger.transaction.rate),
                ("with laying out, hashing, sealing", run.ledger.sequencing.rate),
                ("whole appends, one task each     ", run.ledger.appending.rate),
            ] {
                print(
                    "  \(name)   \(rate.rounded(to: 0)) entries/s, ratios \(ratio(rate, run.simple)) and \(ratio(rate, run.prepared))"
                )
            }
        #else
            throw ValidationError("built without --traits PostgreSQL")
        #endif
    }

    private func ratio(_ value: Double, _ base: Double) -> String { (value / base).rounded(to: 2) }
    private func micro(_ duration: Duration) -> String { (duration.inSeconds * 1e6).rounded(to: 0) }
}
