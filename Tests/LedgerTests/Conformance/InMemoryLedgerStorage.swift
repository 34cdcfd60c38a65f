import RecordTypes
import Synchronization
import TransparencyLog

@testable import Ledger

/// A ledger storage that is obvious: one value behind one lock.
final class InMemoryLedgerStorage: LedgerStorage {
    private struct State {
        var claimed: (origin: String, vkey: String)?
        var entries: [StoredEntry] = []
        var batches: Set<BatchID> = []
        var people: [[UInt8]: StoredEntry.Person] = [:]
        var requests: [[UInt8]: UInt64] = [:]
        var time = Instant(milliseconds: 0)
        var tree = StoredTree(frontier: Frontier(), root: .emptyRoot)
        var tiles: [[UInt64]: [UInt8]] = [:]
        var signed: [StoredCheckpoint] = []
        var published: StoredCheckpoint?
    }

    private struct Duplicate: Error {}

    private let state = Mutex(State())

    func sequence(
        _ batch: BatchID, for question: SequencingQuestion,
        _ decide: @escaping @Sendable (SequencingState) throws -> [StoredEntry]
    ) async throws {
        try state.withLock { state in
            var counters: [[UInt8]: UInt64] = [:]
            for blind in question.people { counters[blind] = state.people[blind]?.counter }
            var entered: [[UInt8]: UInt64] = [:]
            for request in question.requests { entered[request] = state.requests[request] }
            let entries = try decide(
                SequencingState(
                    next: UInt64(state.entries.count), lastTime: state.time, counters: counters, entered: entered))
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
            state = next
        }
    }

    func contains(batch: BatchID) async throws -> Bool { state.withLock { $0.batches.contains(batch) } }
    func size() async throws -> UInt64 { state.withLock { UInt64($0.entries.count) } }

    func entries(from: UInt64, limit: Int) async throws -> [StoredEntry] {
        state.withLock { state in
            state.entries.dropFirst(Int(clamping: from)).prefix(limit).map { entry in
                StoredEntry(
                    index: entry.index, entry: entry.entry, leafHash: entry.leafHash, person: entry.person,
                    keyCheck: entry.keyCheck, statement: entry.statement, opening: entry.opening,
                    request: entry.request, time: nil)
            }
        }
    }

    func index(ofRequest key: [UInt8]) async throws -> UInt64? { state.withLock { $0.requests[key] } }

    func misnumberedPeople() async throws -> [[UInt8]] {
        state.withLock { state in
            state.people.values.filter { person in
                state.entries.last { $0.person?.blind == person.blind }?.person?.counter != person.counter
            }.map(\.blind)
        }
    }

    func leaves(from: UInt64, limit: Int) async throws -> [StoredLeaf] {
        try await entries(from: from, limit: limit).map { StoredLeaf(entry: $0.entry, leafHash: $0.leafHash) }
    }

    func tree() async throws -> StoredTree { state.withLock { $0.tree } }
    func tile(level: Int, index: UInt64) async throws -> [UInt8]? {
        state.withLock { $0.tiles[[UInt64(level), index]] }
    }

    func extend(from old: UInt64, to tree: StoredTree, tiles: [StoredTile]) async throws -> Bool {
        state.withLock { state in
            guard state.tree.size == old else { return false }
            state.tree = tree
            for tile in tiles { state.tiles[[UInt64(tile.id.level), tile.id.index]] = tile.bytes }
            return true
        }
    }

    func keepSigned(_ checkpoint: StoredCheckpoint) async throws {
        try state.withLock { state in
            if let latest = state.signed.last {
                guard
                    latest.size < checkpoint.size
                        || (latest.size == checkpoint.size && latest.root == checkpoint.root)
                else { throw LedgerError(.signedBefore, at: latest.size) }
                if latest.size == checkpoint.size { return }
            }
            state.signed.append(checkpoint)
        }
    }

    func latestSigned() async throws -> StoredCheckpoint? { state.withLock { $0.signed.last } }

    func signed(from size: UInt64, limit: Int) async throws -> [StoredCheckpoint] {
        state.withLock { Array($0.signed.filter { $0.size >= size }.prefix(limit)) }
    }

    func publish(_ checkpoint: StoredCheckpoint) async throws {
        state.withLock { state in
            if checkpoint.size >= state.published?.size ?? 0 { state.published = checkpoint }
        }
    }

    func published() async throws -> StoredCheckpoint? { state.withLock { $0.published } }
}

extension InMemoryLedgerStorage: ClaimedStorage {
    func claim(origin: String, verifierKey: String, formerly: [String]) async throws {
        let isOurs = state.withLock { state in
            if let claimed = state.claimed, claimed.origin == origin, formerly.contains(claimed.vkey) {
                state.claimed = (origin, verifierKey)
            }
            state.claimed = state.claimed ?? (origin, verifierKey)
            return state.claimed ?? ("", "") == (origin, verifierKey)
        }
        guard isOurs else { throw LedgerError(.anotherLog) }
    }

    func verifierKey() async throws -> String? { state.withLock { $0.claimed?.vkey } }
}
