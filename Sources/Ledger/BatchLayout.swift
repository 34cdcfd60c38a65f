internal import RecordTypes
internal import Synchronization

/// How one batch is laid out: which draft gets which index, and which was entered before.
final class BatchLayout: Sendable {
    private let drafts: [PreparedDraft]
    private let now: Instant
    let question: SequencingQuestion
    private let decided = Mutex<[Sequencer.Outcome?]>([])

    init(drafts: [PreparedDraft], now: Instant) {
        self.drafts = drafts
        self.now = now
        question = SequencingQuestion(
            people: Array(Set(drafts.compactMap { $0.person?.blind })),
            requests: Array(Set(drafts.compactMap(\.request))))
    }

    /// Called inside the storage's transaction, possibly more than once; the last call counts.
    func decide(_ state: SequencingState) throws -> [StoredEntry] {
        // Time never runs backwards along the log, whatever the clock does.
        let time = max(now, state.lastTime)
        var counters = state.counters
        var next = state.next
        var inThisBatch: [[UInt8]: Sequencer.Outcome] = [:]
        var outcomes: [Sequencer.Outcome] = []
        var entries: [StoredEntry] = []
        outcomes.reserveCapacity(drafts.count)
        entries.reserveCapacity(drafts.count)
        for draft in drafts {
            if let request = draft.request {
                if let index = state.entered[request] {
                    outcomes.append(.present(index))
                    continue
                }
                if let twin = inThisBatch[request] {
                    outcomes.append(twin)
                    continue
                }
            }
            var counter: UInt64 = 0
            if let person = draft.person {
                counter = (counters[person.blind] ?? 0) + 1
                counters[person.blind] = counter
            }
            let entry = draft.entered(at: next, time: time, counter: counter)
            next += 1
            entries.append(entry.stored)
            let outcome = Sequencer.Outcome.entered(entry)
            outcomes.append(outcome)
            if let request = draft.request { inThisBatch[request] = outcome }
        }
        decided.withLock { $0 = outcomes }
        return entries
    }

    /// One a draft, once ``decide(_:)`` has run.
    var outcomes: [Sequencer.Outcome?] {
        decided.withLock { $0.isEmpty ? Array(repeating: nil, count: drafts.count) : $0 }
    }
}
