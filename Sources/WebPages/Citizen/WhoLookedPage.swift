import MarkupText
import RecordTypes

/// The citizen's view of the access log: day by day, looks of one visit together, newest first. Attempts, automatic processing and the
/// citizen's own looks stand apart.
public struct WhoLookedPage: Page {
    /// What can be said about the list's completeness.
    public struct Completeness: Hashable, Sendable {
        /// Entries about this person in the ledger so far, by her own count.
        public let entries: UInt64
        public let hasGap: Bool
        /// Looks that were deleted by rule.
        public let deleted: Int

        public init(entries: UInt64, hasGap: Bool, deleted: Int = 0) {
            self.deleted = deleted
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

        var isNarrow: Bool { from != nil || until != nil || institution != nil || outcome != nil }
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
        let own = AccessVisit.grouped(lines.filter { $0.lane == .own })
        let attempts = AccessVisit.grouped(lines.filter { $0.lane == .attempts })
        let automatic = AccessVisit.grouped(lines.filter { $0.lane == .automatic })
        let people = lines.filter { $0.lane == .people }
        return PageFrame(words: words, audience: .citizen, place: "/log", title: words.access.title, visitor: visitor)
            .page {
                tag("h1", text: words.access.title)
                tag("p", .class("lead"), text: words.access.lead)
                form(words)
                if people.isEmpty {
                    tag("p", .class("notice"), text: filter.isNarrow ? words.access.none : words.citizen.nobodyLooked)
                }
                for day in days(of: people) {
                    tag("h2", .class("day"), text: words.day(day.day))
                    list(AccessVisit.grouped(day.lines), words)
                }
                if !attempts.isEmpty {
                    tag("section", .class("apart"), .labelledBy("attempts")) {
                        tag("h2", .id("attempts"), text: words.citizen.attempts)
                        tag("p", .class("quiet"), text: words.citizen.attemptsLead)
                        list(attempts, words, dated: true)
                    }
                }
                folded(automatic, words.citizen.automatic, words.citizen.automaticLead, words)
                folded(own, words.citizen.ownLooks, nil, words)
                if let next {
                    tag("p") {
                        tag(
                            "a", .class("button plain"), .href(nextPath(next)), Attribute("rel", "next"),
                            text: words.access.older)
                    }
                }
                statement(words)
                downloads(words)
            }
    }

    private func form(_ words: Words) -> Markup {
        // What a closed fold hides still narrows: it is open then.
        let content = group {
            tag("summary", text: words.access.filter)
            tag("form", Attribute("method", "get"), Attribute("action", "/log")) {
                tag("div", .class("fields")) {
                    Field.day(.from, words.access.from, value: filter.from ?? "")
                    Field.day(.until, words.access.until, value: filter.until ?? "")
                    Field.select(
                        .institution, words.access.institution, options: institutions(words),
                        chosen: filter.institution)
                    Field.select(
                        .outcome, words.access.outcome,
                        options: [("", words.report.anyOutcome)]
                            + AccessEvent.Outcome.allCases.map { ($0.rawValue, words.outcome($0)) },
                        chosen: filter.outcome)
                }
                tag("div", .class("buttons")) {
                    tag("button", .type("submit"), text: words.access.show)
                    if filter.isNarrow { tag("a", .class("button plain"), .href("/log"), text: words.citizen.showAll) }
                }
            }
        }
        return filter.isNarrow
            ? tag("details", .class("filter"), Attribute(flag: "open")) { content }
            : tag("details", .class("filter")) { content }
    }

    /// Those on this page, and the one that is chosen.
    private func institutions(_ words: Words) -> [(value: String, label: String)] {
        var options = [(value: "", label: words.report.anyOutcome)]
        for actor in lines.map(\.event.actor) {
            guard let id = actor.institution?.semantics, !options.contains(where: { $0.value == id }) else { continue }
            options.append((id, actor.institutionName ?? id))
        }
        if let chosen = filter.institution, !options.contains(where: { $0.value == chosen }) {
            options.append((chosen, chosen))
        }
        return options
    }

    private func nextPath(_ cursor: String) -> String { "/log?" + query(cursor: cursor) }

    private func query(cursor: String?) -> String {
        let fields: [(FieldName, String?)] = [
            (.cursor, cursor), (.from, filter.from), (.until, filter.until), (.institution, filter.institution),
            (.outcome, filter.outcome),
        ]
        return fields.compactMap { name, value in value.map { "\(name.rawValue)=\(URLText.encode($0))" } }
            .joined(separator: "&")
    }

    private func statement(_ words: Words) -> Markup {
        tag("section", .class(completeness.hasGap ? "notice bad" : "notice good"), .labelledBy("completeness")) {
            tag("h2", .id("completeness"), text: words.access.completeness)
            tag(
                "p",
                text: completeness.hasGap ? words.access.gap : words.access.complete(lines.count, completeness.entries))
            if completeness.deleted > 0 { tag("p", text: words.hiding.deleted(completeness.deleted)) }
            tag("p", .class("small")) { tag("a", .href("/completeness"), text: words.citizen.proveCompleteness) }
        }
    }

    private func downloads(_ words: Words) -> Markup {
        tag("section", .labelledBy("downloads")) {
            tag("h2", .id("downloads"), text: words.citizen.downloadLog)
            tag("ul", .class("actions"), .role("list")) {
                for (path, label) in [
                    ("/log/file.pdf", words.citizen.asPDF), ("/log/file.csv", words.citizen.asCSV),
                    ("/log/file.json", words.citizen.asFHIR),
                ] {
                    tag("li") { tag("a", .href(path), Attribute(flag: "download"), text: label) }
                }
            }
        }
    }

    /// The lines by day on Estonian clocks, in the order they came.
    private func days(of lines: [AccessLine]) -> [(day: Instant, lines: [AccessLine])] {
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

    private func folded(_ visits: [AccessVisit], _ title: String, _ lead: String?, _ words: Words) -> Markup? {
        guard !visits.isEmpty else { return nil }
        return tag("details", .class("fold")) {
            tag("summary") {
                title
                tag("span", .class("count"), text: String(visits.reduce(0) { $0 + $1.lines.count }))
            }
            if let lead { tag("p", .class("quiet"), text: lead) }
            list(visits, words, dated: true)
        }
    }

    private func list(_ visits: [AccessVisit], _ words: Words, dated: Bool = false) -> Markup {
        tag("ol", .class("visits"), .role("list")) {
            for visit in visits { VisitCard(visit: visit, isDated: dated).markup(words) }
        }
    }
}
