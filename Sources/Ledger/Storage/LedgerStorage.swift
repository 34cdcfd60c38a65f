package import RecordTypes
package import TransparencyLog

/// Where a ledger keeps what it promised. One conformer an engine; a batch or a step is one transaction in each.
///
/// Nothing here may return success before it is durable. What throws has done nothing, except where the engine cannot know:
/// then ``contains(batch:)`` answers for a batch, and the other steps may simply be done again.
package protocol LedgerStorage: Sendable {
    // A. sequencing
    /// In ONE transaction: looks up what the batch needs, lets `decide` lay the entries out, stores them, moves the counters.
    ///
    /// `decide` runs while no other batch can take an index or a counter, on any node.
    /// - Throws: `shardClosed` when this storage is a view of a shard that takes no entries any more.
    func sequence(
        _ batch: BatchID, for question: SequencingQuestion,
        deciding decide: @escaping @Sendable (SequencingState) throws -> SequencingDecision
    ) async throws
    func contains(batch: BatchID) async throws -> Bool
    /// How many entries are durable, of all shards.
    func size() async throws -> UInt64

    // Shards
    /// All shards, the first one first. Empty before a log has claimed the storage.
    func shards() async throws -> [Shard]
    /// The same storage, with the leaves, tree and checkpoints (B, C and D below) of another shard.
    func view(of shard: Shard) -> any LedgerStorage

    // One of many nodes
    /// Whether other nodes write here too, so that what is new must be looked for.
    var isShared: Bool { get }
    /// Whether this node grows the tree, signs and publishes now; takes that over where nobody does.
    func leads() async throws -> Bool
    /// Leaves it to another node at once.
    func resign() async throws

    // Reading, by position
    func entries(from: UInt64, limit: Int) async throws -> [StoredEntry]
    /// Entries about one person with a count beyond `counter`, in order.
    func entries(ofPerson blind: [UInt8], after counter: UInt64, limit: Int) async throws -> [StoredEntry]
    func index(ofRequest key: [UInt8]) async throws -> UInt64?
    /// In one transaction, puts other sealed bytes in the place of these entries' statements; entry, opening and tree stay.
    func replaceStatements(_ sealed: [UInt64: [UInt8]]) async throws
    /// Afterwards the former ones are nowhere any more, as far as the engine can do that.
    func forgetReplaced() async throws
    /// Persons whose counter is not the number of their latest entry. For checking.
    func misnumberedPeople() async throws -> [[UInt8]]
    /// Positions of entries whose idempotency key does not lead to them; nil for a key that leads to none. For checking.
    func misfiledRequests() async throws -> [UInt64?]

    // B. integration, by index in the shard
    func leaves(from: UInt64, limit: Int) async throws -> [StoredLeaf]
    func tree() async throws -> StoredTree
    /// The stored bytes of the tile at this level and index, as wide as the tree now has it.
    func tile(level: Int, index: UInt64) async throws -> [UInt8]?
    /// In one transaction, tiles and head; false when the tree no longer has the size `old` (another node was faster).
    func extend(from old: UInt64, to tree: StoredTree, tiles: [StoredTile]) async throws -> Bool

    // C. signing
    /// Keeps a signed checkpoint for good. Refused when a larger size, or another root of this size, was signed before.
    /// - Throws: `signedBefore`.
    func keepSigned(_ checkpoint: StoredCheckpoint) async throws
    /// The checkpoint of the largest size signed so far.
    func latestSigned() async throws -> StoredCheckpoint?
    /// Signed checkpoints by size, from `size` on.
    func signed(from size: UInt64, limit: Int) async throws -> [StoredCheckpoint]

    // D. publishing
    func publish(_ checkpoint: StoredCheckpoint) async throws
    func published() async throws -> StoredCheckpoint?
}

extension LedgerStorage {
    /// A batch that leaves the row of shards as it is.
    package func sequence(
        _ batch: BatchID, for question: SequencingQuestion,
        _ decide: @escaping @Sendable (SequencingState) throws -> [StoredEntry]
    ) async throws {
        try await sequence(
            batch, for: question, deciding: { state in SequencingDecision(entries: try decide(state)) })
    }

    /// For an engine that forgets by itself.
    package func forgetReplaced() async throws {}

    /// For an engine whose entries are themselves what is looked up.
    package func misfiledRequests() async throws -> [UInt64?] { [] }

    /// For an engine without an index on persons: reads everything.
    package func entries(ofPerson blind: [UInt8], after counter: UInt64, limit: Int) async throws -> [StoredEntry] {
        var found: [StoredEntry] = []
        var next: UInt64 = 0
        while found.count < limit {
            let page = try await entries(from: next, limit: 1024)
            guard let last = page.last else { break }
            found += page.filter { $0.person?.blind == blind && ($0.person?.counter ?? 0) > counter }
            next = last.index + 1
        }
        return Array(found.prefix(limit))
    }
}

/// A storage of one node, unless it says otherwise.
extension LedgerStorage {
    package var isShared: Bool { false }
    package func leads() async throws -> Bool { true }
    package func resign() async throws {}
}

/// Names one batch, so that after an ambiguous error the storage can be asked for it. 16 random bytes.
package struct BatchID: Hashable, Sendable {
    package let bytes: [UInt8]

    package init(bytes: [UInt8]) { self.bytes = bytes }
}

/// What a batch has to know before it can be laid out.
package struct SequencingQuestion: Sendable {
    /// Blind indexes of the persons concerned, without repetition.
    package let people: [[UInt8]]
    /// Blinded idempotency keys, without repetition.
    package let requests: [[UInt8]]

    package init(people: [[UInt8]], requests: [[UInt8]]) {
        self.people = people
        self.requests = requests
    }
}

/// The answer: where the log stands.
package struct SequencingState: Sendable {
    package let next: UInt64
    package let lastTime: Instant
    /// The counter of each person asked for; absent for a new one.
    package let counters: [Fingerprint: UInt64]
    /// The index of each request asked for that was entered before.
    package let entered: [Fingerprint: UInt64]
}

/// One entry with all that is kept beside it.
package struct StoredEntry: Hashable, Sendable {
    package let index: UInt64
    package let entry: [UInt8]
    package let leafHash: Digest
    /// Nil when nobody is concerned.
    package let person: Person?
    /// Which key sealed the following: a fingerprint of it, so that an erased key is told from damage.
    package let keyCheck: [UInt8]
    package let statement: [UInt8]
    package let opening: [UInt8]
    /// The blinded idempotency key.
    package let request: [UInt8]?
    /// Exact time, for keeping the next one from being earlier. In the storage it stands sealed only.
    package let time: Instant?

    package struct Person: Hashable, Sendable {
        package let blind: [UInt8]
        /// The ledger identity, sealed by the gateway's key.
        package let identity: [UInt8]
        package let counter: UInt64
    }
}

package struct StoredLeaf: Hashable, Sendable {
    package let entry: [UInt8]
    package let leafHash: Digest
}

/// How far the tree has grown.
package struct StoredTree: Hashable, Sendable {
    package let frontier: Frontier
    package let root: MerkleHash

    package init(frontier: Frontier, root: MerkleHash) {
        self.frontier = frontier
        self.root = root
    }

    package var size: UInt64 { frontier.size }
}

package struct StoredTile: Hashable, Sendable {
    package let id: TileID
    package let bytes: [UInt8]

    package init(id: TileID, bytes: [UInt8]) {
        self.id = id
        self.bytes = bytes
    }
}

package struct StoredCheckpoint: Hashable, Sendable {
    package let size: UInt64
    package let root: MerkleHash
    /// A signed note.
    package let note: [UInt8]
}
