public import RecordTypes

/// One field: repetitions of components of subcomponents.
public struct Field: Sendable {
    let storage: MessageStorage
    let entry: MessageStorage.SegmentEntry
    public let number: Int
    let range: Range<Int>
    /// MSH-1 and MSH-2: delimiters, not delimited.
    let isVerbatim: Bool

    public var isEmpty: Bool { range.isEmpty }
    /// `""`.
    public var isNull: Bool { storage.isNull(range) }
    /// Neither empty nor `""`.
    public var hasValue: Bool { !isEmpty && !isNull }
    public var bytes: ArraySlice<UInt8> { storage.bytes[range] }

    public var place: Issue.HL7Place {
        Issue.HL7Place(segment: Segment(storage: storage, entry: entry).name, sequence: entry.sequence, field: number)
    }

    /// The text of the first subcomponent of the first component of the first repetition.
    public var text: String? { self[1][1].text }

    /// The whole field as one text, delimiters that were not escaped included.
    public var wholeText: String? { storage.text(range) }

    /// A repetition by its number, empty when it is not there.
    public subscript(repetition: Int) -> Repetition {
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
public struct Repetition: Sendable {
    public let field: Field
    public let number: Int
    let range: Range<Int>

    public var isEmpty: Bool { range.isEmpty }
    public var hasValue: Bool { !range.isEmpty && !field.storage.isNull(range) }
    public var bytes: ArraySlice<UInt8> { field.storage.bytes[range] }

    public var place: Issue.HL7Place {
        var place = field.place
        place.repetition = number
        return place
    }

    /// The text of the first component.
    public var text: String? { self[1].text }
    /// The repetition as one text, delimiters that were not escaped included.
    public var wholeText: String? { field.storage.text(range) }

    /// A component by its number, empty when it is not there.
    public subscript(component: Int) -> Component {
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
public struct Component: Sendable {
    public let repetition: Repetition
    public let number: Int
    let range: Range<Int>

    private var storage: MessageStorage { repetition.field.storage }

    public var isEmpty: Bool { range.isEmpty }
    public var isNull: Bool { storage.isNull(range) }
    public var hasValue: Bool { !isEmpty && !isNull }
    public var bytes: ArraySlice<UInt8> { storage.bytes[range] }

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
        if repetition.field.isVerbatim { return subcomponent == 1 ? storage.text(range) : nil }
        return storage.text(storage.part(subcomponent, of: range, separator: storage.delimiters.subcomponent))
    }
}
