import RecordTypes
import Reporting
import Testing

@Suite("An access is explained")
struct ExplanationTests {
    static let noon = Instant(seconds: 1_780_000_000)
    static let hospital = InstitutionID("NTREE-90000015")

    static func event(
        _ kind: AccessEvent.Actor.Kind = .institution, _ purpose: PurposeOfUse = .treatment,
        _ outcome: AccessEvent.Outcome = .released, basis: String? = "care-by-default", encounter: String? = nil,
        named: Bool = true
    ) -> AccessEvent {
        AccessEvent(
            time: noon, action: .readRecord, outcome: outcome,
            actor: AccessEvent.Actor(
                kind: kind, institution: kind == .institution ? hospital : nil, institutionName: nil,
                person: named ? PersonIdentifier(semantics: "PNOEE-60001017869") : nil, personName: nil, role: nil,
                assertion: nil),
            purpose: purpose, encounter: encounter, basis: basis, subject: nil, records: [], requestID: "r",
            reason: purpose == .breakTheGlass ? "unconscious" : nil)
    }

    static func days(_ days: Int64) -> Instant { noon.advanced(by: .seconds(days * 86_400)) }

    struct Case: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let event: AccessEvent
        var filed: [Instant] = []
        var people = 1
        let reason: Explanation.Reason?
        var rules: [Explanation.Rule] = []

        init(
            _ name: String, _ event: AccessEvent, filed: [Instant] = [], people: Int = 1,
            _ reason: Explanation.Reason?, _ rules: [Explanation.Rule] = []
        ) {
            testDescription = name
            self.event = event
            self.filed = filed
            self.people = people
            self.reason = reason
            self.rules = rules
        }
    }

    static let cases: [Case] = [
        Case("by being one's own", event(.citizen), .own),
        Case("by a case number", event(.official, .audit, basis: "MOH-1"), .caseNumber),
        Case("not for an official without a case", event(.official, .audit, basis: nil), nil),
        Case("by the citizen's consent", event(basis: "allowed-by-citizen"), .consent),
        Case("by an encounter", event(encounter: "V-1"), .encounter),
        Case("by a document filed that day", event(), filed: [noon], .visit),
        Case("by a document filed 30 days before", event(), filed: [days(-30)], .visit),
        Case("by a document filed 30 days after", event(), filed: [days(30)], .visit),
        Case("not by one filed 31 days before", event(), filed: [days(-31)], nil, [.oldRelationship]),
        Case("not by nothing", event(), nil, [.noRelationship]),
        Case("not by nobody", event(named: false), nil, [.noRelationship, .nobodyNamed]),
        Case("and refused all the same", event(.institution, .treatment, .refused), filed: [noon], .visit, [.refused]),
        Case(
            "and an encounter explains no refusal away", event(.institution, .treatment, .refused, encounter: "V-1"),
            .encounter, [.refused]),
        Case("but many were looked at", event(), filed: [noon], people: 100, .visit, [.manyPeople]),
        Case("99 are not many", event(), filed: [noon], people: 99, .visit),
        Case(
            "but an emergency is followed up", event(.institution, .breakTheGlass), filed: [noon], .visit,
            [.breakTheGlass]),
    ]

    @Test("by what the data says, and by nothing else", arguments: cases)
    func explained(_ example: Case) {
        let explanation = Explanation(
            of: example.event,
            in: Explanation.Circumstances(filed: example.filed, peopleLookedAt: example.people))
        #expect(explanation.reason == example.reason)
        #expect(explanation.rules == example.rules)
        let stands: Set<Explanation.Rule> = [.refused, .manyPeople, .nobodyNamed, .breakTheGlass]
        #expect(explanation.needsReview == (example.reason == nil || !Set(example.rules).isDisjoint(with: stands)))
    }

    @Test("and the report counts the explained and ranks the rest, an emergency first, each with its case")
    func report() {
        let plain = Explanation.Circumstances(filed: [], peopleLookedAt: 1)
        let visit = Explanation.Circumstances(filed: [Self.noon], peopleLookedAt: 1)
        let all: [(AccessEvent, Explanation.Circumstances)] = [
            (Self.event(), visit), (Self.event(), plain), (Self.event(.citizen), plain),
            (Self.event(.institution, .breakTheGlass), visit), (Self.event(named: false), plain), (Self.event(), visit),
        ]
        let report = ExplainedReport(
            all.enumerated().map { place, item in
                ExplainedReport.Line(
                    row: AccessReportRow(event: item.0, ledgerIndex: UInt64(place)),
                    explanation: Explanation(of: item.0, in: item.1))
            })
        #expect(report.total == 6)
        #expect(report.explained.filter { $0.count > 0 }.map(\.reason) == [.own, .visit])
        #expect(report.explained.filter { $0.count > 0 }.map(\.count) == [1, 2])
        #expect(report.queue.map(\.row.ledgerIndex) == [3, 4, 1])
        #expect(report.queue.map(\.caseName) == ["BTG-3", nil, nil])
        #expect(report.text.contains("BTG-3") && report.text.contains("unconscious"))
    }
}
