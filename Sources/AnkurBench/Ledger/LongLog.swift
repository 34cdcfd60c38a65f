import Foundation
import Ledger
import TransparencyLog

/// A log with many entries whose bytes follow from their index: tiles in SQLite as the ledger has them, bundles made when asked.
struct LongLog: Sendable {
    let size: UInt64
    let path: String

    static func entry(_ index: UInt64) -> [UInt8] {
        var entry = [UInt8](repeating: 0x5A, count: 82)
        for byte in 0..<8 { entry[byte] = UInt8(truncatingIfNeeded: index >> UInt64(8 * byte)) }
        return entry
    }

    func build() async throws -> SQLiteLedgerStorage {
        let storage = try await SQLiteLedgerStorage.open(path: path)
        var edge = TileEdge()
        var frontier = Frontier()
        while edge.size < size {
            let before = edge.size
            var tiles: [StoredTile] = []
            for index in before..<min(size, before + 65_536) {
                let hash = MerkleHash.leaf(Self.entry(index))
                frontier.append(hash)
                edge.append(hash) { tiles.append(StoredTile(id: $0, bytes: $1.bytes)) }
            }
            for (id, tile) in edge.partialTiles { tiles.append(StoredTile(id: id, bytes: tile.bytes)) }
            _ = try await storage.extend(
                from: before, to: StoredTree(frontier: frontier, root: frontier.root), tiles: tiles)
        }
        return storage
    }

    /// Proofs of entries all over the log, each from the stored tiles, warm.
    func proofLatencies(_ storage: SQLiteLedgerStorage, count: Int) async throws -> Latencies {
        let reader = LogReader(storage: storage, cache: TileCache(capacity: 512))
        let root = try await storage.tree().root
        var latencies: [Duration] = []
        for round in 0..<count + 100 {
            let index = UInt64(round % 100) &* 7_919_191 % size
            let start = ContinuousClock.now
            let plan = try InclusionProof.plan(index: index, size: size)
            let hashes = try await reader.hashes(plan, inLogOf: size)
            let elapsed = ContinuousClock.now - start
            try InclusionProof(index: index, hashes: hashes).check(
                leaf: .leaf(Self.entry(index)), size: size, root: root)
            if round >= 100 { latencies.append(elapsed) }
        }
        return Latencies(latencies)
    }

    func audit(_ storage: SQLiteLedgerStorage) async throws -> (rate: Double, word: String) {
        let signer = try NoteSigner.random(name: "log.example/long")
        let checkpoint = try Checkpoint(origin: signer.name, size: size, root: await storage.tree().root)
        let files = Files(storage: storage, checkpoint: try checkpoint.signed(by: signer).bytes, size: size)
        let start = ContinuousClock.now
        let report = try await LogAudit(files: files, key: signer.verifierKey, policy: nil, old: []).run()
        return (Double(size) / (ContinuousClock.now - start).inSeconds, report.outcome.rawValue)
    }

    private struct Files: LogFiles {
        let storage: SQLiteLedgerStorage
        let checkpoint: [UInt8]
        let size: UInt64

        func file(_ path: String) async throws -> [UInt8]? {
            // An audit also asks for what this log does not have, such as time-stamps.
            guard let path = try? LogPath(path) else { return nil }
            switch path {
            case .checkpoint: return checkpoint
            case .tile(let id): return try await LogReader(storage: storage).tile(id, inLogOf: size)
            case .entries(let id):
                guard let range = id.entries, range.upperBound <= size else { return nil }
                return try EntryBundle(entries: range.map(LongLog.entry)).bytes
            }
        }
    }
}
