internal import Dispatch
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
        var inThisBatch: [[UInt8]: Answer] = [:]
        var answers: [Answer] = []
        var placed: [Placed] = []
        answers.reserveCapacity(drafts.count)
        placed.reserveCapacity(drafts.count)
        for draft in drafts {
            if let request = draft.request {
                if let index = state.entered[request] {
                    answers.append(.present(index))
                    continue
                }
                if let twin = inThisBatch[request] {
                    answers.append(twin)
                    continue
                }
            }
            var counter: UInt64 = 0
            if let person = draft.person {
                counter = (counters[person.blind] ?? 0) + 1
                counters[person.blind] = counter
            }
            let answer = Answer.new(placed.count)
            placed.append(Placed(draft: draft, index: next, counter: counter))
            next += 1
            answers.append(answer)
            if let request = draft.request { inThisBatch[request] = answer }
        }
        let entries = Self.entered(placed, time)
        let outcomes = answers.map { answer -> Sequencer.Outcome in
            switch answer {
            case .present(let index): .present(index)
            case .new(let position): .entered(entries[position])
            }
        }
        decided.withLock { $0 = outcomes }
        return entries.map(\.stored)
    }

    /// What becomes of a draft: known before, or the new entry at this position of the batch.
    private enum Answer {
        case present(UInt64)
        case new(Int)
    }

    private struct Placed: Sendable {
        let draft: PreparedDraft
        let index: UInt64
        let counter: UInt64
    }

    /// Entries of one piece of work.
    private static let piece = 64

    /// Hashes and seals on every core: the transaction waits for it, and everybody waits for the transaction.
    private static func entered(_ placed: [Placed], _ time: Instant) -> [SequencedEntry] {
        @Sendable func entry(_ placed: Placed) -> SequencedEntry {
            placed.draft.entered(at: placed.index, time: time, counter: placed.counter)
        }
        guard placed.count > piece else { return placed.map(entry) }
        let pieces = (placed.count + piece - 1) / piece
        let done = Mutex<[Int: [SequencedEntry]]>([:])
        DispatchQueue.concurrentPerform(iterations: pieces) { number in
            let entries = placed[number * piece..<min(placed.count, (number + 1) * piece)].map(entry)
            done.withLock { $0[number] = entries }
        }
        return done.withLock { done in (0..<pieces).flatMap { done[$0] ?? [] } }
    }

    /// One a draft, once ``decide(_:)`` has run.
    var outcomes: [Sequencer.Outcome?] {
        decided.withLock { $0.isEmpty ? Array(repeating: nil, count: drafts.count) : $0 }
    }
}
