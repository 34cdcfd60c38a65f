import RecordTypes
import Reporting
import Testing

@Suite("An access is explained")
struct ExplanationTests {
    /// The tests say themselves whether the institution is open then.
    static let noon = Instant(seconds: 1_780_000_000)

    static func facts(
        _ kind: AccessEvent.Actor.Kind = .institution, _ purpose: PurposeOfUse = .treatment,
        _ outcome: AccessEvent.Outcome = .released, basis: String? = "care-by-default", encounter: String? = nil,
        role: String? = nil, named: Bool = true, drift: Int64 = 0, at time: Instant = noon, index: UInt64 = 0,
        person: UInt64? = 1, professional: UInt64? = 7
    ) -> AccessFacts {
        let event = AccessEvent(
            time: time, action: .readRecord, outcome: outcome,
            actor: AccessEvent.Actor(
                kind: kind, institution: nil, institutionName: nil, person: nil, personName: nil, role: role,
                assertion: nil),
            purpose: purpose, encounter: encounter, basis: basis, subject: nil, records: [], requestID: "r",
            reason: purpose == .breakTheGlass ? "unconscious" : nil)
        return AccessFacts(
            of: event, at: index, ledgerTime: time.advanced(by: .seconds(drift)),
            institution: kind == .institution ? 0 : nil, person: person, professional: named ? professional : nil)
    }

    static func days(_ days: Int64) -> Instant { noon.advanced(by: .days(days)) }

    static func around(
        filed: [Instant] = [], ordered: [Instant] = [], prescribed: [Instant] = [], known: Bool = true,
        open: Bool = true, asked: Instant = noon, signals: Set<DetectionRule> = []
    ) -> Explanation.Circumstances {
        var circumstances = Explanation.Circumstances(asked: asked)
        circumstances.filed = filed
        circumstances.ordered = ordered
        circumstances.prescribed = prescribed
        circumstances.isKnownAnywhere = known
        circumstances.isOpen = open
        circumstances.signals = signals
        return circumstances
    }

    struct Case: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let facts: AccessFacts
        let circumstances: Explanation.Circumstances
        let reason: Explanation.Reason?
        let rules: [DetectionRule]

        init(
            _ name: String, _ facts: AccessFacts, _ circumstances: Explanation.Circumstances,
            _ reason: Explanation.Reason?, _ rules: [DetectionRule] = []
        ) {
            testDescription = name
            self.facts = facts
            self.circumstances = circumstances
            self.reason = reason
            self.rules = rules
        }

        /// Where nobody filed anything about the person there, but somebody did somewhere.
        init(_ name: String, _ facts: AccessFacts, _ reason: Explanation.Reason?, _ rules: [DetectionRule] = []) {
            self.init(name, facts, ExplanationTests.around(), reason, rules)
        }
    }

    static let cases: [Case] = [
        Case("by being one's own", facts(.citizen), .own),
        Case("by a case number", facts(.official, .audit, basis: "MOH-1"), .caseNumber),
        Case("not for an official without a case", facts(.official, .audit, basis: nil), nil),
        Case("by the citizen's consent", facts(basis: "allowed-by-citizen"), .consent),
        Case("by an encounter", facts(encounter: "V-1"), .encounter),
        Case("by a document filed that day", facts(), around(filed: [noon]), .visit),
        Case("by a document filed 30 days before", facts(), around(filed: [days(-30)]), .visit),
        Case("by a document filed 30 days after", facts(), around(filed: [days(30)]), .visit),
        Case("not by one filed 31 days before", facts(), around(filed: [days(-31)]), nil, [.oldRelationship]),
        Case("by a referral 90 days before", facts(), around(ordered: [days(-90)]), .order),
        Case("not by one 91 days before", facts(), around(ordered: [days(-91)]), nil, [.noRelationship]),
        Case("not by one of the day after", facts(), around(ordered: [days(1)]), nil, [.noRelationship]),
        Case(
            "to a pharmacist by a prescription", facts(role: "Pharmacist"), around(prescribed: [days(-60)]),
            .dispensing),
        Case("to nobody else by one", facts(role: "doctor"), around(prescribed: [days(-1)]), nil, [.noRelationship]),
        Case(
            "by being on the institution's list: three days of a year", facts(),
            around(filed: [days(-300), days(-200), days(-100)]), .list),
        Case(
            "two days are no list", facts(), around(filed: [days(-300), days(-300), days(-100)]), nil,
            [.oldRelationship]),
        Case("not by nothing", facts(), nil, [.noRelationship]),
        Case("and never a patient anywhere", facts(), around(known: false), nil, [.noRelationship, .neverPatient]),
        Case("automatic processing of what it holds", facts(named: false), around(filed: [days(-500)]), .batch),
        Case("not by nobody", facts(named: false), nil, [.noRelationship, .nobodyNamed]),
        Case(
            "and refused all the same", facts(.institution, .treatment, .refused), around(filed: [noon]), .visit,
            [.refused]),
        Case(
            "and an encounter explains no refusal away", facts(.institution, .treatment, .refused, encounter: "V-1"),
            .encounter, [.refused]),
        Case(
            "but many were looked at", facts(), around(filed: [noon], signals: [.manyPeople]), .visit, [.manyPeople]),
        Case(
            "but an emergency is followed up", facts(.institution, .breakTheGlass), around(filed: [noon]), .visit,
            [.breakTheGlass]),
        Case(
            "and one without a document within seven days stands out", facts(.institution, .breakTheGlass),
            around(filed: [days(-1)], asked: days(7)), .visit, [.breakTheGlass, .noFollowUp]),
        Case(
            "one with a document does not", facts(.institution, .breakTheGlass),
            around(filed: [days(6)], asked: days(8)), .visit, [.breakTheGlass]),
        Case("off hours only ranks", facts(), around(filed: [noon], open: false), .visit, [.offHours]),
        Case(
            "an emergency is never off hours", facts(.institution, .emergencyTreatment),
            around(filed: [noon], open: false), .visit),
        Case(
            "an insurer's doctor does not treat", facts(role: "insurers-doctor"), around(filed: [noon]), .visit,
            [.roleConflict]),
        Case(
            "an insurer's doctor may judge a claim", facts(.institution, .coverage, role: "insurers-doctor"),
            around(filed: [noon]), .visit),
        Case("five minutes are no drift", facts(.citizen, drift: 300), .own),
        Case("more are", facts(.citizen, drift: 301), .own, [.clockDrift]),
        Case("and a clock that runs ahead", facts(.citizen, drift: -400), .own, [.clockDrift]),
    ]

    @Test("by what the data says, and by nothing else", arguments: cases)
    func explained(_ example: Case) {
        let explanation = Explanation(of: example.facts, in: example.circumstances)
        #expect(explanation.reason == example.reason)
        #expect(explanation.rules == example.rules)
        let stands = example.rules.contains(where: \.standsAgainstReason)
        #expect(explanation.needsReview == (example.reason == nil || stands))
    }

    @Test("and the report counts the explained and ranks the rest, an emergency first, each with its case")
    func report() {
        let visit = Self.around(filed: [Self.noon])
        let all: [(AccessFacts, Explanation.Circumstances)] = [
            (Self.facts(index: 0), visit), (Self.facts(index: 1), Self.around()), (Self.facts(.citizen), Self.around()),
            (Self.facts(.institution, .breakTheGlass, index: 3), visit),
            (Self.facts(named: false, index: 4), Self.around()), (Self.facts(index: 5), visit),
        ]
        var report = ExplainedReport(keeping: 10)
        for (facts, around) in all { report.add(facts, Explanation(of: facts, in: around)) }
        #expect(report.total == 6 && report.toReview == 3)
        #expect(report.explained.filter { $0.count > 0 }.map(\.reason) == [.own, .visit])
        #expect(report.explained.filter { $0.count > 0 }.map(\.count) == [1, 2])
        #expect(report.queue.map(\.ledgerIndex) == [3, 4, 1])
        #expect(report.queue.map { $0.caseID?.description } == ["BTG-3", nil, nil])
        #expect(report.text(report.queue).contains("BTG-3"))
    }

    @Test("of a long queue the foremost are kept and the rest is counted")
    func longQueue() {
        var report = ExplainedReport(keeping: 3)
        for index in 0..<5_000 {
            let isEmergency = index % 1_000 == 0
            let facts = Self.facts(.institution, isEmergency ? .breakTheGlass : .treatment, index: UInt64(index))
            report.add(facts, Explanation(of: facts, in: Self.around()))
        }
        #expect(report.toReview == 5_000)
        #expect(report.queue.map(\.ledgerIndex) == [0, 1_000, 2_000])
    }

    @Test("a rule that is asked for brings also what is explained")
    func byRule() {
        var report = ExplainedReport(keeping: 10, pointedAtBy: [.offHours])
        for (index, open) in [true, false].enumerated() {
            let facts = Self.facts(index: UInt64(index))
            report.add(facts, Explanation(of: facts, in: Self.around(filed: [Self.noon], open: open)))
        }
        #expect(report.toReview == 0 && report.queue.map(\.ledgerIndex) == [1])
    }

    @Test("facts read back as they were packed, and nothing else does")
    func packed() throws {
        for kind in AccessEvent.Actor.Kind.allCases {
            for outcome in AccessEvent.Outcome.allCases {
                for purpose in PurposeOfUse.allCases {
                    let facts = Self.facts(kind, purpose, outcome, encounter: "V", role: "pharmacist", drift: -77)
                    func read(_ bytes: [UInt8]) -> AccessFacts? {
                        AccessFacts(
                            packed: bytes, ledgerIndex: facts.ledgerIndex, time: facts.time,
                            institution: facts.institution, person: facts.person, professional: facts.professional)
                    }
                    #expect(read(facts.packed) == facts)
                    #expect(read(Array(facts.packed.dropLast())) == nil)
                    #expect(read([2] + facts.packed.dropFirst()) == nil)
                }
            }
        }
    }
}
