import MarkupText
public import RecordTypes

/// One record as a list shows it.
public struct RecordLine: Hashable, Sendable {
    /// Whether the citizen has closed the record, and to whom.
    public enum Visibility: Hashable, Sendable {
        case open
        case closedToSome
        case closedToEveryone
    }

    public let description: RecordDescription
    public let visibility: Visibility

    public init(_ description: RecordDescription, visibility: Visibility) {
        self.description = description
        self.visibility = visibility
    }
}

extension RecordLine {
    var path: String { "/records/\(description.id)" }

    func mark(_ words: Words) -> Markup {
        switch visibility {
        case .open: tag("span", .class("mark-good"), text: words.records.visible)
        case .closedToSome: tag("span", .class("mark-warn"), text: words.records.hiddenFromSome)
        case .closedToEveryone: tag("span", .class("mark-bad"), text: words.records.hiddenFromAll)
        }
    }
}
