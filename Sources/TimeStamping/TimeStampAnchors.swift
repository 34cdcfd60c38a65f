internal import CTimeStampDoor

/// The root certificates that a time-stamp must lead to: PEM, one or more. Nothing of the system's own store is trusted.
public struct TimeStampAnchors: Hashable, Sendable {
    public let pem: [UInt8]

    /// - Throws: `noAnchors` unless there is at least one certificate and nothing that cannot be read.
    public init(pem: [UInt8]) throws(TimeStampError) {
        // The door reads no further than the count, and keeps nothing.
        let count = unsafe pem.withUnsafeBufferPointer { unsafe ts_door_anchor_count($0.baseAddress, $0.count) }
        guard count > 0 else { throw TimeStampError(.noAnchors) }
        self.pem = pem
    }
}
