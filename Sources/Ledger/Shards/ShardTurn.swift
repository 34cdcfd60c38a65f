internal import Failpoints
internal import RecordTypes
internal import TransparencyLog

/// The turn of the year: one shard is closed, and the next one opened.
///
/// 1. the next shard's key is made and announced, days before (``KeyFolder/prepareShard(origin:)``): a crash leaves a key that signs
///    nothing, and the open shard goes on;
/// 2. the last entry of the open shard names the next one; the same transaction has the storage refuse any further entry there. This is
///    the decision: whoever opens the ledger after a crash takes the following steps, and nothing is appended before they are done;
/// 3. the tree grows to that entry, and its final checkpoint is signed and stored: as ever, a crash leaves a shorter tree, and signing
///    again gives the same bytes;
/// 4. the next shard's first entry commits to the final checkpoint; the same transaction makes the shard, and has the storage take
///    entries;
/// 5. the next shard's key file takes the place of the old one's, whose secret is gone: a crash before it is found by the key that the
///    storage names (``LedgerKeys/settled(on:)``).
///
/// Witnesses are waited for in none of them: what the final checkpoint lacks of its quorum comes later, like any other's.
struct ShardTurn: Sendable {
    /// A view of the newest shard.
    let storage: any LedgerStorage
    let shard: Shard
    let keys: LedgerKeys
    let people: PeopleKeys
    let clock: @Sendable () -> Instant
    let random: @Sendable (Int) -> [UInt8]

    /// Step 2.
    /// - Throws: `shardKey` without a next key, or during an overlap of two; `shardClosed` when another node was faster.
    func close() async throws {
        guard let opening = keys.opening, keys.successor == nil else { throw LedgerError(.shardKey) }
        try Failpoints.before(.shardClose)
        try await enter(.closes(origin: shard.origin, next: opening.verifierKey)) { link, _ in .closes(link: link.bytes)
        }
        try Failpoints.after(.shardClose)
    }

    /// Steps 3 and 4. The shard is closed.
    /// - Throws: `shardKey` when the key that the closed shard names is not here.
    func open() async throws {
        guard let opening = keys.opening, try named() == opening.verifierKey else { throw LedgerError(.shardKey) }
        guard try await storage.leads() else { throw LedgerError(.leaseLost) }
        _ = try await Integrator(storage: storage, signers: keys.signers, isWithheld: true, feeder: nil).catchUp()
        guard let final = try await storage.latestSigned(), final.size == shard.size else {
            throw LedgerError(.rootsDiffer, at: shard.size)
        }
        let checkpoint = try Checkpoint(text: SignedNote(bytes: final.note).text)
        let statement = ShardStatement.opens(
            origin: opening.name, previous: checkpoint, key: keys.log.verifierKey)
        try Failpoints.before(.shardOpen)
        try await enter(statement) { [shard] link, position in
            .opens(
                Shard(
                    number: shard.number + 1, origin: opening.name, verifierKey: opening.verifierKey.text,
                    start: position, opening: link.bytes))
        }
        try Failpoints.after(.shardOpen)
        try await storage.resign()
    }

    /// The key that the shard's last entry names for the next one.
    private func named() throws -> VerifierKey {
        guard let closing = shard.closing,
            case .closes(_, let next) = ShardStatement(statement: try ShardLink(bytes: closing).statement)
        else { throw LedgerError(.damaged) }
        return next
    }

    /// One entry, with what opens it for everybody.
    private func enter(
        _ statement: ShardStatement,
        _ change: @escaping @Sendable (_ link: ShardLink, _ position: UInt64) -> ShardChange
    ) async throws {
        let draft = LedgerDraft(
            kind: .shardLink, subject: nil, submitter: .gateway, statement: statement.bytes)
        let layout = BatchLayout(
            drafts: [try await people.prepare(draft, inYear: clock().year, random: random)], now: clock())
        let id = BatchID(bytes: random(16))
        try await storage.sequence(
            id, for: layout.question,
            deciding: { state in
                let entries = try layout.decide(state)
                guard case .entered(let entered)?? = layout.outcomes.first else { throw LedgerError(.damaged) }
                let link = ShardLink(
                    entry: entered.stored.entry, statement: draft.statement, opening: entered.opening)
                return SequencingDecision(entries: entries, change: change(link, entered.stored.index))
            })
    }
}
