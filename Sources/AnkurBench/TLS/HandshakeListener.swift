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

/// One small listener behind TLS that answers whatever comes and hangs up, in two kinds: *bare*, with the TLS library's own verification
/// of client certificates, and *judged*, with the gateway's.
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
                    try channel.pipeline.syncOperations.addHandler(OneAnswer())
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        FileHandle.standardOutput.write(Data("listening \(server.localAddress?.port ?? 0)\n".utf8))
        try await server.closeFuture.get()
    }

    private func judged() throws -> @Sendable () -> [any ChannelHandler] {
        let profile = try TrustProfile(contentsOfFile: pki + "/trust.yaml", realm: .test)
        let judge = try CertificateJudge(profile: profile, revocation: OCSPResponders(transport: PlainTransport()))
        let tls = try ServerTLS(
            certificateFile: pki + "/server.pem", keyFile: pki + "/server.key",
            clientCertificates: .required(judge: judge, door: .citizen),
            clock: { Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1000)) })
        return { tls.handlers(filling: PeerBox()) }
    }

    private func bare() throws -> @Sendable () -> [any ChannelHandler] {
        let chain = try NIOSSLCertificate.fromPEMFile(pki + "/server.pem")
        let key = try NIOSSLPrivateKey(file: pki + "/server.key", format: .pem)
        var settings = TLSConfiguration.makeServerConfiguration(
            certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(key))
        settings.minimumTLSVersion = .tlsv12
        settings.certificateVerification = .noHostnameVerification
        settings.trustRoots = .certificates(
            try ["root", "citizen-ca", "citizen-ca-2018"].flatMap {
                try NIOSSLCertificate.fromPEMFile("\(pki)/\($0).pem")
            })
        settings.sendCANameList = true
        let context = try NIOSSLContext(configuration: settings)
        return { [NIOSSLServerHandler(context: context)] }
    }
}

/// Answers the first bytes and hangs up.
private final class OneAnswer: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private var isDone = false

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isDone else { return }
        isDone = true
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
