public import AsyncHTTPClient
public import Ledger
internal import NIOCore
internal import NIOHTTP1
internal import RecordTypes

/// A mirror's look-up by tag, as ``MirrorServer`` answers it: `GET /tag/<hexadecimal digits>`.
public struct HTTPMirrorTags: TagSearching {
    private let prefix: String
    private let client: HTTPClient

    private static let limitInBytes = 1 << 22

    /// - Parameter url: the mirror's prefix.
    public init(url: String, client: HTTPClient = .shared) {
        prefix = url.hasSuffix("/") ? String(url.dropLast()) : url
        self.client = client
    }

    /// - Throws: ``LogServerError`` for a status other than 200, and for a line that is none; what the transport fails with.
    public func entries(tagPrefix: [UInt8]) async throws -> [(index: UInt64, entry: [UInt8])] {
        let url = "\(prefix)/tag/\(Hex.text(tagPrefix))"
        let response = try await client.execute(HTTPClientRequest(url: url), timeout: .seconds(30))
        guard response.status == .ok else { throw LogServerError(url: url, status: response.status.code) }
        let body = Array(buffer: try await response.body.collect(upTo: Self.limitInBytes))
        return try body.split(separator: UInt8(ascii: "\n")).map { line in
            let words = line.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
            guard words.count == 2, let text = String(validating: words[0], as: UTF8.self), let index = UInt64(text),
                let entry = try? Base64.bytes(words[1])
            else { throw LogServerError(url: url, status: response.status.code) }
            return (index, entry)
        }
    }
}
