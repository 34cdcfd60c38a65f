import RecordTypes
import WebPages

/// The ministry's pages, filled with what an official could see. Everybody in them is made up.
extension PageSamples {
    private static let official = Visitor(name: "Peeter Näidis", role: "supervisor")
    private static let token = String(repeating: "0", count: 80)
    private static let question = AccessReportQuestion(
        caseNumber: "JVK-2026-118", from: "2026-11-01", until: "2026-11-30")

    static let ministryPages: [(name: String, page: any Page)] = [
        (
            "explained-form",
            ExplainedPage(
                visitor: official, formToken: token, question: AccessReportQuestion(), findings: nil, mayWork: true)
        ),
        (
            "explained",
            ExplainedPage(
                visitor: official, formToken: token, question: question, findings: explained, mayWork: true)
        ),
        (
            "cases",
            CasesPage(
                visitor: official, formToken: token, caseNumber: "JVK-2026-118", cases: [late, asked, fresh], now: now)
        ),
        (
            "case",
            CasePage(
                visitor: official, formToken: token, caseNumber: "JVK-2026-118", state: asked,
                looks: [AccessReportPage.Row(entry: 48_112, event: emergencyLook)], now: now,
                answerDue: now.advanced(by: .days(10)), mayWork: true, mayProve: true)
        ),
        (
            "statistics",
            StatisticsPage(visitor: official, formToken: token, question: question, findings: statistics)
        ),
        (
            "hiding",
            HidingPage(
                visitor: official, formToken: token, caseNumber: "JVK-2026-118",
                lines: [
                    HidingPage.Line(order: order(at: 48_201, until: 21), looks: 0, disclosed: 0),
                    HidingPage.Line(order: order(at: 47_011, until: 60, isApproved: true), looks: 3, disclosed: 0),
                    HidingPage.Line(order: order(at: 31_477, until: 0, isApproved: true), looks: 2, disclosed: 2),
                ], now: now, mayHide: true)
        ),
        (
            "lateness",
            LatenessPage(
                visitor: official, formToken: token, question: question,
                findings: LatenessPage.Findings(
                    lines: [
                        LatenessPage.Line(
                            institution: "Põhja Näidishaigla", documents: 4_812, late: 77, shareLate: 2, median: 0,
                            percentile95: 3, visits: 3_960, undocumented: 41, orders: 1_204, unanswered: 18),
                        LatenessPage.Line(
                            institution: "Lõuna Näidishaigla", documents: 2_930, late: 461, shareLate: 16, median: 2,
                            percentile95: 15, visits: 2_488, undocumented: 212, orders: 640, unanswered: 96),
                        LatenessPage.Line(
                            institution: "Näidise Perearstikeskus", documents: 318, late: nil, shareLate: nil,
                            median: 1, percentile95: nil, visits: 290, undocumented: nil, orders: nil, unanswered: nil),
                        LatenessPage.Line(
                            institution: nil, documents: 8_060, late: 541, shareLate: 7, median: 1, percentile95: 9,
                            visits: 6_738, undocumented: 256, orders: 1_851, unanswered: 117),
                    ], completeness: ["Everything that the ledger held at 2026-11-30T08:00:00Z is counted."]))
        ),
        (
            "search",
            AccessReportFormPage(visitor: official, question: AccessReportQuestion(), formToken: token)
        ),
    ]

    private static func order(at index: UInt64, until days: Int64, isApproved: Bool = false) -> HidingOrder {
        func step(_ act: HidingStep.Act, _ name: String, _ code: String) -> HidingStep {
            HidingStep(
                act, time: now.advanced(by: .zero - .days(9)),
                by: CaseStep.Official(
                    person: PersonIdentifier(semantics: "PNOEE-\(code)"), name: name, role: "supervisor"),
                caseNumber: "JVK-2026-118")
        }
        guard let person = LedgerIdentity([UInt8](repeating: 7, count: 20)),
            let institution = InstitutionID("NTREE-90000021"),
            var order = HidingOrder(
                step(
                    .propose(
                        person: person, institution: institution,
                        basis: "Kriminaalmenetluse seadustik § 126-10, prokuröri luba 77",
                        until: now.advanced(by: .days(days))), "Peeter Näidis", "39901012239"), at: index)
        else { preconditionFailure("a proposal begins an order") }
        if isApproved { order.take(step(.approve(order: index), "Mari Näidis", "60001017869")) }
        return order
    }

    private static func look(
        _ time: String, _ name: String, _ role: String, _ institution: String, _ purpose: PurposeOfUse = .treatment,
        _ outcome: AccessEvent.Outcome = .released, reason: String? = nil
    ) -> AccessEvent {
        AccessEvent(
            time: moment(time), action: .readRecord, outcome: outcome,
            actor: AccessEvent.Actor(
                kind: .institution, institution: InstitutionID("NTREE-90000021"), institutionName: institution,
                person: nil, personName: name, role: role, assertion: .signedToken),
            purpose: purpose, encounter: nil, basis: nil, subject: nil, records: [], requestID: "r", reason: reason)
    }

    private static let emergencyLook = look(
        "2026-11-24T23:52:00Z", "Maarika Näidis", "doctor", "Lõuna Näidishaigla", .breakTheGlass,
        reason: "Teadvuseta patsient, ravimid teadmata")

    private static let explained = ExplainedPage.Findings(
        total: 48_211, toReview: 143,
        reasons: [
            ("visit", 31_870), ("encounter", 9_214), ("order", 3_480), ("list", 2_107), ("dispensing", 961),
            ("own", 330), ("consent", 88), ("batch", 18),
        ],
        rules: [
            (.noRelationship, 96), (.offHours, 71), (.oldRelationship, 31), (.breakTheGlass, 9), (.refused, 6),
            (.manyPeople, 4), (.coWorker, 2),
        ],
        lines: [
            ExplainedPage.Line(
                index: 48_112, score: 80, rules: [.noRelationship, .breakTheGlass], reason: nil,
                event: emergencyLook, caseID: CaseID(.emergency, at: 48_112)),
            ExplainedPage.Line(
                index: 47_930, score: 60, rules: [.coWorker, .offHours, .manyReaders], reason: "visit",
                event: look("2026-11-22T20:14:00Z", "Toomas Tamm", "nurse", "Põhja Näidishaigla"), caseID: nil),
            ExplainedPage.Line(
                index: 46_002, score: 40, rules: [.roleConflict], reason: "encounter",
                event: look("2026-11-17T10:03:00Z", "Kaja Kask", "insurers-doctor", "Näidiskindlustus"), caseID: nil),
            ExplainedPage.Line(
                index: 45_118, score: 30, rules: [.noRelationship], reason: nil,
                event: look("2026-11-14T08:30:00Z", "Rein Rebane", "doctor", "Lääne perearstikeskus"), caseID: nil),
        ], isCut: false,
        completeness: AccessReportPage.Completeness(
            entries: 91_446, isComplete: true,
            details: ["48211 events match, at ledger positions 12008 to 91430."]))

    private static func state(
        _ id: CaseID, _ looked: String, _ acts: [(CaseStep.Act, String)]
    ) -> CaseState {
        var state = CaseState(
            id: id, looked: moment(looked), institution: InstitutionID("NTREE-90000021"), opened: moment(looked),
            terms: CaseTerms())
        for (act, time) in acts {
            state.take(
                CaseStep(
                    id: id, act: act, time: moment(time),
                    by: CaseStep.Official(person: nil, name: "Peeter Näidis", role: "supervisor"),
                    caseNumber: "JVK-2026-118"))
        }
        return state
    }

    private static let officer = CaseStep.Official(person: nil, name: "Peeter Näidis", role: "supervisor")
    private static let late = state(CaseID(.emergency, at: 31_007), "2026-10-20T03:11:00Z", [])
    private static let asked = state(
        CaseID(.emergency, at: 48_112), "2026-11-24T23:52:00Z",
        [
            (.assign(to: officer), "2026-11-25T08:05:00Z"),
            (
                .ask(
                    "Palun selgitage, kelle otsusel andmed avati ja kus patsient sel ajal viibis.",
                    due: moment("2026-12-05T22:00:00Z")), "2026-11-25T08:20:00Z"
            ),
        ])
    private static let fresh = state(
        CaseID(.look, at: 47_930), "2026-11-22T20:14:00Z",
        [
            (
                .open(
                    CaseStep.Look(
                        time: moment("2026-11-22T20:14:00Z"), institution: nil, further: [],
                        rules: [.coWorker, .offHours])), "2026-11-26T09:00:00Z"
            )
        ])

    private static let statistics = StatisticsPage.Findings(
        counts: StatisticsPage.Counts(
            lines: [
                StatisticsPage.Counts.Line(institution: "NTREE-90000015", cells: [20_114, 21, 44, 310], sum: 20_489),
                StatisticsPage.Counts.Line(institution: "NTREE-90000021", cells: [17_930, nil, nil, 122], sum: 18_071),
                StatisticsPage.Counts.Line(institution: "NTREE-90000030", cells: [8_804, nil, nil, 61], sum: 8_884),
                StatisticsPage.Counts.Line(institution: nil, cells: [767, 0, 0, 0], sum: 767),
            ], sums: [47_615, 40, 63, 493], total: 48_211),
        emergencies: StatisticsPage.Emergencies(all: 31, reviewed: 26, overdue: 1),
        precision: [
            RulePrecision(rule: .breakTheGlass, decided: 26, confirmed: 2),
            RulePrecision(rule: .coWorker, decided: 11, confirmed: 8),
            RulePrecision(rule: .noRelationship, decided: 40, confirmed: 9),
            RulePrecision(rule: .offHours, decided: 22, confirmed: 1),
            RulePrecision(rule: .family, decided: 0, confirmed: 0),
        ])
}
