import MarkupText
import RecordTypes

/// The citizen's start page: everything filed about her, newest first.
public struct RecordListPage: Page {
    let visitor: Visitor
    let records: [RecordLine]
    /// Whether this is the page of the newest ones.
    let isFirst: Bool
    /// Where older ones are.
    let next: String?

    public init(visitor: Visitor, records: [RecordLine], isFirst: Bool = true, next: String? = nil) {
        self.visitor = visitor
        self.records = records
        self.isFirst = isFirst
        self.next = next
    }

    public func markup(in words: Words) -> Markup {
        PageFrame(words: words, audience: .citizen, place: "/", title: words.records.title, visitor: visitor).page {
            tag("h1", text: words.records.title)
            tag("p", .class("lead"), text: words.records.lead)
            if records.isEmpty {
                tag("p", .class("notice"), text: words.records.none)
            } else {
                if isFirst, next == nil { tag("p", .class("quiet"), text: words.records.count(records.count)) }
                tag("ol", .class("records"), .role("list")) {
                    for record in records { card(record, words) }
                }
                if let next { tag("p") { tag("a", .href(next), Attribute("rel", "next"), text: words.records.older) } }
            }
        }
    }

    private func card(_ line: RecordLine, _ words: Words) -> Markup {
        let record = line.description
        return tag("li", .class("card record")) {
            tag("div") {
                tag("h2") { tag("a", .href(line.path), text: record.title) }
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
                action("\(line.path)", words.records.open, of: record)
                action("\(line.path)/receipt", words.records.proof, of: record)
                action(
                    "/restrictions?\(FieldName.record.rawValue)=\(record.id)#decide", words.records.restrict, of: record
                )
            }
        }
    }

    /// A link whose spoken name says which record it is about.
    private func action(_ path: String, _ label: String, of record: RecordDescription) -> Markup {
        tag("li") {
            tag("a", .href(path), Attribute("aria-label", "\(label): \(record.title)"), text: label)
        }
    }
}
