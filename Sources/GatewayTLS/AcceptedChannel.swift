public import HummingbirdCore
public import NIOCore
import Synchronization

/// A connection that was accepted and not yet taken up by a task.
///
/// It reads nothing until ``takeUp(_:)``, and what nobody takes up is closed: while a listener ends, connections still come in that
/// nobody asks for any more. An asynchronous channel made at once would trap there, because it must not be dropped unused.
public final class AcceptedChannel: ServerChildChannelValue {
    public let channel: any Channel
    private let isTaken = Atomic(false)

    private init(_ channel: any Channel) { self.channel = channel }

    deinit {
        if !isTaken.load(ordering: .relaxed) { channel.close(promise: nil) }
    }

    /// For the initializer of the connection's pipeline: holds reading back.
    public static func holding(_ channel: any Channel) -> EventLoopFuture<AcceptedChannel> {
        channel.setOption(.autoRead, value: false).map { AcceptedChannel(channel) }
    }

    /// Adds what `wrap` adds on the connection's event loop, and begins to read.
    ///
    /// - Parameter wrap: finishes synchronously; what it makes last may be an asynchronous channel.
    /// - Throws: `ChannelError` when the connection is closed already; then `wrap` was not called, or failed by itself.
    public func takeUp<Wrapped: Sendable>(
        _ wrap: @escaping @Sendable (any Channel) -> EventLoopFuture<Wrapped>
    ) async throws -> Wrapped {
        isTaken.store(true, ordering: .relaxed)
        let channel = channel
        return try await channel.eventLoop.flatSubmit {
            // In one turn of the loop: nothing is read before the pipeline is whole, and a pipeline that is gone stays untouched.
            channel.setOption(.autoRead, value: true).flatMap {
                guard channel.isActive else {
                    return channel.eventLoop.makeFailedFuture(ChannelError.ioOnClosedChannel)
                }
                return wrap(channel)
            }
        }.get()
    }
}
