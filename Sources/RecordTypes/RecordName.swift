/// What one reader calls a record: 32 lower-case hexadecimal digits that no other institution's name of it has anything in common with.
///
/// Another type than ``RecordID``, so that none leaves by a door, and none comes in, without having been told whose name it is.
public struct RecordName: Hashable, Sendable, LosslessStringConvertible {
    public let bytes: [UInt8]

    public init?(_ text: String) {
        guard let id = RecordID(text) else { return nil }
        bytes = id.bytes
    }

    /// Nil unless there are exactly 16 bytes.
    public init?(bytes: some Sequence<UInt8>) {
        let bytes = Array(bytes)
        guard bytes.count == 16 else { return nil }
        self.bytes = bytes
    }

    public var description: String { Hex.text(bytes) }
}
