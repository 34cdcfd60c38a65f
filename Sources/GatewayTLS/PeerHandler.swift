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
    private let limit: TimeAmount
    private var deadline: Scheduled<Void>?

    init(peer: PeerBox, handshakeLimit: TimeAmount) {
        self.peer = peer
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
            // On a resumed session the library gives back the leaf of the first handshake, and nothing else.
            if let leaf = try? context.pipeline.syncOperations.nioSSL_peerCertificate(),
                let der = try? leaf.toDERBytes()
            {
                peer.fill(with: der)
            }
        }
        context.fireUserInboundEventTriggered(event)
    }
}
