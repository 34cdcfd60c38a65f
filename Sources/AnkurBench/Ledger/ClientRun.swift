import GRDB
import Ledger

/// Clients that each wait for their acknowledgement before they go on.
struct ClientRun {
    let rate: Double
    let latencies: Latencies
    /// Entries that shared a flush, on average.
    let batch: Double

    var text: String {
        "\(rate.rounded(to: 0))/s, p50 \(latencies.percentile(50).inMilliseconds.rounded(to: 1)) ms, "
            + "p99 \(latencies.percentile(99).inMilliseconds.rounded(to: 1)) ms, \(batch.rounded(to: 1)) a batch"
    }

    /// - Parameter pacedAt: all clients together begin so many appends a second; nil for as many as they can.
    static func measure(in folder: String, clients: Int, pacedAt: Int?, for duration: Duration) async throws
        -> ClientRun
    {
        let bench = try await BenchLedger(folder: folder)
        return try await bench.running { ledger in
            _ = try await ledger.append(BenchLedger.draft(0))
            let start = ContinuousClock.now
            let latencies = try await withThrowingTaskGroup(of: [Duration].self) { group in
                for client in 0..<clients {
                    group.addTask {
                        var latencies: [Duration] = []
                        var number = client
                        while ContinuousClock.now - start < duration {
                            if let pacedAt {
                                let due = start + .seconds(1) * Double(number) / Double(pacedAt)
                                try await Task.sleep(until: due, clock: .continuous)
                            }
                            let begun = ContinuousClock.now
                            _ = try await ledger.append(BenchLedger.draft(number))
                            latencies.append(ContinuousClock.now - begun)
                            number += clients
                        }
                        return latencies
                    }
                }
                return try await group.reduce(into: []) { $0 += $1 }
            }
            let elapsed = (ContinuousClock.now - start).inSeconds
            let batches = try await DatabaseQueue(path: bench.path).read { database in
                try Int.fetchOne(database, sql: "SELECT COUNT(*) FROM batch") ?? 0
            }
            return ClientRun(
                rate: Double(latencies.count) / elapsed, latencies: Latencies(latencies),
                batch: Double(latencies.count) / Double(max(1, batches)))
        }
    }
}
