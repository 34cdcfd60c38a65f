import Foundation
import TransparencyLog

/// A log as `ankur ledger export` writes it, read by nothing but the public layout of C2SP tlog-tiles.
struct ExportedLog {
    let checkpoint: Checkpoint
    /// All leaf hashes, from the tiles of level 0.
    let leaves: [MerkleHash]

    init(_ directory: String) throws {
        func read(_ path: String) throws -> [UInt8] {
            guard let data = FileManager.default.contents(atPath: directory + "/" + path) else {
                throw UnexpectedAnswer("the export has no \(path)")
            }
            return [UInt8](data)
        }
        let key = String(decoding: try read("vkey"), as: UTF8.self).trimmingCharacters(in: .newlines)
        checkpoint = try Checkpoint(verifying: SignedNote(bytes: read("checkpoint")), log: VerifierKey(key))
        var leaves: [MerkleHash] = []
        for tile in TileID.all(inLogOf: checkpoint.size) where tile.level == 0 {
            let bytes = try read(LogPath.tile(tile).text)
            for start in stride(from: 0, to: bytes.count, by: MerkleHash.byteCount) {
                leaves.append(try MerkleHash(bytes[start..<(start + MerkleHash.byteCount)]))
            }
        }
        self.leaves = leaves
    }

    /// The checkpoints whose root is not that of the first `size` leaves: each would be a fork.
    func forks(among checkpoints: [Checkpoint]) -> [Checkpoint] {
        let wanted = Dictionary(grouping: checkpoints + [checkpoint], by: \.size)
        var frontier = Frontier()
        var forks = wanted.filter { $0.key > UInt64(leaves.count) }.flatMap(\.value)
        forks += (wanted[0] ?? []).filter { $0.root != frontier.root }
        for leaf in leaves {
            frontier.append(leaf)
            forks += (wanted[frontier.size] ?? []).filter { $0.root != frontier.root }
        }
        return forks
    }
}
