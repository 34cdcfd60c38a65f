import Foundation
import GRDB

/// How fast bare SQLite commits on this disk: one row of the same size a transaction, WAL, synchronous=FULL, one writer.
enum BareCommits {
    /// Commits a second, taken over `duration`.
    static func rate(in folder: String, rowSize: Int, duration: Duration) throws -> Double {
        let path = folder + "/bare.sqlite"
        defer { for suffix in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + suffix) } }
        let database = try DatabaseQueue(path: path)
        let row = Data(repeating: 0xA5, count: rowSize)
        return try database.writeWithoutTransaction { database in
            try database.execute(sql: "PRAGMA journal_mode=WAL")
            try database.execute(sql: "PRAGMA synchronous=FULL")
            try database.execute(sql: "CREATE TABLE bare (id INTEGER PRIMARY KEY, content BLOB NOT NULL) STRICT")
            let clock = ContinuousClock()
            let start = clock.now
            var commits = 0
            while clock.now - start < duration {
                try database.inTransaction {
                    try database.execute(sql: "INSERT INTO bare (content) VALUES (?)", arguments: [row])
                    return .commit
                }
                commits += 1
            }
            return Double(commits) / (clock.now - start).inSeconds
        }
    }
}
