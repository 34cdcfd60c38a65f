public import AsyncHTTPClient
public import Ledger
internal import NIOCore
internal import NIOHTTP1
public import TransparencyLog

/// A witness reached over HTTP, by C2SP tlog-witness.
public struct HTTPWitness: WitnessClient {
    private let prefix: String
    private let client: HTTPClient

    /// Cosignatures are short, and so is a cosigned checkpoint.
    private static let limitInBytes = 65_536

    /// - Parameter url: the submission prefix, under which the witness also answers monitors.
    public init(url: String, client: HTTPClient = .shared) {
        prefix = url.hasSuffix("/") ? String(url.dropLast()) : url
        self.client = client
    }

    public func addCheckpoint(_ body: [UInt8]) async throws -> (status: Int, body: [UInt8]) {
        var request = HTTPClientRequest(url: "\(prefix)/add-checkpoint")
        request.method = .POST
        request.body = .bytes(body)
        let response = try await client.execute(request, timeout: .seconds(30))
        return (Int(response.status.code), Array(buffer: try await response.body.collect(upTo: Self.limitInBytes)))
    }

    /// - Throws: ``LogServerError`` for a status other than 200 and 404; what the transport fails with.
    public func latestCheckpoint(of origin: String) async throws -> [UInt8]? {
        let url = "\(prefix)/\(Witness.hash(of: origin))/checkpoint"
        let response = try await client.execute(HTTPClientRequest(url: url), timeout: .seconds(30))
        switch response.status {
        case .ok: return Array(buffer: try await response.body.collect(upTo: Self.limitInBytes))
        case .notFound: return nil
        default: throw LogServerError(url: url, status: response.status.code)
        }
    }
}

extension Witnessing {
    /// Reaches every witness of a policy that has a URL.
    public init(
        policy: TlogPolicy, timeout: Duration, over client: HTTPClient = .shared,
        notice: @escaping @Sendable (WitnessNotice) -> Void
    ) {
        var clients: [VerifierKey: any WitnessClient] = [:]
        for witness in policy.witnesses {
            if let url = witness.url { clients[witness.key] = HTTPWitness(url: url, client: client) }
        }
        self.init(policy: policy, clients: clients, timeout: timeout, notice: notice)
    }
}
