import MarkupText
public import RecordTypes

/// Who may look: the decisions so far, each with its undo, and one form for a new one.
public struct RestrictionsPage: Page {
    let visitor: Visitor
    let records: [RecordLine]
    let restrictions: [Restriction]
    /// What the form is already about; nil for the whole record.
    let chosen: RecordID?
    let formToken: String
    /// Whether a decision was just saved.
    let saved: Bool

    public init(
        visitor: Visitor, records: [RecordLine], restrictions: [Restriction], chosen: RecordID?, formToken: String,
        saved: Bool
    ) {
        self.visitor = visitor
        self.records = records
        self.restrictions = restrictions
        self.chosen = chosen
        self.formToken = formToken
        self.saved = saved
    }

    public func markup(in words: Words) -> Markup {
        PageFrame(
            words: words, audience: .citizen, place: "/restrictions", title: words.restrictions.title, visitor: visitor
        ).page {
            tag("h1", text: words.restrictions.title)
            if saved { tag("p", .class("notice good"), .role("status"), text: words.restrictions.saved) }
            tag("p", .class("lead"), text: words.restrictions.lead)
            tag("p", text: words.restrictions.invisible)
            tag("h2", text: words.restrictions.current)
            if current.isEmpty {
                tag("p", .class("notice"), text: words.restrictions.none)
            } else {
                table(words)
            }
            tag("h2", .id("decide"), text: words.restrictions.add)
            tag("p", .class("notice warn"), text: words.restrictions.emergency)
            form(words)
        }
    }

    /// The latest decision for each target and audience: the one that counts.
    private var current: [Restriction] {
        var seen: Set<Pair> = []
        return restrictions.sorted { $0.decided > $1.decided }.filter { seen.insert(Pair($0)).inserted }
    }

    private struct Pair: Hashable {
        let target: Restriction.Target
        let audience: Restriction.Audience

        init(_ restriction: Restriction) {
            target = restriction.target
            audience = restriction.audience
        }
    }

    private func table(_ words: Words) -> Markup {
        DataTable(
            caption: words.restrictions.inForce, id: "current",
            columns: [
                words.restrictions.target, words.restrictions.audience, words.restrictions.effect,
                words.restrictions.decided,
                words.restrictions.until, words.restrictions.change,
            ],
            rows: current.map { restriction in
                DataTable.Row(
                    .text(title(of: restriction.target, words)),
                    [
                        .text(restriction.audience.text(words)),
                        tag(
                            "span", .class(restriction.effect == .deny ? "mark-bad" : "mark-good"),
                            text: restriction.effect == .deny ? words.restrictions.denied : words.restrictions.permitted
                        ),
                        words.time(restriction.decided, text: words.moment(restriction.decided)),
                        .text(restriction.until.map(words.moment) ?? words.restrictions.untilChanged),
                        undo(restriction, words),
                    ])
            }
        ).markup
    }

    private func title(of target: Restriction.Target, _ words: Words) -> String {
        switch target {
        case .wholeRecord: words.restrictions.everything
        case .record(let id):
            records.first { $0.description.id == id }?.description.title
                ?? words.access.record(String(id.description.prefix(8)))
        }
    }

    private func undo(_ restriction: Restriction, _ words: Words) -> Markup {
        guard case .professional = restriction.audience else {
            let effect: Restriction.Effect = restriction.effect == .deny ? .permit : .deny
            return tag("form", Attribute("method", "post"), Attribute("action", "/restrictions")) {
                Field.hidden(.formToken, formToken)
                Field.hidden(.record, restriction.target.fieldValue)
                Field.hidden(.audience, restriction.audience.fieldValue)
                Field.hidden(.effect, effect.rawValue)
                tag(
                    "button", .type("submit"), .class("plain"),
                    Attribute("aria-label", "\(words.restrictions.lift): \(title(of: restriction.target, words))"),
                    text: words.restrictions.lift)
            }
        }
        return group {}
    }

    private func form(_ words: Words) -> Markup {
        let targets =
            [(FieldName.wholeRecord, words.restrictions.everything)]
            + records.map {
                ($0.description.id.description, "\($0.description.title) — \($0.description.institutionName)")
            }
        return tag("form", Attribute("method", "post"), Attribute("action", "/restrictions")) {
            Field.hidden(.formToken, formToken)
            tag("fieldset") {
                tag("legend", text: words.restrictions.document)
                Field.select(.record, words.restrictions.target, options: targets, chosen: chosen?.description)
            }
            Field.choice(
                .audience, words.restrictions.towards,
                options: [
                    (FieldName.everyone, words.restrictions.everyone),
                    (FieldName.institution.rawValue, words.restrictions.oneInstitution),
                ], chosen: FieldName.everyone,
                also: Field.text(
                    .institution, words.restrictions.whichInstitution, hint: words.restrictions.whichInstitutionHint))
            Field.choice(
                .effect, words.restrictions.decision,
                options: [
                    (Restriction.Effect.deny.rawValue, words.restrictions.deny),
                    (Restriction.Effect.permit.rawValue, words.restrictions.permit),
                ], chosen: Restriction.Effect.deny.rawValue)
            Field.day(.until, words.restrictions.endDay, hint: words.restrictions.endDayHint)
            tag("div", .class("buttons")) { tag("button", .type("submit"), text: words.restrictions.save) }
        }
    }
}

extension Restriction.Target {
    /// As the forms write it: ``FieldName/wholeRecord`` or a record id.
    var fieldValue: String {
        switch self {
        case .wholeRecord: FieldName.wholeRecord
        case .record(let id): id.description
        }
    }
}

extension Restriction.Audience {
    /// As the forms write it: ``FieldName/everyone`` or an institution.
    var fieldValue: String {
        switch self {
        case .everyone: FieldName.everyone
        case .institution(let institution): institution.semantics
        case .professional(let person): person.semantics
        }
    }

    func text(_ words: Words) -> String {
        switch self {
        case .everyone: words.restrictions.everyone
        case .institution(let institution): institution.semantics
        case .professional(let person): person.semantics
        }
    }
}
