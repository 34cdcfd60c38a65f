import RecordTypes
import Synchronization
import TransparencyLog

@testable import Ledger

/// A ledger storage that is obvious: one value behind one lock.
final class InMemoryLedgerStorage: LedgerStorage {
    /// What belongs to one shard.
    private struct Tree {
        var head = StoredTree(frontier: Frontier(), root: .emptyRoot)
        var tiles: [[UInt64]: [UInt8]] = [:]
        var signed: [StoredCheckpoint] = []
        var published: StoredCheckpoint?
    }

    private struct State {
        var shards: [Shard] = []
        var openShard: Int? = 1
        var trees: [Int: Tree] = [:]
        var entries: [StoredEntry] = []
        var batches: Set<BatchID> = []
        var people: [[UInt8]: StoredEntry.Person] = [:]
        var requests: [[UInt8]: UInt64] = [:]
        var time = Instant(milliseconds: 0)
    }

    private struct Duplicate: Error {}

    /// Shared by all views.
    private final class Shelf: Sendable {
        let state = Mutex(State())
    }

    private let shelf: Shelf
    private let shard: Shard

    init() {
        shelf = Shelf()
        shard = Shard(number: 1, origin: "", verifierKey: "", start: 0)
    }

    private init(_ shelf: Shelf, _ shard: Shard) {
        self.shelf = shelf
        self.shard = shard
    }

    private func withTree<Value>(_ work: (inout sending Tree) throws -> sending Value) rethrows -> Value {
        try shelf.state.withLock { try work(&$0.trees[shard.number, default: Tree()]) }
    }

    func view(of shard: Shard) -> any LedgerStorage { InMemoryLedgerStorage(shelf, shard) }

    func shards() async throws -> [Shard] { shelf.state.withLock { $0.shards } }

    func sequence(
        _ batch: BatchID, for question: SequencingQuestion,
        deciding decide: @escaping @Sendable (SequencingState) throws -> SequencingDecision
    ) async throws {
        try shelf.state.withLock { state in
            var counters: [Fingerprint: UInt64] = [:]
            for blind in question.people { counters[Fingerprint(blind)] = state.people[blind]?.counter }
            var entered: [Fingerprint: UInt64] = [:]
            for request in question.requests { entered[Fingerprint(request)] = state.requests[request] }
            let decision = try decide(
                SequencingState(
                    next: UInt64(state.entries.count), lastTime: state.time, counters: counters, entered: entered))
            let entries = decision.entries
            guard state.openShard == decision.neededShard(of: shard) else { throw LedgerError(.shardClosed) }
            guard !entries.isEmpty else { return }
            var next = state
            guard next.batches.insert(batch).inserted else { throw Duplicate() }
            for entry in entries {
                next.entries.append(entry)
                if let person = entry.person { next.people[person.blind] = person }
                if let request = entry.request {
                    guard next.requests.updateValue(entry.index, forKey: request) == nil else { throw Duplicate() }
                }
                next.time = max(next.time, entry.time ?? next.time)
            }
            let end = UInt64(next.entries.count)
            switch decision.change {
            case nil: break
            case .closes(let link):
                next.openShard = nil
                next.shards = next.shards.map { old in
                    old.number != shard.number
                        ? old
                        : Shard(
                            number: old.number, origin: old.origin, verifierKey: old.verifierKey, start: old.start,
                            end: end, opening: old.opening, closing: link)
                }
            case .opens(let new):
                next.shards.append(new)
                next.openShard = new.number
            }
            state = next
        }
    }

    func contains(batch: BatchID) async throws -> Bool { shelf.state.withLock { $0.batches.contains(batch) } }
    func size() async throws -> UInt64 { shelf.state.withLock { UInt64($0.entries.count) } }

    func entries(from: UInt64, limit: Int) async throws -> [StoredEntry] {
        shelf.state.withLock { state in
            state.entries.dropFirst(Int(clamping: from)).prefix(limit).map { entry in
                StoredEntry(
                    index: entry.index, entry: entry.entry, leafHash: entry.leafHash, person: entry.person,
                    keyCheck: entry.keyCheck, statement: entry.statement, opening: entry.opening,
                    request: entry.request, time: nil)
            }
        }
    }

    func index(ofRequest key: [UInt8]) async throws -> UInt64? { shelf.state.withLock { $0.requests[key] } }

    func misnumberedPeople() async throws -> [[UInt8]] {
        shelf.state.withLock { state in
            state.people.values.filter { person in
                state.entries.last { $0.person?.blind == person.blind }?.person?.counter != person.counter
            }.map(\.blind)
        }
    }

    func leaves(from: UInt64, limit: Int) async throws -> [StoredLeaf] {
        let end = try await shards().first { $0.number == shard.number }?.end ?? .max
        return try await entries(from: shard.start + from, limit: limit).filter { $0.index < end }
            .map { StoredLeaf(entry: $0.entry, leafHash: $0.leafHash) }
    }

    func tree() async throws -> StoredTree { withTree { $0.head } }
    func tile(level: Int, index: UInt64) async throws -> [UInt8]? { withTree { $0.tiles[[UInt64(level), index]] } }

    func extend(from old: UInt64, to head: StoredTree, tiles: [StoredTile]) async throws -> Bool {
        withTree { tree in
            guard tree.head.size == old else { return false }
            tree.head = head
            for tile in tiles { tree.tiles[[UInt64(tile.id.level), tile.id.index]] = tile.bytes }
            return true
        }
    }

    func keepSigned(_ checkpoint: StoredCheckpoint) async throws {
        try withTree { tree in
            if let latest = tree.signed.last {
                guard
                    latest.size < checkpoint.size
                        || (latest.size == checkpoint.size && latest.root == checkpoint.root)
                else { throw LedgerError(.signedBefore, at: latest.size) }
                if latest.size == checkpoint.size { return }
            }
            tree.signed.append(checkpoint)
        }
    }

    func replaceStatements(_ sealed: [UInt64: [UInt8]]) async throws {
        shelf.state.withLock { state in
            for place in state.entries.indices {
                guard let statement = sealed[state.entries[place].index] else { continue }
                state.entries[place] = state.entries[place].with(statement: statement)
            }
        }
    }

    func latestSigned() async throws -> StoredCheckpoint? { withTree { $0.signed.last } }

    func signed(from size: UInt64, limit: Int) async throws -> [StoredCheckpoint] {
        withTree { Array($0.signed.filter { $0.size >= size }.prefix(limit)) }
    }

    func publish(_ checkpoint: StoredCheckpoint) async throws {
        withTree { tree in
            if checkpoint.size >= tree.published?.size ?? 0 { tree.published = checkpoint }
        }
    }

    func published() async throws -> StoredCheckpoint? { withTree { $0.published } }
}

extension InMemoryLedgerStorage: ClaimedStorage {
    func claim(origin: String, verifierKey: String, formerly: [String]) async throws {
        let isOurs = shelf.state.withLock { state in
            func first(_ old: Shard?) -> Shard {
                Shard(
                    number: old?.number ?? 1, origin: origin, verifierKey: verifierKey, start: old?.start ?? 0,
                    end: old?.end, opening: old?.opening, closing: old?.closing)
            }
            guard let newest = state.shards.last else {
                state.shards = [first(nil)]
                return true
            }
            if newest.origin == origin, formerly.contains(newest.verifierKey) {
                state.shards[state.shards.count - 1] = first(newest)
            }
            return state.shards.last?.origin == origin && state.shards.last?.verifierKey == verifierKey
        }
        guard isOurs else { throw LedgerError(.anotherLog) }
    }

    func verifierKey() async throws -> String? { shelf.state.withLock { $0.shards.last?.verifierKey } }
}

extension StoredEntry {
    fileprivate func with(statement: [UInt8]) -> StoredEntry {
        StoredEntry(
            index: index, entry: entry, leafHash: leafHash, person: person, keyCheck: keyCheck, statement: statement,
            opening: opening, request: request, time: time)
    }
}
