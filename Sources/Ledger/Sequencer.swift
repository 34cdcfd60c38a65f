internal import Failpoints
internal import RecordTypes
internal import Synchronization

/// Gives every draft its index, time and counter. One loop; callers wait for the batch they are in.
///
/// Whatever is queued when the loop is free goes into one batch, up to ``largestBatch``: nobody waits for a timer, and under
/// load the flush to the disk is shared. Where a whole batch waits while one is being committed, it is laid out meanwhile.
final class Sequencer: Sendable {
    enum Outcome: Sendable {
        case entered(SequencedEntry)
        /// The idempotency key was entered before, at this index.
        case present(UInt64)
    }

    private struct Waiting: Sendable {
        let draft: PreparedDraft
        let continuation: CheckedContinuation<Outcome, any Error>
    }

    /// Work between two batches, while nobody enters anything.
    private struct Alone: Sendable {
        let work: @Sendable () async throws -> Void
        let continuation: CheckedContinuation<Void, any Error>
    }

    /// What was asked for was not done, and the run goes on.
    struct Refusal: Error { let cause: any Error }

    private struct Queue {
        var waiting: [Waiting] = []
        var alone: [Alone] = []
        var isClosed = false
        var handedIn: UInt64 = 0
    }

    static let largestBatch = 1000
    /// More waiting appends than this are refused: memory stays bounded, and nobody waits for long.
    static let queueLimit = 8192

    private let storage: Mutex<any LedgerStorage>
    private let clock: @Sendable () -> Instant
    private let random: @Sendable (Int) -> [UInt8]
    private let queue = Mutex(Queue())
    /// How many drafts were ever handed in.
    private let handedIn = Watermark(0)
    /// The number of durable entries.
    let sequenced: Watermark

    init(
        storage: any LedgerStorage, size: UInt64, clock: @escaping @Sendable () -> Instant,
        random: @escaping @Sendable (Int) -> [UInt8]
    ) {
        self.storage = Mutex(storage)
        self.clock = clock
        self.random = random
        sequenced = Watermark(size)
    }

    /// Returns when the draft's batch is durable.
    func submit(_ draft: PreparedDraft) async throws -> Outcome {
        try await withCheckedThrowingContinuation { continuation in
            let (refusal, count) = queue.withLock { queue -> (LedgerError?, UInt64) in
                if queue.isClosed { return (LedgerError(.stopped), 0) }
                if queue.waiting.count >= Self.queueLimit { return (LedgerError(.overloaded), 0) }
                queue.waiting.append(Waiting(draft: draft, continuation: continuation))
                queue.handedIn += 1
                return (nil, queue.handedIn)
            }
            if let refusal { return continuation.resume(throwing: refusal) }
            handedIn.advance(to: count)
        }
    }

    /// Where batches go from the next one on.
    func append(to storage: any LedgerStorage) { self.storage.withLock { $0 = storage } }

    /// Does some work between two batches: whoever appends meanwhile waits for it.
    /// - Throws: the cause of a ``Refusal``; whatever else `work` throws ends the run, too. `stopped` when there is no run.
    func alone(_ work: @escaping @Sendable () async throws -> Void) async throws {
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
            let count = queue.withLock { queue -> UInt64? in
                if queue.isClosed { return nil }
                queue.alone.append(Alone(work: work, continuation: continuation))
                queue.handedIn += 1
                return queue.handedIn
            }
            guard let count else { return continuation.resume(throwing: LedgerError(.stopped)) }
            handedIn.advance(to: count)
        }
    }

    private func perform(_ alone: Alone) async throws {
        do {
            try await alone.work()
            alone.continuation.resume()
        } catch let refusal as Refusal {
            alone.continuation.resume(throwing: refusal.cause)
        } catch {
            alone.continuation.resume(throwing: LedgerError(.stopped, cause: error))
            throw error
        }
    }

    /// Runs until cancelled or until the storage fails; whoever waits then is told.
    func run() async throws {
        queue.withLock { $0.isClosed = false }
        handedIn.recover()
        var failure: (any Error)?
        do { try await sequenceContinually() } catch { failure = error }
        // What was handed in before the end is still entered when the end is a cancellation; then nobody more comes in.
        let (rest, alone) = queue.withLock { queue in
            queue.isClosed = true
            defer { (queue.waiting, queue.alone) = ([], []) }
            return (queue.waiting, queue.alone)
        }
        for alone in alone { alone.continuation.resume(throwing: LedgerError(.stopped, cause: failure)) }
        if failure is CancellationError {
            for start in stride(from: 0, to: rest.count, by: Self.largestBatch) {
                let batch = Array(rest[start..<min(start + Self.largestBatch, rest.count)])
                do {
                    try await sequence(batch, BatchLayout(drafts: batch.map(\.draft), now: clock()))
                } catch { failure = error }
            }
        } else {
            for waiting in rest { waiting.continuation.resume(throwing: LedgerError(.stopped, cause: failure)) }
        }
        if let failure { throw failure }
    }

    /// Refuses what waits and what comes, until ``run()`` begins anew.
    func close(_ reason: LedgerError) {
        let (waiting, alone) = queue.withLock { queue in
            queue.isClosed = true
            defer { (queue.waiting, queue.alone) = ([], []) }
            return (queue.waiting, queue.alone)
        }
        for alone in alone { alone.continuation.resume(throwing: reason) }
        for waiting in waiting { waiting.continuation.resume(throwing: reason) }
    }

    private func sequenceContinually() async throws {
        try await withThrowingTaskGroup(of: BatchLayout.self) { group in
            var taken: UInt64 = queue.withLock { $0.handedIn - UInt64($0.waiting.count + $0.alone.count) }
            var foresight = Foresight()
            var isCommitting = false
            var isShared = false
            while true {
                try await handedIn.wait(for: taken + 1)
                if let alone = queue.withLock({ $0.alone.isEmpty ? nil : $0.alone.removeFirst() }) {
                    taken += 1
                    do {
                        if isCommitting { _ = try await group.next() }
                    } catch {
                        alone.continuation.resume(throwing: LedgerError(.stopped, cause: error))
                        throw error
                    }
                    isCommitting = false
                    foresight.lose()
                    try await perform(alone)
                    continue
                }
                // Less than a whole batch grows while another one is being committed: nobody in it would be answered earlier.
                let isWhole = queue.withLock { $0.waiting.count >= Self.largestBatch }
                if isCommitting, !isWhole || !foresight.isKnown {
                    if let layout = try await group.next() { foresight.learn(from: layout) }
                    isCommitting = false
                    // Those who were answered just now stand before this task in the row of the ready: whoever of them comes again at once
                    // is in this batch, and shares its flush. Who is alone has nobody to wait for.
                    if isShared { await Task.yield() }
                }
                let batch = take()
                isShared = batch.count > 1
                taken += UInt64(batch.count)
                let layout = BatchLayout(drafts: batch.map(\.draft), now: clock())
                if isWhole { layout.layOut(foresight: &foresight) } else { foresight.lose() }
                if isCommitting {
                    do {
                        if let layout = try await group.next() { foresight.learn(from: layout) }
                    } catch {
                        for waiting in batch {
                            waiting.continuation.resume(throwing: LedgerError(.stopped, cause: error))
                        }
                        throw error
                    }
                }
                isCommitting = true
                group.addTask {
                    do {
                        try await self.sequence(batch, layout)
                    } catch {
                        // The loop may be waiting for a next draft, which need never come.
                        self.handedIn.fail(error)
                        throw error
                    }
                    return layout
                }
            }
        }
    }

    private func take() -> [Waiting] {
        queue.withLock { queue in
            let batch = Array(queue.waiting.prefix(Self.largestBatch))
            queue.waiting.removeFirst(batch.count)
            return batch
        }
    }

    /// One batch, and an answer to everyone in it.
    ///
    /// 1. one transaction takes indexes and counters and stores entries, sealed statements, idempotency keys and the batch
    ///    id: a crash before its commit leaves nothing, and nobody was answered;
    /// 2. after an error the batch id is looked up: a commit may be durable though it was reported lost;
    /// 3. answers. A crash before them leaves entries that the same idempotency keys find again.
    ///
    /// - Throws: only what makes going on pointless; a full disk is answered to the callers and may pass.
    private func sequence(_ batch: [Waiting], _ layout: BatchLayout) async throws {
        let id = BatchID(bytes: random(16))
        do {
            try Failpoints.before(.ledgerSequence)
            try await storage.withLock({ $0 }).sequence(id, for: layout.question) { state in try layout.decide(state) }
            try Failpoints.after(.ledgerSequence)
        } catch {
            try await settle(batch, id, layout, after: error)
            return
        }
        answer(batch, layout)
    }

    private func settle(_ batch: [Waiting], _ id: BatchID, _ layout: BatchLayout, after error: any Error) async throws {
        let isDurable: Bool
        do {
            isDurable = try await storage.withLock({ $0 }).contains(batch: id)
        } catch let second {
            for waiting in batch {
                waiting.continuation.resume(throwing: LedgerError(.outcomeUnknown, cause: second))
            }
            // Whether the batch is there shows when its idempotency keys come again; the next batch begins where the storage stands.
            if StorageFault.passes(error), StorageFault.passes(second) { return }
            throw error
        }
        if isDurable { return answer(batch, layout) }
        let passes = StorageFault.passes(error)
        for waiting in batch {
            waiting.continuation.resume(throwing: LedgerError(passes ? .storageUnavailable : .stopped, cause: error))
        }
        if !passes { throw error }
    }

    private func answer(_ batch: [Waiting], _ layout: BatchLayout) {
        let outcomes = layout.outcomes
        for case .entered(let last)? in outcomes.reversed() {
            sequenced.advance(to: last.stored.index + 1)
            break
        }
        for (waiting, outcome) in zip(batch, outcomes) {
            if let outcome {
                waiting.continuation.resume(returning: outcome)
            } else {
                waiting.continuation.resume(throwing: LedgerError(.outcomeUnknown))
            }
        }
    }
}
