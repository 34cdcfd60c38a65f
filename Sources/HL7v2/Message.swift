public import RecordTypes

/// An HL7 v2 message, versions 2.1 to 2.9: its bytes and where its segments and fields begin.
///
/// Text is decoded when somebody asks for it. Positions are those of the standard, from 1.
public struct Message: Sendable {
    let storage: MessageStorage

    public var delimiters: Delimiters { storage.delimiters }
    /// The one that MSH-18 names; UTF-8 when it names none.
    public var characterSet: CharacterSet { storage.characterSet }
    public var count: Int { storage.segments.count }

    /// The bytes as read: without byte order mark and MLLP frame.
    public var bytes: [UInt8] { storage.bytes }

    public subscript(position: Int) -> Segment { Segment(storage: storage, index: position) }

    public var segments: Segments { Segments(storage: storage) }

    /// MSH.
    public var header: Segment { self[0] }

    /// The first segment of a name.
    public func first(_ name: String) -> Segment? {
        let wanted = segmentName(name)
        return storage.segments.firstIndex { $0.name == wanted }.map { Segment(storage: storage, index: $0) }
    }

    /// All segments of a name.
    public func all(_ name: String) -> [Segment] {
        let wanted = segmentName(name)
        return storage.segments.indices.filter { storage.segments[$0].name == wanted }.map {
            Segment(storage: storage, index: $0)
        }
    }

    /// Fields that are `""` as a whole: the sender says that there is no value.
    public func nulls() -> [Issue.HL7Place] {
        guard storage.hasNulls else { return [] }
        var places: [Issue.HL7Place] = []
        for segment in segments {
            for number in 1...max(1, segment.fieldCount) where segment[number].isNull {
                places.append(segment[number].place)
            }
        }
        return places
    }

    /// Fields with a component that ends with the truncation character of MSH-2 (from 2.7 on): the sender cut it off.
    public func truncations() -> [Issue.HL7Place] {
        guard let truncation = delimiters.truncation else { return [] }
        var places: [Issue.HL7Place] = []
        for segment in segments.dropFirst() where segment.bytes.contains(truncation) {
            for number in 1...max(1, segment.fieldCount) {
                let bytes = segment[number].bytes
                let isCut = bytes.indices.contains { at in
                    guard bytes[at] == truncation else { return false }
                    guard at + 1 < bytes.endIndex else { return bytes.count > 1 }
                    let next = bytes[at + 1]
                    return at > bytes.startIndex
                        && (next == delimiters.component || next == delimiters.subcomponent
                            || next == delimiters.repetition)
                }
                if isCut { places.append(segment[number].place) }
            }
        }
        return places
    }

    /// Fields with escape sequences that mean nothing: their text is kept as it stands.
    public func unknownEscapes() -> [Issue.HL7Place] {
        guard storage.hasEscapes else { return [] }
        var places: [Issue.HL7Place] = []
        for segment in segments where segment.entry.hasEscapes {
            for number in 1...max(1, segment.fieldCount) {
                let field = segment[number]
                guard !field.range.isWhole, field.bytes.contains(delimiters.escape) else { continue }
                if Escapes.decoded(field.bytes, delimiters: delimiters).hasUnknown { places.append(field.place) }
            }
        }
        return places
    }
}

/// The segments of a message in order.
@frozen
public struct Segments: RandomAccessCollection, Sendable {
    @usableFromInline let storage: MessageStorage

    init(storage: MessageStorage) { self.storage = storage }

    @inlinable public var startIndex: Int { 0 }
    @inlinable public var endIndex: Int { storage.segments.count }
    @inlinable public subscript(position: Int) -> Segment { Segment(storage: storage, index: position) }
}
