internal import RecordTypes
internal import Sealing
internal import TransparencyLog

/// A draft with everything done that can be done before its place is known, on as many cores as there are callers: what is left for
/// the one sequencer is a few short hashes.
struct PreparedDraft: Sendable {
    let draft: LedgerDraft
    let key: PersonKey
    /// Tags for the year in which the draft was handed in.
    let tags: (year: Int64, index: BlindIndex)
    /// Blind index and sealed identity; nil when nobody is concerned.
    let person: (blind: [UInt8], identity: [UInt8])?
    /// The blinded idempotency key.
    let request: [UInt8]?
    let salt: [UInt8]
    /// 16 random bytes each, for whatever no key determines.
    let randomTag: [UInt8]
    /// What stands in the entry as its predecessor.
    let previous: [UInt8]
    /// 20 bytes that stand in the envelope when nobody is concerned.
    let randomIdentity: [UInt8]
    let statementDigest: Digest
    let sealedStatement: [UInt8]

    /// Step A of the ledger for one draft, once index, time and counter are taken: the entry, and what is stored beside it.
    func entered(at index: UInt64, time: Instant, counter: UInt64) -> SequencedEntry {
        let envelope = Envelope(
            counter: person == nil ? 0 : counter, time: time, identity: draft.subject?.bytes ?? randomIdentity)
        let opening = SealedOpening(salt: salt, envelope: envelope, request: request)
        let commitment = CommitmentOpening(
            salt: salt, statementDigest: statementDigest, envelopeDigest: .sha256(envelope.bytes))
        let year = time.year
        let tagger = year == tags.year ? tags.index : key.tags(inYear: year)
        let entry = LedgerEntry(
            kind: draft.kind, bucket: LedgerEntry.bucket(of: time), submitter: draft.submitter,
            tag: person == nil ? randomTag : tagger.tag(counter: counter), previous: previous,
            commitment: commitment.commitment
        ).bytes
        let stored = StoredEntry(
            index: index, entry: entry, leafHash: .leaf(entry),
            person: person.map { StoredEntry.Person(blind: $0.blind, identity: $0.identity, counter: counter) },
            keyCheck: key.check, statement: sealedStatement,
            opening: key.seal(opening: opening, at: index), request: request, time: time)
        return SequencedEntry(stored: stored, opening: commitment, time: time)
    }
}

extension PeopleKeys {
    /// All that an append can do before its place is known.
    func prepare(
        _ draft: LedgerDraft, inYear year: Int64, random: (Int) -> [UInt8]
    ) async throws -> PreparedDraft {
        let sealer = try await sealer(for: draft.subject, inYear: year)
        let previous = random(LedgerEntry.tagLength)
        return PreparedDraft(
            draft: draft, key: sealer.key, tags: (year, sealer.tags), person: sealer.person,
            request: draft.idempotencyKey.map { blind(request: $0) },
            salt: random(CommitmentOpening.saltLength), randomTag: random(LedgerEntry.tagLength),
            previous: previous, randomIdentity: random(20), statementDigest: .sha256(draft.statement),
            sealedStatement: sealer.key.seal(statement: draft.statement, ofEntryWith: previous))
    }
}

/// An entry that has its place, with what its promise says in clear.
struct SequencedEntry: Sendable {
    let stored: StoredEntry
    let opening: CommitmentOpening
    let time: Instant

    /// Whether it was sealed for this very place.
    func stands(at index: UInt64, time: Instant, counter: UInt64) -> Bool {
        stored.index == index && self.time == time && stored.person?.counter ?? 0 == counter
    }
}

extension Digest {
    /// The leaf hash of an entry, as the words of layer 0 carry it.
    static func leaf(_ entry: [UInt8]) -> Digest {
        guard let digest = Digest(MerkleHash.leaf(entry).bytes) else { preconditionFailure("a hash has 32 bytes") }
        return digest
    }
}
