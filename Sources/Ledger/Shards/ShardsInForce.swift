internal import RecordTypes
internal import TransparencyLog

/// The row of shards as this process has it, with the keys and with what grows and publishes each: all that changes when another shard
/// begins.
struct ShardsInForce: Sendable {
    let row: ShardRow
    let keys: LedgerKeys
    /// Nil when nobody witnesses the log.
    let feeder: WitnessFeeder?
    /// Of the open shard.
    let tiles = TileCache(capacity: 512)
    private let open: Integrator
    /// For closed shards whose final checkpoint has no quorum yet.
    private let closed: [Integrator]

    init(
        of storage: any LedgerStorage, keys: LedgerKeys, publication: Ledger.Publication,
        clock: @escaping @Sendable () -> Instant
    ) async throws {
        row = try await ShardRow(of: storage, origin: keys.origin, verifierKey: keys.log.verifierKey)
        self.keys = keys
        func feeder(_ member: ShardRow.Member) -> WitnessFeeder? {
            publication.witnessing.map {
                WitnessFeeder($0, storage: member.storage, keys: keys.verifierKeys(of: member.shard), clock: clock)
            }
        }
        func integrator(_ member: ShardRow.Member, _ feeder: WitnessFeeder?) -> Integrator {
            Integrator(
                storage: member.storage, signers: keys.signers, isWithheld: publication.isWithheld, feeder: feeder)
        }
        self.feeder = feeder(row.open)
        open = integrator(row.open, self.feeder)
        closed = row.closed.map { integrator($0, feeder($0)) }
    }

    /// Brings every shard up to what is durable; gives the position below which all is published.
    func publish(renewing: Bool = false) async throws -> UInt64 {
        for (member, integrator) in zip(row.closed, closed)
        where try await member.storage.published()?.size != member.shard.size { _ = try await integrator.catchUp() }
        _ = try await open.catchUp(renewing: renewing)
        return try await row.anchored()
    }
}
