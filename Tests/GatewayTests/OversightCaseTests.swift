import AccessLog
import GatewayTesting
import Oversight
@_spi(Vouching) import RecordTypes
import Statements
import Testing

@testable import Gateway

@Suite("The ministry's cases", .timeLimit(.minutes(1)))
struct OversightCaseTests {
    /// The question is refused for the role if, and only if, its right is not the role's.
    private static func expect(
        _ role: VerifiedOfficial.Role, _ right: MinistryRight, _ ask: @Sendable () async throws -> some Any
    ) async throws {
        let refused = try await refusal(ask)
        #expect(
            refused == (role.may(right) ? nil : Refusal(.notPermitted, ["role-without-right"])), "\(role) \(right)")
    }

    static func official(_ role: VerifiedOfficial.Role, _ person: PersonIdentifier = People.official) -> Overseer {
        .official(VerifiedOfficial(citizen: People.verified(person, "OFFICIAL"), role: role))
    }

    private static let supervisor = official(.supervisor)

    /// A record of the citizen, and the position of one emergency look of another hospital.
    private static func emergency(_ open: GatewayHouse.Open) async throws -> CaseID {
        let id = try await open.submit(.summary(1), from: People.hospital).id
        _ = try await open.gateway.read(id, as: People.acting(purpose: .breakTheGlass), requestID: "r")
        let entries = try await open.entries()
        let emergency = entries.last { entry in
            guard case .access(let event) = entry.statement else { return false }
            return event.purpose == .breakTheGlass
        }
        return CaseID(.emergency, at: try #require(emergency).projected.index)
    }

    @Test("an emergency opens its case by itself, and is reviewed when it is decided")
    func emergencyCase() async throws {
        try await GatewayHouse().running { open in
            let id = try await Self.emergency(open)
            let gateway = open.gateway
            let cases = try await gateway.cases(
                CaseFiles.Question(), caseNumber: "J-1", as: Self.supervisor, requestID: "r")
            #expect(cases.map(\.id) == [id] && cases.map(\.stage) == [.new] && cases.map(\.rules) == [[.breakTheGlass]])
            var figures = try await gateway.caseFigures(caseNumber: "J-1", as: Self.supervisor, requestID: "r")
            #expect(figures.emergencies == (1, 0, 0))

            func work(_ act: CaseStep.Act) async throws -> CaseState {
                try await gateway.work(on: id, act, caseNumber: "J-1", as: Self.supervisor, requestID: "r").state
            }
            #expect(
                try await gateway.takeOver(id, caseNumber: "J-1", as: Self.supervisor, requestID: "r").state.stage
                    == .assigned)
            let due = gateway.nextAnswerDue
            let waiting = try await work(.ask("Why?", due: due))
            #expect(waiting.stage == .waiting && waiting.due == due)
            let answered = try await work(.answer("She was unconscious."))
            #expect(answered.stage == .assigned)
            let decided = try await work(
                .decide(.justified, reason: "It was an emergency.", .none, rules: [.breakTheGlass]))
            #expect(decided.stage == .decided && decided.due == gateway.now.advanced(by: .days(30)))
            #expect(try await work(.close("The person was told.")).stage == .closed)

            figures = try await gateway.caseFigures(caseNumber: "J-1", as: Self.supervisor, requestID: "r")
            #expect(figures.emergencies == (1, 1, 0))
            #expect(
                figures.precision.first { $0.rule == .breakTheGlass }
                    == RulePrecision(rule: .breakTheGlass, decided: 1, confirmed: 0))
        }
    }

    @Test("any other look is taken up once, however often, and looks that belong to it join it")
    func lookCase() async throws {
        try await GatewayHouse().running { open in
            let record = try await open.submit(.summary(1), from: People.hospital).id
            for _ in 0..<2 { _ = try await open.gateway.read(record, as: People.acting(), requestID: "r") }
            let looks = try await open.entries().filter { $0.projected.kind == .access }.map(\.projected.index)
            func take(_ further: [UInt64], _ rules: [DetectionRule]) async throws -> CaseFile {
                try await open.gateway.openCase(
                    about: looks[0], further: further, rules: rules, caseNumber: "J-2", as: Self.supervisor,
                    requestID: "r")
            }
            _ = try await take([], [.noRelationship])
            let file = try await take([looks[1]], [.noRelationship, .offHours])
            #expect(file.state.id == CaseID(.look, at: looks[0]) && file.state.further == [looks[1]])
            #expect(
                file.looks.map(\.index) == Array(looks.prefix(2)) && file.state.rules == [.noRelationship, .offHours])
            #expect(
                try await refusal { try await take([9_999], []) } == Refusal(.notFound))
            let own = try await open.gateway.wholeLog(
                of: .person(People.verifiedCitizen), limit: 100, requestID: "own")
            #expect(own.events.contains { $0.event.basis == "J-2" && $0.event.actor.kind == .official })
        }
    }

    @Test("made anew from the ledger the cases are the same, and a crash between loses none")
    func replayed() async throws {
        let house = try GatewayHouse()
        let before = try await house.running { open in
            let id = try await Self.emergency(open)
            return try await open.gateway.work(
                on: id, .decide(.unjustified, reason: "No reason.", .reminder, rules: [.breakTheGlass]),
                caseNumber: "J", as: Self.supervisor, requestID: "r"
            ).state
        }
        let after = try await house.running { open in
            try await open.caseFiles.reset()
            return try await open.gateway.caseFile(
                before.id, caseNumber: "J", as: Self.supervisor, requestID: "r"
            ).state
        }
        #expect(before.stage == .decided && after == before)
    }

    @Test("the clock runs: what is not decided in time is overdue, and the limitation shows before it ends")
    func overdue() async throws {
        try await GatewayHouse().running { open in
            let id = try await Self.emergency(open)
            func overdue() async throws -> [CaseID] {
                var question = CaseFiles.Question()
                question.overdueAt = open.gateway.now
                return try await open.gateway.cases(
                    question, caseNumber: "J", as: Self.supervisor, requestID: "r"
                ).map(\.id)
            }
            open.house.clock.advance(by: .days(29))
            #expect(try await overdue().isEmpty)
            open.house.clock.advance(by: .days(1))
            #expect(try await overdue() == [id])
            let figures = try await open.gateway.caseFigures(caseNumber: "J", as: Self.supervisor, requestID: "r")
            #expect(figures.emergencies == (1, 0, 1))
            let state = try await open.gateway.caseFile(
                id, caseNumber: "J", as: Self.supervisor, requestID: "r"
            ).state
            #expect(!state.isNearLimitation(at: open.gateway.now))
            open.house.clock.advance(by: .days(610))
            #expect(state.isNearLimitation(at: open.gateway.now))
        }
    }

    @Test("each role does what it may, and a refusal is on the log like an answer")
    func roles() async throws {
        try await GatewayHouse().running { open in
            let id = try await Self.emergency(open)
            let gateway = open.gateway
            for role in VerifiedOfficial.Role.allCases {
                let me = Self.official(role)
                try await Self.expect(role, .statistics) {
                    try await gateway.caseFigures(caseNumber: "J", as: me, requestID: "r")
                }
                try await Self.expect(role, .statistics) {
                    try await gateway.accessFigures(
                        AccessLogQuery(), about: nil, caseNumber: "J", as: me, requestID: "r")
                }
                try await Self.expect(role, .readLog) {
                    try await gateway.accessFigures(
                        AccessLogQuery(), about: People.citizen, caseNumber: "J", as: me, requestID: "r")
                }
                try await Self.expect(role, .readLog) {
                    try await gateway.accessReport(
                        AccessLogQuery(), about: nil, caseNumber: "J", as: me, requestID: "r")
                }
                var readers = AccessLogQuery()
                readers.kinds = [.official]
                let asked = readers
                try await Self.expect(role, .readReaders) {
                    try await gateway.accessReport(asked, about: nil, caseNumber: "J", as: me, requestID: "r")
                }
                try await Self.expect(role, .explain) {
                    try await gateway.explainedReport(
                        ExplainQuestion(AccessLogQuery()), caseNumber: "J", as: me, requestID: "r")
                }
                try await Self.expect(role, .readCases) {
                    try await gateway.caseFile(id, caseNumber: "J", as: me, requestID: "r")
                }
                try await Self.expect(role, .workCases) {
                    try await gateway.takeOver(id, caseNumber: "J", as: me, requestID: "r")
                }
            }
            let attempts = try await open.accesses().filter { $0.actor.kind == .official }
            #expect(attempts.contains { $0.outcome == .refused && $0.actor.role == "analyst" && $0.basis == "J" })
            #expect(
                try await refusal {
                    try await gateway.takeOver(id, caseNumber: "", as: Self.supervisor, requestID: "r")
                } == Refusal(.invalidRequest, ["case-number-missing"]))
        }
    }

    @Test("who is part of a case decides nothing in it, and is assigned nothing")
    func conflict() async throws {
        try await GatewayHouse().running { open in
            let id = try await Self.emergency(open)
            for person in [People.citizen, People.doctor] {
                let me = Self.official(.supervisor, person)
                #expect(
                    try await refusal { try await open.gateway.takeOver(id, caseNumber: "J", as: me, requestID: "r") }
                        == Refusal(.invalidRequest, ["official-is-part"]))
                let them = CaseStep.Official(person: person, name: "X", role: "supervisor")
                #expect(
                    try await refusal {
                        try await open.gateway.work(
                            on: id, .assign(to: them), caseNumber: "J", as: Self.supervisor, requestID: "r")
                    } == Refusal(.invalidRequest, ["official-is-part"]))
            }
        }
    }

    @Test("a step that does not follow, has no words or ends in the past is refused and leaves nothing")
    func refusedSteps() async throws {
        try await GatewayHouse().running { open in
            let id = try await Self.emergency(open)
            let past = open.gateway.now
            let later = past.advanced(by: .days(1))
            let steps: [(CaseStep.Act, String)] = [
                (.answer("a"), "step-does-not-fit"), (.close("a"), "step-does-not-fit"),
                (.ask("", due: later), "inquiry-without-words"), (.ask("a", due: past), "due-in-the-past"),
                (.decide(.error, reason: " ", .none, rules: []), "inquiry-without-words"),
                (.decide(.error, reason: String(repeating: "a", count: 4_001), .none, rules: []), "inquiry-too-long"),
            ]
            for (act, issue) in steps {
                #expect(
                    try await refusal {
                        try await open.gateway.work(
                            on: id, act, caseNumber: "J", as: Self.supervisor, requestID: "r")
                    } == Refusal(.invalidRequest, [issue]), "\(act)")
            }
            let none = CaseID(.look, at: 0)
            #expect(
                try await refusal {
                    try await open.gateway.caseFile(none, caseNumber: "J", as: Self.supervisor, requestID: "r")
                } == Refusal(.notFound))
            let state = try await open.gateway.caseFile(
                id, caseNumber: "J", as: Self.supervisor, requestID: "r"
            ).state
            #expect(state.steps.isEmpty && state.stage == .new)
        }
    }

    @Test("precision counts decided cases alone, a mistake as right, and what cannot be found out as nothing")
    func precision() {
        let terms = CaseTerms()
        let now = Instant(seconds: 1_780_000_000)
        func state(_ finding: CaseStep.Finding?, _ rules: [DetectionRule]) -> CaseState {
            var state = CaseState(
                id: CaseID(.look, at: 1), looked: now, institution: nil, opened: now, terms: terms)
            if let finding {
                state.take(
                    CaseStep(
                        id: state.id, act: .decide(finding, reason: "r", .none, rules: rules), time: now,
                        by: CaseStep.Official(person: nil, name: "n", role: "r"), caseNumber: "J"))
            }
            return state
        }
        let counted = RulePrecision.counted(from: [
            state(.unjustified, [.offHours, .family]), state(.error, [.offHours]), state(.justified, [.offHours]),
            state(.undetermined, [.offHours]), state(nil, [.offHours]),
        ])
        #expect(counted.first { $0.rule == .offHours }?.decided == 3)
        #expect(counted.first { $0.rule == .offHours }?.confirmed == 2)
        #expect(counted.first { $0.rule == .family }?.precision == 1)
        #expect(counted.first { $0.rule == .probing }?.precision == nil)
    }

    @Test("names of cases read back as they were written, and nothing else does")
    func names() {
        for text in ["BTG-0", "LOOK-12", "BTG-9223372036854775807"] { #expect(CaseID(text)?.description == text) }
        for text in ["BTG", "BTG-", "BTG-01", "btg-1", "BTG-1 ", "BTG--1", "CASE-1", "BTG-9223372036854775808", ""] {
            #expect(CaseID(text) == nil, "\(text)")
        }
    }
}
