public import HummingbirdCore
public import Logging
public import NIOCore

/// A Hummingbird connection behind ``ServerTLS``: HTTP/1.1 inside TLS, with the peer's certificate as ``PeerCertificate/current``.
///
/// ```swift
/// let server = HTTPServerBuilder { responder in
///     MutualTLSChannel(base: HTTP1Channel(responder: responder, configuration: limits), tls: tls)
/// }
/// ```
///
/// HTTP/2 is not offered: its limits have not been tested.
public struct MutualTLSChannel<Base: ServerChildChannel>: ServerChildChannel {
    public struct Value: ServerChildChannelValue {
        let base: Base.Value
        let peer: PeerBox
        public var channel: any Channel { base.channel }
    }

    private let base: Base
    private let tls: ServerTLS

    public init(base: Base, tls: ServerTLS) {
        self.base = base
        self.tls = tls
    }

    public func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
        let peer = PeerBox()
        return channel.eventLoop.makeCompletedFuture {
            try channel.pipeline.syncOperations.addHandlers(tls.handlers(filling: peer))
        }.flatMap {
            base.setup(channel: channel, logger: logger).map { Value(base: $0, peer: peer) }
        }
    }

    public func handle(value: Value, logger: Logger) async {
        await PeerBox.$current.withValue(value.peer) { await base.handle(value: value.base, logger: logger) }
    }
}
