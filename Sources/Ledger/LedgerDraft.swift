public import RecordTypes
internal import TransparencyLog

/// What is to be entered: all but the place, the time and the person's count, which only the ledger can give.
public struct LedgerDraft: Sendable {
    public let kind: EntryKind
    /// Whom it is about; nil when nobody is concerned, as in an attempt to read an unknown person's records.
    public let subject: LedgerIdentity?
    public let submitter: SubmitterTag
    /// Canonical JSON. Sealed with the subject's key; the log itself only commits to it.
    public let statement: [UInt8]
    /// A second append with the same key gives the first one's promise and enters nothing, whatever else it says.
    public let idempotencyKey: Digest?

    /// The most a statement may measure.
    public static let statementLimitInBytes = 1 << 20

    public init(
        kind: EntryKind, subject: LedgerIdentity?, submitter: SubmitterTag, statement: [UInt8],
        idempotencyKey: Digest? = nil
    ) {
        self.kind = kind
        self.subject = subject
        self.submitter = submitter
        self.statement = statement
        self.idempotencyKey = idempotencyKey
    }
}

/// An entry's place in the log of one shard.
public struct LogPlace: Hashable, Sendable {
    public let origin: String
    /// From 0, in that log.
    public let index: UInt64
}

/// That an entry is durable and will be in the log at this index. Given only after the flush to the disk.
public struct LedgerPromise: Sendable {
    /// The entry's position, counted along all shards: what ``Ledger`` and its projections go by.
    public let index: UInt64
    /// Where the entry is in the log itself: what proofs and acknowledgements speak of.
    public let place: LogPlace
    /// The entry as it stands in the log: ``LedgerEntry``.
    public let entry: [UInt8]
    /// SHA-256(0x00 ‖ entry), by RFC 6962.
    public let leafHash: Digest
    public let salt: [UInt8]
    public let statementDigest: Digest
    public let envelopeDigest: Digest
    /// When the ledger took it; never earlier than the entry before.
    public let time: Instant
    let signer: NoteSigner

    /// A note signed by this node: see ``Acknowledgement``. Signed when asked for, as a signature costs more than all the rest of an
    /// append and most promises are shown to nobody; the same bytes each time.
    public var acknowledgement: [UInt8] {
        let acknowledgement = Acknowledgement(
            origin: place.origin, index: place.index, leafHash: leafHash, time: time)
        guard let note = try? acknowledgement.signed(by: signer) else {
            preconditionFailure("Ed25519 with a key that was read does not fail")
        }
        return note
    }
}

/// One promise is another's equal when it says the same for the same node.
extension LedgerPromise: Hashable {
    public static func == (left: Self, right: Self) -> Bool {
        left.index == right.index && left.entry == right.entry && left.leafHash == right.leafHash
            && left.salt == right.salt && left.statementDigest == right.statementDigest
            && left.envelopeDigest == right.envelopeDigest && left.time == right.time && left.place == right.place
            && left.signer.verifierKey == right.signer.verifierKey
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(index)
        hasher.combine(leafHash)
    }
}
