internal import Failpoints
public import RecordTypes
public import Sealing
public import TransparencyLog

/// The one durable step of the gateway: statements go in, and each becomes an entry of a public log.
///
/// ``append(_:)`` returns once statement, entry and the person's count are on the disk together. Then ``run()`` grows the tree,
/// signs and publishes. Everything else that the gateway knows is a projection of the statements kept here.
public final class Ledger: Sendable {
    let storage: any LedgerStorage
    private let keys: LedgerKeys
    let people: PeopleKeys
    private let pace: Duration
    private let clock: @Sendable () -> Instant
    private let random: @Sendable (Int) -> [UInt8]
    private let sequencer: Sequencer
    private let integrator: Integrator
    private let feeder: WitnessFeeder?
    private let publishedSize: Watermark
    private let seen: SeenHistory
    private let mirrors: [any LogFiles]
    private let tiles = TileCache(capacity: 512)

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

    /// Opens or makes the ledger at `place`. It takes appends once ``run()`` runs.
    ///
    /// - Parameters:
    ///   - gateway: a key of the gateway's own, for identities and for entries that concern nobody.
    ///   - people: the persons' data keys.
    ///   - pace: the least time between two checkpoints.
    ///   - publication: who must cosign a checkpoint before it is published.
    ///   - mirrors: whose checkpoints are looked at before anything is signed.
    /// - Throws: `anotherLog` when the database belongs to a log of another name or key; `builtWithoutPostgreSQL`; what the storage
    ///   says of a server that does not replicate synchronously.
    public static func open(
        _ place: LedgerPlace, keys: LedgerKeys, gateway: SealingKey, people: any DataKeys,
        pace: Duration = .milliseconds(250), publication: Publication = .unwitnessed,
        mirrors: [any LogFiles] = [], clock: @escaping @Sendable () -> Instant,
        random: @escaping @Sendable (Int) -> [UInt8] = { SecureRandom.bytes($0) }
    ) async throws -> Ledger {
        let storage = try await place.open()
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
        self.storage = storage
        self.keys = keys
        self.people = PeopleKeys(gateway: gateway, people: people)
        self.pace = pace
        self.clock = clock
        self.random = random
        sequencer = Sequencer(storage: storage, size: try await storage.size(), clock: clock, random: random)
        feeder = publication.witnessing.map {
            WitnessFeeder($0, storage: storage, keys: keys.verifierKeys, clock: clock)
        }
        integrator = Integrator(
            storage: storage, signers: keys.signers, isWithheld: publication.isWithheld, feeder: feeder)
        seen = SeenHistory(storage: storage, keys: keys.verifierKeys)
        self.mirrors = mirrors
        publishedSize = Watermark(try await storage.published()?.size ?? 0)
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
        publishedSize.recover()
        sequencer.sequenced.recover()
        do {
            sequencer.sequenced.advance(to: try await storage.size())
            // Before anything is acknowledged: an index that a lost entry has must not be given again.
            try await feeder?.guardAgainstRollback()
            try await seen.compare(withMirrors: mirrors, within: Self.mirrorPatience)
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
                publishedSize.fail(reason)
                sequencer.sequenced.fail(reason)
            }
            guard error is CancellationError else { throw error }
            // A cancelled task cannot read from the storage any more; the last checkpoint gets a task that can.
            publishedSize.advance(to: try await Task { try await publishAtLast() }.value)
        }
    }

    /// Where this node does not lead, another one publishes what it has entered.
    private func publishAtLast() async throws -> UInt64 {
        guard try await storage.leads() else { return try await storage.published()?.size ?? 0 }
        let size = try await integrator.catchUp()
        try await storage.resign()
        return size
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
            let waitsForWitnesses: Bool
            do {
                guard try await storage.leads() else {
                    publishedSize.advance(to: try await storage.published()?.size ?? 0)
                    try await Task.sleep(for: max(pace, .milliseconds(100)))
                    continue
                }
                publishedSize.advance(to: try await integrator.catchUp(renewing: renewing))
                waitsForWitnesses = try await storage.latestSigned().map { $0.size > publishedSize.value } ?? false
            } catch  where StorageFault.passes(error) {
                // A full disk, a server that changes places: nothing is half done, and the next turn tries again.
                try await Task.sleep(for: max(pace, .milliseconds(100)))
                continue
            }
            let pause = waitsForWitnesses ? max(pace, .milliseconds(100)) : pace
            if pause > .zero { try await Task.sleep(for: pause) }
            if feeder == nil {
                try await sequencer.sequenced.wait(for: publishedSize.value + 1)
            } else {
                renewing = try await !sequencer.sequenced.reaches(publishedSize.value + 1, within: Witnessing.renewal)
            }
        }
    }

    // MARK: Appending

    /// Enters a statement and returns when it is durable. The same idempotency key gives the same promise.
    ///
    /// Waits for ``run()`` where it has not begun.
    /// - Throws: `statementTooLarge`, `overloaded`, `stopped`, `storageUnavailable` (nothing was stored); `outcomeUnknown`
    ///   (ask ``promise(forKey:)`` later); `erased` for a known key whose person's key is gone.
    public func append(_ draft: LedgerDraft) async throws -> LedgerPromise {
        try await append(prepared(draft))
    }

    /// An append with everything done that callers can do side by side.
    package struct Prepared: Sendable { let draft: PreparedDraft }

    package func prepared(_ draft: LedgerDraft) async throws -> Prepared {
        guard draft.statement.count <= LedgerDraft.statementLimitInBytes else { throw LedgerError(.statementTooLarge) }
        return Prepared(draft: try await prepare(draft))
    }

    package func append(_ prepared: Prepared) async throws -> LedgerPromise {
        try Failpoints.before(.ledgerAppend)
        let outcome = try await sequencer.submit(prepared.draft)
        try Failpoints.after(.ledgerAppend)
        switch outcome {
        case .entered(let entry):
            return promise(
                index: entry.stored.index, entry: entry.stored.entry, leafHash: entry.stored.leafHash,
                opening: entry.opening, time: entry.time)
        case .present(let index): return try await promise(at: index)
        }
    }

    private func prepare(_ draft: LedgerDraft) async throws -> PreparedDraft {
        let year = clock().year
        let sealer = try await people.sealer(for: draft.subject, inYear: year)
        let previous = random(LedgerEntry.tagLength)
        return PreparedDraft(
            draft: draft, key: sealer.key, tags: (year, sealer.tags), person: sealer.person,
            request: draft.idempotencyKey.map { people.blind(request: $0) },
            salt: random(CommitmentOpening.saltLength), randomTag: random(LedgerEntry.tagLength),
            previous: previous, randomIdentity: random(20), statementDigest: .sha256(draft.statement),
            sealedStatement: sealer.key.seal(statement: draft.statement, ofEntryWith: previous))
    }

    /// The promise that an earlier append with this key was given; nil when there was none.
    /// - Throws: `erased` when the person's key is gone: the promise can then not be made again.
    public func promise(forKey key: Digest) async throws -> LedgerPromise? {
        guard let index = try await storage.index(ofRequest: people.blind(request: key)) else { return nil }
        return try await promise(at: index)
    }

    private func promise(at index: UInt64) async throws -> LedgerPromise {
        let entry = try await entry(at: index)
        let (statement, opening) = try await open(entry)
        return promise(
            index: index, entry: entry.entry, leafHash: entry.leafHash, opening: opening.commitment(to: statement),
            time: opening.envelope.time)
    }

    private func promise(
        index: UInt64, entry: [UInt8], leafHash: Digest, opening: CommitmentOpening, time: Instant
    ) -> LedgerPromise {
        LedgerPromise(
            index: index, entry: entry, leafHash: leafHash, salt: opening.salt,
            statementDigest: opening.statementDigest,
            envelopeDigest: opening.envelopeDigest, time: time,
            origin: keys.origin, signer: keys.acknowledgement)
    }

    func entry(at index: UInt64) async throws -> StoredEntry {
        guard let entry = try await storage.entries(from: index, limit: 1).first, entry.index == index else {
            throw LedgerError(.entryMissing, at: index)
        }
        return entry
    }

    func open(_ entry: StoredEntry) async throws -> (statement: [UInt8], opening: SealedOpening) {
        guard let key = try await people.keys(of: [entry])[entry.keyCheck] else {
            throw LedgerError(.erased, at: entry.index)
        }
        return try key.open(entry)
    }

    // MARK: Statements

    /// The number of durable entries, as this process has seen it.
    public var size: UInt64 { get async { sequencer.sequenced.value } }

    /// Statements from an index on, opened, in order; empty statements where the person's key was erased.
    /// - Throws: `damaged` at the index of what does not open.
    public func statements(from index: UInt64, limit: Int) async throws -> [ProjectedStatement] {
        let entries = try await storage.entries(from: index, limit: limit)
        let keys = try await people.keys(of: entries)
        var statements: [ProjectedStatement] = []
        statements.reserveCapacity(entries.count)
        for entry in entries {
            guard entry.index == index + UInt64(statements.count) else {
                throw LedgerError(.entryMissing, at: index + UInt64(statements.count))
            }
            statements.append(try Self.project(entry, keys[entry.keyCheck]))
        }
        return statements
    }

    private static func project(_ entry: StoredEntry, _ key: PersonKey?) throws -> ProjectedStatement {
        let layout = try LedgerEntry(bytes: entry.entry)
        guard let key else {
            return ProjectedStatement(
                index: entry.index, kind: layout.kind, time: Instant(seconds: Int64(layout.bucket) * 900), subject: nil,
                counter: entry.person?.counter ?? 0, statement: [])
        }
        let (statement, opening) = try key.open(entry)
        return ProjectedStatement(
            index: entry.index, kind: layout.kind, time: opening.envelope.time, subject: opening.envelope.subject,
            counter: opening.envelope.counter, statement: statement)
    }

    /// Returns once an entry at `index` or beyond is durable.
    func waitForEntry(at index: UInt64) async throws { try await sequencer.sequenced.wait(for: index + 1) }

    // MARK: The public log

    /// How many entries the newest published checkpoint covers.
    public var anchoredSize: UInt64 { get async { publishedSize.value } }

    /// The newest published checkpoint: a signed note. Nil before the first.
    public func checkpoint() async throws -> [UInt8]? { try await storage.published()?.note }

    /// A file of the static log: `checkpoint`, `tile/<L>/<N>[.p/<W>]`, `tile/entries/<N>[.p/<W>]`, `vkey`.
    ///
    /// Nil for a path that is none, and for what no published checkpoint covers.
    public func staticFile(_ path: String) async throws -> [UInt8]? {
        if path == "vkey" { return Array(keys.signers.map { "\($0.verifierKey.text)\n" }.joined().utf8) }
        guard let path = try? LogPath(path) else { return nil }
        return try await LogReader(storage: storage).file(path)
    }

    /// Returns once a published checkpoint covers the entry at `index`.
    /// - Throws: `notInTime` after `limit`, `stopped` when the ledger stops first.
    public func waitForCheckpoint(covering index: UInt64, within limit: Duration? = nil) async throws {
        guard let limit else { return try await publishedSize.wait(for: index + 1) }
        try await withThrowingTaskGroup { group in
            group.addTask { try await self.publishedSize.wait(for: index + 1) }
            group.addTask {
                try await Task.sleep(for: limit)
                throw LedgerError(.notInTime, at: index)
            }
            try await group.next()
            group.cancelAll()
        }
    }

    /// The proof that the entry at `index` is in the log, for the holder of its statement; nil until a checkpoint covers it.
    ///
    /// Without an opening (see ``LedgerReceipt/withoutOpening``) where the person's key was erased.
    public func receipt(index: UInt64) async throws -> LedgerReceipt? {
        guard let published = try await storage.published(), index < published.size else { return nil }
        let entry = try await entry(at: index)
        let plan = try InclusionProof.plan(index: index, size: published.size)
        let hashes = try await LogReader(storage: storage, cache: tiles).hashes(plan, inLogOf: published.size)
        var opening: CommitmentOpening?
        do {
            let (statement, sealed) = try await open(entry)
            opening = sealed.commitment(to: statement)
        } catch let error as LedgerError where error.code == .erased {
            opening = nil
        }
        return LedgerReceipt(
            entry: entry.entry,
            proof: TlogProof(
                extra: opening?.bytes, inclusion: InclusionProof(index: index, hashes: hashes),
                checkpoint: try SignedNote(bytes: published.note)))
    }

    /// Writes the published log into a folder: `tile/…`, `vkey`, and last `checkpoint`.
    /// - Throws: `exportFailed`.
    public func export(to directory: String) async throws {
        try await LogExport(storage: storage, verifierKey: verifierKey.text).write(to: directory)
    }

    /// As ``export(to:)``, from the storage of a gateway that may be stopped. Needs no key.
    public static func export(_ place: LedgerPlace, to directory: String) async throws {
        let storage = try await place.openReadOnly()
        guard let verifierKey = try await storage.verifierKey() else { throw LedgerError(.exportFailed) }
        try await LogExport(storage: storage, verifierKey: verifierKey).write(to: directory)
    }

    /// As ``export(_:to:)``, embedded.
    public static func export(path: String, to directory: String) async throws {
        try await export(.embedded(path: path), to: directory)
    }

    /// Derives everything anew from the stored entries and names each defect. Reads all; changes nothing.
    public func fsck() async throws -> LedgerCheck {
        try await LedgerChecker(storage: storage, people: people, verifierKeys: keys.verifierKeys).check()
    }
}
