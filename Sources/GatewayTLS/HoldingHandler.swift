import NIOCore

/// Last in the pipeline of a connection that nobody has taken up yet: keeps what came in, and asks for no more than that.
///
/// What stands before it goes on meanwhile: a TLS handshake completes, or is refused, whether anybody waits for the connection or not.
final class HoldingHandler: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = NIOAny
    typealias OutboundIn = NIOAny

    private enum Held {
        case read(NIOAny)
        case readComplete
        case event(Any)
        case error(any Error)
    }

    private var held: [Held] = []
    private var holdsRead = false

    func channelRead(context: ChannelHandlerContext, data: NIOAny) { held.append(.read(data)) }

    func channelReadComplete(context: ChannelHandlerContext) {
        if case .read = held.last { held.append(.readComplete) }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) { held.append(.event(event)) }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { held.append(.error(error)) }

    func read(context: ChannelHandlerContext) {
        if held.contains(where: { if case .read = $0 { true } else { false } }) {
            holdsRead = true
        } else {
            context.read()
        }
    }

    /// Hands on all that was held, in order, to the handlers that have been added behind it.
    func release(_ context: ChannelHandlerContext) {
        let all = held
        held = []
        for one in all {
            switch one {
            case .read(let data): context.fireChannelRead(data)
            case .readComplete: context.fireChannelReadComplete()
            case .event(let event): context.fireUserInboundEventTriggered(event)
            case .error(let error): context.fireErrorCaught(error)
            }
        }
        if holdsRead { context.read() }
    }
}
