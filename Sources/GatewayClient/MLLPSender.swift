import NIOCore
import NIOPosix
import NIOSSL

/// Sends HL7 v2 messages over MLLP in TLS and waits for each acknowledgement.
public struct MLLPSender: Sendable {
    public enum Failure: Error, Hashable, Sendable {
        case closedWithoutAcknowledgement
        case timedOut
    }

    private let host: String
    private let port: Int
    private let context: NIOSSLContext

    public init(identity: ClientIdentity, trustRootPath: String, host: String, port: Int) throws {
        var tls = TLSConfiguration.makeClientConfiguration()
        tls.trustRoots = .certificates(try NIOSSLCertificate.fromPEMFile(trustRootPath))
        tls.certificateChain = try NIOSSLCertificate.fromPEMFile(identity.certificatePath).map { .certificate($0) }
        tls.privateKey = .privateKey(try NIOSSLPrivateKey(file: identity.keyPath, format: .pem))
        context = try NIOSSLContext(configuration: tls)
        self.host = host
        self.port = port
    }

    /// Sends each message in turn on one connection and gives the acknowledgements without their frames.
    ///
    /// - Parameter each: told of every acknowledgement as it comes, also when a later message gets none.
    public func send(
        _ messages: [[UInt8]], timeout: Duration = .seconds(30),
        each: @escaping @Sendable (_ position: Int, _ acknowledgement: [UInt8]) -> Void = { _, _ in }
    ) async throws -> [[UInt8]] {
        let context = context
        let host = host
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connect(host: host, port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    let tls = try NIOSSLClientHandler(
                        context: context, serverHostname: host.first?.isNumber == true ? nil : host)
                    try channel.pipeline.syncOperations.addHandler(tls)
                    return try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                }
            }
        return try await withThrowingTaskGroup(of: [[UInt8]].self) { group in
            group.addTask { try await Self.converse(messages, over: channel, each) }
            group.addTask {
                try await Task.sleep(for: timeout)
                throw Failure.timedOut
            }
            defer { group.cancelAll() }
            guard let answers = try await group.next() else { throw Failure.closedWithoutAcknowledgement }
            return answers
        }
    }

    private static func converse(
        _ messages: [[UInt8]], over channel: NIOAsyncChannel<ByteBuffer, ByteBuffer>,
        _ each: @escaping @Sendable (Int, [UInt8]) -> Void
    ) async throws -> [[UInt8]] {
        try await channel.executeThenClose { inbound, outbound in
            var answers: [[UInt8]] = []
            var received: [UInt8] = []
            var chunks = inbound.makeAsyncIterator()
            for (position, message) in messages.enumerated() {
                try await outbound.write(ByteBuffer(bytes: [0x0B] + message + [0x1C, 0x0D]))
                while true {
                    if let answer = takeFrame(from: &received) {
                        answers.append(answer)
                        each(position, answer)
                        break
                    }
                    guard let chunk = try await chunks.next() else { throw Failure.closedWithoutAcknowledgement }
                    received.append(contentsOf: chunk.readableBytesView)
                }
            }
            return answers
        }
    }

    /// Cuts one `<VT> … <FS><CR>` frame from the front.
    private static func takeFrame(from bytes: inout [UInt8]) -> [UInt8]? {
        guard let start = bytes.firstIndex(of: 0x0B), let end = bytes[start...].firstIndex(of: 0x1C),
            end + 1 < bytes.count
        else { return nil }
        let frame = Array(bytes[(start + 1)..<end])
        bytes.removeFirst(end + 2)
        return frame
    }
}
