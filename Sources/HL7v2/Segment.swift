public import RecordTypes

/// One segment of a message.
@frozen
public struct Segment: Sendable {
    @usableFromInline let storage: MessageStorage
    @usableFromInline let entry: MessageStorage.SegmentEntry

    @usableFromInline
    init(storage: MessageStorage, entry: MessageStorage.SegmentEntry) {
        self.storage = storage
        self.entry = entry
    }

    /// `PID`.
    public var name: String {
        String(decoding: storage.bytes[storage.entry(0, of: entry)].prefix(3), as: UTF8.self)
    }

    /// Whether the segment has this name; faster than comparing ``name``.
    public func `is`(_ name: String) -> Bool { entry.name == segmentName(name) }

    /// Site-defined: the name begins with Z.
    public var isLocal: Bool { entry.name >> 16 == 0x5A }

    public var place: Issue.HL7Place { Issue.HL7Place(segment: name, sequence: entry.sequence) }

    /// The number of the last field that is there.
    @inlinable public var fieldCount: Int { max(0, entry.count - 1 + (countsSeparator ? 1 : 0)) }

    /// MSH, FHS and BHS count their field separator as their first field.
    @usableFromInline var countsSeparator: Bool {
        entry.name == 0x4D_5348 || entry.name == 0x46_4853 || entry.name == 0x42_4853
    }

    /// A field by its number, empty when it is not there.
    @inlinable public subscript(number: Int) -> Field {
        guard countsSeparator else {
            return Field(
                storage: storage, entry: entry, number: number, range: storage.entry(number, of: entry),
                isVerbatim: false)
        }
        return headerField(number)
    }

    @usableFromInline
    func headerField(_ number: Int) -> Field {
        if number == 1 {
            let start = storage.entry(0, of: entry).upperBound
            let end = min(start + 1, entry.end)
            return Field(storage: storage, entry: entry, number: 1, range: start..<end, isVerbatim: true)
        }
        return Field(
            storage: storage, entry: entry, number: number, range: storage.entry(number - 1, of: entry),
            isVerbatim: number == 2)
    }

    /// The segment as it was sent, without its end.
    public var bytes: ArraySlice<UInt8> { storage.bytes[storage.entry(0, of: entry).lowerBound..<entry.end] }
}
