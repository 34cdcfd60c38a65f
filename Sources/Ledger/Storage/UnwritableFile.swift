internal import Foundation
internal import GRDB

/// A database file that is only looked at, also in a folder that nobody may write to: a backup, a snapshot, a mount of either.
///
/// SQLite reads a file in WAL mode with the help of two more beside it, which it makes. Where it cannot, a file that was closed in good
/// order may be read as one that nobody changes. What a killed gateway left has its last transactions in the write-ahead log: it must be
/// copied to where it can be recovered.
enum UnwritableFile {
    /// - Throws: `unfinishedCopy` for what a killed gateway left where nobody may write; what SQLite says of the file.
    static func open(_ path: String) throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.readonly = true
        configuration.busyMode = .timeout(5)
        guard isIn(folderOf: path) else { return try DatabaseQueue(path: path, configuration: configuration) }
        guard hasEmptyLog(path) else {
            // Beside a gateway that runs elsewhere the two files are there already.
            do { return try DatabaseQueue(path: path, configuration: configuration) } catch let error as DatabaseError
                where error.resultCode == .SQLITE_CANTOPEN
            { throw LedgerError(.unfinishedCopy) }
        }
        guard let name = path.addingPercentEncoding(withAllowedCharacters: .urlPathAllowed) else {
            throw LedgerError(.damaged)
        }
        return try DatabaseQueue(path: "file:\(name)?immutable=1", configuration: configuration)
    }

    /// Whether the file is there, in a folder to which this process cannot write.
    private static func isIn(folderOf path: String) -> Bool {
        let folder = (path as NSString).deletingLastPathComponent
        return FileManager.default.fileExists(atPath: path)
            && !FileManager.default.isWritableFile(atPath: folder.isEmpty ? "." : folder)
    }

    private static func hasEmptyLog(_ path: String) -> Bool {
        let size = try? FileManager.default.attributesOfItem(atPath: path + "-wal")[.size] as? Int
        return size ?? 0 == 0
    }
}
