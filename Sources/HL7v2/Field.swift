public import RecordTypes

/// One field: repetitions of components of subcomponents.
///
/// Fields, repetitions and components are made and copied all the time: none is larger than four words, which stay in registers. The
/// parser keeps their numbers below 2¹⁶.
@frozen
public struct Field: Sendable {
    @usableFromInline let segment: Segment
    @usableFromInline let position: UInt16
    @usableFromInline let range: ByteRange

    @inlinable
    init(segment: Segment, number: Int, range: ByteRange) {
        self.segment = segment
        position = UInt16(truncatingIfNeeded: number)
        self.range = range
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
    @inlinable public var text: String? { self[1][1].text }

    /// The whole field as one text, delimiters that were not escaped included.
    @inlinable public var wholeText: String? { storage.text(range) }

    /// A repetition by its number, empty when it is not there.
    @inlinable public subscript(repetition: Int) -> Repetition {
        Repetition(
            field: self, number: repetition,
            range: storage.part(repetition, of: range, separator: storage.delimiters.repetition))
    }

    /// The repetitions that hold something; none for `""`.
    public var repetitions: [Repetition] {
        guard hasValue else { return [] }
        let separator = storage.delimiters.repetition
        var repetitions: [Repetition] = []
        var number = 1
        var next: ByteRange? = range
        while let range = next {
            let (part, rest) = storage.split(range, at: separator)
            if !part.isEmpty, !storage.isNull(part) {
                repetitions.append(Repetition(field: self, number: number, range: part))
            }
            next = rest
            number += 1
        }
        return repetitions
    }
}

/// One repetition of a field.
@frozen
public struct Repetition: Sendable {
    @usableFromInline let storage: MessageStorage
    @usableFromInline let segment: Int32
    @usableFromInline let fieldNumber: UInt16
    @usableFromInline let position: UInt16
    @usableFromInline let range: ByteRange

    @inlinable
    init(field: Field, number: Int, range: ByteRange) {
        storage = field.segment.storage
        segment = field.segment.index
        fieldNumber = field.position
        position = UInt16(truncatingIfNeeded: number)
        self.range = range
    }

    @inlinable public var number: Int { Int(position) }
    public var field: Field { Segment(storage: storage, index: Int(segment))[Int(fieldNumber)] }

    @inlinable public var isEmpty: Bool { range.isEmpty }
    @inlinable public var hasValue: Bool { !range.isEmpty && !storage.isNull(range) }
    public var bytes: ArraySlice<UInt8> { storage.bytes[range.range] }

    public var place: Issue.HL7Place {
        var place = Segment(storage: storage, index: Int(segment)).place
        (place.field, place.repetition) = (Int(fieldNumber), number)
        return place
    }

    /// The text of the first component.
    @inlinable public var text: String? { self[1].text }
    /// The repetition as one text, delimiters that were not escaped included.
    @inlinable public var wholeText: String? { storage.text(range) }

    /// A component by its number, empty when it is not there.
    @inlinable public subscript(component: Int) -> Component {
        Component(
            repetition: self, number: component,
            range: storage.part(component, of: range, separator: storage.delimiters.component))
    }

    /// How many components there are, empty ones included.
    public var componentCount: Int { storage.partCount(of: range, separator: storage.delimiters.component) }
}

/// One component of a repetition.
@frozen
public struct Component: Sendable {
    @usableFromInline let storage: MessageStorage
    @usableFromInline let segment: Int32
    @usableFromInline let fieldNumber: UInt16
    @usableFromInline let repetitionNumber: UInt16
    @usableFromInline let position: UInt16
    @usableFromInline let range: ByteRange

    @inlinable
    init(repetition: Repetition, number: Int, range: ByteRange) {
        storage = repetition.storage
        segment = repetition.segment
        fieldNumber = repetition.fieldNumber
        repetitionNumber = repetition.position
        position = UInt16(truncatingIfNeeded: number)
        self.range = range
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
        var place = Segment(storage: storage, index: Int(segment)).place
        (place.field, place.repetition, place.component) = (Int(fieldNumber), Int(repetitionNumber), number)
        return place
    }

    /// The text of the first subcomponent; nil when it is empty or `""`.
    @inlinable public var text: String? {
        storage.text(range, before: storage.delimiters.subcomponent)
    }
    /// The component as one text, delimiters that were not escaped included.
    @inlinable public var wholeText: String? { storage.text(range) }

    /// The text of a subcomponent by its number; nil when it is not there, empty or `""`.
    public subscript(subcomponent: Int) -> String? {
        if subcomponent == 1 { return text }
        return storage.text(storage.part(subcomponent, of: range, separator: storage.delimiters.subcomponent))
    }
}
