import GRDB
import RecordTypes
import Synchronization

@testable import Ledger

/// A storage that fails at one step: once, before anything is done or when all is done but the answer is lost; or from then on,
/// as a full disk does.
final class FailingStorage: LedgerStorage {
    enum Step: String, CaseIterable, Sendable { case sequence, extend, keepSigned, publish, contains, leaves, tree }
    /// Full from then on, or for that once.
    enum Mode: String, Sendable { case before, lost, full, fullOnce }
    struct Fault: Error {}

    let base: any LedgerStorage
    private let step: Step
    private let mode: Mode
    /// Shared by all views.
    private final class Countdown: Sendable {
        let left: Mutex<Int>
        init(_ passing: Int) { left = Mutex(passing) }
    }

    private let countdown: Countdown

    /// - Parameter passing: the passing of this step that fails, from 1.
    init(_ base: any LedgerStorage, failing step: Step, _ mode: Mode, passing: Int = 1) {
        self.base = base
        self.step = step
        self.mode = mode
        countdown = Countdown(passing)
    }

    private init(_ base: any LedgerStorage, _ other: FailingStorage) {
        self.base = base
        step = other.step
        mode = other.mode
        countdown = other.countdown
    }

    func view(of shard: Shard) -> any LedgerStorage { FailingStorage(base.view(of: shard), self) }
    func shards() async throws -> [Shard] { try await base.shards() }

    var hasFailed: Bool { countdown.left.withLock { $0 <= 0 } }

    private func step<Value>(_ step: Step, _ work: () async throws -> Value) async throws -> Value {
        let strikes =
            step == self.step
            && countdown.left.withLock { count in
                count -= 1
                return count == 0 || (count < 0 && mode == .full)
            }
        if strikes, mode == .before { throw Fault() }
        if strikes, mode == .full || mode == .fullOnce { throw DatabaseError(resultCode: .SQLITE_FULL) }
        let value = try await work()
        if strikes { throw Fault() }
        return value
    }

    func sequence(
        _ batch: BatchID, for question: SequencingQuestion,
        deciding decide: @escaping @Sendable (SequencingState) throws -> SequencingDecision
    ) async throws {
        try await step(.sequence) { try await base.sequence(batch, for: question, deciding: decide) }
    }
    func contains(batch: BatchID) async throws -> Bool {
        try await step(.contains) { try await base.contains(batch: batch) }
    }
    func size() async throws -> UInt64 { try await base.size() }
    var isShared: Bool { base.isShared }
    func leads() async throws -> Bool { try await base.leads() }
    func resign() async throws { try await base.resign() }
    func entries(from: UInt64, limit: Int) async throws -> [StoredEntry] {
        try await base.entries(from: from, limit: limit)
    }
    func index(ofRequest key: [UInt8]) async throws -> UInt64? { try await base.index(ofRequest: key) }
    func replaceStatements(_ sealed: [UInt64: [UInt8]]) async throws { try await base.replaceStatements(sealed) }
    func misnumberedPeople() async throws -> [[UInt8]] { try await base.misnumberedPeople() }
    func leaves(from: UInt64, limit: Int) async throws -> [StoredLeaf] {
        try await step(.leaves) { try await base.leaves(from: from, limit: limit) }
    }
    func tree() async throws -> StoredTree { try await step(.tree) { try await base.tree() } }
    func tile(level: Int, index: UInt64) async throws -> [UInt8]? { try await base.tile(level: level, index: index) }
    func extend(from old: UInt64, to tree: StoredTree, tiles: [StoredTile]) async throws -> Bool {
        try await step(.extend) { try await base.extend(from: old, to: tree, tiles: tiles) }
    }
    func keepSigned(_ checkpoint: StoredCheckpoint) async throws {
        try await step(.keepSigned) { try await base.keepSigned(checkpoint) }
    }
    func latestSigned() async throws -> StoredCheckpoint? { try await base.latestSigned() }
    func signed(from size: UInt64, limit: Int) async throws -> [StoredCheckpoint] {
        try await base.signed(from: size, limit: limit)
    }
    func publish(_ checkpoint: StoredCheckpoint) async throws {
        try await step(.publish) { try await base.publish(checkpoint) }
    }
    func published() async throws -> StoredCheckpoint? { try await base.published() }
}
