import MarkupText
public import RecordTypes

/// One case: what it is about, what was done, and what can be done next.
public struct CasePage: Page {
    let bench: Workbench
    let state: CaseState
    let looks: [AccessReportPage.Row]
    let now: Instant
    let answerDue: Instant
    let mayWork: Bool
    let mayProve: Bool

    /// - Parameters:
    ///   - looks: the first is the look that opened it.
    ///   - answerDue: until when an institution that is asked now has time, by the ministry's rule.
    public init(
        visitor: Visitor, formToken: String, caseNumber: String, state: CaseState, looks: [AccessReportPage.Row],
        now: Instant, answerDue: Instant, mayWork: Bool, mayProve: Bool
    ) {
        bench = Workbench(visitor: visitor, formToken: formToken, caseNumber: caseNumber)
        self.state = state
        self.looks = looks
        self.now = now
        self.answerDue = answerDue
        self.mayWork = mayWork
        self.mayProve = mayProve
    }

    public func markup(in words: Words) -> Markup {
        let texts = words.oversight
        return PageFrame(
            words: words, audience: .official, place: "/cases", title: state.id.description, visitor: bench.visitor
        ).page {
            tag("p", .class("small")) { tag("a", .href("/cases"), text: "← \(texts.casesTitle)") }
            tag("div", .class("inquiry-head")) {
                tag("h1", text: state.id.description)
                stage(state, now, words)
            }
            bench.caseLine(words)
            tag("div", .class("card")) { facts(caseDates(state, now, words)) }
            tag("h2", text: texts.looks)
            for look in looks { self.look(look, words) }
            tag("h2", text: texts.steps)
            if state.steps.isEmpty {
                tag("p", .class("quiet"), text: texts.stepsNone)
            } else {
                tag("ol", .class("timeline"), .role("list")) { for step in state.steps { entry(step, words) } }
            }
            if mayProve {
                bench.form("/cases/evidence", class: "buttons") {
                    Field.hidden(.caseID, state.id.description)
                    submit(texts.evidence, plain: true)
                }
            }
            if mayWork, state.stage != .closed {
                tag("h2", text: texts.next)
                next(words)
            }
        }
    }

    private func look(_ row: AccessReportPage.Row, _ words: Words) -> Markup {
        let texts = words.oversight
        let event = row.event
        return tag("div", .class(event.purpose == .breakTheGlass ? "card visit emergency" : "card visit")) {
            tag("div", .class("rank")) {
                tag("strong", .class("number"), text: String(row.entry))
                tag("span", text: words.report.position)
            }
            tag("div", .class("visit-body")) {
                tag("p", .class("who")) {
                    tag("strong", text: event.actor.personName ?? words.access.unnamed)
                    if let role = event.actor.role { tag("span", .class("role"), text: words.role(role)) }
                    if event.actor.assertion != nil { tag("span", .class("role"), text: words.access.asserted) }
                }
                tag("p", .class("where")) {
                    [
                        event.actor.institutionName ?? words.actorKind(event.actor.kind), words.moment(event.time),
                        words.action(event.action), words.purpose(event.purpose),
                    ].joined(separator: " · ")
                }
                if let reason = event.reason {
                    tag("p", .class("reason"), text: "\(words.access.reason) \(reason)")
                }
                tag("ul", .class("chips"), .role("list")) {
                    tag("li") { event.outcome.mark(words) }
                    for rule in row.entry == state.id.index ? state.rules : [] {
                        tag("li", .class("mark-note"), text: "\(texts.rules): \(ExplainedPage.name(rule, words))")
                    }
                }
            }
        }
    }

    private func entry(_ step: CaseStep, _ words: Words) -> Markup {
        let texts = words.oversight
        return tag("li") {
            tag("p", .class("small quiet")) {
                words.time(step.time, text: words.moment(step.time))
                " · \(step.by.name), \(words.role(step.by.role))"
            }
            tag("p") { tag("strong", text: texts.actName(step.act.kind)) }
            switch step.act {
            case .open(let look):
                tag("p", text: look.rules.map { ExplainedPage.name($0, words) }.joined(separator: ", "))
            case .assign(let officer): tag("p", text: officer.name)
            case .ask(let text, let due):
                tag("p", .class("said"), text: text)
                tag("p", .class("small"), text: "\(texts.askUntil) \(words.day(due))")
            case .answer(let text), .close(let text): tag("p", .class("said"), text: text)
            case .decide(let finding, let reason, let measure, _):
                tag("p") {
                    tag(
                        "span", .class(finding.confirms ? "mark-bad" : "mark-good"), text: texts.findingName(finding))
                    " → \(texts.measureName(measure))"
                }
                tag("p", .class("said"), text: reason)
            }
        }
    }

    @MarkupBuilder
    private func next(_ words: Words) -> [Markup] {
        let texts = words.oversight
        if state.clock.allows(.assign), state.officer == nil {
            step("take", texts.take, nil, words) {}
        }
        if state.clock.allows(.ask) {
            step("ask", texts.ask, texts.askHint, words) {
                Field.day(.until, texts.askUntil, value: LocalTime(answerDue).isoDay)
            }
        }
        if state.clock.allows(.answer) { step("answer", texts.answer, texts.answerHint, words) {} }
        if state.clock.allows(.decide) {
            step("decide", texts.decide, texts.decideHint, words) {
                tag("div", .class("fields")) {
                    Field.select(
                        .finding, texts.finding,
                        options: CaseStep.Finding.allCases.map { ($0.rawValue, texts.findingName($0)) }, chosen: nil)
                    Field.select(
                        .measure, texts.measure,
                        options: CaseStep.Measure.allCases.map { ($0.rawValue, texts.measureName($0)) }, chosen: nil)
                }
            }
        }
        if state.clock.allows(.close) { step("close", texts.close, texts.closeHint, words) {} }
    }

    /// One thing that can be done, folded away until it is wanted.
    private func step(
        _ act: String, _ label: String, _ hint: String?, _ words: Words, @MarkupBuilder fields: () -> [Markup]
    ) -> Markup {
        guard let hint else {
            return bench.form("/cases/step", class: "buttons") {
                Field.hidden(.caseID, state.id.description)
                submit(label, .act, act)
            }
        }
        return tag("details", .class("fold")) {
            tag("summary", text: label)
            bench.form("/cases/step") {
                Field.hidden(.caseID, state.id.description)
                fields()
                Field.area(.text, label, hint: hint, required: true, id: "text-\(act)")
                tag("div", .class("buttons")) { submit(label, .act, act) }
            }
        }
    }
}
