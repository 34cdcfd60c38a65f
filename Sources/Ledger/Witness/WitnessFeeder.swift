internal import RecordTypes
internal import Synchronization
internal import TransparencyLog

/// Brings checkpoints to the witnesses and gathers their cosignatures.
///
/// Every witness is asked beside the others and has its own time limit. What it answers is believed only as far as it proves:
/// a cosignature by its signature, a larger log by our own key's.
final class WitnessFeeder: Sendable {
    private struct Known {
        /// What the witness cosigned last, as far as we know.
        var size: UInt64 = 0
        var failures = 0
        var askAgain: ContinuousClock.Instant?
        var told: WitnessNotice.Kind?
    }

    private let witnessing: Witnessing
    private let storage: any LedgerStorage
    private let keys: [VerifierKey]
    private let clock: @Sendable () -> Instant
    private let seen: SeenHistory
    private let known = Mutex<[VerifierKey: Known]>([:])
    private let quorum = Mutex<WitnessNotice.Kind?>(nil)

    init(
        _ witnessing: Witnessing, storage: any LedgerStorage, keys: [VerifierKey],
        clock: @escaping @Sendable () -> Instant
    ) {
        self.witnessing = witnessing
        self.storage = storage
        self.keys = keys
        seen = SeenHistory(storage: storage, keys: keys)
        self.clock = clock
    }

    /// The checkpoint with all cosignatures that came in time; nil when they are no quorum.
    /// - Throws: `witnessedBeyond`, or what the storage fails with.
    func cosign(_ checkpoint: StoredCheckpoint) async throws -> StoredCheckpoint? {
        var note = try SignedNote(bytes: checkpoint.note)
        var cosigners: Set<VerifierKey> = []
        let asked = witnessing.policy.witnesses.filter { isDue($0.key) }
        let bare = note
        try await withThrowingTaskGroup(of: (VerifierKey, NoteSignature?).self) { group in
            for witness in asked {
                group.addTask { (witness.key, try await self.ask(witness, for: checkpoint, bare)) }
            }
            for try await case (let key, let signature?) in group {
                try note.add([signature])
                cosigners.insert(key)
            }
        }
        let isMet = witnessing.policy.isMet(by: cosigners)
        tell(isMet ? .quorumMet : .quorumMissed)
        guard isMet else { return nil }
        return StoredCheckpoint(size: checkpoint.size, root: checkpoint.root, note: note.bytes)
    }

    // MARK: One witness

    private func ask(
        _ witness: TlogPolicy.Witness, for checkpoint: StoredCheckpoint, _ note: SignedNote
    ) async throws -> NoteSignature? {
        guard let client = witnessing.clients[witness.key] else { return nil }
        let outcome = try await inTime { try await self.exchange(client, witness, checkpoint, note) }
        switch outcome {
        case .cosigned(let signature):
            settle(witness, .cosigns) { $0.size = checkpoint.size }
            return signature
        case .failed(let kind):
            if Self.mayKnowAnotherLog(kind) { try await compare(latestOf: client) }
            settle(witness, kind)
        case .shown: break
        }
        return nil
    }

    /// Whether the witness may refuse because it has cosigned what our storage does not have: beyond it, or instead of it.
    private static func mayKnowAnotherLog(_ kind: WitnessNotice.Kind) -> Bool {
        switch kind {
        case .claimsMore, .refused(status: 409), .refused(status: 422): true
        default: false
        }
    }

    private enum Outcome: Sendable {
        case cosigned(NoteSignature)
        case failed(WitnessNotice.Kind)
        case shown([UInt8]?)

        var note: [UInt8]? { if case .shown(let note) = self { note } else { nil } }
    }

    /// A witness may be dead, silent or talk nonsense: none of it is an error of ours.
    private func inTime(_ work: @escaping @Sendable () async throws -> Outcome) async throws -> Outcome {
        let limit = witnessing.timeout
        let outcome = try await withThrowingTaskGroup(of: Outcome.self) { group in
            group.addTask {
                do { return try await work() } catch let error as LedgerError { throw error } catch {
                    return .failed(.unreachable)
                }
            }
            group.addTask {
                do { try await Task.sleep(for: limit) } catch { return .failed(.unreachable) }
                return .failed(.late)
            }
            defer { group.cancelAll() }
            return try await group.next() ?? .failed(.unreachable)
        }
        try Task.checkCancellation()
        return outcome
    }

    /// At most two requests: the second with the size that the witness named.
    private func exchange(
        _ client: any WitnessClient, _ witness: TlogPolicy.Witness, _ checkpoint: StoredCheckpoint, _ note: SignedNote
    ) async throws -> Outcome {
        var old = min(known.withLock { $0[witness.key]?.size ?? 0 }, checkpoint.size)
        var status = 0
        for _ in 0..<2 {
            let plan = try ConsistencyProof.plan(from: old, to: checkpoint.size)
            let hashes = try await LogReader(storage: storage).hashes(plan, inLogOf: checkpoint.size)
            let request = try AddCheckpointRequest(
                oldSize: old, proof: ConsistencyProof(hashes: hashes), checkpoint: note)
            let answer = try await client.addCheckpoint(request.bytes)
            status = answer.status
            switch answer.status {
            case 200: return accept(answer.body, of: witness, on: note)
            case 409:
                guard let size = try? AddCheckpointRequest.size(inConflict: answer.body) else {
                    return .failed(.refused(status: 409))
                }
                // Never followed beyond what this log has signed.
                guard size <= checkpoint.size else { return .failed(.claimsMore(size: size)) }
                guard size != old else { return .failed(.refused(status: 409)) }
                old = size
            default: return .failed(.refused(status: answer.status))
            }
        }
        return .failed(.refused(status: status))
    }

    private func accept(_ body: [UInt8], of witness: TlogPolicy.Witness, on note: SignedNote) -> Outcome {
        guard let lines = try? NoteSignature.lines(body) else { return .failed(.refused(status: 200)) }
        let now = UInt64(clamping: clock().seconds)
        for line in lines where witness.key.isNamed(by: line) {
            var cosigned = note
            guard (try? cosigned.add([line])) != nil,
                let cosignature = try? cosigned.cosignatures(by: [witness.key]).first
            else { return .failed(.badCosignature) }
            let distance = cosignature.time > now ? cosignature.time - now : now - cosignature.time
            return distance <= Witnessing.tolerance ? .cosigned(line) : .failed(.wrongTime)
        }
        return .failed(.badCosignature)
    }

    // MARK: The guard against rollback and fork

    /// Asks every witness what it has cosigned last. Before the first signature after a start: a storage that was restored from
    /// a copy does not know what it has signed since, but a witness does.
    /// - Throws: `witnessedBeyond`.
    func guardAgainstRollback() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for witness in witnessing.policy.witnesses {
                guard let client = witnessing.clients[witness.key] else { continue }
                group.addTask { try await self.compare(latestOf: client) }
            }
            try await group.waitForAll()
        }
    }

    /// - Throws: `witnessedBeyond` when our own key has signed what the witness shows and our storage does not have it.
    private func compare(latestOf client: any WitnessClient) async throws {
        let outcome = try await inTime { .shown(try await client.latestCheckpoint(of: self.keys[0].name)) }
        if let note = outcome.note { try await seen.compare(note) }
    }

    // MARK: What is known of them

    private func isDue(_ key: VerifierKey) -> Bool {
        known.withLock { known in known[key]?.askAgain.map { $0 <= .now } ?? true }
    }

    /// A witness that fails is asked again after 1, 2, 4 … 64 seconds.
    private func settle(
        _ witness: TlogPolicy.Witness, _ kind: WitnessNotice.Kind, _ change: (inout Known) -> Void = { _ in }
    ) {
        let isNews = known.withLock { known in
            var state = known[witness.key] ?? Known()
            change(&state)
            state.failures = kind == .cosigns ? 0 : min(state.failures + 1, 7)
            state.askAgain = kind == .cosigns ? nil : .now + .seconds(1 << (state.failures - 1))
            defer { known[witness.key] = state }
            defer { state.told = kind }
            return state.told != kind
        }
        if isNews { witnessing.notice(WitnessNotice(witness: witness.name, kind: kind)) }
    }

    private func tell(_ kind: WitnessNotice.Kind) {
        let isNews = quorum.withLock { told in
            defer { told = kind }
            return told != kind
        }
        if isNews { witnessing.notice(WitnessNotice(witness: nil, kind: kind)) }
    }
}
