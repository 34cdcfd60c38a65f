import Consent
@_spi(Vouching) import RecordTypes
import Testing

/// Rules about kinds, times, authors, roles and purposes, and which of two that apply is the stronger.
@Suite("Of the citizen's rules")
struct PrecedenceTests {
    private typealias Known = ConsentDecisionTests

    struct Case: CustomTestStringConvertible, Sendable {
        let testDescription: String
        var purpose = PurposeOfUse.treatment
        var role: String? = "doctor"
        var time: String? = "2026-03-10"
        let rules: [Restriction]
        let expected: ConsentDecision

        init(
            _ name: String, _ rules: [Restriction], _ expected: ConsentDecision, purpose: PurposeOfUse = .treatment,
            role: String? = "doctor", time: String? = "2026-03-10"
        ) {
            testDescription = name
            self.rules = rules
            self.expected = expected
            self.purpose = purpose
            self.role = role
            self.time = time
        }
    }

    static let kind = Restriction.Target.category(system: "http://loinc.org", code: "18842-5")
    static let otherKind = Restriction.Target.category(system: "http://loinc.org", code: "11502-2")
    static let otherSystem = Restriction.Target.category(system: "urn:oid:1.2", code: "18842-5")
    static let march = period("2026-03")
    static let author = Restriction.Target.author(ConsentDecisionTests.hospital)
    static let closed = ConsentDecision.deny(.restrictedByCitizen)
    static let allowed = ConsentDecision.permit(.allowedByCitizen)
    static let care = ConsentDecision.permit(.careByDefault)

    static let cases: [Case] = [
        // What a rule is about.
        Case("its kind is closed", [rule(kind, .everyone, .deny)], closed),
        Case("another kind is closed", [rule(otherKind, .everyone, .deny)], care),
        Case("the same code of another system is closed", [rule(otherSystem, .everyone, .deny)], care),
        Case("its author is closed", [rule(author, .everyone, .deny)], closed),
        Case(
            "another author is closed", [rule(.author(ConsentDecisionTests.otherHospital), .everyone, .deny)], care),
        Case("its month is closed", [rule(march, .everyone, .deny)], closed),
        Case("the month before is closed", [rule(period("2026-02"), .everyone, .deny)], care),
        Case("a day in its month is closed", [rule(period("2026-03-10"), .everyone, .deny)], closed, time: "2026-03"),
        Case(
            "everything is closed, a day in its month is open",
            [rule(.wholeRecord, .everyone, .deny), rule(period("2026-03-10"), .everyone, .permit)], closed,
            time: "2026-03"),
        Case(
            "everything is closed, its month is open",
            [rule(.wholeRecord, .everyone, .deny), rule(march, .everyone, .permit)], allowed),
        // noon is in May 2026
        Case(
            "without a time of its own, when it came counts", [rule(period("2026-05"), .everyone, .deny)], closed,
            time: nil),
        Case("a time that cannot be read is none", [rule(march, .everyone, .deny)], care, time: "long ago"),
        // Towards whom.
        Case("closed to doctors", [rule(.wholeRecord, .role("doctor"), .deny)], closed),
        Case("closed to doctors, however they write it", [rule(.wholeRecord, .role("Doctor"), .deny)], closed),
        Case(
            "closed to pharmacists, and a role of the institution's own name could be one",
            [rule(.wholeRecord, .role("pharmacist"), .deny)], closed, role: "apteeker"),
        Case(
            "open to nurses, and a role of the institution's own name is none",
            [rule(.wholeRecord, .everyone, .deny), rule(.wholeRecord, .role("nurse"), .permit)], closed, role: "õde"),
        Case("closed to pharmacists", [rule(.wholeRecord, .role("pharmacist"), .deny)], care),
        Case(
            "closed to pharmacists, no role given", [rule(.wholeRecord, .role("pharmacist"), .deny)], closed, role: nil),
        Case(
            "closed to all, open to doctors",
            [rule(.wholeRecord, .everyone, .deny), rule(.wholeRecord, .role("doctor"), .permit)], allowed),
        Case(
            "closed to all, open to doctors, no role given",
            [rule(.wholeRecord, .everyone, .deny), rule(.wholeRecord, .role("doctor"), .permit)], closed, role: nil),
        Case(
            "open to doctors, closed to this hospital",
            [
                rule(.wholeRecord, .role("doctor"), .permit),
                rule(.wholeRecord, .institution(ConsentDecisionTests.hospital), .deny),
            ],
            closed),
        Case(
            "closed to this hospital, open to this doctor",
            [
                rule(.wholeRecord, .institution(ConsentDecisionTests.hospital), .deny),
                rule(.wholeRecord, .professional(ConsentDecisionTests.doctor), .permit),
            ], allowed),
        // Target before audience.
        Case(
            "this doctor may see everything, but not this kind",
            [rule(.wholeRecord, .professional(ConsentDecisionTests.doctor), .permit), rule(kind, .everyone, .deny)],
            closed),
        Case(
            "this kind is closed, this document open",
            [rule(kind, .everyone, .deny), rule(.record(ConsentDecisionTests.item), .everyone, .permit)], allowed),
        Case(
            "the author is open, its kind closed", [rule(author, .everyone, .permit), rule(kind, .everyone, .deny)],
            closed),
        Case(
            "its month is open, the author closed", [rule(march, .everyone, .permit), rule(author, .everyone, .deny)],
            closed),
        // For which purpose.
        Case("closed for research", [rule(.wholeRecord, .everyone, .deny, for: .research)], care),
        Case(
            "an insurer was allowed for insurance", [rule(.wholeRecord, .everyone, .permit, for: .coverage)], allowed,
            purpose: .coverage),
        Case(
            "an insurer was allowed for insurance and asks for payment",
            [rule(.wholeRecord, .everyone, .permit, for: .coverage)], .deny(.purposeWithoutRight), purpose: .payment),
        Case(
            "an insurer was allowed for insurance, but not this kind",
            [rule(.wholeRecord, .everyone, .permit, for: .coverage), rule(kind, .everyone, .deny)], closed,
            purpose: .coverage),
        Case(
            "all is closed, treatment is open",
            [rule(.wholeRecord, .everyone, .deny, 0), rule(.wholeRecord, .everyone, .permit, -9, for: .treatment)],
            allowed),
        // Emergencies.
        Case(
            "closed, and to be opened in an emergency",
            [
                rule(.record(ConsentDecisionTests.item), .everyone, .deny, 0),
                rule(.wholeRecord, .everyone, .permit, -9, for: .breakTheGlass),
            ],
            .permit(.emergencyAllowedByCitizen), purpose: .breakTheGlass),
        Case(
            "closed, to be opened in an emergency, and there is none",
            [
                rule(.record(ConsentDecisionTests.item), .everyone, .deny),
                rule(.wholeRecord, .everyone, .permit, for: .breakTheGlass),
            ],
            closed),
        Case(
            "closed, to be opened in an emergency, and it is only urgent",
            [rule(.wholeRecord, .everyone, .deny), rule(.wholeRecord, .everyone, .permit, for: .breakTheGlass)],
            closed, purpose: .emergencyTreatment),
        Case(
            "to be opened in an emergency, but not by this doctor",
            [
                rule(.wholeRecord, .everyone, .permit, for: .breakTheGlass),
                rule(.wholeRecord, .professional(ConsentDecisionTests.doctor), .deny, for: .breakTheGlass),
            ], closed, purpose: .breakTheGlass),
        Case(
            "closed even in an emergency, though open otherwise",
            [
                rule(.record(ConsentDecisionTests.item), .everyone, .permit),
                rule(.wholeRecord, .everyone, .deny, for: .breakTheGlass),
            ],
            closed, purpose: .breakTheGlass),
    ]

    @Test("the strongest decides", arguments: cases)
    func strongest(_ example: Case) {
        let actor = AssertedActor(
            assertion: .developmentHeaders, person: Known.doctor, name: nil, role: example.role,
            purpose: example.purpose, encounter: nil, reason: "unconscious")
        let request = AccessRequest(
            reader: .institution(Known.institution(Known.hospital), actor), readerIdentity: nil,
            purpose: example.purpose, now: Known.noon)
        let record = Known.record(timed: example.time)
        for rules in [example.rules, example.rules.reversed()] {
            #expect(ConsentDecision.decide(request, on: record, under: rules) == example.expected)
        }
    }

    @Test("a preview says for everybody named what is decided when they come, and names each once")
    func preview() {
        let rules = [
            Self.rule(.wholeRecord, .everyone, .deny),
            Self.rule(.wholeRecord, .institution(Known.otherHospital), .permit),
            Self.rule(.wholeRecord, .professional(Known.doctor), .permit),
            Self.rule(.wholeRecord, .role("nurse"), .deny),
            Self.rule(Self.kind, .role("nurse"), .permit),
            Self.rule(.wholeRecord, .everyone, .permit, for: .breakTheGlass),
            Self.rule(.wholeRecord, .institution(Known.otherHospital), .permit, for: .coverage),
        ]
        let lines = ConsentDecision.preview(of: Known.record(timed: nil), under: rules, at: Known.noon)
        let expected: [(RecordVisibility.Viewer, Bool)] = [
            (.anyoneTreating, false), (.author(Known.hospital), false), (.anyoneInEmergency, true),
            (.institution(Known.otherHospital), true), (.professional(Known.doctor), true), (.role("nurse"), true),
            // Towards that hospital alone.
            (.purpose(.coverage), false),
        ]
        #expect(lines == expected.map { RecordVisibility(viewer: $0.0, isPermitted: $0.1) })
    }

    @Test("a preview without rules: whoever treats may see")
    func plainPreview() {
        let lines = ConsentDecision.preview(of: Known.record(timed: nil), under: [], at: Known.noon)
        #expect(lines.map(\.viewer) == [.anyoneTreating, .author(Known.hospital), .anyoneInEmergency])
        #expect(lines.allSatisfy { $0.isPermitted })
    }

    static func rule(
        _ target: Restriction.Target, _ audience: Restriction.Audience, _ effect: Restriction.Effect,
        _ decided: Int64 = -10, for purpose: PurposeOfUse? = nil
    ) -> Restriction { ConsentDecisionTests.rule(target, audience, effect, decided, for: purpose) }

    static func period(_ text: String) -> Restriction.Target {
        guard let span = DateSpan(fhir: text) else { preconditionFailure("a date") }
        return .period(span)
    }
}

extension ConsentDecisionTests {
    /// A discharge summary of ``hospital``, received at noon, that says it is about this time.
    static func record(timed time: String?) -> RecordDescription {
        RecordDescription(
            id: item, subject: subject, institution: hospital, institutionName: "First hospital",
            mediaType: "application/xml",
            type: CodedWord(system: "http://loinc.org", code: "18842-5", display: nil), title: "Discharge summary",
            author: nil, documentTime: time, received: noon, documentID: nil, setID: nil, version: nil, replaces: nil,
            sourceDigest: digest, sourceSize: 1, bundleDigest: digest, profileSetDigest: digest, converterVersion: "1")
    }
}
