import MarkupText
public import RecordTypes

/// The cases, the earliest date first.
public struct CasesPage: Page {
    /// Which cases are asked for.
    public enum Choice: String, Hashable, Sendable, CaseIterable {
        case open, overdue, emergency, all
    }

    let bench: Workbench
    let choice: Choice
    let cases: [CaseState]?
    let now: Instant

    /// - Parameter cases: nil: only the form.
    public init(
        visitor: Visitor, formToken: String, caseNumber: String, choice: Choice = .open, cases: [CaseState]? = nil,
        now: Instant
    ) {
        bench = Workbench(visitor: visitor, formToken: formToken, caseNumber: caseNumber)
        self.choice = choice
        self.cases = cases
        self.now = now
    }

    public func markup(in words: Words) -> Markup {
        let texts = words.oversight
        return PageFrame(
            words: words, audience: .official, place: "/cases", title: texts.casesTitle, visitor: bench.visitor
        ).page {
            tag("h1", text: texts.casesTitle)
            tag("p", .class("lead"), text: texts.casesLead)
            if let cases {
                bench.caseLine(words)
                tag("ul", .class("figures"), .role("list")) {
                    figure(String(cases.count), texts.cases(cases.count).filter { !$0.isNumber })
                    let late = cases.count { $0.isOverdue(at: now) }
                    figure(String(late), texts.overdue, late == 0 ? "good" : "bad")
                    let near = cases.count { $0.isNearLimitation(at: now) }
                    figure(String(near), texts.nearLimitation, near == 0 ? "good" : "bad")
                }
                if cases.isEmpty { tag("p", .class("notice good"), text: texts.casesNone) }
                tag("ul", .class("visits"), .role("list")) { for one in cases { card(one, words) } }
            }
            bench.form("/cases", carriesCase: false) {
                tag("fieldset") {
                    tag("legend", text: texts.whichCases)
                    bench.caseField(words)
                    Field.choice(
                        .choice, texts.whichCases,
                        options: [
                            (Choice.open.rawValue, texts.openCases), (Choice.overdue.rawValue, texts.overdueCases),
                            (Choice.emergency.rawValue, texts.emergencyCases), (Choice.all.rawValue, texts.allCases),
                        ], chosen: choice.rawValue)
                    tag("div", .class("buttons")) { submit(texts.show) }
                }
            }
        }
    }

    private func card(_ state: CaseState, _ words: Words) -> Markup {
        let texts = words.oversight
        return tag("li", .class(state.isOverdue(at: now) ? "card inquiry late" : "card inquiry")) {
            tag("div", .class("inquiry-head")) {
                tag("h2") {
                    state.id.description
                    if let institution = state.institution {
                        tag("small", .class("quiet"), text: institution.semantics)
                    }
                }
                stage(state, now, words)
            }
            facts(caseDates(state, now, words))
            tag("ul", .class("chips"), .role("list")) {
                for rule in state.rules { tag("li", .class("mark-note"), text: ExplainedPage.name(rule, words)) }
            }
            tag("div", .class("actions")) {
                bench.form("/cases/show") {
                    Field.hidden(.caseID, state.id.description)
                    submit("\(texts.openFile) \(state.id)", plain: true)
                }
            }
        }
    }
}

/// Where a case stands, marked when its date has passed.
func stage(_ state: CaseState, _ now: Instant, _ words: Words) -> Markup {
    let texts = words.oversight
    let kind =
        switch state.stage {
        case .new: "mark-warn"
        case .assigned, .waiting: "mark-note"
        case .decided, .closed: "mark-good"
        }
    return tag("span", .class("marks")) {
        tag("span", .class(kind), text: texts.stageName(state.stage))
        if state.isOverdue(at: now) { tag("span", .class("mark-bad"), text: texts.overdue) }
        if state.isNearLimitation(at: now) { tag("span", .class("mark-bad"), text: texts.nearLimitation) }
    }
}

func caseDates(_ state: CaseState, _ now: Instant, _ words: Words) -> [(name: String, value: Markup)] {
    let texts = words.oversight
    var facts: [(name: String, value: Markup)] = []
    if let due = state.due { facts.append((texts.due, words.time(due, text: words.day(due)))) }
    facts += [
        (texts.limitation, words.time(state.limitation, text: words.day(state.limitation))),
        (texts.looked, words.time(state.looked, text: words.moment(state.looked))),
        (texts.officer, .text(state.officer?.name ?? texts.nobody)),
    ]
    return facts
}
