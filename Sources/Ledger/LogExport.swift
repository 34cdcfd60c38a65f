internal import Foundation
internal import TransparencyLog

/// The published log as a folder of static files, ready for any web server or mirror.
struct LogExport: Sendable {
    let row: ShardRow

    /// The checkpoint is written last: a folder with a checkpoint is complete. A shard that has begun and shows nothing yet is left out.
    func write(to directory: String) async throws {
        let root = URL(fileURLWithPath: directory, isDirectory: true)
        for member in row.members {
            let folder = root.appendingPathComponent("shard/\(member.shard.number)", isDirectory: true)
            for (name, link) in [("opening", member.shard.opening), ("closing", member.shard.closing)] {
                if let link { try Self.put(link, name, in: folder) }
            }
            let isOpen = member.shard.number == row.open.shard.number
            guard let published = try await member.storage.published() else {
                guard isOpen, !row.closed.isEmpty else { throw LedgerError(.exportFailed) }
                continue
            }
            try await write(member, published, in: isOpen ? root : folder)
        }
        try Self.put(row.list, "shards", in: root)
    }

    private func write(_ member: ShardRow.Member, _ published: StoredCheckpoint, in root: URL) async throws {
        let reader = LogReader(storage: member.storage)
        try Self.put(Array("\(member.shard.verifierKey)\n".utf8), "vkey", in: root)
        for id in TileID.all(inLogOf: published.size) {
            guard let tile = try await reader.tile(id, inLogOf: published.size) else {
                throw LedgerError(.tileMissing, at: published.size)
            }
            try Self.put(tile, LogPath.tile(id).text, in: root)
            guard let bundle = BundleID(under: id) else { continue }
            guard let entries = try await reader.bundle(bundle, inLogOf: published.size) else {
                throw LedgerError(.entryMissing, at: published.size)
            }
            try Self.put(entries, LogPath.entries(bundle).text, in: root)
        }
        try Self.put(published.note, "checkpoint", in: root)
    }

    static func put(_ bytes: [UInt8], _ path: String, in root: URL) throws(LedgerError) {
        let file = root.appendingPathComponent(path)
        do {
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(bytes).write(to: file, options: .atomic)
        } catch {
            throw LedgerError(.exportFailed, cause: error)
        }
    }
}
