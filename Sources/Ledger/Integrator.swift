internal import Failpoints
internal import RecordTypes
internal import TransparencyLog

/// Grows the tree over what is durable, signs checkpoints and publishes them. All its state is in the storage, so starting is
/// the same as going on.
struct Integrator: Sendable {
    let storage: any LedgerStorage
    /// The log's key, and during an overlap its successor.
    let signers: [NoteSigner]
    /// Nothing is published in this run.
    let isWithheld: Bool
    /// Nil when nobody witnesses the log.
    let feeder: WitnessFeeder?

    /// Entries of one transaction, so that memory stays flat after a long pause.
    static let largestStep = 4096

    /// Brings tree, signature and publication up to what is durable; gives the published size.
    ///
    /// 1. tiles and head, one transaction a step; a crash leaves a shorter tree, which is still a true one;
    /// 2. the signed note is stored before it leaves: a crash leaves a note that nobody saw, and step 3 shows it;
    /// 3. published, once a quorum of witnesses has cosigned it: what anyone may have seen is what step 2 has kept for good.
    ///    Without a quorum the last published checkpoint stays, and everything else goes on.
    ///
    /// What is read in several steps is no snapshot: where another node grows the tree meanwhile, tiles, head and signature may not
    /// fit together, and are read again. What still does not fit when nobody has moved is thrown.
    ///
    /// - Parameter renewing: has the published checkpoint cosigned anew when there is no newer one.
    func catchUp(renewing: Bool = false) async throws -> UInt64 {
        try await grow()
        return try await publish(renewing: renewing)
    }

    private func grow() async throws {
        while true {
            let size = try await storage.tree().size
            do {
                while try await integrate() {}
                return try await sign()
            } catch let error as LedgerError {
                guard try await storage.tree().size > size else { throw error }
            }
        }
    }

    /// One step of growth; false when the tree covers everything durable.
    ///
    /// Entries are read back from the storage and must have the hashes that were acknowledged. The root is computed twice, through
    /// the frontier and through the tiles as they will be stored: one flipped bit in a tile would be for ever.
    private func integrate() async throws -> Bool {
        let tree = try await storage.tree()
        let leaves = try await storage.leaves(from: tree.size, limit: Self.largestStep)
        guard !leaves.isEmpty else { return false }
        var frontier = tree.frontier
        var edge = try await edge(of: tree)
        var tiles: [StoredTile] = []
        for leaf in leaves {
            let hash = MerkleHash.leaf(leaf.entry)
            guard hash.bytes == leaf.leafHash.bytes else { throw LedgerError(.leafDiffers, at: frontier.size) }
            frontier.append(hash)
            edge.append(hash) { id, tile in tiles.append(StoredTile(id: id, bytes: tile.bytes)) }
        }
        for (id, tile) in edge.partialTiles { tiles.append(StoredTile(id: id, bytes: tile.bytes)) }
        let root = frontier.root
        guard edge.root == root else { throw LedgerError(.rootsDiffer, at: frontier.size) }
        try Failpoints.before(.ledgerTiles)
        // False: another node was faster. Its tree is read at the next turn.
        _ = try await storage.extend(from: tree.size, to: StoredTree(frontier: frontier, root: root), tiles: tiles)
        try Failpoints.after(.ledgerTiles)
        return true
    }

    /// The right edge as it is stored, which must lead to the root that is stored.
    private func edge(of tree: StoredTree) async throws -> TileEdge {
        var tiles: [TileID: Tile] = [:]
        for id in TileEdge.tiles(ofLogOf: tree.size) {
            guard let bytes = try await storage.tile(level: id.level, index: id.index) else {
                throw LedgerError(.tileMissing, at: tree.size)
            }
            tiles[id] = try Tile(bytes: bytes)
        }
        let edge = try TileEdge(size: tree.size) { id in
            guard let tile = tiles[id] else { throw LedgerError(.tileMissing, at: tree.size) }
            return tile
        }
        guard edge.root == tree.root, tree.frontier.root == tree.root else {
            throw LedgerError(.rootsDiffer, at: tree.size)
        }
        return edge
    }

    private func sign() async throws {
        // Before the tree, which only grows: what another node signs in between is no contradiction.
        let latest = try await storage.latestSigned()
        let tree = try await storage.tree()
        if let latest {
            // Restored from a copy, or altered: signing now would fork the log.
            guard latest.size <= tree.size, latest.size < tree.size || latest.root == tree.root else {
                throw LedgerError(.signedBefore, at: latest.size)
            }
            if latest.size == tree.size { return }
        }
        _ = try await edge(of: tree)
        let checkpoint = try Checkpoint(origin: signers[0].name, size: tree.size, root: tree.root)
        let note = try checkpoint.signed(by: signers).bytes
        try Failpoints.before(.ledgerCheckpoint)
        try await storage.keepSigned(StoredCheckpoint(size: tree.size, root: tree.root, note: note))
        try Failpoints.after(.ledgerCheckpoint)
    }

    private func publish(renewing: Bool) async throws -> UInt64 {
        guard let signed = try await storage.latestSigned() else { return 0 }
        let published = try await storage.published()
        if isWithheld { return published?.size ?? 0 }
        if let published, published.size >= signed.size, !renewing { return published.size }
        var shown = signed
        if let feeder {
            guard let cosigned = try await feeder.cosign(signed) else { return published?.size ?? 0 }
            shown = cosigned
        }
        try Failpoints.before(.ledgerPublish)
        try await storage.publish(shown)
        try Failpoints.after(.ledgerPublish)
        return shown.size
    }
}
