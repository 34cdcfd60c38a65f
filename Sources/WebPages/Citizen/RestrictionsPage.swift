import MarkupText
public import RecordTypes

/// Who may look: the decisions so far, each with its undo, and one form for a new one.
public struct RestrictionsPage: Page {
    let visitor: Visitor
    let records: [RecordLine]
    let restrictions: [Restriction]
    /// What the form is already about; nil for the whole record.
    let chosen: RecordID?
    /// Who could see the chosen record now.
    let viewers: [RecordVisibility]
    let formToken: String
    /// Whether a decision was just saved.
    let saved: Bool
    /// How many earlier decisions stay exceptions to the one that was just saved.
    let exceptions: Int

    public init(
        visitor: Visitor, records: [RecordLine], restrictions: [Restriction], chosen: RecordID?,
        viewers: [RecordVisibility] = [], formToken: String, saved: Bool, exceptions: Int = 0
    ) {
        self.visitor = visitor
        self.records = records
        self.restrictions = restrictions
        self.chosen = chosen
        self.viewers = viewers
        self.formToken = formToken
        self.saved = saved
        self.exceptions = exceptions
    }

    public func markup(in words: Words) -> Markup {
        PageFrame(
            words: words, audience: .citizen, place: "/restrictions", title: words.restrictions.title, visitor: visitor
        ).page {
            tag("h1", text: words.restrictions.title)
            if saved { tag("p", .class("notice good"), .role("status"), text: words.restrictions.saved) }
            if exceptions > 0 {
                tag("p", .class("notice warn"), .role("status"), text: words.citizen.exceptionsRemain(exceptions))
            }
            tag("p", .class("lead"), text: words.restrictions.lead)
            tag("p", text: words.restrictions.invisible)
            summary(words)
            if !viewers.isEmpty { preview(words) }
            tag("h2", text: words.restrictions.presets)
            tag("ul", .class("presets"), .role("list")) {
                for preset in RestrictionPreset.allCases { card(preset, words) }
            }
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

    /// The latest decision for each target, audience and purpose: the one that counts.
    private var current: [Restriction] {
        var seen: Set<Question> = []
        return restrictions.sorted { $0.decided > $1.decided }.filter { seen.insert(Question($0)).inserted }
    }

    private struct Question: Hashable {
        let target: Restriction.Target
        let audience: Restriction.Audience
        let purpose: PurposeOfUse?

        init(_ restriction: Restriction) {
            target = restriction.target
            audience = restriction.audience
            purpose = restriction.purpose
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
                        .text(restriction.audience.text(words, for: restriction.purpose)),
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
        case .author(let institution): words.restrictions.byAuthor(name(of: institution))
        case .category(let system, let code):
            words.restrictions.ofKind(
                records.lazy.compactMap(\.description.type).first { $0.system == system && $0.code == code }?.display
                    ?? code)
        case .period(let span):
            words.restrictions.inPeriod(
                span.start <= .beforeAllDates ? "…" : LocalTime(span.start).isoDay,
                span.end >= .afterAllDates ? "…" : LocalTime(span.end.advanced(by: .milliseconds(-1))).isoDay)
        }
    }

    private func name(of institution: InstitutionID) -> String {
        records.first { $0.description.institution == institution }?.description.institutionName
            ?? institution.semantics
    }

    private func undo(_ restriction: Restriction, _ words: Words) -> Markup {
        decide(
            restriction.effect == .deny ? .permit : .deny, restriction.target, restriction.audience,
            restriction.purpose, label: words.restrictions.lift,
            spoken: "\(words.restrictions.lift): \(title(of: restriction.target, words))")
    }

    /// What holds now, in one sentence, counted over the records shown.
    private func summary(_ words: Words) -> Markup? {
        guard !records.isEmpty else { return nil }
        let open = records.count { $0.visibility == .open }
        let closed = records.count { $0.visibility == .closedToEveryone }
        return tag("ul", .class("figures"), .role("list")) {
            figure(open, words.records.visible, "good")
            figure(records.count - open - closed, words.records.hiddenFromSome, "warn")
            figure(closed, words.records.hiddenFromAll, "bad")
        }
    }

    private func figure(_ count: Int, _ label: String, _ look: String) -> Markup {
        tag("li", .class("figure \(look)")) {
            tag("strong", .class("number"), text: String(count))
            tag("span", text: label)
        }
    }

    /// A decision that many people want: what it is called, what it means, and its button.
    private func card(_ preset: RestrictionPreset, _ words: Words) -> Markup {
        let decision = preset.decision
        let label = words.preset(preset)
        return tag("li", .class("card preset")) {
            tag("h3", text: label)
            tag("p", text: words.citizen.consequence(preset))
            decide(
                decision.effect, .wholeRecord, decision.audience, decision.purpose, label: words.citizen.decideThis,
                spoken: "\(words.citizen.decideThis): \(label)", endsExceptions: preset.replacesNarrower)
        }
    }

    /// One decision behind one button.
    private func decide(
        _ effect: Restriction.Effect, _ target: Restriction.Target, _ audience: Restriction.Audience,
        _ purpose: PurposeOfUse?, label: String, spoken: String, endsExceptions: Bool = false
    ) -> Markup {
        tag("form", Attribute("method", "post"), Attribute("action", "/restrictions")) {
            Field.hidden(.formToken, formToken)
            Field.hidden(.record, target.fieldValue)
            Field.hidden(.audience, audience.fieldValue)
            if let purpose { Field.hidden(.purpose, purpose.rawValue) }
            Field.hidden(.effect, effect.rawValue)
            if endsExceptions { Field.hidden(.exceptions, "on") }
            tag("button", .type("submit"), .class("plain"), Attribute("aria-label", spoken), text: label)
        }
    }

    private func preview(_ words: Words) -> Markup {
        group {
            tag("h2", text: words.restrictions.preview)
            DataTable(
                caption: chosen.map { title(of: .record($0), words) } ?? words.restrictions.everything, id: "preview",
                columns: [words.restrictions.audience, words.restrictions.effect],
                rows: viewers.map { line in
                    DataTable.Row(
                        .text(text(of: line.viewer, words)),
                        [
                            tag(
                                "span", .class(line.isPermitted ? "mark-good" : "mark-bad"),
                                text: line.isPermitted ? words.restrictions.canSee : words.restrictions.cannotSee)
                        ])
                }
            ).markup
        }
    }

    private func text(of viewer: RecordVisibility.Viewer, _ words: Words) -> String {
        switch viewer {
        case .anyoneTreating: words.restrictions.anyoneTreating
        case .anyoneInEmergency: words.restrictions.anyoneInEmergency
        case .author(let institution), .institution(let institution): name(of: institution)
        case .professional(let person): person.semantics
        case .role(let role): words.role(role)
        case .purpose(let purpose): words.purpose(purpose)
        }
    }

    /// Everything, some time, each kind and each author of the records shown, and each of them.
    private func targetOptions(_ words: Words) -> [(String, String)] {
        var groups: [Restriction.Target] = []
        for record in records.map(\.description) {
            if let type = record.type { groups.append(.category(system: type.system, code: type.code)) }
            groups.append(.author(record.institution))
        }
        var seen: Set<Restriction.Target> = []
        return [
            (FieldName.wholeRecord, words.restrictions.everything), (FieldName.period, words.restrictions.somePeriod),
        ]
            + groups.filter { seen.insert($0).inserted }.map { ($0.fieldValue, title(of: $0, words)) }
            + records.map {
                ($0.description.id.description, "\($0.description.title) — \($0.description.institutionName)")
            }
    }

    private func form(_ words: Words) -> Markup {
        let targets = targetOptions(words)
        return tag(
            "form", .class("decision"), Attribute("method", "post"), Attribute("action", "/restrictions")
        ) {
            Field.hidden(.formToken, formToken)
            tag("fieldset") {
                tag("legend", text: words.restrictions.document)
                Field.select(.record, words.restrictions.target, options: targets, chosen: chosen?.description)
                tag("div", .class("fields only-period")) {
                    Field.day(.periodFrom, words.restrictions.periodFrom, hint: words.restrictions.periodHint)
                    Field.day(.periodUntil, words.restrictions.periodUntil)
                }
            }
            Field.choice(
                .audience, words.restrictions.towards,
                options: [
                    (FieldName.everyone, words.restrictions.everyone),
                    (FieldName.institution.rawValue, words.restrictions.oneInstitution),
                    (FieldName.professional.rawValue, words.restrictions.oneProfessional),
                    (FieldName.role.rawValue, words.restrictions.oneRole),
                ], chosen: FieldName.everyone,
                also: group {
                    tag("div", .class("only-institution")) {
                        Field.text(
                            .institution, words.restrictions.whichInstitution,
                            hint: words.restrictions.whichInstitutionHint)
                    }
                    tag("div", .class("only-professional")) {
                        Field.text(.professional, words.restrictions.whichProfessional)
                    }
                    tag("div", .class("only-role")) {
                        Field.select(
                            .role, words.restrictions.whichRole,
                            options: ["doctor", "nurse", "pharmacist", "insurer"].map { ($0, words.role($0)) },
                            chosen: nil)
                    }
                })
            Field.select(
                .purpose, words.restrictions.purpose,
                options: [("", words.restrictions.anyPurpose)]
                    + [PurposeOfUse.treatment, .breakTheGlass, .coverage, .payment, .research, .familyRequest]
                    .map { ($0.rawValue, words.purpose($0)) }, chosen: nil)
            Field.choice(
                .effect, words.restrictions.decision,
                options: [
                    (Restriction.Effect.deny.rawValue, words.restrictions.deny),
                    (Restriction.Effect.permit.rawValue, words.restrictions.permit),
                ], chosen: Restriction.Effect.deny.rawValue)
            Field.day(.until, words.restrictions.endDay, hint: words.restrictions.endDayHint)
            Field.check(
                FieldName.exceptions.rawValue, words.citizen.endExceptions, hint: words.citizen.endExceptionsHint,
                isChecked: false)
            tag("div", .class("buttons")) { tag("button", .type("submit"), text: words.restrictions.save) }
        }
    }
}

extension Restriction.Audience {
    func text(_ words: Words, for purpose: PurposeOfUse?) -> String {
        purpose.map { "\(text(words)) · \(words.purpose($0))" } ?? text(words)
    }

    func text(_ words: Words) -> String {
        switch self {
        case .everyone: words.restrictions.everyone
        case .institution(let institution): institution.semantics
        case .professional(let person): person.semantics
        case .role(let role): words.role(role)
        }
    }
}
