import NIOCore
import NIOHTTP1

/// Stands right behind the HTTP/1 decoder and sees what later layers no longer show.
///
/// - A head that is not HTTP/1.1, or has no host or two, ends the connection with 400 after the answers that are still due.
/// - A client that waits for `100 Continue` is told to go on when nothing is due before that.
/// - An answer with `Connection: close` closes, and the rest of a refused body is neither kept nor waited for.
/// - A request has one answer, also when its body turns out to be no body after that.
/// - An answer that the client does not take in time is dropped.
final class ConnectionGuard: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart
    typealias OutboundIn = HTTPServerResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    private let writeTime: TimeAmount
    /// How long a client may go on sending after it got its last answer, so that it can read that answer before the reset.
    private let lingerTime: TimeAmount = .seconds(2)

    private var isRefusing = false
    private var answersDue = 0
    private var isReadingBody = false
    private var closesAfterAnswer = false
    private var isLingering = false
    private var deadline: Scheduled<Void>?

    init(writeTime: TimeAmount) { self.writeTime = writeTime }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let part = unwrapInboundIn(data)
        switch part {
        case .head: isReadingBody = true
        case .body: break
        case .end: isReadingBody = false
        }
        if isLingering {
            if !isReadingBody { context.close(promise: nil) }
            return
        }
        guard !isRefusing else { return }
        if case .head(let head) = part, let fault = Self.fault(in: head) {
            isRefusing = true
            // Behind the requests that are already on their way, so that answers stay in order.
            context.fireErrorCaught(fault)
            return
        }
        if case .head(let head) = part {
            answersDue += 1
            if answersDue == 1, head.headers["expect"].contains(where: { $0.lowercased() == "100-continue" }) {
                let go = HTTPResponseHead(version: .http1_1, status: .continue)
                context.writeAndFlush(wrapOutboundOut(.head(go)), promise: nil)
            }
        }
        context.fireChannelRead(data)
    }

    private static func fault(in head: HTTPRequestHead) -> HTTPParserError? {
        guard head.version == .http1_1 else { return .invalidVersion }
        guard head.headers["host"].count == 1 else { return .unknown }
        return nil
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        // A body that breaks after its request was answered gets no second answer: it would be taken for the next request's.
        if isLingering || (isReadingBody && answersDue == 0 && !isRefusing) {
            promise?.fail(ChannelError.ioOnClosedChannel)
            if !isLingering { context.close(promise: nil) }
            return
        }
        switch unwrapOutboundIn(data) {
        case .head(let head):
            if head.headers[canonicalForm: "connection"].contains(where: { $0.lowercased() == "close" }) {
                closesAfterAnswer = true
            }
            context.write(data, promise: promise)
        case .body:
            context.write(data, promise: promise)
        case .end:
            answersDue -= 1
            let written = promise ?? context.eventLoop.makePromise(of: Void.self)
            awaitWriting(written.futureResult, context: context)
            context.write(data, promise: written)
            if closesAfterAnswer { linger(context: context) }
        }
    }

    private func awaitWriting(_ written: EventLoopFuture<Void>, context: ChannelHandlerContext) {
        let channel = context.channel
        let deadline = context.eventLoop.scheduleTask(in: writeTime) { channel.close(promise: nil) }
        written.whenComplete { _ in deadline.cancel() }
    }

    private func linger(context: ChannelHandlerContext) {
        isLingering = true
        context.flush()
        guard isReadingBody else { return context.close(promise: nil) }
        let channel = context.channel
        deadline = context.eventLoop.scheduleTask(in: lingerTime) { channel.close(promise: nil) }
    }

    func channelInactive(context: ChannelHandlerContext) {
        deadline?.cancel()
        context.fireChannelInactive()
    }

    func handlerRemoved(context: ChannelHandlerContext) { deadline?.cancel() }
}
