import Ledger
public import TransparencyLog

extension EmbeddedGateway {
    /// Makes the key of the next year's log: ``KeyFolder/prepareShard(origin:)``.
    public func prepareShard(origin: String) throws -> VerifierKey {
        try KeyFolder(folder.keys).prepareShard(origin: origin)
    }

    /// Opens the next year's log while the gateway runs: ``Ledger/beginNextShard()``. What was anchored of it is served, too.
    func beginNextShard() async throws {
        try await ledger.beginNextShard()
        if let newest = ledger.shards.last { _ = try await anchorStore(ofShard: newest.number) }
    }

    /// Where the proofs of time over one shard's checkpoints are kept.
    func anchorStore(ofShard number: Int) async throws -> AnchorStore {
        try await anchors.begin(shard: number, path: folder.anchors(ofShard: number))
        return anchors.store(ofShard: number) ?? anchors
    }
}
