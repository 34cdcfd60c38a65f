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

    @Test(
        "that no medicine is known, taken back, is an error",
        arguments: [("active", MedicationStatement.Status.active), ("nullified", .enteredInError)])
    func absence(_ status: String, _ expected: MedicationStatement.Status) throws {
        let document = CDADocument.with(
            section: "10160-0",
            entry: """
                <substanceAdministration classCode="SBADM" moodCode="EVN"><code code="no-known-medications" codeSystem="2.16.840.1.113883.5.1150.1"/>
                <statusCode code="\(status)"/><consumable><manufacturedProduct><manufacturedMaterial nullFlavor="NA"/></manufacturedProduct>
                </consumable></substanceAdministration>
                """)
        #expect(try statement(document).status == expected)
    }

    @Test("how often a planned medicine may be given is told; of an event the number means something else")
    func repeats() throws {
        let number = #"<repeatNumber value="3"/>"#
        let planned = try request(Self.document(times: Self.since + Self.daily + number, mood: "INT"))
        #expect(planned.dosageInstruction.first?.timing?.repeat?.count == 3)
        #expect(try statement(Self.document(times: Self.since + number)).dosage.first?.timing?.repeat?.count == nil)
    }

    @Test("between meals is no time of R4's, and yet not lost")
    func betweenMeals() throws {
        let times = #"<effectiveTime xsi:type="EIVL_TS"><event code="IC"/></effectiveTime>"#
        let document = Self.document(times: times)
        #expect(try statement(document).dosage.first?.timing?.code?.coding.first?.code == "IC")
        #expect(!(try document.converted()).issues.contains { $0.code == "cda-schedule" })
    }

    @Test("parts of a dosage stand in the order of their numbers")
    func sequence() throws {
        func part(_ number: String, _ dose: String) -> String {
            """
            <entryRelationship typeCode="COMP"><sequenceNumber value="\(number)"/><substanceAdministration classCode="SBADM" moodCode="EVN">
            <doseQuantity value="\(dose)" unit="mg"/><consumable><manufacturedProduct><manufacturedMaterial nullFlavor="NA"/>
            </manufacturedProduct></consumable></substanceAdministration></entryRelationship>
            """
        }
        let dosages = try statement(Self.document(dose: "", below: part("2", "20") + part("1", "40"))).dosage
        let amounts = dosages.map { dosage -> String? in
            guard case .quantity(let quantity)? = dosage.doseAndRate.first?.dose else { return nil }
            return quantity.value?.text
        }
        #expect(amounts == ["40", "20"] && dosages.map(\.sequence) == [1, 2])
    }

    @Test("what is meant for the pharmacy is no instruction to the patient, and no words are lost")
    func instructions() throws {
        func instruction(_ code: String, _ words: String) -> String {
            """
            <entryRelationship typeCode="SUBJ" inversionInd="true"><act classCode="ACT" moodCode="INT">
            <templateId root="1.3.6.1.4.1.19376.1.5.3.1.4.3\(code == "FINSTRUCT" ? ".1" : "")"/>
            <code code="\(code)" codeSystem="1.3.6.1.4.1.19376.1.5.3.2"/><text>\(words)</text></act></entryRelationship>
            """
        }
        let below =
            instruction("FINSTRUCT", "No generic in stock") + instruction("PINSTRUCT", "With food")
            + instruction("PINSTRUCT", "Not with milk")
        let planned = try request(Self.document(mood: "INT", below: below))
        #expect(planned.dosageInstruction.first?.patientInstruction == "With food\nNot with milk")
        #expect(planned.note.map(\.text) == ["No generic in stock"])
    }

    @Test("a substitution is permitted or made as IHE Pharmacy's act says", arguments: ["G", "N"])
    func substitutionActs(_ code: String) throws {
        func act(_ mood: String) -> String {
            """
            <entryRelationship typeCode="COMP"><act classCode="ACT" moodCode="\(mood)">
            <code code="\(code)" codeSystem="2.16.840.1.113883.5.1070"/></act></entryRelationship>
            """
        }
        guard
            case .codeableConcept(let allowed)? = try request(Self.document(mood: "INT", below: act("DEF")))
                .substitution?.allowed
        else { return #expect(Bool(false)) }
        #expect(allowed.coding.first?.code == code)
        let supply = """
            <supply classCode="SPLY" moodCode="EVN"><templateId root="2.16.840.1.113883.10.20.22.4.18"/><statusCode code="completed"/>
            <product><manufacturedProduct><manufacturedMaterial><code code="C08CA01" codeSystem="2.16.840.1.113883.6.73"/>
            </manufacturedMaterial></manufacturedProduct></product>\(act("EVN"))</supply>
            """
        let substitutions = try CDADocument.with(section: "10160-0", entry: supply).resources().compactMap {
            if case .medicationDispense(let value) = $0 { value.substitution } else { nil }
        }
        #expect(substitutions.map(\.wasSubstituted) == [code == "G"])
        #expect(substitutions.map { $0.type?.coding.first?.code } == [code])
    }

    @Test(
        "how long a supply shall last is told",
        arguments: [
            (#"<low value="20260312"/><high value="20260612"/>"#, "92"), (#"<width value="30" unit="d"/>"#, "30"),
        ])
    func supplyDuration(_ time: String, _ days: String) throws {
        let supply = """
            <entryRelationship typeCode="REFR"><supply classCode="SPLY" moodCode="RQO"><quantity value="2" unit="1"/>
            <expectedUseTime>\(time)</expectedUseTime></supply></entryRelationship>
            """
        let duration = try request(Self.document(mood: "INT", below: supply)).dispenseRequest?.expectedSupplyDuration
        #expect(duration?.value?.text == days && duration?.code == "d")
    }

    @Test(
        "an excipient is no active ingredient",
        arguments: [("ACTI", true), ("IACT", false), ("INGR", nil)] as [(String, Bool?)])
    func excipients(_ classCode: String, _ isActive: Bool?) throws {
        let entry = """
            <substanceAdministration classCode="SBADM" moodCode="EVN"><templateId root="1.3.6.1.4.1.19376.1.5.3.1.4.7"/>
            <statusCode code="active"/><consumable><manufacturedProduct><manufacturedMaterial>
            <code code="C08CA01" codeSystem="2.16.840.1.113883.6.73"/><pharm:ingredient xmlns:pharm="urn:hl7-org:pharm" classCode="\(classCode)">
            <pharm:ingredient><pharm:name>lactose</pharm:name></pharm:ingredient></pharm:ingredient></manufacturedMaterial>
            </manufacturedProduct></consumable></substanceAdministration>
            """
        let medications = try CDADocument.with(section: "10160-0", entry: entry).resources().compactMap {
            if case .medication(let value) = $0 { value } else { nil }
        }
        #expect(medications.count == 1 && medications.first?.ingredient.first?.isActive == isActive)
    }

    @Test("how long all parts of a dosage are taken is told of each")
    func boundsOfParts() throws {
        let parts = ["ACM", "ACV"].map { event in
            """
            <entryRelationship typeCode="COMP"><substanceAdministration classCode="SBADM" moodCode="INT">
            <effectiveTime xsi:type="EIVL_TS"><event code="\(event)"/></effectiveTime><doseQuantity value="1" unit="mg"/>
            <consumable><manufacturedProduct><manufacturedMaterial nullFlavor="NA"/></manufacturedProduct></consumable>
            </substanceAdministration></entryRelationship>
            """
        }
        let times =
            #"<effectiveTime xsi:type="IVL_TS"><low value="20260312"/><high value="20260322"/></effectiveTime>"#
        let document = Self.document(times: times, dose: "", mood: "INT", below: parts.joined())
        let dosages = try request(document).dosageInstruction
        #expect(dosages.map { $0.timing?.repeat?.when.map(\.rawValue) } == [["ACM"], ["ACV"]])
        for dosage in dosages {
            #expect(
                dosage.timing?.repeat?.bounds == .period(Period(start: "2026-03-12", end: "2026-03-22")))
        }
        #expect(!(try document.converted()).issues.contains { $0.code == "cda-not-converted" })
    }
}
