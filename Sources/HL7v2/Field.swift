public import RecordTypes

/// One field: repetitions of components of subcomponents.
@frozen
public struct Field: Sendable {
    @usableFromInline let storage: MessageStorage
    @usableFromInline let entry: MessageStorage.SegmentEntry
    public let number: Int
    @usableFromInline let range: Range<Int>
    /// MSH-1 and MSH-2: delimiters, not delimited.
    @usableFromInline let isVerbatim: Bool

    @usableFromInline
    init(
        storage: MessageStorage, entry: MessageStorage.SegmentEntry, number: Int, range: Range<Int>, isVerbatim: Bool
    ) {
        self.storage = storage
        self.entry = entry
        self.number = number
        self.range = range
        self.isVerbatim = isVerbatim
    }

    @inlinable public var isEmpty: Bool { range.isEmpty }
    /// `""`.
    @inlinable public var isNull: Bool { storage.isNull(range) }
    /// Neither empty nor `""`.
    @inlinable public var hasValue: Bool { !isEmpty && !isNull }
    public var bytes: ArraySlice<UInt8> { storage.bytes[range] }

    public var place: Issue.HL7Place {
        Issue.HL7Place(segment: Segment(storage: storage, entry: entry).name, sequence: entry.sequence, field: number)
    }

    /// The text of the first subcomponent of the first component of the first repetition.
    @inlinable public var text: String? { self[1][1].text }

    /// The whole field as one text, delimiters that were not escaped included.
    @inlinable public var wholeText: String? { storage.text(range) }

    /// A repetition by its number, empty when it is not there.
    @inlinable public subscript(repetition: Int) -> Repetition {
        let part =
            isVerbatim
            ? (repetition == 1 ? range : range.upperBound..<range.upperBound)
            : storage.part(repetition, of: range, separator: storage.delimiters.repetition)
        return Repetition(field: self, number: repetition, range: part)
    }

    /// The repetitions that hold something; none for `""`.
    public var repetitions: [Repetition] {
        guard hasValue else { return [] }
        if isVerbatim { return [self[1]] }
        return storage.parts(of: range, separator: storage.delimiters.repetition).enumerated().compactMap {
            position, part in
            part.isEmpty || storage.isNull(part) ? nil : Repetition(field: self, number: position + 1, range: part)
        }
    }
}

/// One repetition of a field.
@frozen
public struct Repetition: Sendable {
    public let field: Field
    public let number: Int
    @usableFromInline let range: Range<Int>

    @usableFromInline
    init(field: Field, number: Int, range: Range<Int>) {
        self.field = field
        self.number = number
        self.range = range
    }

    @inlinable public var isEmpty: Bool { range.isEmpty }
    @inlinable public var hasValue: Bool { !range.isEmpty && !field.storage.isNull(range) }
    public var bytes: ArraySlice<UInt8> { field.storage.bytes[range] }

    public var place: Issue.HL7Place {
        var place = field.place
        place.repetition = number
        return place
    }

    /// The text of the first component.
    @inlinable public var text: String? { self[1].text }
    /// The repetition as one text, delimiters that were not escaped included.
    @inlinable public var wholeText: String? { field.storage.text(range) }

    /// A component by its number, empty when it is not there.
    @inlinable public subscript(component: Int) -> Component {
        let part =
            field.isVerbatim
            ? (component == 1 ? range : range.upperBound..<range.upperBound)
            : field.storage.part(component, of: range, separator: field.storage.delimiters.component)
        return Component(repetition: self, number: component, range: part)
    }

    /// How many components there are, empty ones included.
    public var componentCount: Int {
        field.storage.parts(of: range, separator: field.storage.delimiters.component).count
    }
}

/// One component of a repetition.
@frozen
public struct Component: Sendable {
    public let repetition: Repetition
    public let number: Int
    @usableFromInline let range: Range<Int>

    @usableFromInline
    init(repetition: Repetition, number: Int, range: Range<Int>) {
        self.repetition = repetition
        self.number = number
        self.range = range
    }

    @usableFromInline var storage: MessageStorage { repetition.field.storage }

    @inlinable public var isEmpty: Bool { range.isEmpty }
    @inlinable public var isNull: Bool { storage.isNull(range) }
    @inlinable public var hasValue: Bool { !isEmpty && !isNull }
    public var bytes: ArraySlice<UInt8> { storage.bytes[range] }

    public var place: Issue.HL7Place {
        var place = repetition.place
        place.component = number
        return place
    }

    /// The text of the first subcomponent; nil when it is empty or `""`.
    @inlinable public var text: String? { self[1] }
    /// The component as one text, delimiters that were not escaped included.
    @inlinable public var wholeText: String? { storage.text(range) }

    /// The text of a subcomponent by its number; nil when it is not there, empty or `""`.
    @inlinable public subscript(subcomponent: Int) -> String? {
        if repetition.field.isVerbatim { return subcomponent == 1 ? storage.text(range) : nil }
        return storage.text(storage.part(subcomponent, of: range, separator: storage.delimiters.subcomponent))
    }
}
