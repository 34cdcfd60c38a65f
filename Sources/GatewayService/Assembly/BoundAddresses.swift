import Synchronization

/// Which address each listener really got, as they come up.
public final class BoundAddresses: Sendable {
    private let addresses = Mutex<[GatewayConfiguration.ListenerName: GatewayConfiguration.Listener]>([:])

    public init() {}

    func note(_ name: GatewayConfiguration.ListenerName, address: String, port: Int) {
        addresses.withLock { $0[name] = GatewayConfiguration.Listener(address: address, port: port) }
    }

    /// `127.0.0.1:8443` by listener.
    public var texts: [GatewayConfiguration.ListenerName: String] {
        addresses.withLock { $0.mapValues(\.text) }
    }

    /// `https://127.0.0.1:8443`, for a listener whose public base is not configured; empty before it is bound.
    func base(of name: GatewayConfiguration.ListenerName) -> String {
        addresses.withLock { $0[name].map { "https://\($0.text)" } } ?? ""
    }
}

extension GatewayConfiguration.Listener {
    /// An IPv6 address stands in brackets.
    var text: String { address.contains(":") ? "[\(address)]:\(port)" : "\(address):\(port)" }
}
