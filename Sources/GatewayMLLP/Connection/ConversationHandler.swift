import NIOCore

/// Does what ``Conversation`` says: holds reads back while an answer is due, keeps the time, hangs up.
final class ConversationHandler: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = Arrival
    typealias OutboundIn = Answer
    typealias OutboundOut = ByteBuffer

    /// Sent through the pipeline when the gateway ends.
    struct Drain: Sendable {}

    private enum Waiting { case forMessage, forRestOfMessage, forEnd }

    private let limits: MLLPLimits
    private let room: ReceptionRoom
    private var conversation: Conversation
    private var charged = 0
    private var holdsRead = false
    private var waiting: Waiting?
    private var deadline: Scheduled<Void>?
    private var lastWrite: EventLoopFuture<Void>?

    init(limits: MLLPLimits, room: ReceptionRoom) {
        self.limits = limits
        self.room = room
        conversation = Conversation(messageLimit: limits.messageSizeInBytes)
    }

    func handlerAdded(context: ChannelHandlerContext) { proceed(context) }

    func handlerRemoved(context: ChannelHandlerContext) { leave() }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        conversation.receive(Array(unwrapInboundIn(data).readableBytesView))
        if !charge() {
            conversation.runOutOfRoom()
            charge()
        }
        proceed(context)
    }

    func channelInactive(context: ChannelHandlerContext) {
        conversation.receiveEnd()
        if case .handOver(let arrival) = conversation.next() { context.fireChannelRead(wrapInboundOut(arrival)) }
        leave()
        context.fireChannelInactive()
    }

    /// TLS errors and resets: the connection is over, and its counterpart knows.
    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

    func read(context: ChannelHandlerContext) {
        if conversation.wantsBytes { context.read() } else { holdsRead = true }
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        let answer = unwrapOutboundIn(data)
        conversation.answered(closes: answer.closes)
        if answer.bytes.isEmpty {
            promise?.succeed()
        } else {
            write(answer.bytes, promise, context)
        }
        charge()
        proceed(context)
    }

    func triggerUserOutboundEvent(context: ChannelHandlerContext, event: Any, promise: EventLoopPromise<Void>?) {
        guard event is Drain else { return context.triggerUserOutboundEvent(event, promise: promise) }
        conversation.drain()
        charge()
        proceed(context)
        promise?.succeed()
    }

    private func write(_ bytes: [UInt8], _ promise: EventLoopPromise<Void>?, _ context: ChannelHandlerContext) {
        let written = promise ?? context.eventLoop.makePromise()
        let channel = context.channel
        let deadline = context.eventLoop.scheduleTask(in: limits.writeTime) { channel.close(promise: nil) }
        written.futureResult.whenComplete { _ in deadline.cancel() }
        lastWrite = written.futureResult
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: bytes)), promise: written)
    }

    private func proceed(_ context: ChannelHandlerContext) {
        switch conversation.next() {
        case .handOver(let arrival):
            stopWaiting()
            context.fireChannelRead(wrapInboundOut(arrival))
            // This is not always in the course of a read, and only its end wakes who waits for the message.
            context.fireChannelReadComplete()
        case .awaitAnswer: stopWaiting()
        case .awaitMessage: wait(.forMessage, limits.idleTime, context)
        // The time runs from the start block on, however the bytes trickle.
        case .awaitRestOfMessage:
            if waiting != .forRestOfMessage { wait(.forRestOfMessage, limits.messageTime, context) }
        case .end(let refused): end(refused: refused, context)
        }
        if holdsRead, conversation.wantsBytes {
            holdsRead = false
            context.read()
        }
    }

    private func end(refused: Bool, _ context: ChannelHandlerContext) {
        guard waiting != .forEnd else { return }
        if refused { return wait(.forEnd, limits.lingerTime, context) }
        stopWaiting()
        waiting = .forEnd
        let channel = context.channel
        guard let lastWrite else { return channel.close(promise: nil) }
        lastWrite.whenComplete { _ in channel.close(promise: nil) }
    }

    private func wait(_ waiting: Waiting, _ time: TimeAmount, _ context: ChannelHandlerContext) {
        stopWaiting()
        self.waiting = waiting
        deadline = context.eventLoop.assumeIsolated().scheduleTask(in: time) {
            guard waiting != .forEnd else { return context.close(promise: nil) }
            self.conversation.timeIsUp()
            self.proceed(context)
        }
    }

    private func stopWaiting() {
        deadline?.cancel()
        deadline = nil
        waiting = nil
    }

    /// - Returns: false when there is no room for what the conversation holds; nothing is charged then.
    @discardableResult
    private func charge() -> Bool {
        let held = conversation.heldBytes
        guard room.change(by: held - charged) else { return false }
        charged = held
        return true
    }

    private func leave() {
        stopWaiting()
        _ = room.change(by: -charged)
        charged = 0
    }
}
