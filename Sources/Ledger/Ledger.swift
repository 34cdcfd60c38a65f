internal import Failpoints
public import RecordTypes
public import Sealing
internal import Synchronization
public import TransparencyLog

/// The one durable step of the gateway: statements go in, and each becomes an entry of a public log.
///
/// ``append(_:)`` returns once statement, entry and the person's count are on the disk together. Then ``run()`` grows the tree,
/// signs and publishes. Everything else that the gateway knows is a projection of the statements kept here.
public final class Ledger: Sendable {
    /// Another one after the turn of the year.
    private let shardsInForce: Mutex<ShardsInForce>
    /// The storage itself, of which each shard has a view.
    let root: any LedgerStorage
    let people: PeopleKeys
    private let pace: Duration
    let clock: @Sendable () -> Instant
    let random: @Sendable (Int) -> [UInt8]
    let sequencer: Sequencer
    private let publication: Publication
    /// The position below which everything is covered by a published checkpoint.
    let anchored: Watermark
    /// The number of shards that have begun.
    let begun: Watermark
    private let mirrors: [any LogFiles]

    var inForce: ShardsInForce { shardsInForce.withLock { $0 } }
    var row: ShardRow { inForce.row }
    var keys: LedgerKeys { inForce.keys }
    /// The open shard's view.
    var storage: any LedgerStorage { row.open.storage }

    /// When a signed checkpoint is shown to the public.
    public enum Publication: Sendable {
        /// At once: nobody witnesses this log.
        case unwitnessed
        /// When a quorum has cosigned it.
        case witnessed(Witnessing)
        /// Not in this run.
        case withheld

        var witnessing: Witnessing? { if case .witnessed(let witnessing) = self { witnessing } else { nil } }
        var isWithheld: Bool { if case .withheld = self { true } else { false } }
    }

    /// Opens or makes the ledger at `place`, and finishes a turn of the year that a crash has cut short. It takes appends once ``run()``
    /// runs.
    ///
    /// - Parameters:
    ///   - gateway: a key of the gateway's own, for identities and for entries that concern nobody.
    ///   - people: the persons' data keys.
    ///   - pace: the least time between two checkpoints.
    ///   - publication: who must cosign a checkpoint before it is published.
    ///   - mirrors: whose checkpoints are looked at before anything is signed.
    /// - Throws: `anotherLog` when the database belongs to a log of another name or key; `shardKey` when this year's log is closed and the
    ///   next one's key is not here; `builtWithoutPostgreSQL`; what the storage
    ///   says of a server that does not replicate synchronously.
    public static func open(
        _ place: LedgerPlace, keys: LedgerKeys, gateway: SealingKey, people: any DataKeys,
        pace: Duration = .milliseconds(250), publication: Publication = .unwitnessed,
        mirrors: [any LogFiles] = [], clock: @escaping @Sendable () -> Instant,
        random: @escaping @Sendable (Int) -> [UInt8] = { SecureRandom.bytes($0) }
    ) async throws -> Ledger {
        let storage = try await place.open()
        let keys = try await settled(
            storage, keys, PeopleKeys(gateway: gateway, people: people), clock: clock, random: random)
        try await storage.claim(
            origin: keys.origin, verifierKey: keys.log.verifierKey.text, formerly: keys.retired.map(\.text))
        return try await Ledger(
            storage: storage, keys: keys, gateway: gateway, people: people, pace: pace, publication: publication,
            mirrors: mirrors, clock: clock, random: random)
    }

    /// As ``open(_:keys:gateway:people:pace:publication:mirrors:clock:random:)``, embedded.
    public static func open(
        path: String, keys: LedgerKeys, gateway: SealingKey, people: any DataKeys,
        pace: Duration = .milliseconds(250), publication: Publication = .unwitnessed,
        mirrors: [any LogFiles] = [], clock: @escaping @Sendable () -> Instant,
        random: @escaping @Sendable (Int) -> [UInt8] = { SecureRandom.bytes($0) }
    ) async throws -> Ledger {
        try await open(
            .embedded(path: path), keys: keys, gateway: gateway, people: people, pace: pace, publication: publication,
            mirrors: mirrors, clock: clock, random: random)
    }

    package init(
        storage: any LedgerStorage, keys: LedgerKeys, gateway: SealingKey, people: any DataKeys, pace: Duration,
        publication: Publication = .unwitnessed, mirrors: [any LogFiles] = [], clock: @escaping @Sendable () -> Instant,
        random: @escaping @Sendable (Int) -> [UInt8]
    ) async throws {
        let inForce = try await ShardsInForce(of: storage, keys: keys, publication: publication, clock: clock)
        shardsInForce = Mutex(inForce)
        root = storage
        self.people = PeopleKeys(gateway: gateway, people: people)
        self.pace = pace
        self.clock = clock
        self.random = random
        self.publication = publication
        let open = inForce.row.open.storage
        sequencer = Sequencer(storage: open, size: try await open.size(), clock: clock, random: random)
        self.mirrors = mirrors
        anchored = Watermark(try await inForce.row.anchored())
        begun = Watermark(UInt64(inForce.row.members.count))
    }

    /// What is in force once these keys are.
    func inForce(with keys: LedgerKeys) async throws -> ShardsInForce {
        try await ShardsInForce(of: root, keys: keys, publication: publication, clock: clock)
    }

    /// Appends go to the open shard of `next` from now on.
    func go(on next: ShardsInForce) {
        shardsInForce.withLock { $0 = next }
        sequencer.append(to: next.row.open.storage)
    }

    /// The key with which anyone checks this log's checkpoints and receipts.
    public var verifierKey: VerifierKey { keys.log.verifierKey }

    /// The key of this node's acknowledgements.
    public var acknowledgementKey: VerifierKey { keys.acknowledgement.verifierKey }

    /// All keys of the log that a checkpoint may be signed with, now or before.
    public var verifierKeys: [VerifierKey] { keys.verifierKeys }

    /// The keys that came after the first ones, by role: what the log announces of itself.
    public var announcedKeys: [(role: KeyFolder.Role, key: VerifierKey)] {
        var announced: [(KeyFolder.Role, VerifierKey)] = []
        if let successor = keys.successor { announced.append((.log, successor.verifierKey)) }
        if !keys.retired.isEmpty { announced.append((.log, keys.log.verifierKey)) }
        if !keys.retiredAcknowledgements.isEmpty { announced.append((.acknowledgement, acknowledgementKey)) }
        return announced
    }

    /// How long a mirror may take to say what it has seen.
    static let mirrorPatience = Duration.seconds(5)

    // MARK: Running

    /// Sequences, integrates, signs and publishes until cancelled; begins by finishing what an earlier run left.
    ///
    /// When cancelled it still enters and publishes what was handed in. Afterwards appends are refused with `stopped`.
    /// - Throws: what makes going on pointless: a storage that failed, a tree that does not fit, a larger checkpoint signed before.
    public func run() async throws {
        anchored.recover()
        begun.recover()
        sequencer.sequenced.recover()
        do {
            sequencer.sequenced.advance(to: try await storage.size())
            // Before anything is acknowledged: an index that a lost entry has must not be given again.
            try await inForce.feeder?.guardAgainstRollback()
            try await SeenHistory(storage: storage, keys: keys.verifierKeys).compare(
                withMirrors: mirrors, within: Self.mirrorPatience)
            try await withThrowingTaskGroup { group in
                group.addTask { try await self.sequencer.run() }
                group.addTask { try await self.publishContinually() }
                group.addTask { try await self.followOthers() }
                do {
                    while try await group.next() != nil {}
                } catch {
                    group.cancelAll()
                    while let result = await group.nextResult() { _ = result }
                    throw error
                }
            }
        } catch {
            let reason = LedgerError(.stopped, cause: error)
            // Where the sequencer has not begun, nobody else would tell those who wait for it.
            sequencer.close(reason)
            defer {
                anchored.fail(reason)
                begun.fail(reason)
                sequencer.sequenced.fail(reason)
            }
            guard error is CancellationError else { throw error }
            // A cancelled task cannot read from the storage any more; the last checkpoint gets a task that can.
            anchored.advance(to: try await Task { try await publishAtLast() }.value)
        }
    }

    /// Where this node does not lead, another one publishes what it has entered.
    private func publishAtLast() async throws -> UInt64 {
        guard try await storage.leads() else { return try await row.anchored() }
        let position = try await inForce.publish()
        try await storage.resign()
        return position
    }

    /// Sees what other nodes have entered, so that projections and tree go on.
    private func followOthers() async throws {
        while storage.isShared {
            do {
                sequencer.sequenced.advance(to: try await storage.size())
            } catch  where StorageFault.passes(error) {}
            try await Task.sleep(for: .milliseconds(50))
        }
    }

    private func publishContinually() async throws {
        var renewing = false
        while true {
            try Task.checkCancellation()
            let before = anchored.value
            let waitsForWitnesses: Bool
            do {
                guard try await storage.leads() else {
                    anchored.advance(to: try await row.anchored())
                    try await Task.sleep(for: max(pace, .milliseconds(100)))
                    continue
                }
                let inForce = inForce
                anchored.advance(to: try await inForce.publish(renewing: renewing))
                waitsForWitnesses = try await inForce.row.waitsForWitnesses()
            } catch  where StorageFault.passes(error) {
                // A full disk, a server that changes places: nothing is half done, and the next turn tries again.
                try await Task.sleep(for: max(pace, .milliseconds(100)))
                continue
            }
            // A turn that brought nothing although more is durable, as on a node that does not know of the next year's log, is not
            // repeated at once.
            let isStuck = anchored.value == before && anchored.value < sequencer.sequenced.value
            let pause = waitsForWitnesses || isStuck ? max(pace, .milliseconds(100)) : pace
            if pause > .zero { try await Task.sleep(for: pause) }
            if inForce.feeder == nil {
                try await sequencer.sequenced.wait(for: anchored.value + 1)
            } else {
                renewing = try await !sequencer.sequenced.reaches(anchored.value + 1, within: Witnessing.renewal)
            }
        }
    }
}
