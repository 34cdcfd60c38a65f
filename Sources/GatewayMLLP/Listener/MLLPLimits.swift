public import NIOCore

/// What the listener bears. Defaults fit a few hundred provider systems that keep their connections open.
public struct MLLPLimits: Hashable, Sendable {
    /// Open connections; further ones wait in the backlog until one closes.
    public var connections: Int
    public var messageSizeInBytes: Int
    /// Messages of all connections together, in arrival or being filed. Who goes over it is told to send again.
    public var heldBytes: Int
    /// A connection that begins no message for this long is closed.
    public var idleTime: TimeAmount
    /// How long a message may take to arrive, from its start block to its end block.
    public var messageTime: TimeAmount
    /// An acknowledgement that the sender does not take in this time is dropped with its connection.
    public var writeTime: TimeAmount
    /// How long a refused sender may go on sending, so that it can read why before the reset.
    public var lingerTime: TimeAmount

    public init(
        connections: Int = 500, messageSizeInBytes: Int = 16 << 20, heldBytes: Int = 128 << 20,
        idleTime: TimeAmount = .minutes(10), messageTime: TimeAmount = .seconds(60),
        writeTime: TimeAmount = .seconds(30), lingerTime: TimeAmount = .seconds(2)
    ) {
        self.connections = connections
        self.messageSizeInBytes = messageSizeInBytes
        self.heldBytes = heldBytes
        self.idleTime = idleTime
        self.messageTime = messageTime
        self.writeTime = writeTime
        self.lingerTime = lingerTime
    }
}
