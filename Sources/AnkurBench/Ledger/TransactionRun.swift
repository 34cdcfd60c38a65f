import Foundation
import Ledger

/// The transactions of one ledger done again in an empty one, a thousand entries each.
enum TransactionRun {
    static func rate(of full: any LedgerStorage, into fresh: any LedgerStorage, limit: Int) async throws -> Pace {
        var batches: [(id: BatchID, question: SequencingQuestion, entries: [StoredEntry])] = []
        for first in stride(from: 0, to: limit, by: 1000) {
            let entries = try await full.entries(from: UInt64(first), limit: min(1000, limit - first))
            let question = SequencingQuestion(
                people: Array(Set(entries.compactMap { $0.person?.blind })),
                requests: entries.compactMap(\.request))
            let id = BatchID(bytes: (0..<16).map { _ in UInt8.random(in: 0...255) })
            batches.append((id, question, entries))
        }
        let watch = Pace.Watch()
        for batch in batches {
            let entries = batch.entries
            try await fresh.sequence(batch.id, for: batch.question) { _ in entries }
        }
        return watch.pace(of: limit)
    }
}
