import MarkupText
import RecordTypes

/// The citizen's view of the access log: a table a day, newest first, refused attempts included.
public struct WhoLookedPage: Page {
    /// What can be said about the list's completeness.
    public struct Completeness: Hashable, Sendable {
        /// Entries about this person in the ledger so far, by her own count.
        public let entries: UInt64
        public let hasGap: Bool

        public init(entries: UInt64, hasGap: Bool) {
            self.entries = entries
            self.hasGap = hasGap
        }
    }

    /// What the list is narrowed to, as the form showed it; nil does not narrow.
    public struct Filter: Hashable, Sendable {
        /// Days, `2026-03-01`.
        public var from: String?
        public var until: String?
        /// For which institution somebody looked, by its number.
        public var institution: String?
        /// An outcome's name.
        public var outcome: String?

        public init(from: String? = nil, until: String? = nil, institution: String? = nil, outcome: String? = nil) {
            self.from = from
            self.until = until
            self.institution = institution
            self.outcome = outcome
        }
    }

    let visitor: Visitor
    let lines: [AccessLine]
    let filter: Filter
    /// Where the next page starts.
    let next: String?
    let completeness: Completeness

    public init(
        visitor: Visitor, lines: [AccessLine], filter: Filter, next: String?, completeness: Completeness
    ) {
        self.visitor = visitor
        self.lines = lines
        self.filter = filter
        self.next = next
        self.completeness = completeness
    }

    public func markup(in words: Words) -> Markup {
        PageFrame(words: words, audience: .citizen, place: "/log", title: words.access.title, visitor: visitor).page {
            tag("h1", text: words.access.title)
            tag("p", .class("lead"), text: words.access.lead)
            form(words)
            if lines.isEmpty { tag("p", .class("notice"), text: words.access.none) }
            for (position, day) in days.enumerated() { table(day, id: "day-\(position)", words) }
            if let next {
                tag("p") { tag("a", .href(nextPath(next)), Attribute("rel", "next"), text: words.access.older) }
            }
            statement(words)
        }
    }

    private func form(_ words: Words) -> Markup {
        tag("form", Attribute("method", "get"), Attribute("action", "/log")) {
            tag("fieldset") {
                tag("legend", text: words.access.filter)
                tag("div", .class("fields")) {
                    Field.day(.from, words.access.from, value: filter.from ?? "")
                    Field.day(.until, words.access.until, value: filter.until ?? "")
                    Field.text(
                        .institution, words.report.institution, hint: words.report.institutionHint,
                        value: filter.institution ?? "")
                    Field.select(
                        .outcome, words.access.outcome,
                        options: [("", words.report.anyOutcome)]
                            + AccessEvent.Outcome.allCases.map { ($0.rawValue, words.outcome($0)) },
                        chosen: filter.outcome)
                    tag("div", .class("field")) {
                        tag("button", .type("submit"), .class("plain"), text: words.access.show)
                    }
                }
            }
        }
    }

    private func nextPath(_ cursor: String) -> String {
        let fields: [(FieldName, String?)] = [
            (.cursor, cursor), (.from, filter.from), (.until, filter.until), (.institution, filter.institution),
            (.outcome, filter.outcome),
        ]
        return "/log?"
            + fields.compactMap { name, value in value.map { "\(name.rawValue)=\(URLText.encode($0))" } }
            .joined(separator: "&")
    }

    private func statement(_ words: Words) -> Markup {
        tag("section", .class(completeness.hasGap ? "notice bad" : "notice good"), .labelledBy("completeness")) {
            tag("h2", .id("completeness"), text: words.access.completeness)
            tag(
                "p",
                text: completeness.hasGap ? words.access.gap : words.access.complete(lines.count, completeness.entries))
            tag("p") { tag("a", .href("/completeness.json"), text: words.access.proof) }
        }
    }

    /// The lines by day on Estonian clocks, in the order they came.
    private var days: [(day: Instant, lines: [AccessLine])] {
        var days: [(day: Instant, lines: [AccessLine])] = []
        for line in lines {
            if let last = days.last, LocalTime(last.day).isoDay == LocalTime(line.event.time).isoDay {
                days[days.count - 1].lines.append(line)
            } else {
                days.append((line.event.time, [line]))
            }
        }
        return days
    }

    private func table(_ day: (day: Instant, lines: [AccessLine]), id: String, _ words: Words) -> Markup {
        DataTable(
            caption: words.day(day.day), id: id,
            columns: [
                words.access.time, words.access.who, words.access.institution, words.access.what, words.access.why,
                words.access.outcome,
            ],
            rows: day.lines.map { row($0, words) }
        ).markup
    }

    private func row(_ line: AccessLine, _ words: Words) -> DataTable.Row {
        let event = line.event
        return DataTable.Row(
            words.time(event.time, text: LocalTime(event.time).clock),
            [
                line.isOwn ? .text(words.access.own) : event.actor.who(words),
                .text(
                    event.actor.institutionName ?? event.actor.institution?.semantics
                        ?? words.actorKind(event.actor.kind)),
                what(line, words), why(event, words), event.outcome.mark(words),
            ],
            class: event.outcome == .refused ? "refused" : nil)
    }

    private func what(_ line: AccessLine, _ words: Words) -> Markup {
        group {
            words.action(line.event.action)
            for record in line.event.records.prefix(5) {
                tag("small") {
                    if let title = line.titles[record] {
                        tag("a", .href("/records/\(record)"), text: title)
                    } else {
                        words.access.record(String(record.description.prefix(8)))
                    }
                }
            }
            if line.event.records.count > 5 { tag("small", text: "+ \(line.event.records.count - 5)") }
        }
    }

    private func why(_ event: AccessEvent, _ words: Words) -> Markup {
        group {
            if event.purpose == .breakTheGlass {
                tag("span", .class("mark-bad"), text: words.purpose(event.purpose))
                if let reason = event.reason { tag("small", text: "\(words.access.reason) \(reason)") }
            } else {
                words.purpose(event.purpose)
            }
            if let encounter = event.encounter { tag("small", text: "\(words.access.encounter) \(encounter)") }
            if event.actor.kind == .official || event.actor.kind == .operatorConsole, let basis = event.basis {
                tag("small", text: "\(words.access.basis) \(basis)")
            }
        }
    }
}

extension AccessEvent.Actor {
    /// The acting person, and how much that name is worth.
    func who(_ words: Words) -> Markup {
        group {
            personName ?? (kind == .institution ? words.access.unnamed : words.actorKind(kind))
            if let role { tag("small", text: words.role(role)) }
            if assertion != nil, assertion != .unnamed { tag("small", text: words.access.asserted) }
        }
    }
}
