public import GatewayTLS
public import Hummingbird
public import Logging
import RecordTypes

extension PortalDoor {
    /// The service that listens for the portal: HTTP/1.1 inside TLS that asks for no client certificate.
    public func listener(
        host: String, port: Int, tls: ServerTLS, limits: ListenerLimits = ListenerLimits(), logger: Logger,
        onRunning: @escaping @Sendable (_ port: Int) async -> Void
    ) -> Application<PortalDoor> {
        .listening(for: self, host: host, port: port, tls: tls, limits: limits, logger: logger, onRunning: onRunning)
    }
}
