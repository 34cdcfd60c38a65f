internal import Failpoints
public import RecordTypes
internal import TransparencyLog

extension Ledger {
    /// Enters a statement and returns when it is durable. The same idempotency key gives the same promise.
    ///
    /// Waits for ``run()`` where it has not begun.
    /// - Throws: `statementTooLarge`, `overloaded`, `stopped`, `storageUnavailable` (nothing was stored); `outcomeUnknown`
    ///   (ask ``promise(forKey:)`` later); `erased` for a known key whose person's key is gone.
    public func append(_ draft: LedgerDraft) async throws -> LedgerPromise {
        try await append(prepared(draft))
    }

    /// An append with everything done that callers can do side by side.
    package struct Prepared: Sendable { let draft: PreparedDraft }

    package func prepared(_ draft: LedgerDraft) async throws -> Prepared {
        guard draft.statement.count <= LedgerDraft.statementLimitInBytes else { throw LedgerError(.statementTooLarge) }
        return Prepared(draft: try await people.prepare(draft, inYear: clock().year, random: random))
    }

    package func append(_ prepared: Prepared) async throws -> LedgerPromise {
        try Failpoints.before(.ledgerAppend)
        let outcome = try await sequencer.submit(prepared.draft)
        try Failpoints.after(.ledgerAppend)
        switch outcome {
        case .entered(let entry):
            return promise(
                index: entry.stored.index, entry: entry.stored.entry, leafHash: entry.stored.leafHash,
                opening: entry.opening, time: entry.time)
        case .present(let index): return try await promise(at: index)
        }
    }

    /// The promise that an earlier append with this key was given; nil when there was none.
    /// - Throws: `erased` when the person's key is gone: the promise can then not be made again.
    public func promise(forKey key: Digest) async throws -> LedgerPromise? {
        guard let index = try await storage.index(ofRequest: people.blind(request: key)) else { return nil }
        return try await promise(at: index)
    }

    private func promise(at index: UInt64) async throws -> LedgerPromise {
        let entry = try await entry(at: index)
        let (statement, opening) = try await open(entry)
        return promise(
            index: index, entry: entry.entry, leafHash: entry.leafHash, opening: opening.commitment(to: statement),
            time: opening.envelope.time)
    }

    private func promise(
        index: UInt64, entry: [UInt8], leafHash: Digest, opening: CommitmentOpening, time: Instant
    ) -> LedgerPromise {
        let shard = row.member(holding: index).shard
        return LedgerPromise(
            index: index, place: LogPlace(origin: shard.origin, index: index - shard.start), entry: entry,
            leafHash: leafHash, salt: opening.salt,
            statementDigest: opening.statementDigest,
            envelopeDigest: opening.envelopeDigest, time: time, signer: keys.acknowledgement)
    }

    func entry(at index: UInt64) async throws -> StoredEntry {
        guard let entry = try await storage.entries(from: index, limit: 1).first, entry.index == index else {
            throw LedgerError(.entryMissing, at: index)
        }
        return entry
    }

    func open(_ entry: StoredEntry) async throws -> (statement: [UInt8], opening: SealedOpening) {
        guard let key = try await people.keys(of: [entry])[entry.keyCheck] else {
            throw LedgerError(.erased, at: entry.index)
        }
        return try key.open(entry)
    }
}
