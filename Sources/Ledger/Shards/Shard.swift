/// One log in a row of logs, most often a year's: the entries from ``start`` on, with a tree, an origin and a key of their own.
///
/// A *position* counts entries along all shards; an *index* counts within one, and is what proofs and checkpoints speak of. Persons' counts,
/// idempotency keys and projections know positions only, so that a new year changes nothing for them.
public struct Shard: Hashable, Sendable {
    /// From 1.
    public let number: Int
    public let origin: String
    /// The text of the key that signs it now, or that signed it last.
    public let verifierKey: String
    /// The position of its first entry.
    public let start: UInt64
    /// One beyond the position of its last entry; nil while it takes entries.
    public let end: UInt64?
    /// What opens its first entry, which names the shard before: a ``ShardLink``. Nil for the first shard.
    let opening: [UInt8]?
    /// What opens its last entry, which names the shard after it. Nil while it takes entries.
    let closing: [UInt8]?

    package init(
        number: Int, origin: String, verifierKey: String, start: UInt64, end: UInt64? = nil, opening: [UInt8]? = nil,
        closing: [UInt8]? = nil
    ) {
        self.number = number
        self.origin = origin
        self.verifierKey = verifierKey
        self.start = start
        self.end = end
        self.opening = opening
        self.closing = closing
    }

    /// What a storage is a view of until a log has claimed it.
    static let unclaimed = Shard(number: 1, origin: "", verifierKey: "", start: 0)

    public var isClosed: Bool { end != nil }

    /// How many entries it has for ever; nil while it takes entries.
    public var size: UInt64? { end.map { $0 - start } }

    /// Whether the entry at a position is one of its own, or would be.
    func holds(_ position: UInt64) -> Bool { position >= start && position < end ?? .max }
}

/// How a batch changes the row of shards.
package enum ShardChange: Sendable {
    /// The batch's last entry is the last of the open shard.
    case closes(link: [UInt8])
    /// The batch's first entry is the first of this shard, which follows the one that was closed last.
    case opens(Shard)
}

/// How a batch is laid out.
package struct SequencingDecision: Sendable {
    package let entries: [StoredEntry]
    package let change: ShardChange?

    package init(entries: [StoredEntry], change: ShardChange? = nil) {
        self.entries = entries
        self.change = change
    }
}

extension SequencingDecision {
    /// The number that the storage must have for its open shard, seen from a view of `shard`: none where the batch opens the next one.
    func neededShard(of shard: Shard) -> Int? {
        if case .opens = change { nil } else { shard.number }
    }
}
