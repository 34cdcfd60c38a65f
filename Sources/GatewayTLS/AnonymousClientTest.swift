public import NIOCore
import NIOPosix
import NIOSSL

extension ServerTLS {
    /// Connects to a listener of our own without a certificate, by TLS 1.3 and by 1.2, and throws unless TLS itself refuses both.
    ///
    /// Each listener that requires certificates proves this once it listens and before it serves: trust roots alone ask nobody for a
    /// certificate, and a listener so misconfigured looks healthy to every client that has one.
    /// - Throws: ``ServerTLSError/anonymousClientAccepted(port:)``, or `selfTestInconclusive` when nothing there refuses by a TLS alert.
    public static func refusesAnonymousClients(
        host: String = "127.0.0.1", port: Int, within limit: TimeAmount = .seconds(30)
    ) async throws(ServerTLSError) {
        for version in [TLSVersion.tlsv13, .tlsv12] {
            switch await AnonymousClient(version: version, limit: limit).outcome(host: host, port: port) {
            case .refusedByTLS: continue
            case .accepted: throw .anonymousClientAccepted(port: port)
            case .inconclusive: throw .selfTestInconclusive(port: port)
            }
        }
    }
}

/// A client without a certificate that asks for a page and watches what becomes of it.
private struct AnonymousClient {
    enum Outcome: Sendable {
        case refusedByTLS
        case accepted
        case inconclusive
    }

    let version: TLSVersion
    let limit: TimeAmount

    func outcome(host: String, port: Int) async -> Outcome {
        var settings = TLSConfiguration.makeClientConfiguration()
        settings.certificateVerification = .none  // it is our own server, and nothing is told to it
        settings.minimumTLSVersion = version
        settings.maximumTLSVersion = version
        guard let context = try? NIOSSLContext(configuration: settings) else { return .inconclusive }
        let group = MultiThreadedEventLoopGroup.singleton
        let loop = group.next()
        let answer = loop.makePromise(of: Outcome.self)
        let bootstrap = ClientBootstrap(group: loop).connectTimeout(limit).channelInitializer { channel in
            channel.eventLoop.makeCompletedFuture {
                let tls = try NIOSSLClientHandler(context: context, serverHostname: nil)
                try channel.pipeline.syncOperations.addHandlers([tls, Watcher(answer: answer)])
            }
        }
        guard let channel = try? await bootstrap.connect(host: host, port: port).get() else {
            answer.succeed(.inconclusive)
            return .inconclusive
        }
        // TLS 1.3 tells a client of its refusal only on the first read. Silence to the end counts as let in.
        let deadline = loop.scheduleTask(in: limit) { answer.succeed(.accepted) }
        let outcome = (try? await answer.futureResult.get()) ?? .inconclusive
        deadline.cancel()
        try? await channel.close()
        return outcome
    }

    private final class Watcher: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        typealias OutboundOut = ByteBuffer

        private let answer: EventLoopPromise<Outcome>

        init(answer: EventLoopPromise<Outcome>) { self.answer = answer }

        func channelActive(context: ChannelHandlerContext) {
            let request = context.channel.allocator.buffer(
                string: "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            context.writeAndFlush(wrapOutboundOut(request), promise: nil)
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) { answer.succeed(.accepted) }

        func errorCaught(context: ChannelHandlerContext, error: any Error) {
            answer.succeed(Self.isRefusal(error) ? .refusedByTLS : .inconclusive)
            context.close(promise: nil)
        }

        func channelInactive(context: ChannelHandlerContext) { answer.succeed(.inconclusive) }

        /// An alert of the server's, as BoringSSL words it: `TLSV1_ALERT_CERTIFICATE_REQUIRED`, `SSLV3_ALERT_HANDSHAKE_FAILURE`.
        private static func isRefusal(_ error: any Error) -> Bool {
            let problems: NIOBoringSSLErrorStack
            switch error {
            case NIOSSLError.handshakeFailed(.sslError(let stack)), BoringSSLError.sslError(let stack): problems = stack
            default: return false
            }
            return problems.contains {
                $0.description.contains("CERTIFICATE_REQUIRED") || $0.description.contains("HANDSHAKE_FAILURE")
            }
        }
    }
}
