public import RecordTypes

/// One field: repetitions of components of subcomponents.
@frozen
public struct Field: Sendable {
    @usableFromInline let segment: Segment
    @usableFromInline let position: Int32
    @usableFromInline let range: ByteRange
    /// MSH-1 and MSH-2: delimiters, not delimited.
    @usableFromInline let isVerbatim: Bool

    @inlinable
    init(segment: Segment, number: Int, range: ByteRange, isVerbatim: Bool) {
        self.segment = segment
        position = Int32(truncatingIfNeeded: number)
        self.range = range
        self.isVerbatim = isVerbatim
    }

    @inlinable public var number: Int { Int(position) }
    @inlinable var storage: MessageStorage { segment.storage }

    @inlinable public var isEmpty: Bool { range.isEmpty }
    /// `""`.
    @inlinable public var isNull: Bool { storage.isNull(range) }
    /// Neither empty nor `""`.
    @inlinable public var hasValue: Bool { !isEmpty && !isNull }
    public var bytes: ArraySlice<UInt8> { storage.bytes[range.range] }

    public var place: Issue.HL7Place {
        Issue.HL7Place(segment: segment.name, sequence: segment.entry.sequence, field: number)
    }

    /// The text of the first subcomponent of the first component of the first repetition.
    public var text: String? { self[1][1].text }

    /// The whole field as one text, delimiters that were not escaped included.
    public var wholeText: String? { storage.text(range) }

    /// A repetition by its number, empty when it is not there.
    @inlinable public subscript(repetition: Int) -> Repetition {
        let part =
            isVerbatim
            ? (repetition == 1 ? range : range.end)
            : storage.part(repetition, of: range, separator: storage.delimiters.repetition)
        return Repetition(field: self, number: repetition, range: part)
    }

    /// The repetitions that hold something; none for `""`.
    public var repetitions: [Repetition] {
        guard hasValue else { return [] }
        if isVerbatim { return [self[1]] }
        let separator = storage.delimiters.repetition
        var repetitions: [Repetition] = []
        var number = 1
        var rest = range
        while true {
            let part = storage.part(1, of: rest, separator: separator)
            if !part.isEmpty, !storage.isNull(part) {
                repetitions.append(Repetition(field: self, number: number, range: part))
            }
            guard part.upper < range.upper else { return repetitions }
            rest = ByteRange(part.upperBound + 1, range.upperBound)
            number += 1
        }
    }
}

/// One repetition of a field.
@frozen
public struct Repetition: Sendable {
    @usableFromInline let storage: MessageStorage
    @usableFromInline let segment: Int32
    @usableFromInline let fieldNumber: Int32
    @usableFromInline let position: Int32
    @usableFromInline let range: ByteRange
    @usableFromInline let isVerbatim: Bool

    @inlinable
    init(field: Field, number: Int, range: ByteRange) {
        storage = field.segment.storage
        segment = field.segment.index
        fieldNumber = field.position
        position = Int32(truncatingIfNeeded: number)
        self.range = range
        isVerbatim = field.isVerbatim
    }

    @inlinable public var number: Int { Int(position) }
    public var field: Field { Segment(storage: storage, index: Int(segment))[Int(fieldNumber)] }

    @inlinable public var isEmpty: Bool { range.isEmpty }
    @inlinable public var hasValue: Bool { !range.isEmpty && !storage.isNull(range) }
    public var bytes: ArraySlice<UInt8> { storage.bytes[range.range] }

    public var place: Issue.HL7Place {
        var place = field.place
        place.repetition = number
        return place
    }

    /// The text of the first component.
    public var text: String? { self[1].text }
    /// The repetition as one text, delimiters that were not escaped included.
    public var wholeText: String? { storage.text(range) }

    /// A component by its number, empty when it is not there.
    @inlinable public subscript(component: Int) -> Component {
        let part =
            isVerbatim
            ? (component == 1 ? range : range.end)
            : storage.part(component, of: range, separator: storage.delimiters.component)
        return Component(repetition: self, number: component, range: part)
    }

    /// How many components there are, empty ones included.
    public var componentCount: Int { storage.partCount(of: range, separator: storage.delimiters.component) }
}

/// One component of a repetition.
@frozen
public struct Component: Sendable {
    @usableFromInline let storage: MessageStorage
    @usableFromInline let segment: Int32
    @usableFromInline let fieldNumber: Int32
    @usableFromInline let repetitionNumber: Int32
    @usableFromInline let position: Int32
    @usableFromInline let range: ByteRange
    @usableFromInline let isVerbatim: Bool

    @inlinable
    init(repetition: Repetition, number: Int, range: ByteRange) {
        storage = repetition.storage
        segment = repetition.segment
        fieldNumber = repetition.fieldNumber
        repetitionNumber = repetition.position
        position = Int32(truncatingIfNeeded: number)
        self.range = range
        isVerbatim = repetition.isVerbatim
    }

    @inlinable public var number: Int { Int(position) }
    public var repetition: Repetition {
        Segment(storage: storage, index: Int(segment))[Int(fieldNumber)][Int(repetitionNumber)]
    }

    @inlinable public var isEmpty: Bool { range.isEmpty }
    @inlinable public var isNull: Bool { storage.isNull(range) }
    @inlinable public var hasValue: Bool { !isEmpty && !isNull }
    public var bytes: ArraySlice<UInt8> { storage.bytes[range.range] }

    public var place: Issue.HL7Place {
        var place = repetition.place
        place.component = number
        return place
    }

    /// The text of the first subcomponent; nil when it is empty or `""`.
    public var text: String? { self[1] }
    /// The component as one text, delimiters that were not escaped included.
    public var wholeText: String? { storage.text(range) }

    /// The text of a subcomponent by its number; nil when it is not there, empty or `""`.
    public subscript(subcomponent: Int) -> String? {
        guard !range.isEmpty else { return nil }
        if isVerbatim { return subcomponent == 1 ? storage.text(range) : nil }
        return storage.text(storage.part(subcomponent, of: range, separator: storage.delimiters.subcomponent))
    }
}
