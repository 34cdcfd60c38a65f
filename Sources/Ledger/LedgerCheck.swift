/// What `fsck` found.
public struct LedgerCheck: Hashable, Sendable {
    public internal(set) var entries: UInt64 = 0
    /// Entries whose person's key was erased: their statements cannot be checked any more, which is no defect.
    public internal(set) var erased: UInt64 = 0
    public internal(set) var checkpoints = 0
    public internal(set) var defects: [LedgerDefect] = []

    public var isSound: Bool { defects.isEmpty }
}

/// One thing in a ledger that is not as it must be.
public struct LedgerDefect: Hashable, Sendable {
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        case entryMissing = "entry-missing"
        case entryMalformed = "entry-malformed"
        /// The entry does not have the hash that was acknowledged.
        case leafHash = "leaf-hash"
        case tile = "tile"
        case tileMissing = "tile-missing"
        /// The stored head of the tree is not the tree's.
        case treeHead = "tree-head"
        /// A signed checkpoint of a size that the log does not have.
        case checkpointAhead = "checkpoint-ahead"
        /// A signed checkpoint with another root than the entries lead to.
        case checkpointRoot = "checkpoint-root"
        case checkpointSignature = "checkpoint-signature"
        /// The published checkpoint is none of the signed ones.
        case published = "published"
        /// Statement or opening does not open with the person's key.
        case sealedStatement = "sealed-statement"
        case sealedIdentity = "sealed-identity"
        case commitment = "commitment"
        /// The tag is not the one of this person and counter.
        case tag = "tag"
        /// The coarse time is not the exact one's, or the exact one is earlier than the entry before.
        case time = "time"
        /// Filed under another person than the envelope names.
        case person = "person"
        /// Not one more than the person's entry before.
        case counter = "counter"
        /// The stored idempotency key is not the sealed one.
        case idempotency = "idempotency"
        /// What links two shards does not open the entry that stands there.
        case shardLink = "shard-link"
        case storage = "storage"
    }

    public let kind: Kind
    /// Index of the entry, size of the checkpoint, or first entry under the tile; nil where none is meant.
    public let place: UInt64?

    init(_ kind: Kind, at place: UInt64? = nil) {
        self.kind = kind
        self.place = place
    }
}

extension LedgerDefect: CustomStringConvertible {
    public var description: String { place.map { "\(kind.rawValue) at \($0)" } ?? kind.rawValue }
}
