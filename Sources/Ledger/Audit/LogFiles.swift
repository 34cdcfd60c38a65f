internal import Foundation

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
