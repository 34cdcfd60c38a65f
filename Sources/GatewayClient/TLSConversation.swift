import NIOCore
import NIOPosix
import NIOSSL
import Synchronization

/// Bytes of one's own choice over TLS, and what comes back: for clients that break the rules of their protocol.
public struct TLSConversation: Sendable {
    /// What the other side said.
    public struct Heard: Sendable {
        public let bytes: [UInt8]
        /// Whether it closed the connection; otherwise the conversation ended because enough was heard, or time was up.
        public let isClosed: Bool

        public var text: String { String(decoding: bytes, as: UTF8.self) }
    }

    private let host: String
    private let port: Int
    private let context: NIOSSLContext

    /// - Parameters:
    ///   - address: `host:port`, as the gateway names its listeners.
    ///   - identity: nil to come without a certificate.
    public init(identity: ClientIdentity?, trustRootPath: String, address: String) throws {
        var tls = TLSConfiguration.makeClientConfiguration()
        tls.trustRoots = .certificates(try NIOSSLCertificate.fromPEMFile(trustRootPath))
        if let identity {
            tls.certificateChain = try NIOSSLCertificate.fromPEMFile(identity.certificatePath).map { .certificate($0) }
            tls.privateKey = .privateKey(try NIOSSLPrivateKey(file: identity.keyPath, format: .pem))
        }
        context = try NIOSSLContext(configuration: tls)
        let colon = address.lastIndex(of: ":") ?? address.endIndex
        host = String(address[..<colon])
        port = Int(address[colon...].dropFirst()) ?? 0
    }

    /// Says each part in its own write and listens until `isEnough` of all that was heard, the end, or `limit`.
    public func say(
        _ parts: [[UInt8]], limit: Duration = .seconds(10), until isEnough: @escaping @Sendable ([UInt8]) -> Bool
    ) async throws -> Heard {
        let context = context
        let name = host.first?.isNumber == true ? nil : host
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connect(host: host, port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    let tls = try NIOSSLClientHandler(context: context, serverHostname: name)
                    try channel.pipeline.syncOperations.addHandler(tls)
                    return try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                }
            }
        let heard = HeardSoFar()
        let isClosed = await withTaskGroup(of: Bool.self) { group in
            group.addTask {
                do {
                    try await Self.converse(parts, over: channel, heard, isEnough)
                    return heard.isClosed
                } catch {
                    // A reset and a TLS alert are an end like any other.
                    return !(error is CancellationError)
                }
            }
            group.addTask {
                try? await Task.sleep(for: limit)
                return false
            }
            let first = await group.next() ?? false
            group.cancelAll()
            return first
        }
        return Heard(bytes: heard.bytes, isClosed: isClosed)
    }

    private static func converse(
        _ parts: [[UInt8]], over channel: NIOAsyncChannel<ByteBuffer, ByteBuffer>, _ heard: HeardSoFar,
        _ isEnough: @escaping @Sendable ([UInt8]) -> Bool
    ) async throws {
        try await channel.executeThenClose { inbound, outbound in
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    // Who has hung up need not hear the rest.
                    for part in parts { try? await outbound.write(ByteBuffer(bytes: part)) }
                }
                for try await chunk in inbound {
                    if isEnough(heard.add(chunk)) { return group.cancelAll() }
                }
                heard.close()
            }
        }
    }
}

/// What arrives while another task waits for its time to be up.
private final class HeardSoFar: Sendable {
    private let state = Mutex<(bytes: [UInt8], isClosed: Bool)>(([], false))

    var bytes: [UInt8] { state.withLock { $0.bytes } }
    var isClosed: Bool { state.withLock { $0.isClosed } }

    func add(_ chunk: ByteBuffer) -> [UInt8] {
        state.withLock { state in
            state.bytes.append(contentsOf: chunk.readableBytesView)
            return state.bytes
        }
    }

    func close() { state.withLock { $0.isClosed = true } }
}
