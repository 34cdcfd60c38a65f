import GatewayTLS
import HummingbirdCore
import Logging
import NIOCore
import NIOHTTP1

/// Hummingbird's HTTP/1.1 connection with ``ConnectionGuard`` behind its decoder.
struct GuardedHTTP1Channel: ServerChildChannel {
    typealias Value = AcceptedChannel

    private let base: HTTP1Channel
    private let writeTime: TimeAmount

    init(responder: @escaping HTTPChannelHandler.Responder, limits: ListenerLimits) {
        base = HTTP1Channel(
            responder: responder,
            configuration: HTTP1Channel.Configuration(
                idleTimeout: limits.idleTime,
                httpDecoderConfiguration: HTTP1Channel.Configuration.DecoderConfiguration(
                    maxHeaderFieldSize: limits.headerFieldSizeInBytes, maxHeaderListSize: limits.headerSizeInBytes,
                    maxHeaderFieldCount: limits.headerFields)))
        writeTime = limits.writeTime
    }

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<AcceptedChannel> {
        AcceptedChannel.holding(channel)
    }

    func handle(value accepted: AcceptedChannel, logger: Logger) async {
        // Gone before anybody was there for it.
        guard let connection = try? await accepted.takeUp({ guarded($0, logger) }) else { return }
        await base.handle(value: connection, logger: logger)
    }

    private func guarded(_ channel: any Channel, _ logger: Logger) -> EventLoopFuture<HTTP1Channel.Value> {
        let writeTime = writeTime
        return base.setup(channel: channel, logger: logger).flatMapThrowing { connection in
            let pipeline = channel.pipeline.syncOperations
            let decoder = try pipeline.handler(type: ByteToMessageHandler<HTTPRequestDecoder>.self)
            try pipeline.addHandler(ConnectionGuard(writeTime: writeTime), position: .after(decoder))
            return connection
        }
    }
}
