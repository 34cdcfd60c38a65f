import Conversion
import FHIR
import JSONText
import RecordTypes
import Testing

/// Nobody is told to take more, or at other times, than the document says.
@Suite("CDA dosage safety")
struct CDADosageSafetyTests {
    private static func document(
        times: String = "", dose: String = #"<doseQuantity value="1" unit="{tablet}"/>"#, mood: String = "EVN",
        status: String = "active", below: String = ""
    ) -> CDADocument {
        .with(
            section: "10160-0",
            entry: """
                <substanceAdministration classCode="SBADM" moodCode="\(mood)"><templateId root="2.16.840.1.113883.10.20.22.4.16"/>
                <statusCode code="\(status)"/>\(times)\(dose)<consumable><manufacturedProduct><manufacturedMaterial>
                <code code="C08CA01" codeSystem="2.16.840.1.113883.6.73"/></manufacturedMaterial></manufacturedProduct></consumable>\(below)
                </substanceAdministration>
                """)
    }

    private func statement(_ document: CDADocument) throws -> MedicationStatement {
        try #require(
            try document.resources().compactMap { if case .medicationStatement(let value) = $0 { value } else { nil } }
                .first)
    }

    private func request(_ document: CDADocument) throws -> MedicationRequest {
        try #require(
            try document.resources().compactMap { if case .medicationRequest(let value) = $0 { value } else { nil } }
                .first)
    }

    private static let since = #"<effectiveTime xsi:type="IVL_TS"><low value="20260101"/></effectiveTime>"#
    private static let daily =
        #"<effectiveTime xsi:type="PIVL_TS" operator="A"><period value="1" unit="d"/></effectiveTime>"#

    @Test("what a schedule leaves out is no second dosage, and is told")
    func exclusion() throws {
        let sundays = """
            <effectiveTime xsi:type="PIVL_TS" operator="E"><phase><low value="20260104"/><width value="1" unit="d"/></phase>
            <period value="1" unit="wk"/></effectiveTime>
            """
        let document = Self.document(times: Self.since + Self.daily + sundays)
        #expect(try statement(document).dosage.count == 1)
        #expect(try document.converted().issues.contains { $0.code == "cda-schedule-exclusion" })
        let pause =
            #"<effectiveTime xsi:type="IVL_TS" operator="E"><low value="20260105"/><high value="20260106"/></effectiveTime>"#
        let paused = Self.document(times: pause + Self.since)
        guard case .period(let period)? = try statement(paused).effective else { return #expect(Bool(false)) }
        #expect(period.start == "2026-01-01" && period.end == nil)
    }

    @Test(
        "what narrows a schedule is no second dosage; what adds to it is",
        arguments: [
            (#"<effectiveTime xsi:type="EIVL_TS" operator="A"><event code="HS"/></effectiveTime>"#, 1, false),
            (
                #"<effectiveTime xsi:type="PIVL_TS" operator="A"><phase><low value="20260105"/></phase><period value="1" unit="wk"/></effectiveTime>"#,
                1, false
            ),
            (#"<effectiveTime xsi:type="PIVL_TS" operator="A"><period value="8" unit="h"/></effectiveTime>"#, 1, true),
            (#"<effectiveTime xsi:type="EIVL_TS" operator="I"><event code="HS"/></effectiveTime>"#, 2, false),
        ])
    func intersection(_ second: String, _ count: Int, _ isTold: Bool) throws {
        let document = Self.document(times: Self.since + Self.daily + second)
        #expect(try statement(document).dosage.count == count)
        #expect(try document.converted().issues.contains { $0.code == "cda-schedule-intersection" } == isTold)
    }

    @Test(
        "at most so much is a range, not a dose with a comparator",
        arguments: [
            (#"<doseQuantity><high value="2" unit="mg"/></doseQuantity>"#, nil, "2"),
            (#"<doseQuantity><low value="1" unit="mg"/></doseQuantity>"#, "1", nil),
            (#"<doseQuantity><low value="1" unit="mg"/><high value="2" unit="mg"/></doseQuantity>"#, "1", "2"),
        ] as [(String, String?, String?)])
    func ranges(_ dose: String, _ low: String?, _ high: String?) throws {
        let dosage = try #require(try statement(Self.document(dose: dose)).dosage.first)
        guard case .range(let range)? = dosage.doseAndRate.first?.dose else { return #expect(Bool(false)) }
        #expect(range.low?.value?.text == low && range.high?.value?.text == high)
        #expect(range.low?.comparator == nil && range.high?.comparator == nil)
    }

    @Test("a dose told only in a unit of another list is kept")
    func translatedDose() throws {
        let dose = """
            <doseQuantity nullFlavor="OTH"><translation value="2" code="C48542" codeSystem="2.16.840.1.113883.3.26.1.1"
            displayName="Tablet"/></doseQuantity>
            """
        let dosage = try #require(try statement(Self.document(dose: dose)).dosage.first)
        guard case .quantity(let quantity)? = dosage.doseAndRate.first?.dose else { return #expect(Bool(false)) }
        #expect(quantity.value?.text == "2" && quantity.unit == "Tablet" && quantity.code == "C48542")
    }

    @Test("when it is to be taken, told in words, stands as the need")
    func needInWords() throws {
        let precondition = "<precondition><criterion><text>if in pain</text></criterion></precondition>"
        let dosage = try #require(try statement(Self.document(below: precondition)).dosage.first)
        #expect(dosage.asNeeded == .codeableConcept(CodeableConcept(text: "if in pain")))
    }

    @Test(
        "what ended before the document is no longer taken",
        arguments: [
            ("20260201", MedicationStatement.Status.completed), ("20260312", .completed), ("20260401", .active),
        ])
    func pastEnd(_ end: String, _ expected: MedicationStatement.Status) throws {
        let times =
            #"<effectiveTime xsi:type="IVL_TS"><low value="20260101"/><high value="\#(end)"/></effectiveTime>"#
        #expect(try statement(Self.document(times: times)).status == expected)
    }

    @Test("that a substitution is not allowed allows none", arguments: [("", true), (#"negationInd="true""#, false)])
    func substitution(_ attributes: String, _ isAllowed: Bool) throws {
        let permission = """
            <entryRelationship typeCode="SUBJ" inversionInd="true"><observation classCode="OBS" moodCode="EVN" \(attributes)>
            <code code="SUBST" codeSystem="2.16.840.1.113883.5.6"/><value xsi:type="CE" code="E" codeSystem="2.16.840.1.113883.5.1070"/>
            </observation></entryRelationship>
            """
        #expect((try request(Self.document(mood: "INT", below: permission)).substitution != nil) == isAllowed)
    }

    @Test(
        "a supply that is denied or withdrawn is no part of the order",
        arguments: [(#"negationInd="true""#, "active"), ("", "nullified"), ("", "cancelled"), ("", "aborted")])
    func withdrawnSupply(_ attributes: String, _ status: String) throws {
        let supply = """
            <entryRelationship typeCode="REFR"><supply classCode="SPLY" moodCode="INT" \(attributes)><statusCode code="\(status)"/>
            <quantity value="30" unit="{tablet}"/></supply></entryRelationship>
            """
        let requests = try Self.document(mood: "INT", below: supply).resources().compactMap {
            if case .medicationRequest(let value) = $0 { value } else { nil }
        }
        let order = try #require(requests.first { $0.status == .active && $0.doNotPerform != true })
        #expect(order.dispenseRequest == nil)
        #expect(requests.count == 2)
    }
}
