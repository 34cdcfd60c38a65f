import ArgumentParser
import Foundation
import GatewayClient
import TestPKI

/// Resident memory before and after many submissions.
struct MemoryBench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "memory",
        abstract: "Resident memory of the gateway and its workers before and after 10,000 submissions.")

    @OptionGroup var options: BenchOptions

    @Option(help: "How many documents are submitted.")
    var documents = 10_000

    @Option(help: "Size of each document in bytes.")
    var size = 20_000

    func run() async throws {
        print("machine: \(Machine.description)")
        try await options.inFolder("memory") { folder in
            let bench = try await BenchGateway(
                folder: folder, executable: options.ankur, profiles: options.absoluteProfiles, institutions: 4)
            report("at start", bench)
            let warmUp = min(documents, 200)
            try await submit(0..<warmUp, to: bench)
            report("after \(warmUp) (warm)", bench)
            try await submit(warmUp..<documents, to: bench)
            report("after \(documents)", bench)
            _ = await bench.process.terminate()
        }
    }

    private func submit(_ numbers: Range<Int>, to bench: BenchGateway) async throws {
        let clients = 8
        let size = size
        try await withThrowingTaskGroup(of: Void.self) { group in
            for first in 0..<clients {
                let institution = bench.institutions[first % bench.institutions.count]
                group.addTask {
                    let client = try bench.client(of: institution, connections: 1)
                    let document = BenchDocument(custodian: String(institution.identifier.dropFirst(6)), size: size)
                    for number in numbers where number % clients == first {
                        _ = try await bench.submit(document.numbered(number, run: "m"), with: client)
                    }
                    try await client.shutdown()
                }
            }
            try await group.waitForAll()
        }
    }

    private func report(_ moment: String, _ bench: BenchGateway) {
        let own = ProcessTime.residentBytes(of: bench.process.processIdentifier) ?? 0
        let workers = ProcessTime.residentBytesOfChildren(of: bench.process.processIdentifier)
        print("\(moment): gateway \(own >> 20) MiB, workers \(workers >> 20) MiB")
    }
}
