internal import HTTPTypes
internal import Hummingbird
internal import HummingbirdCore
public import Ledger
public import Logging
internal import NIOCore
internal import RecordTypes

/// A mirror's door: the files of the log that it has, its cosigned checkpoint, and entries by tag. HTTP/1.1 without TLS: for loopback,
/// behind whatever serves TLS and decides who may read entries.
///
/// | path | answer |
/// | --- | --- |
/// | `/checkpoint`, `/tile/…`, `/vkey`, `/anchor/…` | C2SP tlog-tiles, with the mirror's cosignature on the checkpoint |
/// | `/<SHA-256 of the origin>/checkpoint` | the same checkpoint, where a monitor of C2SP tlog-witness asks |
/// | `/tag/<4 to 32 hexadecimal digits>` | one line an entry whose tag begins so: index, space, the entry in base64 |
public struct MirrorServer: Sendable {
    private let mirror: Mirror
    private let logger: Logger

    public init(_ mirror: Mirror, logger: Logger) {
        self.mirror = mirror
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
        let hash = Witness.hash(of: mirror.origin)
        router.get("/checkpoint") { _, _ in await file("checkpoint") }
        router.get("/\(hash)/checkpoint") { _, _ in await file("checkpoint") }
        router.get("/vkey") { _, _ in await file("vkey") }
        router.get("/tile/**") { _, context in
            await file("tile/" + context.parameters.getCatchAll().joined(separator: "/"))
        }
        router.get("/anchor/**") { _, context in
            await file("anchor/" + context.parameters.getCatchAll().joined(separator: "/"))
        }
        router.get("/tag/:prefix") { _, context in await tagged(context.parameters.get("prefix") ?? "") }
        let application = Application(
            router: router, configuration: ApplicationConfiguration(address: .hostname(host, port: port)),
            onServerRunning: { await ready($0.localAddress?.port ?? port) }, logger: logger)
        try await application.runService()
    }

    private func file(_ path: String) async -> Response {
        await answer {
            guard let bytes = try await mirror.file(path) else { return Response(status: .notFound) }
            let isBinary = path.hasPrefix("tile/") || (path.hasPrefix("anchor/") && path.contains("."))
            let changes = ["checkpoint", "vkey", "anchor/list"].contains(path)
            return Self.response(
                bytes, type: isBinary ? "application/octet-stream" : "text/plain; charset=utf-8",
                cached: changes ? "no-cache" : "public, max-age=31536000, immutable")
        }
    }

    private func tagged(_ digits: String) async -> Response {
        guard let prefix = Hex.bytes(digits), (2...16).contains(prefix.count) else {
            return Response(status: .badRequest)
        }
        return await answer {
            var text = ""
            for (index, entry) in try await mirror.entries(tagPrefix: prefix) {
                text += "\(index) \(Base64.text(entry))\n"
            }
            return Self.response(Array(text.utf8), type: "text/plain; charset=utf-8", cached: "no-store")
        }
    }

    private static func response(_ bytes: [UInt8], type: String, cached: String) -> Response {
        var response = Response(status: .ok, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
        response.headers[.contentType] = type
        response.headers[.cacheControl] = cached
        response.headers[.accessControlAllowOrigin] = "*"
        return response
    }

    private func answer(_ work: () async throws -> Response) async -> Response {
        do { return try await work() } catch {
            logger.error("the mirror cannot read its copy", metadata: ["cause": "\(error)"])
            return Response(status: .serviceUnavailable)
        }
    }
}
