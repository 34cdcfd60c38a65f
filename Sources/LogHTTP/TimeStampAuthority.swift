public import AsyncHTTPClient
public import Ledger
internal import NIOCore
internal import NIOHTTP1
public import RecordTypes
public import TimeStamping

/// An RFC 3161 authority reached over HTTP (§3.4): a POST of the request, the reply as its body.
///
/// The reply is believed only as far as it proves: that HTTP may be plain changes nothing.
public struct TimeStampAuthority: Anchor {
    public let name: String
    public let fileExtension = "tsr"
    private let url: String
    private let anchors: TimeStampAnchors
    private let random: @Sendable (Int) -> [UInt8]
    private let tolerance: Duration
    private let client: HTTPClient

    /// Replies with a chain of RSA-4096 certificates measure some 10 kB.
    private static let limitInBytes = 262_144

    /// - Parameters:
    ///   - name: of this authority in file names and alarms: letters, digits and hyphens.
    ///   - anchors: the roots that its certificate must lead to.
    ///   - tolerance: how far the authority's time may be from ours.
    ///   - random: for nonces; a secure generator.
    public init(
        name: String, url: String, anchors: TimeStampAnchors, tolerance: Duration = .seconds(300),
        random: @escaping @Sendable (Int) -> [UInt8],
        client: HTTPClient = .shared
    ) {
        self.name = name
        self.url = url
        self.anchors = anchors
        self.tolerance = tolerance
        self.random = random
        self.client = client
    }

    /// - Throws: ``TimeStampError``; ``LogServerError`` for a status other than 200; what the transport fails with.
    public func publish(_ bytes: [UInt8], clock: @Sendable () -> Instant) async throws -> AnchorProof {
        let query = TimeStampRequest(over: bytes, random: random(8))
        var request = HTTPClientRequest(url: url)
        request.method = .POST
        request.headers.add(name: "Content-Type", value: TimeStampRequest.mediaType)
        request.body = .bytes(query.bytes)
        let response = try await client.execute(request, timeout: .seconds(60))
        guard response.status == .ok else { throw LogServerError(url: url, status: response.status.code) }
        let reply = TimeStampReply(bytes: Array(buffer: try await response.body.collect(upTo: Self.limitInBytes)))
        let now = clock()
        let stamp = try reply.verify(imprint: query.imprint, nonce: query.nonce, anchors: anchors, at: now)
        // A right signature over a wrong time is what an authority with a broken clock gives.
        let distance = stamp.time > now ? stamp.time.duration(since: now) : now.duration(since: stamp.time)
        guard distance <= tolerance else { throw AnchorError.wrongTime }
        return AnchorProof(bytes: reply.bytes, time: stamp.time, ends: stamp.ends)
    }
}
