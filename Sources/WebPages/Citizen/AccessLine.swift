import MarkupText
public import RecordTypes

/// One look as the citizen's page shows it.
public struct AccessLine: Hashable, Sendable {
    public let event: AccessEvent
    /// Titles of the citizen's own records by id; a record that is missing here shows its id.
    public let titles: [RecordID: String]
    /// Whether the citizen herself looked.
    public let isOwn: Bool

    public init(_ event: AccessEvent, titles: [RecordID: String], isOwn: Bool) {
        self.event = event
        self.titles = titles
        self.isOwn = isOwn
    }
}

extension AccessEvent.Outcome {
    func mark(_ words: Words) -> Markup {
        let look =
            switch self {
            case .released: "mark-good"
            case .refused: "mark-bad"
            case .notFound, .empty: "mark-note"
            }
        return tag("span", .class(look), text: words.outcome(self))
    }
}
