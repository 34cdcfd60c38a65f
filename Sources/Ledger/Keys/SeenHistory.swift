internal import RecordTypes
internal import TransparencyLog

/// Holds what others show of this log against what the storage has. Only the log's own signatures prove anything.
struct SeenHistory: Sendable {
    let storage: any LedgerStorage
    let keys: [VerifierKey]

    /// - Throws: `witnessedBeyond` when our own key has signed what `note` shows and our storage does not have it.
    func compare(_ note: [UInt8]) async throws {
        guard let note = try? SignedNote(bytes: note), let shown = try? Checkpoint(verifying: note, logs: keys) else {
            return
        }
        let tree = try await storage.tree()
        guard shown.size <= tree.size else { throw LedgerError(.witnessedBeyond, at: shown.size) }
        let plan = ProofPlan.root(of: shown.size)
        let root =
            shown.size == 0
            ? MerkleHash.emptyRoot : try await LogReader(storage: storage).hashes(plan, inLogOf: tree.size)[0]
        guard root == shown.root else { throw LedgerError(.witnessedBeyond, at: shown.size) }
    }

    /// Asks every mirror for its checkpoint, side by side. One that does not answer in time says nothing, like a dead witness.
    /// - Throws: `witnessedBeyond`, or what the storage fails with.
    func compare(withMirrors mirrors: [any LogFiles], within limit: Duration) async throws {
        try await withThrowingTaskGroup { group in
            for mirror in mirrors {
                group.addTask {
                    let note = await Self.checkpoint(of: mirror, within: limit)
                    if let note { try await compare(note) }
                }
            }
            try await group.waitForAll()
        }
    }

    private static func checkpoint(of mirror: any LogFiles, within limit: Duration) async -> [UInt8]? {
        await withTaskGroup(of: [UInt8]?.self) { group in
            // A mirror that fails and one that is empty are the same here.
            group.addTask { try? await mirror.file("checkpoint") }
            group.addTask {
                try? await Task.sleep(for: limit)
                return nil
            }
            defer { group.cancelAll() }
            return await group.next() ?? nil
        }
    }
}
