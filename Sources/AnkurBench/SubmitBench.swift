import ArgumentParser
import Foundation
import GatewayClient
import TestPKI

/// Submissions with durable acknowledgement over kept-alive mTLS, beside bare SQLite commits on the same disk.
struct SubmitBench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "submit",
        abstract: "Submits 50 kB CDA with 1 and 32 clients, 1 and 20 institutions, beside bare SQLite commits.")

    @OptionGroup var options: BenchOptions

    @Option(help: "Documents of one run.")
    var documents = 400

    func run() async throws {
        print("machine: \(Machine.description)")
        for institutions in [1, 20] {
            for clients in [1, 32] { try await measure(clients: clients, institutions: institutions) }
        }
    }

    private func measure(clients: Int, institutions: Int) async throws {
        try await options.inFolder("submit-\(clients)-\(institutions)") { folder in
            let bare = try BareCommits.rate(in: folder, rowSize: 50_000, duration: .seconds(2))
            let bench = try await BenchGateway(
                folder: folder, executable: options.ankur, profiles: options.absoluteProfiles,
                institutions: institutions)
            let count = documents
            let run = "\(clients)-\(institutions)"
            let clock = ContinuousClock()
            let start = clock.now
            let latencies = try await withThrowingTaskGroup(of: [Duration].self) { group in
                for number in 0..<clients {
                    let institution = bench.institutions[number % institutions]
                    group.addTask {
                        let client = try bench.client(of: institution, connections: 1)
                        let document = BenchDocument(custodian: String(institution.identifier.dropFirst(6)))
                        var taken: [Duration] = []
                        for sequence in stride(from: number, to: count, by: clients) {
                            taken.append(try await bench.submit(document.numbered(sequence, run: run), with: client))
                        }
                        try await client.shutdown()
                        return taken
                    }
                }
                var all: [Duration] = []
                for try await taken in group { all += taken }
                return all
            }
            let elapsed = (clock.now - start).inSeconds
            let rate = Double(count) / elapsed
            let spread = Latencies(latencies)
            print(
                "\(clients) clients, \(institutions) institutions: \(rate.rounded(to: 1)) documents/s, p50 "
                    + "\(spread.percentile(50).inMilliseconds.rounded(to: 1)) ms, p99 "
                    + "\(spread.percentile(99).inMilliseconds.rounded(to: 1)) ms; bare commits \(bare.rounded(to: 1))/s; ratio "
                    + (rate / bare).rounded(to: 2))
            _ = await bench.process.terminate()
        }
    }
}
