public import RecordTypes

/// One segment of a message.
@frozen
public struct Segment: Sendable {
    @usableFromInline let storage: MessageStorage
    /// Which of the message's segments.
    @usableFromInline let index: Int32

    @inlinable
    init(storage: MessageStorage, index: Int) {
        self.storage = storage
        self.index = Int32(truncatingIfNeeded: index)
    }

    @inlinable var entry: MessageStorage.SegmentEntry { storage.segments[Int(index)] }

    /// Which of the message's segments, from 0.
    @inlinable public var position: Int { Int(index) }

    /// `PID`.
    public var name: String {
        let name = entry.name
        return String(
            decoding: [UInt8(name >> 16 & 255), UInt8(name >> 8 & 255), UInt8(name & 255)], as: UTF8.self)
    }

    /// Whether the segment has this name; faster than comparing ``name``.
    public func `is`(_ name: String) -> Bool { entry.name == segmentName(name) }

    /// Site-defined: the name begins with Z.
    public var isLocal: Bool { entry.name >> 16 == 0x5A }

    public var place: Issue.HL7Place { Issue.HL7Place(segment: name, sequence: entry.sequence) }

    /// The number of the last field that is there.
    public var fieldCount: Int {
        let entry = entry
        return max(0, entry.count - 1 + (entry.countsSeparator ? 1 : 0))
    }

    /// A field by its number, empty when it is not there.
    @inlinable public subscript(number: Int) -> Field {
        Field(segment: self, number: number, range: storage.field(number, of: Int(index)))
    }

    /// The segment as it was sent, without its end.
    public var bytes: ArraySlice<UInt8> { storage.bytes[storage.entry(0, of: entry).lowerBound..<entry.end] }
}
