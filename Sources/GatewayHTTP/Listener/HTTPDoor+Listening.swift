public import GatewayTLS
public import Hummingbird
import HummingbirdCore
public import Logging
import NIOCore

extension HTTPDoor {
    /// The service that listens for this door: HTTP/1.1, inside TLS where `tls` is given.
    ///
    /// - Parameters:
    ///   - port: 0 for any free one.
    ///   - tls: nil only for the operations door on loopback.
    ///   - onRunning: told the bound port before the first request is handled; the place for the anonymous-client self-test.
    public func listener(
        host: String, port: Int, tls: ServerTLS?, limits: ListenerLimits = ListenerLimits(), logger: Logger,
        onRunning: @escaping @Sendable (_ port: Int) async -> Void
    ) -> Application<HTTPDoor<Visitor>> {
        .listening(for: self, host: host, port: port, tls: tls, limits: limits, logger: logger, onRunning: onRunning)
    }
}

extension Application {
    /// One listener as every door has it.
    static func listening(
        for responder: Responder, host: String, port: Int, tls: ServerTLS?, limits: ListenerLimits, logger: Logger,
        onRunning: @escaping @Sendable (_ port: Int) async -> Void
    ) -> Application where Responder.Context: InitializableFromSource<ApplicationRequestContextSource> {
        Application(
            responder: responder,
            server: HTTPServerBuilder { responder in
                let channel = GuardedHTTP1Channel(responder: responder, limits: limits)
                if let tls { return MutualTLSChannel(base: channel, tls: tls) }
                return channel
            },
            configuration: ApplicationConfiguration(
                address: .hostname(host, port: port),
                availableConnectionsDelegate: MaximumAvailableConnections(limits.connections)),
            onServerRunning: { await onRunning($0.localAddress?.port ?? port) },
            logger: logger)
    }
}
