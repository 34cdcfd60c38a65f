internal import Foundation
internal import TransparencyLog

/// The static files of a log (C2SP tlog-tiles), wherever they lie: `checkpoint`, `tile/…`, `vkey`.
public protocol LogFiles: Sendable {
    /// The file at a path below the log's prefix; nil where there is none.
    func file(_ path: String) async throws -> [UInt8]?
}

/// A log exported into a folder.
public struct LogFolder: LogFiles {
    private let root: String

    public init(_ path: String) { root = path }

    public func file(_ path: String) async throws -> [UInt8]? {
        let full = "\(root)/\(path)"
        guard FileManager.default.fileExists(atPath: full) else { return nil }
        return [UInt8](try Data(contentsOf: URL(fileURLWithPath: full)))
    }
}

/// One shard of a log, as it is served beside the newest one: below `shard/<number>/`.
public struct ShardFiles: LogFiles {
    private let base: any LogFiles
    private let number: Int

    public init(_ base: any LogFiles, shard number: Int) {
        self.base = base
        self.number = number
    }

    /// The files of the shard of this origin: those of `log` itself, unless its list of shards has an earlier one of that name.
    static func shard(of origin: String, in log: any LogFiles) async throws -> any LogFiles {
        guard let lines = try await log.file("shards").flatMap({ ShardListLine.lines($0) }),
            let line = lines.dropLast().first(where: { $0.key.name == origin })
        else { return log }
        return ShardFiles(log, shard: line.number)
    }

    public func file(_ path: String) async throws -> [UInt8]? { try await base.file("shard/\(number)/\(path)") }
}
