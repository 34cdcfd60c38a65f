public import RecordTypes

/// An access as the ledger holds it.
public struct LoggedAccess: Hashable, Sendable {
    public let event: AccessEvent
    /// Position in the ledger.
    public let index: UInt64
    /// The person's own count of entries; 0 when nobody is concerned.
    public let counter: UInt64

    public init(event: AccessEvent, index: UInt64, counter: UInt64) {
        self.event = event
        self.index = index
        self.counter = counter
    }
}
