internal import Dispatch
internal import RecordTypes
internal import Synchronization

/// How one batch is laid out: which draft gets which index, and which was entered before.
///
/// Hashing and sealing need an entry's place, and the place is certain in the storage's transaction only. It can be foreseen, though, while
/// the batch before is being committed: ``layOut(after:)`` seals entries for the places that they should get, and ``decide(_:)`` takes each of
/// them that has just that place, and seals the others.
final class BatchLayout: Sendable {
    private let drafts: [PreparedDraft]
    private let now: Instant
    let question: SequencingQuestion
    private let foreseen = Mutex(Foreseen(entries: [], end: nil))
    private let decided = Mutex<[Sequencer.Outcome?]>([])

    init(drafts: [PreparedDraft], now: Instant) {
        self.drafts = drafts
        self.now = now
        question = SequencingQuestion(
            people: Self.unrepeated(drafts.lazy.compactMap { $0.person?.blind }),
            requests: Self.unrepeated(drafts.lazy.compactMap(\.request)))
    }

    private static func unrepeated(_ fingerprints: some Sequence<[UInt8]>) -> [[UInt8]] {
        var seen: Set<Fingerprint> = []
        return fingerprints.filter { seen.insert(Fingerprint($0)).inserted }
    }

    /// Seals what it can for the places that it should get; nothing while it is not known where the log stands.
    func layOut(foresight: inout Foresight) {
        guard foresight.isKnown else { return }
        let places = foresight.places(for: drafts, now: now)
        let entries = Self.entered(places.compactMap(\.self), foresight.time)
        var rest = entries[...]
        foreseen.withLock {
            $0 = Foreseen(entries: places.map { $0 == nil ? nil : rest.removeFirst() }, end: foresight.next)
        }
    }

    /// Called inside the storage's transaction, possibly more than once; the last call counts.
    func decide(_ state: SequencingState) throws -> [StoredEntry] {
        // Time never runs backwards along the log, whatever the clock does.
        let time = max(now, state.lastTime)
        var counters = state.counters
        var next = state.next
        var inThisBatch: [Fingerprint: Answer] = [:]
        var answers: [Answer] = []
        var entries: [SequencedEntry?] = []
        var unforeseen: [Placed] = []
        answers.reserveCapacity(drafts.count)
        entries.reserveCapacity(drafts.count)
        let foreseen = foreseen.withLock { $0.entries }
        for (position, draft) in drafts.enumerated() {
            if let request = draft.request.map({ Fingerprint($0) }) {
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
                counter = (counters[person.fingerprint] ?? 0) + 1
                counters[person.fingerprint] = counter
            }
            let answer = Answer.new(entries.count)
            if let entry = foreseen.isEmpty ? nil : foreseen[position],
                entry.stands(at: next, time: time, counter: counter)
            {
                entries.append(entry)
            } else {
                entries.append(nil)
                unforeseen.append(Placed(draft: draft, index: next, counter: counter))
            }
            next += 1
            answers.append(answer)
            if let request = draft.request { inThisBatch[Fingerprint(request)] = answer }
        }
        var rest = Self.entered(unforeseen, time)[...]
        let laidOut = entries.map { $0 ?? rest.removeFirst() }
        let outcomes = answers.map { answer -> Sequencer.Outcome in
            switch answer {
            case .present(let index): .present(index)
            case .new(let position): .entered(laidOut[position])
            }
        }
        decided.withLock { $0 = outcomes }
        return laidOut.map(\.stored)
    }

    /// Entries by draft, nil where no place was foreseen, and the next place after them.
    private struct Foreseen: Sendable {
        var entries: [SequencedEntry?]
        var end: UInt64?
    }

    /// The next place after the batch as it was foreseen; nil where it was not.
    var foreseenEnd: UInt64? { foreseen.withLock { $0.end } }

    /// What becomes of a draft: known before, or the new entry at this position of the batch.
    private enum Answer {
        case present(UInt64)
        case new(Int)
    }

    struct Placed: Sendable {
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
