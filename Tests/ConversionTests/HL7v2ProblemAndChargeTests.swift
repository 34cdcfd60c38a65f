import Conversion
import JSONText
import RecordTypes
import Testing

@Suite("HL7 v2: problems and charges")
struct HL7v2ProblemAndChargeTests {
    let converter: Converter

    init() throws { converter = try HL7v2Messages.converter() }

    private func outcome(_ type: String, _ segments: String...) -> ConversionOutcome {
        let header = HL7v2Messages.header.replacing("ORU^R01^ORU_R01", with: type)
        return converter.convert(
            hl7v2: HL7v2Messages.message(
                [header, "EVN||20260301092900", HL7v2Messages.patient, "PV1|1|O"] + segments))
    }

    private func problem(
        action: String = "AD", resolved: String = "", confirmation: String = "", lifeCycle: String = ""
    ) -> ConversionOutcome {
        outcome(
            "REF^I12",
            "RF1|A|R|MED|||R1",
            "PRB|\(action)|20260301|J45^Astma^I10|P1|||||\(resolved)||||\(confirmation)|\(lifeCycle)|")
    }

    private func code(_ concept: JSONValue?) -> String? { concept?["coding"]?.arrayValue?.first?["code"]?.stringValue }

    @Test(
        "a problem's verification is what PRB-13 says, and nothing where that is unknown",
        arguments: [
            ("", nil), ("confirmed", "confirmed"), ("Confirmed^Kinnitatud^L", "confirmed"),
            ("provisional", "provisional"), ("differential", "differential"), ("rule-out", "unconfirmed"),
            ("410516002^Known absent^SCT", "refuted"), ("X1^^L^refuted^^L2", "refuted"), ("ACTIVE", nil),
            ("\"\"", nil), ("entered-in-error", "entered-in-error"), ("unconfirmed or not", nil),
        ])
    func verification(_ confirmation: String, _ expected: String?) throws {
        let condition = try #require(try problem(confirmation: confirmation).resources("Condition").first)
        #expect(code(condition["verificationStatus"]) == expected)
        let isDenied = expected == "refuted" || expected == "entered-in-error"
        #expect(code(condition["clinicalStatus"]) == (isDenied ? nil : "active"))
    }

    @Test(
        "a problem's clinical status is what PRB-14 says; else its resolution decides",
        arguments: [
            ("", "", "active"), ("", "20260201", "resolved"), ("active-improving", "", "active"),
            ("INACTIVE^Mitteaktiivne", "", "inactive"), ("remission", "20260201", "remission"),
            ("resolved", "", "resolved"), ("277022003^Remission^SCT", "", "remission"),
            ("active", "20260201", "active"), ("whatever", "", nil), ("whatever", "20260201", "resolved"),
        ])
    func clinical(_ lifeCycle: String, _ resolved: String, _ expected: String?) throws {
        let outcome = problem(resolved: resolved, lifeCycle: lifeCycle)
        let condition = try #require(try outcome.resources("Condition").first)
        #expect(code(condition["clinicalStatus"]) == expected)
        // R4 con-4: only what is over has an end.
        let contradicts = expected == "active" && !resolved.isEmpty
        #expect((condition["abatementDateTime"] != nil) == (!resolved.isEmpty && !contradicts))
        #expect(outcome.issues.contains { $0.code == "hl7-problem-contradiction" } == contradicts)
    }

    @Test("a problem that is deleted was entered in error, whatever else it says")
    func deleted() throws {
        let condition = try #require(
            try problem(action: "DE", resolved: "20260201", confirmation: "confirmed", lifeCycle: "active")
                .resources("Condition").first)
        #expect(code(condition["verificationStatus"]) == "entered-in-error")
        #expect(condition["clinicalStatus"] == nil)
        #expect(condition["abatementDateTime"] == nil)
    }

    @Test(
        "only a charge says what was done and for what", arguments: ["CG", "CD", "CR", "PY", "AJ", "CO", "", "cg"])
    func charges(_ kind: String) throws {
        let ft1 = "FT1|1|||20260301||\(kind)|3001^Vastuvõtt^L" + String(repeating: "|", count: 12) + "J06.9^ARI^I10"
        let outcome = outcome("DFT^P03", ft1)
        #expect(outcome.refusals.isEmpty)
        let isCharge = kind == "CG"
        #expect(try outcome.resources("Procedure").count == (isCharge ? 1 : 0))
        #expect(try outcome.resources("Condition").count == (isCharge ? 1 : 0))
        #expect(outcome.issues.contains { $0.code == "hl7-transaction-not-clinical" } == !isCharge)
    }
}
