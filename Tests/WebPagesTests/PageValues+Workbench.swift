import RecordTypes

@testable import WebPages

extension PageValues {
    private static let official = Visitor(name: hostile, role: "supervisor")
    private static let completeness = AccessReportPage.Completeness(
        entries: 10, isComplete: false, details: [hostile])

    private static func step(_ act: CaseStep.Act) -> CaseStep {
        CaseStep(
            id: CaseID(.look, at: 9), act: act, time: noon,
            by: CaseStep.Official(
                person: PersonIdentifier(semantics: "PNOEE-39901012239"), name: hostile, role: hostile),
            caseNumber: hostile)
    }

    /// A case that these acts have made, the clock standing at ``noon``.
    private static func state(_ acts: [CaseStep.Act], origin: CaseID.Origin = .look) -> CaseState {
        var state = CaseState(
            id: CaseID(origin, at: 9), looked: noon, institution: institution, opened: noon, terms: CaseTerms())
        for act in acts { state.take(step(act)) }
        return state
    }

    private static let opening = CaseStep.Act.open(
        CaseStep.Look(time: noon, institution: institution, further: [10], rules: DetectionRule.allCases))
    private static let acts: [CaseStep.Act] = [
        opening, .assign(to: CaseStep.Official(person: nil, name: hostile, role: hostile)),
        .ask(hostile, due: noon), .answer(hostile),
        .decide(.unjustified, reason: hostile, .police, rules: [.family]), .close(hostile),
    ]

    private static func casePage(_ count: Int, mayWork: Bool = true) -> CasePage {
        CasePage(
            visitor: official, formToken: hostile, caseNumber: hostile, state: state(Array(acts.prefix(count))),
            looks: [
                AccessReportPage.Row(entry: 9, event: emergency), AccessReportPage.Row(entry: 10, event: event(.empty)),
            ], now: noon, answerDue: noon, mayWork: mayWork, mayProve: true)
    }

    private static func order(_ stage: HidingOrder.Stage) -> HidingOrder {
        let index: UInt64 = stage == .proposed ? 7 : stage == .inForce ? 8 : 9
        func step(_ act: HidingStep.Act, _ number: String) -> HidingStep {
            HidingStep(
                act, time: noon,
                by: CaseStep.Official(
                    person: PersonIdentifier(semantics: number), name: hostile, role: hostile), caseNumber: hostile)
        }
        var order = HidingOrder(
            step(
                .propose(
                    person: LedgerIdentity(Array(repeating: 7, count: 20))!, institution: institution, basis: hostile,
                    until: noon.advanced(by: .days(30))), "PNOEE-39901012239"), at: index)!
        if stage != .proposed { order.take(step(.approve(order: index), "PNOEE-60001017869")) }
        if stage == .over { order.take(step(.revoke(order: index, reason: hostile), "PNOEE-60001017869")) }
        return order
    }

    /// Every page of the ministry's workbench, filled with hostile texts.
    static let workbench: [(name: String, page: any Page)] =
        [
            (
                "explained form",
                ExplainedPage(visitor: official, formToken: hostile, question: question, mayWork: false)
            ),
            (
                "explained",
                ExplainedPage(
                    visitor: official, formToken: hostile, question: question, rule: .family,
                    findings: ExplainedPage.Findings(
                        total: 9, toReview: 2, reasons: [(hostile, 3)], rules: [(.family, 2)],
                        lines: [
                            ExplainedPage.Line(
                                index: 9, score: 50, rules: DetectionRule.allCases, reason: hostile, event: emergency,
                                caseID: CaseID(.emergency, at: 9)),
                            ExplainedPage.Line(
                                index: 10, score: 5, rules: [.offHours], reason: nil, event: event(.refused),
                                caseID: nil),
                            ExplainedPage.Line(
                                index: 11, score: 5, rules: [], reason: nil, event: nil, caseID: nil),
                        ], isCut: true, completeness: completeness), mayWork: true)
            ),
            ("cases form", CasesPage(visitor: official, formToken: hostile, caseNumber: hostile, now: noon)),
            (
                "cases",
                CasesPage(
                    visitor: official, formToken: hostile, caseNumber: hostile, choice: .overdue,
                    cases: [state([opening]), state([], origin: .emergency), state(acts)],
                    now: noon.advanced(by: .days(800)))
            ),
            (
                "no cases",
                CasesPage(visitor: official, formToken: hostile, caseNumber: hostile, cases: [], now: noon)
            ),
            (
                "statistics form",
                StatisticsPage(visitor: official, formToken: hostile, question: question)
            ),
            (
                "statistics",
                StatisticsPage(
                    visitor: official, formToken: hostile, question: question,
                    findings: StatisticsPage.Findings(
                        counts: StatisticsPage.Counts(
                            lines: [
                                StatisticsPage.Counts.Line(
                                    institution: hostile, cells: [12, nil, nil, 0], sum: nil),
                                StatisticsPage.Counts.Line(institution: nil, cells: [1, 2, 3, 4], sum: 10),
                            ], sums: [nil, nil, nil, 4], total: 100),
                        emergencies: StatisticsPage.Emergencies(all: 3, reviewed: 1, overdue: 1),
                        precision: DetectionRule.allCases.map {
                            RulePrecision(rule: $0, decided: 3, confirmed: 1)
                        }))
            ),
            (
                "lateness form",
                LatenessPage(visitor: official, formToken: hostile, question: question)
            ),
            (
                "lateness",
                LatenessPage(
                    visitor: official, formToken: hostile, question: question,
                    findings: LatenessPage.Findings(
                        lines: [
                            LatenessPage.Line(
                                institution: hostile, documents: 40, late: 12, shareLate: 30, median: 2,
                                percentile95: nil, visits: 20, undocumented: nil, orders: nil, unanswered: 0),
                            LatenessPage.Line(
                                institution: nil, documents: nil, late: nil, shareLate: nil, median: nil,
                                percentile95: nil, visits: nil, undocumented: nil, orders: nil, unanswered: nil),
                        ], completeness: [hostile]))
            ),
            (
                "hiding form",
                HidingPage(visitor: official, formToken: hostile, caseNumber: hostile, now: noon, mayHide: true)
            ),
            (
                "hiding",
                HidingPage(
                    visitor: official, formToken: hostile, caseNumber: hostile,
                    lines: HidingOrder.Stage.allCases.map {
                        HidingPage.Line(order: order($0), looks: 3, disclosed: 1)
                    }, now: noon, mayHide: true)
            ),
            (
                "hiding, for who checks",
                HidingPage(
                    visitor: official, formToken: hostile, caseNumber: hostile,
                    lines: [HidingPage.Line(order: order(.proposed), looks: 0, disclosed: 0)], now: noon,
                    mayHide: false)
            ),
            (
                "log with a look that was hidden",
                WhoLookedPage(
                    visitor: visitor,
                    lines: [AccessLine(event().withheld(by: order(.inForce)), titles: [:], isOwn: false, index: 3)],
                    filter: WhoLookedPage.Filter(), next: nil,
                    completeness: WhoLookedPage.Completeness(entries: 1, hasGap: false))
            ),
        ]
        + (0...acts.count).map { ("case after \($0) steps", casePage($0)) }
        + [("case for who checks", casePage(2, mayWork: false))]
}
