import MarkupText
public import RecordTypes

/// The citizen's start page: everything filed about her, newest first.
public struct RecordListPage: Page {
    let visitor: Visitor
    let records: [RecordLine]
    /// Whether this is the page of the newest ones.
    let isFirst: Bool
    /// Where older ones are.
    let next: String?
    /// Looks of the last weeks for which the glass was broken: said before anything else.
    let emergencies: [AccessEvent]

    public init(
        visitor: Visitor, records: [RecordLine], isFirst: Bool = true, next: String? = nil,
        emergencies: [AccessEvent] = []
    ) {
        self.visitor = visitor
        self.records = records
        self.isFirst = isFirst
        self.next = next
        self.emergencies = emergencies
    }

    public func markup(in words: Words) -> Markup {
        PageFrame(words: words, audience: .citizen, place: "/", title: words.records.title, visitor: visitor).page {
            tag("h1", text: words.records.title)
            if !emergencies.isEmpty { alarm(words) }
            tag("p", .class("lead"), text: words.records.lead)
            if records.isEmpty {
                tag("p", .class("notice"), text: words.records.none)
            } else {
                if isFirst, next == nil { tag("p", .class("quiet"), text: words.records.count(records.count)) }
                for year in years {
                    tag("h2", .class("day"), text: year.year)
                    tag("ol", .class("records"), .role("list")) { for record in year.records { card(record, words) } }
                }
                if let next { tag("p") { tag("a", .href(next), Attribute("rel", "next"), text: words.records.older) } }
            }
        }
    }

    private func card(_ line: RecordLine, _ words: Words) -> Markup {
        let record = line.description
        return tag("li", .class("card record")) {
            tile(record, words)
            tag("div") {
                tag("h3") { tag("a", .href(line.path), text: record.title) }
                tag("p") {
                    record.institutionName
                    if let author = record.author { " · \(author)" }
                }
                tag("p", .class("quiet small")) {
                    if let made = record.documentTime { "\(words.records.made) \(words.documentTime(made)) · " }
                    "\(words.records.received) "
                    words.time(record.received, text: words.moment(record.received))
                }
            }
            tag("div", .class("side")) { line.mark(words) }
            tag("ul", .class("actions"), .role("list")) {
                action(line.path, words.records.open, of: record)
                action("\(line.path)/receipt", words.records.proof, of: record)
                action(
                    "/restrictions?\(FieldName.record.rawValue)=\(record.id)#decide", words.records.restrict, of: record
                )
            }
        }
    }

    /// Somebody broke the glass.
    private func alarm(_ words: Words) -> Markup {
        tag("section", .class("notice bad alarm"), .labelledBy("alarm")) {
            tag("h2", .id("alarm"), text: words.citizen.emergencyTitle)
            for event in emergencies.prefix(3) {
                tag("p") {
                    tag("strong", text: event.actor.personName ?? event.actor.institutionName ?? "")
                    " · \(event.actor.institutionName ?? "") · "
                    words.time(event.time, text: words.moment(event.time))
                    if let reason = event.reason { " · \(words.access.reason) \(reason)" }
                }
            }
            tag("p") { tag("a", .href("/log"), text: words.citizen.seeInLog) }
        }
    }

    /// The day that a record is about, as on a calendar.
    private func tile(_ record: RecordDescription, _ words: Words) -> Markup {
        let day = LocalTime(record.timeSpan.start)
        return tag("span", .class("tile"), Attribute("aria-hidden", "true")) {
            tag("strong", text: String(day.day))
            tag("span", text: String(words.months[Int(day.month) - 1].prefix(3)))
        }
    }

    /// The records by the year that they are about, in the order they came.
    private var years: [(year: String, records: [RecordLine])] {
        var years: [(year: String, records: [RecordLine])] = []
        for record in records {
            let year = String(LocalTime(record.description.timeSpan.start).year)
            if years.last?.year == year {
                years[years.count - 1].records.append(record)
            } else {
                years.append((year, [record]))
            }
        }
        return years
    }

    /// A link whose spoken name says which record it is about.
    private func action(_ path: String, _ label: String, of record: RecordDescription) -> Markup {
        tag("li") {
            tag("a", .href(path), Attribute("aria-label", "\(label): \(record.title)"), text: label)
        }
    }
}
