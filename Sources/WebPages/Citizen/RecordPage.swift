import MarkupText
import RecordTypes

/// One record, for a person to read: whom it is about, what is structured in it, and every section's narrative.
public struct RecordPage: Page {
    let visitor: Visitor
    let record: RecordLine
    let content: RecordContent

    public init(visitor: Visitor, record: RecordLine, content: RecordContent) {
        self.visitor = visitor
        self.record = record
        self.content = content
    }

    public func markup(in words: Words) -> Markup {
        let description = record.description
        return PageFrame(words: words, audience: .citizen, place: nil, title: description.title, visitor: visitor).page
        {
            tag("p", .class("small")) { tag("a", .href("/"), text: "← \(words.record.back)") }
            tag("h1", text: description.title)
            tag("p") { record.mark(words) }
            tag("div", .class("card")) {
                if let patient = content.patient {
                    tag("h2", text: words.record.patient)
                    facts(patientFacts(patient, words))
                }
                tag("h2", text: words.record.document)
                facts(documentFacts(words))
            }
            if !content.lists.isEmpty {
                tag("h2", text: words.record.lists)
                for (position, list) in content.lists.enumerated() { structured(list, id: "list-\(position)", words) }
            }
            if !content.sections.isEmpty {
                tag("h2", text: words.record.sections)
                for (position, section) in content.sections.enumerated() {
                    narrative(section, id: "section-\(position)", level: 3, words)
                }
            }
            tag("p", .class("quiet small"), text: words.record.lead)
            tag("ul", .class("actions"), .role("list")) {
                tag("li") { tag("a", .href("\(record.path)/correct"), text: words.citizen.correct) }
                tag("li") { tag("a", .href("/fhir/Binary/\(description.id)"), text: words.record.original) }
                tag("li") { tag("a", .href("\(record.path)/receipt"), text: words.record.proof) }
                tag("li") {
                    tag(
                        "a", .href("/restrictions?\(FieldName.record.rawValue)=\(description.id)#decide"),
                        text: words.records.restrict)
                }
            }
        }
    }

    private func documentFacts(_ words: Words) -> [(name: String, value: Markup)] {
        let description = record.description
        var facts: [(name: String, value: Markup)] = []
        if let type = description.type {
            facts.append((words.record.type, .text(type.display ?? type.code)))
        }
        facts.append((words.record.institution, .text(description.institutionName)))
        if let author = description.author { facts.append((words.record.author, .text(author))) }
        if let made = description.documentTime { facts.append((words.record.made, .text(words.documentTime(made)))) }
        facts.append(
            (words.record.received, words.time(description.received, text: words.moment(description.received))))
        return facts
    }

    private func patientFacts(_ patient: RecordContent.Patient, _ words: Words) -> [(name: String, value: Markup)] {
        var facts: [(name: String, value: Markup)] = []
        if let name = patient.name { facts.append((words.record.name, .text(name))) }
        if let date = patient.birthDate { facts.append((words.record.born, .text(words.documentTime(date)))) }
        for identifier in patient.identifiers { facts.append((words.record.identifier, .text(identifier))) }
        return facts
    }

    private func structured(_ list: RecordContent.StructuredList, id: String, _ words: Words) -> Markup {
        let (title, columns) = words.list(list.kind)
        return DataTable(
            caption: title, id: id, columns: columns,
            rows: list.rows.map { statement in
                DataTable.Row(
                    subject(of: statement, list.kind, words), statement.cells.map { markup(of: $0, words) },
                    class: statement.standing?.isNegation == true ? "negated" : nil)
            }
        ).markup
    }

    /// What the statement is about, never without what keeps it from being plainly so.
    private func subject(
        of statement: RecordContent.Statement, _ kind: RecordContent.StructuredList.Kind, _ words: Words
    ) -> Markup {
        group {
            statement.subject
            if let standing = statement.standing {
                " "
                tag(
                    "span", .class(standing.isNegation ? "mark-bad" : "mark-note"), text: words.standing(standing, kind)
                )
            }
            if let reason = statement.reason {
                " "
                tag("span", .class("small quiet"), text: reason)
            }
        }
    }

    private func markup(of cell: RecordContent.Cell, _ words: Words) -> Markup {
        switch cell {
        case .text(let text): .text(text)
        case .time(let time): .text(words.documentTime(time))
        case .period(let from, let until): .text(words.documentPeriod(from: from, until: until))
        case .truth(let value): .text(words.truth(value))
        }
    }

    /// A section and those within it.
    private func narrative(_ section: RecordContent.Section, id: String, level: Int, _ words: Words) -> Markup {
        tag("section", .class("narrative"), .labelledBy(id)) {
            heading(level, .id(id), text: section.title)
            if section.blocks.isEmpty, section.sections.isEmpty {
                tag("p", .class("quiet"), text: words.record.empty)
            }
            for (position, block) in section.blocks.enumerated() {
                markup(of: block, id: "\(id)-\(position)", level: level + 1, under: section.title)
            }
            for (position, inner) in section.sections.enumerated() {
                narrative(inner, id: "\(id)-s\(position)", level: level + 1, words)
            }
        }
    }

    private func markup(of block: RecordContent.Block, id: String, level: Int, under title: String) -> Markup {
        switch block {
        case .heading(let text): heading(level, text: text)
        case .paragraph(let text): tag("p", text: text)
        case .list(let items): tag("ul") { for item in items { tag("li", text: item) } }
        case .table(let columns, let rows):
            DataTable(
                caption: title, id: id, columns: columns,
                rows: rows.map { row in DataTable.Row(.text(row.first ?? ""), row.dropFirst().map { .text($0) }) }
            ).markup
        }
    }
}
