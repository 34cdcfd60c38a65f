import ArgumentParser
import AsyncHTTPClient
import Foundation
import GatewayTLS
import Identity
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import RecordTypes

/// One small listener behind TLS that answers whatever comes and hangs up, in two kinds with the same TLS context: *bare*, with the TLS library's
/// own verification of client certificates, and *judged*, with the gateway's, which also asks for the verdict before each answer.
struct HandshakeListener: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "handshake-listener", abstract: "The listener that the tls run measures; not for use by hand.",
        shouldDisplay: false)

    @Argument(help: "bare or judged.")
    var kind: String

    @Argument(help: "Folder of the test PKI.")
    var pki: String

    static func start(_ kind: String, _ pki: String) throws -> (address: String, process: Int32) {
        let own = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        let started = try StartedProgram.start([own, "handshake-listener", kind, pki]) { text in
            text.firstMatch(of: /listening ([0-9]+)\n/).map { "127.0.0.1:\($0.1)" }
        }
        return (started.said, started.process)
    }

    func run() async throws {
        let handlers = try kind == "judged" ? judged() : bare()
        let server = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.backlog, value: 256)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandlers(handlers())
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        FileHandle.standardOutput.write(Data("listening \(server.localAddress?.port ?? 0)\n".utf8))
        try await server.closeFuture.get()
    }

    private func judged() throws -> @Sendable () -> [any ChannelHandler] {
        let judge = try judge()
        let tls = try tls(judge)
        return { [clock] in
            let peer = PeerBox()
            return tls.handlers(filling: peer) + [
                OneAnswer {
                    guard let certificate = peer.certificate,
                        let verdict = judge.remembered(certificate.fingerprint, as: .citizen, now: clock())
                    else { return false }
                    return verdict.refusal == nil
                }
            ]
        }
    }

    private var clock: @Sendable () -> Instant {
        { Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1000)) }
    }

    private func tls(_ judge: CertificateJudge) throws -> ServerTLS {
        try ServerTLS(
            certificateFile: pki + "/server.pem", keyFile: pki + "/server.key",
            clientCertificates: .required(judge: judge, door: .citizen), clock: clock)
    }

    private func judge() throws -> CertificateJudge {
        let profile = try TrustProfile(contentsOfFile: pki + "/trust.yaml", realm: .test)
        return try CertificateJudge(profile: profile, revocation: OCSPResponders(transport: PlainTransport()))
    }

    /// The gateway's context, whose trust roots the library itself verifies by where no callback stands in its way.
    private func bare() throws -> @Sendable () -> [any ChannelHandler] {
        let tls = try tls(try judge())
        return { [NIOSSLServerHandler(context: tls.context), OneAnswer { true }] }
    }
}

/// Answers the first bytes and hangs up.
private final class OneAnswer: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private var isDone = false
    private let isKnown: () -> Bool

    init(_ isKnown: @escaping () -> Bool) { self.isKnown = isKnown }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isDone else { return }
        isDone = true
        guard isKnown() else { return context.close(promise: nil) }
        let answer = "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
        let channel = context.channel
        context.writeAndFlush(wrapOutboundOut(context.channel.allocator.buffer(string: answer))).whenComplete { _ in
            channel.close(promise: nil)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
}

/// OCSP by HTTP, as the gateway asks.
private struct PlainTransport: OCSPTransport {
    func answer(to request: [UInt8], from url: String) async throws -> [UInt8] {
        var question = HTTPClientRequest(url: url)
        question.method = .POST
        question.headers.add(name: "Content-Type", value: "application/ocsp-request")
        question.body = .bytes(request)
        let answer = try await HTTPClient.shared.execute(question, timeout: .seconds(5))
        return Array(buffer: try await answer.body.collect(upTo: OCSPResponse.sizeLimit))
    }
}
