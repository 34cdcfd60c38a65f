import Foundation
import NIOCore
import NIOPosix
import Synchronization

/// A mail relay for the demonstration: on loopback, takes what comes, keeps it.
final class MailSink: Sendable {
    private let mails = Mutex<[String]>([])
    private let channel: any Channel

    var port: Int { channel.localAddress?.port ?? 0 }
    /// What has come so far: headers and body.
    var received: [String] { mails.withLock { $0 } }

    init() async throws {
        let mails = Mailbox()
        channel = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(SMTPAnswers(mails))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        mails.sink.withLock { $0 = { [self] mail in self.mails.withLock { $0.append(mail) } } }
    }

    func close() async { try? await channel.close() }

    /// Where a connection puts a mail that is complete.
    final class Mailbox: Sendable {
        let sink = Mutex<(@Sendable (String) -> Void)?>(nil)

        func put(_ mail: String) { sink.withLock { $0 }?(mail) }
    }
}

/// The relay's half of the dialogue, for one connection.
private final class SMTPAnswers: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let mails: MailSink.Mailbox
    private var text = ""
    private var isContent = false

    init(_ mails: MailSink.Mailbox) { self.mails = mails }

    func channelActive(context: ChannelHandlerContext) { say("220 sink.invalid", context) }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        text += String(buffer: unwrapInboundIn(data))
        if isContent {
            guard let end = text.range(of: "\r\n.\r\n") else { return }
            mails.put(String(text[..<end.lowerBound]))
            text = String(text[end.upperBound...])
            isContent = false
            say("250 kept", context)
        }
        while !isContent, let end = text.range(of: "\r\n") {
            let line = text[..<end.lowerBound]
            text = String(text[end.upperBound...])
            if line == "DATA" {
                isContent = true
                say("354 go on", context)
            } else if line == "QUIT" {
                context.close(promise: nil)
            } else {
                say("250 fine", context)
            }
        }
    }

    private func say(_ line: String, _ context: ChannelHandlerContext) {
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: line + "\r\n")), promise: nil)
    }
}
