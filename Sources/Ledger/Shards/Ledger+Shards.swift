internal import RecordTypes
internal import TransparencyLog

extension Ledger {
    /// The row of logs, the oldest first; the last one takes entries.
    public var shards: [Shard] { row.members.map(\.shard) }

    /// Closes this year's log and opens the next one, whose key was made before: see ``ShardTurn``.
    ///
    /// To be called while the ledger does not run. Afterwards this value is the closed shard's: the ledger is opened anew.
    /// - Throws: `shardKey`, `shardClosed`; what the storage fails with. Where it fails after the first step the ledger finishes it when it
    ///   is opened.
    public func openNextShard() async throws {
        try await turn(row.open).close()
        _ = try await Self.settled(storage, keys, people, clock: clock, random: random)
    }

    private func turn(_ member: ShardRow.Member) -> ShardTurn {
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
