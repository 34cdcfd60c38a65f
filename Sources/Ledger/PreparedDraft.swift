internal import RecordTypes
internal import Sealing
internal import TransparencyLog

/// A draft with everything done that can be done before its place is known, on as many cores as there are callers: what is left for
/// the one sequencer is a few short hashes. An object, as it goes from hand to hand and has many parts.
final class PreparedDraft: Sendable {
    let draft: LedgerDraft
    private let key: PersonKey
    /// Tags for the year in which the draft was handed in.
    private let tags: (year: Int64, index: BlindIndex)
    /// Nil when nobody is concerned.
    let person: PeopleKeys.Person?
    /// The blinded idempotency key.
    let request: [UInt8]?
    private let random: DraftRandom
    private let statementDigest: Digest
    private let sealedStatement: [UInt8]

    init(
        _ draft: LedgerDraft, _ sealer: PeopleKeys.Sealer, tagYear: Int64, request: [UInt8]?, random: DraftRandom
    ) {
        self.draft = draft
        key = sealer.key
        tags = (tagYear, sealer.tags)
        person = sealer.person
        self.request = request
        self.random = random
        statementDigest = .sha256(draft.statement)
        sealedStatement = sealer.key.seal(statement: draft.statement, ofEntryWith: random.previous)
    }

    /// Step A of the ledger for one draft, once index, time and counter are taken: the entry, and what is stored beside it.
    func entered(at index: UInt64, time: Instant, counter: UInt64) -> SequencedEntry {
        let envelope = Envelope(
            counter: person == nil ? 0 : counter, time: time, identity: draft.subject?.bytes ?? random.identity)
        let opening = SealedOpening(salt: random.salt, envelope: envelope, request: request)
        let commitment = CommitmentOpening(
            salt: random.salt, statementDigest: statementDigest, envelopeDigest: .sha256(envelope.bytes))
        let year = time.year
        let tagger = year == tags.year ? tags.index : key.tags(inYear: year)
        let entry = LedgerEntry(
            kind: draft.kind, bucket: LedgerEntry.bucket(of: time), submitter: draft.submitter,
            tag: person == nil ? random.tag : tagger.tag(counter: counter), previous: random.previous,
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
        PreparedDraft(
            draft, try await sealer(for: draft.subject, inYear: year), tagYear: year,
            request: draft.idempotencyKey.map { blind(request: $0) }, random: DraftRandom(random))
    }
}

/// What no key determines in an entry, drawn at once.
struct DraftRandom: Sendable {
    let salt: [UInt8]
    /// What stands in the entry as its predecessor.
    let previous: [UInt8]
    /// The tag when nobody is concerned.
    let tag: [UInt8]
    /// What stands in the envelope when nobody is concerned.
    let identity: [UInt8]

    init(_ random: (Int) -> [UInt8]) {
        let salt = CommitmentOpening.saltLength
        let tag = LedgerEntry.tagLength
        let drawn = random(salt + 2 * tag + 20)
        self.salt = Array(drawn[..<salt])
        previous = Array(drawn[salt..<salt + tag])
        self.tag = Array(drawn[salt + tag..<salt + 2 * tag])
        identity = Array(drawn[(salt + 2 * tag)...])
    }
}

/// An entry that has its place, with what its promise says in clear.
final class SequencedEntry: Sendable {
    let stored: StoredEntry
    let opening: CommitmentOpening
    let time: Instant

    init(stored: StoredEntry, opening: CommitmentOpening, time: Instant) {
        self.stored = stored
        self.opening = opening
        self.time = time
    }

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
