public import HummingbirdCore
public import NIOCore
import Synchronization

/// A connection that was accepted and not yet taken up by a task.
///
/// It completes its TLS handshake and holds what it reads until ``takeUp(_:)``. What nobody takes up is closed: while a listener ends,
/// connections still come in that nobody asks for any more. An asynchronous channel made at once would trap there, because it must not
/// be dropped unused.
public final class AcceptedChannel: ServerChildChannelValue {
    public let channel: any Channel
    private let isTaken = Atomic(false)

    private init(_ channel: any Channel) { self.channel = channel }

    deinit {
        if !isTaken.load(ordering: .relaxed) { channel.close(promise: nil) }
    }

    /// For the initializer of the connection's pipeline, as its last step: holds back what is read from here on.
    public static func holding(_ channel: any Channel) -> EventLoopFuture<AcceptedChannel> {
        channel.eventLoop.makeCompletedFuture {
            try channel.pipeline.syncOperations.addHandler(HoldingHandler())
            return AcceptedChannel(channel)
        }
    }

    /// Adds what `wrap` adds on the connection's event loop, and hands on what was held.
    ///
    /// - Parameter wrap: finishes synchronously; what it makes last may be an asynchronous channel.
    /// - Throws: `ChannelError` when the connection is closed already; then `wrap` was not called, or failed by itself.
    public func takeUp<Wrapped: Sendable>(
        _ wrap: @escaping @Sendable (any Channel) -> EventLoopFuture<Wrapped>
    ) async throws -> Wrapped {
        isTaken.store(true, ordering: .relaxed)
        let channel = channel
        return try await channel.eventLoop.flatSubmit {
            // In one turn of the loop: a pipeline that is gone stays untouched.
            guard channel.isActive else { return channel.eventLoop.makeFailedFuture(ChannelError.ioOnClosedChannel) }
            do {
                let holding = try channel.pipeline.syncOperations.context(handlerType: HoldingHandler.self)
                let bound = NIOLoopBound(holding, eventLoop: channel.eventLoop)
                let wrapped = wrap(channel).map { wrapped in
                    (bound.value.handler as? HoldingHandler)?.release(bound.value)
                    channel.pipeline.syncOperations.removeHandler(context: bound.value, promise: nil)
                    return wrapped
                }
                // Nobody else would ever close it.
                wrapped.whenFailure { _ in channel.close(promise: nil) }
                return wrapped
            } catch {
                return channel.eventLoop.makeFailedFuture(error)
            }
        }.get()
    }
}
