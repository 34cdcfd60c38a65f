import Identity
import NIOCore
import NIOSSL
import NIOTLS
import RecordTypes

/// Stands behind the TLS handler: fills the connection's ``PeerBox`` when the handshake completes, and closes one that never does.
///
/// The handshake waits for nobody: it is read for even while the connection is held unread (``AcceptedChannel``), because a listener
/// proves that it refuses anonymous clients before any task takes a connection up. What a client has sent behind its handshake is kept
/// here until then; without demand TLS reads no further, so that is one read at most.
final class PeerHandler: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let peer: PeerBox
    private let limit: TimeAmount
    private var deadline: Scheduled<Void>?
    /// Whether somebody behind this handler has asked for data.
    private var isWanted = false
    private var held: [ByteBuffer] = []
    private var holdsEnd = false

    init(peer: PeerBox, handshakeLimit: TimeAmount) {
        self.peer = peer
        limit = handshakeLimit
    }

    func handlerAdded(context: ChannelHandlerContext) {
        let channel = context.channel
        deadline = context.eventLoop.scheduleTask(in: limit) { channel.close(promise: nil) }
        if channel.isActive { context.read() }
    }

    func handlerRemoved(context: ChannelHandlerContext) { deadline?.cancel() }

    func channelActive(context: ChannelHandlerContext) {
        context.fireChannelActive()
        context.read()
    }

    func channelInactive(context: ChannelHandlerContext) {
        deadline?.cancel()
        context.fireChannelInactive()
    }

    func read(context: ChannelHandlerContext) {
        if !isWanted {
            isWanted = true
            // In the next turn: whoever wants it may still be adding its handlers in this one.
            if !held.isEmpty || holdsEnd { context.eventLoop.assumeIsolated().execute { self.release(context) } }
        }
        context.read()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard isWanted, held.isEmpty else { return held.append(unwrapInboundIn(data)) }
        context.fireChannelRead(data)
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
        if let event = event as? ChannelEvent, event == .inputClosed, !isWanted || !held.isEmpty {
            holdsEnd = true
            return
        }
        context.fireUserInboundEventTriggered(event)
    }

    private func release(_ context: ChannelHandlerContext) {
        let data = held
        held = []
        for buffer in data { context.fireChannelRead(wrapInboundOut(buffer)) }
        if !data.isEmpty { context.fireChannelReadComplete() }
        if holdsEnd {
            holdsEnd = false
            context.fireUserInboundEventTriggered(ChannelEvent.inputClosed)
        }
    }
}
