public import AsyncHTTPClient
public import Ledger
internal import NIOCore
internal import NIOHTTP1

/// A log served over HTTP, by C2SP tlog-tiles.
public struct HTTPLogFiles: LogFiles {
    private let prefix: String
    private let client: HTTPClient

    /// The most a file of a log can measure: a bundle of 256 entries of 65,535 bytes each.
    private static let limitInBytes = 256 * 65_537

    /// - Parameter url: the log's prefix.
    public init(url: String, client: HTTPClient = .shared) {
        prefix = url.hasSuffix("/") ? String(url.dropLast()) : url
        self.client = client
    }

    /// - Throws: ``LogServerError`` for a status other than 200, 404 and 410; what the transport fails with.
    public func file(_ path: String) async throws -> [UInt8]? {
        let url = "\(prefix)/\(path)"
        let response = try await client.execute(HTTPClientRequest(url: url), timeout: .seconds(30))
        switch response.status {
        case .ok: return Array(buffer: try await response.body.collect(upTo: Self.limitInBytes))
        case .notFound, .gone: return nil
        default: throw LogServerError(url: url, status: response.status.code)
        }
    }
}
