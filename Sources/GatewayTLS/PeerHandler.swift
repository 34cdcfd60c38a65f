import Identity
import NIOCore
import NIOSSL
import NIOTLS
import RecordTypes

/// Stands behind the TLS handler: fills the connection's ``PeerBox`` when the handshake completes, and closes one that never does.
final class PeerHandler: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer

    private let peer: PeerBox
    private let tls: NIOSSLServerHandler
    private let limit: TimeAmount
    private var deadline: Scheduled<Void>?

    /// - Parameter tls: the handler before this one, in the same pipeline.
    init(peer: PeerBox, tls: NIOSSLServerHandler, handshakeLimit: TimeAmount) {
        self.peer = peer
        self.tls = tls
        limit = handshakeLimit
    }

    func handlerAdded(context: ChannelHandlerContext) {
        let channel = context.channel
        deadline = context.eventLoop.scheduleTask(in: limit) { channel.close(promise: nil) }
    }

    func handlerRemoved(context: ChannelHandlerContext) { deadline?.cancel() }

    func channelInactive(context: ChannelHandlerContext) {
        deadline?.cancel()
        context.fireChannelInactive()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if let event = event as? TLSUserEvent, case .handshakeCompleted = event {
            deadline?.cancel()
            // On a resumed session the library gives back the leaf of the first handshake, and nothing else. What this very handshake has
            // verified is known already.
            if !peer.takeVerified(), let leaf = tls.peerCertificate, let der = try? leaf.toDERBytes() {
                peer.fill(withResumed: der)
            }
        }
        context.fireUserInboundEventTriggered(event)
    }
}
