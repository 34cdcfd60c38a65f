public import NIOCore

/// What one listener bears. The defaults are for a door to the Internet; every one of them is hit by a test or a peer some day.
public struct ListenerLimits: Hashable, Sendable {
    /// Open connections; further ones wait in the backlog until one closes.
    public var connections: Int
    /// A connection that is silent this long is closed, also in the middle of a header or a body.
    public var idleTime: TimeAmount
    /// An answer that the client does not take in this time is dropped with its connection.
    public var writeTime: TimeAmount
    public var headerFieldSizeInBytes: Int
    public var headerSizeInBytes: Int
    public var headerFields: Int

    public init(
        connections: Int = 1000, idleTime: TimeAmount = .seconds(20), writeTime: TimeAmount = .seconds(30),
        headerFieldSizeInBytes: Int = 8 * 1024, headerSizeInBytes: Int = 32 * 1024, headerFields: Int = 64
    ) {
        self.connections = connections
        self.idleTime = idleTime
        self.writeTime = writeTime
        self.headerFieldSizeInBytes = headerFieldSizeInBytes
        self.headerSizeInBytes = headerSizeInBytes
        self.headerFields = headerFields
    }
}
