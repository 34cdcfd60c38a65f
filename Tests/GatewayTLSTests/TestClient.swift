import Foundation
import NIOCore
import NIOPosix
import NIOSSL
import TestPKI

/// A client of its own: one TLS connection, one request, the answer's body, or nil when TLS refused.
///
/// With `between`, a second request follows on the same connection after it has run, and both bodies come back joined by a comma.
struct TestClient {
    let credential: Credential?
    let version: TLSVersion
    let pki: TestPKI

    func ask(port: Int, between: (@Sendable () -> Void)? = nil) async throws -> String? {
        var settings = TLSConfiguration.makeClientConfiguration()
        settings.minimumTLSVersion = version
        settings.maximumTLSVersion = version
        let root = try NIOSSLCertificate(bytes: Array(pki.root.certificatePEM.utf8), format: .pem)
        settings.trustRoots = .certificates([root])
        if let credential {
            settings.certificateChain = try credential.chain.map {
                .certificate(try NIOSSLCertificate(bytes: $0, format: .der))
            }
            settings.privateKey = .privateKey(try NIOSSLPrivateKey(bytes: Array(credential.keyPEM.utf8), format: .pem))
        }
        let context = try NIOSSLContext(configuration: settings)
        let loop = MultiThreadedEventLoopGroup.singleton.next()
        let answer = loop.makePromise(of: String?.self)
        let channel: any Channel
        do {
            channel = try await ClientBootstrap(group: loop).channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let tls = try NIOSSLClientHandler(context: context, serverHostname: "localhost")
                    try channel.pipeline.syncOperations.addHandlers([tls, Collector(answer: answer, between: between)])
                }
            }.connect(host: "127.0.0.1", port: port).get()
        } catch {
            answer.succeed(nil)
            throw error
        }
        let body = try await answer.futureResult.get()
        try? await channel.close()
        return body
    }

    private final class Collector: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        typealias OutboundOut = ByteBuffer

        private let answer: EventLoopPromise<String?>
        private var between: (@Sendable () -> Void)?
        private var received = ""

        init(answer: EventLoopPromise<String?>, between: (@Sendable () -> Void)?) {
            self.answer = answer
            self.between = between
        }

        func channelActive(context: ChannelHandlerContext) { request(closing: between == nil, context) }

        /// The server writes each answer in one piece, so a body has come with its head.
        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            received += String(buffer: unwrapInboundIn(data))
            guard let between, received.contains("\r\n\r\n") else { return }
            self.between = nil
            between()
            request(closing: true, context)
        }

        func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

        func channelInactive(context: ChannelHandlerContext) {
            let bodies = received.components(separatedBy: "HTTP/1.1 200 OK").compactMap {
                $0.components(separatedBy: "\r\n\r\n").dropFirst().first
            }
            answer.succeed(bodies.isEmpty ? nil : bodies.joined(separator: ", "))
        }

        private func request(closing: Bool, _ context: ChannelHandlerContext) {
            let head = "GET /whoami HTTP/1.1\r\nHost: localhost\r\n\(closing ? "Connection: close\r\n" : "")\r\n"
            context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: head)), promise: nil)
        }
    }
}
