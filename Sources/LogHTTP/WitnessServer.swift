internal import HTTPTypes
internal import Hummingbird
internal import HummingbirdCore
public import Ledger
public import Logging
internal import NIOCore

/// A witness's door: `POST /add-checkpoint`, and for monitors `GET /<hash of the origin>/checkpoint`. HTTP/1.1 without TLS: for
/// loopback, behind whatever serves TLS.
public struct WitnessServer: Sendable {
    private let witness: Witness
    private let logger: Logger

    /// The longest request that can be well formed: 63 hashes, and a note with 64 signatures.
    static let requestLimitInBytes = 65_536

    public init(_ witness: Witness, logger: Logger) {
        self.witness = witness
        self.logger = logger
    }

    /// Serves until cancelled or told to stop by a signal.
    /// - Parameters:
    ///   - port: 0 for any free one.
    ///   - ready: told the bound port.
    public func run(
        host: String, port: Int, ready: @escaping @Sendable (_ port: Int) async -> Void
    ) async throws {
        let router = Router(options: .autoGenerateHeadEndpoints)
        router.post("/add-checkpoint") { request, _ in
            let body: ByteBuffer
            do {
                body = try await request.body.collect(upTo: Self.requestLimitInBytes)
            } catch is NIOTooManyBytesError {
                return Response(status: .badRequest)
            }
            return await answer { try await witness.addCheckpoint(Array(buffer: body)) }
        }
        router.get("/:origin/checkpoint") { _, context in
            let hash = context.parameters.get("origin") ?? ""
            return await answer { try await witness.checkpoint(originHash: hash) }
        }
        let application = Application(
            router: router, configuration: ApplicationConfiguration(address: .hostname(host, port: port)),
            onServerRunning: { await ready($0.localAddress?.port ?? port) }, logger: logger)
        try await application.runService()
    }

    private func answer(_ work: () async throws -> Witness.Answer) async -> Response {
        do {
            let answer = try await work()
            var response = Response(
                status: HTTPResponse.Status(code: answer.status),
                body: ResponseBody(byteBuffer: ByteBuffer(bytes: answer.body)))
            response.headers[.contentType] = answer.contentType
            // What was cosigned last may be another checkpoint at any moment.
            response.headers[.cacheControl] = "no-cache"
            return response
        } catch {
            // Nothing was cosigned: what cannot be stored is not said.
            logger.error("the witness cannot store", metadata: ["cause": "\(error)"])
            return Response(status: .serviceUnavailable)
        }
    }
}
