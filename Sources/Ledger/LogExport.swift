internal import Foundation
internal import TransparencyLog

/// The published log as a folder of static files, ready for any web server or mirror.
struct LogExport: Sendable {
    let storage: any LedgerStorage
    let verifierKey: String

    /// The checkpoint is written last: a folder with a checkpoint is complete.
    func write(to directory: String) async throws {
        guard let published = try await storage.published() else { throw LedgerError(.exportFailed) }
        let reader = LogReader(storage: storage)
        let root = URL(fileURLWithPath: directory, isDirectory: true)
        try Self.put(Array("\(verifierKey)\n".utf8), "vkey", in: root)
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
