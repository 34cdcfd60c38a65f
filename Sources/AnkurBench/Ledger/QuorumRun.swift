import Foundation
import Ledger
import RecordTypes
import TransparencyLog

/// How long a receipt with a quorum takes, from its acknowledgement on: three durable witnesses in this process, two of whom must
/// cosign, and 32 clients that append 500 entries a second.
enum QuorumRun {
    /// A witness without a network between.
    private struct Direct: WitnessClient {
        let witness: Witness

        func addCheckpoint(_ body: [UInt8]) async throws -> (status: Int, body: [UInt8]) {
            let answer = try await witness.addCheckpoint(body)
            return (answer.status, answer.body)
        }

        func latestCheckpoint(of origin: String) async throws -> [UInt8]? { nil }
    }

    static func measure(in folder: String, for duration: Duration) async throws -> Latencies {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let keys = try LedgerKeys.loadOrCreate(directory: folder + "/keys", origin: "log.example/bench")
        var clients: [VerifierKey: any WitnessClient] = [:]
        var policy = ""
        for number in 1...3 {
            let cosigner = try Cosigner(
                name: "witness.example/w\(number)", seed: Array(repeating: UInt8(number), count: 32))
            let witness = try await Witness.open(
                path: folder + "/witness-\(number).sqlite", cosigner: cosigner, logs: [keys.log.verifierKey],
                clock: BenchLedger.now)
            clients[cosigner.verifierKey] = Direct(witness: witness)
            policy += "witness w\(number) \(cosigner.verifierKey.text)\n"
        }
        policy += "group all 2 w1 w2 w3\nquorum all\n"
        let witnessing = Witnessing(policy: try TlogPolicy(bytes: Array(policy.utf8)), clients: clients)
        let bench = try await BenchLedger(folder: folder, publication: .witnessed(witnessing))
        return try await bench.running { ledger in
            _ = try await ledger.append(BenchLedger.draft(0))
            let start = ContinuousClock.now
            return try await withThrowingTaskGroup(of: [Duration].self) { group in
                for client in 0..<32 {
                    group.addTask {
                        var latencies: [Duration] = []
                        var number = client
                        while ContinuousClock.now - start < duration {
                            try await Task.sleep(until: start + .seconds(1) * Double(number) / 500, clock: .continuous)
                            let promise = try await ledger.append(BenchLedger.draft(number))
                            // One in eight asks for its receipt; the others go on.
                            if number / 32 % 8 == client % 8 {
                                let begun = ContinuousClock.now
                                try await ledger.waitForCheckpoint(covering: promise.index)
                                _ = try await ledger.receipt(index: promise.index)
                                latencies.append(ContinuousClock.now - begun)
                            }
                            number += 32
                        }
                        return latencies
                    }
                }
                return Latencies(try await group.reduce(into: []) { $0 += $1 })
            }
        }
    }
}
