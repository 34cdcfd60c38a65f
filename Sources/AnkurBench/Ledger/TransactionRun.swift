import Foundation
import Ledger

/// The transactions of one ledger done again in an empty one, a thousand entries each.
struct TransactionRun {
    private let batches: [(id: BatchID, question: SequencingQuestion, entries: [StoredEntry])]

    /// How many transactions it has.
    var count: Int { batches.count }

    init(of full: any LedgerStorage, limit: Int) async throws {
        var batches: [(id: BatchID, question: SequencingQuestion, entries: [StoredEntry])] = []
        for first in stride(from: 0, to: limit, by: 1000) {
            let entries = try await full.entries(from: UInt64(first), limit: min(1000, limit - first))
            let question = SequencingQuestion(
                people: Array(Set(entries.compactMap { $0.person?.blind })),
                requests: entries.compactMap(\.request))
            let id = BatchID(bytes: (0..<16).map { _ in UInt8.random(in: 0...255) })
            batches.append((id, question, entries))
        }
        self.batches = batches
    }

    /// Does some of the transactions, which must be the next.
    func run(_ range: Range<Int>, in fresh: any LedgerStorage) async throws -> Pace {
        let watch = Pace.Watch()
        for batch in batches[range] {
            let entries = batch.entries
            try await fresh.sequence(batch.id, for: batch.question) { _ in entries }
        }
        return watch.pace(of: batches[range].reduce(0) { $0 + $1.entries.count })
    }
}
