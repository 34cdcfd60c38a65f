internal import RecordTypes
internal import TransparencyLog

extension Ledger {
    /// The row of logs, the oldest first; the last one takes entries.
    public var shards: [Shard] { row.members.map(\.shard) }

    /// Closes this year's log and opens the next one, whose key was made before: see ``ShardTurn``.
    ///
    /// To be called while the ledger does not run; ``beginNextShard()`` does the same while it does. Afterwards this value is the closed
    /// shard's: the ledger is opened anew.
    /// - Throws: `shardKey`, `shardClosed`; what the storage fails with. Where it fails after the first step the ledger finishes it when it
    ///   is opened.
    public func openNextShard() async throws {
        try await turn(row.open, keys).close()
        _ = try await Self.settled(root, keys, people, clock: clock, random: random)
    }

    /// Closes this year's log and opens the next one while the ledger runs: the steps of ``ShardTurn`` between two batches. Who appends
    /// meanwhile waits, and is entered in the next one.
    ///
    /// The next shard's key may have been made since the ledger was opened. A crash after any step leaves what the next start finishes.
    /// - Throws: `shardKey`, `shardShared`, or what the storage fails with while nothing is closed yet: all goes on in the old log. `stopped`
    ///   when the ledger does not run, or when it failed after the first step; then the ledger stops, and its next start finishes.
    public func beginNextShard() async throws {
        // A turn that has begun is not left half done because somebody wants the ledger to stop.
        try await sequencer.alone { try await Task { try await self.takeTurn() }.value }
    }

    /// Returns once the shard of this number is the open one, or a later one is.
    /// - Throws: what ends the ledger's run, where that comes first.
    public func waitForShard(_ number: Int) async throws { try await begun.wait(for: UInt64(number)) }

    private func takeTurn() async throws {
        let (row, keys): (ShardRow, LedgerKeys)
        do {
            row = self.row
            guard !row.open.storage.isShared else { throw LedgerError(.shardShared) }
            keys = try self.keys.withOpening()
        } catch { throw Sequencer.Refusal(cause: error) }
        do {
            try await turn(row.open, keys).close()
        } catch {
            // It may be durable though it was reported lost.
            if try await root.shards().last?.isClosed != true {
                guard StorageFault.passes(error) || (error as? LedgerError)?.code == .shardKey else { throw error }
                throw Sequencer.Refusal(cause: error)
            }
        }
        let settled = try await patiently {
            try await Self.settled(self.root, keys, self.people, clock: self.clock, random: self.random)
        }
        let next = try await patiently { try await self.inForce(with: settled) }
        // Before anything is acknowledged there: a witness may know a log of this name and key that this storage has lost.
        try await next.feeder?.guardAgainstRollback()
        let size = try await patiently { try await next.row.open.storage.size() }
        go(on: next)
        sequencer.sequenced.advance(to: size)
        begun.advance(to: UInt64(next.row.members.count))
    }

    /// Tries again for a while what fails for a full disk or a busy file: nobody can append before it is done.
    private func patiently<Value: Sendable>(_ work: @Sendable () async throws -> Value) async throws -> Value {
        for _ in 0..<Self.turnPatience {
            do { return try await work() } catch  where StorageFault.passes(error) {}
            try await Task.sleep(for: .milliseconds(100))
        }
        return try await work()
    }

    /// How often a step of the turn is tried again, a tenth of a second apart.
    static let turnPatience = 200

    private func turn(_ member: ShardRow.Member, _ keys: LedgerKeys) -> ShardTurn {
        ShardTurn(
            storage: member.storage, shard: member.shard, keys: keys, people: people, clock: clock, random: random)
    }

    /// Finishes a turn of the year that was begun, and gives the keys of the shard that takes entries now.
    static func settled(
        _ storage: any LedgerStorage, _ keys: LedgerKeys, _ people: PeopleKeys,
        clock: @escaping @Sendable () -> Instant, random: @escaping @Sendable (Int) -> [UInt8]
    ) async throws -> LedgerKeys {
        guard let newest = try await storage.shards().last else { return keys }
        let settled = try keys.settled(on: newest)
        guard newest.isClosed else { return settled }
        try await ShardTurn(
            storage: storage.view(of: newest), shard: newest, keys: settled, people: people, clock: clock,
            random: random
        ).open()
        guard let opened = try await storage.shards().last else { throw LedgerError(.damaged) }
        return try settled.settled(on: opened)
    }
}
