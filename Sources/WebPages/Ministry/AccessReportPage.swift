import MarkupText
public import RecordTypes

/// The answer of the access log to an official, with the statement of its completeness.
public struct AccessReportPage: Page {
    public struct Row: Hashable, Sendable {
        /// Position in the ledger.
        public let entry: UInt64
        public let event: AccessEvent

        public init(entry: UInt64, event: AccessEvent) {
            self.entry = entry
            self.event = event
        }
    }

    public struct Completeness: Hashable, Sendable {
        /// Ledger entries the answer was checked against.
        public let entries: UInt64
        public let isComplete: Bool
        /// What was checked, in words of the log: shown as it is.
        public let details: [String]

        public init(entries: UInt64, isComplete: Bool, details: [String]) {
            self.entries = entries
            self.isComplete = isComplete
            self.details = details
        }
    }

    let visitor: Visitor
    let question: AccessReportQuestion
    let rows: [Row]
    let next: String?
    let completeness: Completeness
    let formToken: String

    public init(
        visitor: Visitor, question: AccessReportQuestion, rows: [Row], next: String?, completeness: Completeness,
        formToken: String
    ) {
        self.visitor = visitor
        self.question = question
        self.rows = rows
        self.next = next
        self.completeness = completeness
        self.formToken = formToken
    }

    public func markup(in words: Words) -> Markup {
        let texts = words.report
        return PageFrame(words: words, audience: .official, place: "/", title: texts.result, visitor: visitor).page {
            tag("p", .class("small")) { tag("a", .href("/"), text: "← \(texts.again)") }
            tag("h1", text: texts.result)
            tag("div", .class("card")) {
                tag("h2", text: texts.query)
                facts(
                    question.fields.filter { !$0.value.isEmpty }.map {
                        (question.label(of: $0.name, words), .text($0.value))
                    })
            }
            Self.statement(completeness, words)
            if rows.isEmpty {
                tag("p", .class("notice"), text: texts.none)
            } else {
                table(words)
            }
            tag("div", .class("buttons")) {
                if let next { again(texts.next, format: "page", cursor: next) }
                again(texts.csv, format: "csv", cursor: nil)
                again(texts.ndjson, format: "ndjson", cursor: nil)
            }
        }
    }

    static func statement(_ completeness: Completeness, _ words: Words) -> Markup {
        let texts = words.report
        return tag(
            "section", .class(completeness.isComplete ? "notice good" : "notice bad"), .labelledBy("completeness")
        ) {
            tag("h2", .id("completeness"), text: texts.completeness)
            tag("p", text: completeness.isComplete ? texts.gapFree : texts.gapFound)
            tag("ul") {
                tag("li", text: texts.checked(completeness.entries))
                for detail in completeness.details { tag("li", text: detail) }
            }
        }
    }

    private func table(_ words: Words) -> Markup {
        let texts = words.report
        return DataTable(
            caption: texts.rows(rows.count), id: "rows",
            columns: [
                texts.time, texts.actor, texts.institution, texts.action, texts.purpose, texts.outcome, texts.records,
                texts.position,
            ],
            rows: rows.map { row in
                let event = row.event
                return DataTable.Row(
                    words.time(event.time, text: words.moment(event.time)),
                    [
                        event.actor.who(words),
                        .text(
                            event.actor.institutionName ?? event.actor.institution?.semantics
                                ?? words.actorKind(event.actor.kind)),
                        .text(words.action(event.action)),
                        group {
                            words.purpose(event.purpose)
                            if let basis = event.basis { tag("small", text: basis) }
                        },
                        event.outcome.mark(words),
                        group {
                            for record in event.records.prefix(5) {
                                tag("small") { tag("code", text: "\(record.description.prefix(8))…") }
                            }
                        },
                        tag("span", .class("number"), text: String(row.entry)),
                    ], class: event.outcome == .refused ? "refused" : nil)
            }
        ).markup
    }

    /// The same question once more, as a form, because a question holds personal data and must not stand in an address.
    private func again(_ label: String, format: String, cursor: String?) -> Markup {
        tag("form", Attribute("method", "post"), Attribute("action", "/access-log")) {
            Field.hidden(.formToken, formToken)
            for field in question.fields where !field.value.isEmpty { Field.hidden(field.name, field.value) }
            if let cursor { Field.hidden(.cursor, cursor) }
            tag(
                "button", .type("submit"), .class("plain"), .name(FieldName.format.rawValue), .value(format),
                text: label)
        }
    }
}
