import NIOCore
import NIOPosix
import NIOSSL
import RecordTypes

/// Where mail is handed over.
public struct SMTPSettings: Hashable, Sendable {
    public enum Security: String, Hashable, Sendable, CaseIterable {
        /// Plain, to a relay on this machine.
        case none
        /// TLS from the first byte (RFC 8314).
        case tls
    }

    public var host: String
    public var port: Int
    public var security: Security
    /// Whom mail is from.
    public var from: String

    public init(host: String, port: Int, security: Security, from: String) {
        self.host = host
        self.port = port
        self.security = security
        self.from = from
    }
}

/// How an attempt to send a message ended.
enum SendResult: String, Hashable, Sendable {
    case taken
    /// It never will be: the address does not exist.
    case refused
    case failed
}

/// Hands one mail to a relay, thirty seconds at most.
struct MailSender: Sendable {
    let settings: SMTPSettings

    func send(_ content: [UInt8], to recipient: String) async -> SendResult {
        do {
            return try await withThrowingTaskGroup { group in
                group.addTask { try await converse(content, recipient) }
                group.addTask {
                    try await Task.sleep(for: .seconds(30))
                    return .failed
                }
                let result = try await group.next() ?? .failed
                group.cancelAll()
                return result
            }
        } catch {
            return .failed
        }
    }

    private func converse(_ content: [UInt8], _ recipient: String) async throws -> SendResult {
        let tls =
            settings.security == .tls ? try NIOSSLContext(configuration: .makeClientConfiguration()) : nil
        let host = settings.host
        let channel = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .connectTimeout(.seconds(10))
            .connect(host: host, port: settings.port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    if let tls {
                        try channel.pipeline.syncOperations.addHandler(
                            NIOSSLClientHandler(context: tls, serverHostname: host))
                    }
                    return try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                }
            }
        return try await channel.executeThenClose { inbound, outbound in
            var dialogue = SMTPDialogue(from: settings.from, to: recipient, content: content)
            var received: [UInt8] = []
            for try await part in inbound {
                received += part.readableBytesView
                while let (code, length) = SMTPDialogue.reply(in: received) {
                    received.removeFirst(length)
                    switch dialogue.reply(code) {
                    case .send(let bytes): try await outbound.write(ByteBuffer(bytes: bytes))
                    case .taken:
                        try? await outbound.write(ByteBuffer(string: "QUIT\r\n"))
                        return .taken
                    case .refused: return .refused
                    case .failed: return .failed
                    }
                }
            }
            return .failed
        }
    }
}
