import Conversion
import FHIR
import RecordTypes
import Testing

/// Medicines, their handing over and vaccines, as the guides of ministries write them.
@Suite("CDA of national makers: medicines and vaccines")
struct CDANationalMedicineTests {
    private static let snomed = CDAEntry.snomed
    private static let loinc = CDAEntry.loinc

    private static func vaccine(_ inner: String) throws -> ([Immunization], CDADocument) {
        let entry = """
            <substanceAdministration classCode="SBADM" moodCode="EVN"><templateId root="1.3.6.1.4.1.19376.1.5.3.1.4.12"/>
            <statusCode code="completed"/><effectiveTime value="20210512"/>
            <consumable><manufacturedProduct><manufacturedMaterial><code code="J07BB02" codeSystem="2.16.840.1.113883.6.73"/>
            </manufacturedMaterial></manufacturedProduct></consumable>\(inner)</substanceAdministration>
            """
        let document = CDADocument.with(section: "11369-6", entry: entry)
        return (try document.resources { if case .immunization(let value) = $0 { value } else { nil } }, document)
    }

    @Test("the disease that a vaccine is against is no finding of the patient's")
    func targetDisease() throws {
        let (vaccines, document) = try Self.vaccine(
            """
            <entryRelationship typeCode="REFR">\(CDAEntry.observation("75323-6", CDAEntry.coded("6142004")))</entryRelationship>
            """)
        #expect(vaccines.first?.protocolApplied.first?.targetDisease.flatMap(\.coding).map(\.code) == ["6142004"])
        let told = try document.observations()
        #expect(told.map { $0.focus.map(\.reference) } == [["urn:uuid:\(vaccines.first?.id ?? "")"]])
    }

    @Test("what a vaccine caused is its reaction, not an active problem")
    func reaction() throws {
        let (vaccines, document) = try Self.vaccine(
            """
            <entryRelationship typeCode="CAUS"><observation classCode="OBS" moodCode="EVN">
            <templateId root="1.3.6.1.4.1.19376.1.5.3.1.4.5"/><id root="1.2.3" extension="fever"/>
            <code code="418799008" codeSystem="\(Self.snomed)"/><statusCode code="completed"/><effectiveTime><low value="20210513"/></effectiveTime>
            <value xsi:type="CD" code="386661006" codeSystem="\(Self.snomed)"/></observation></entryRelationship>
            """)
        let fever = try #require(try document.observations().first)
        #expect(vaccines.first?.reaction.map(\.detail?.reference) == ["urn:uuid:\(fever.id ?? "")"])
        #expect(vaccines.first?.reaction.map(\.date) == ["2021-05-13"])
        #expect(try document.conditions().isEmpty)
    }

    @Test("the form that a dose with a unit is given in is the medicine's")
    func form() throws {
        let dose = """
            <doseQuantity value="5" unit="mg"/><administrationUnitCode code="385055001" codeSystem="\(Self.snomed)"/>
            """
        let document = CDADocument.with(
            section: "10160-0", entry: CDAEntry.medicine("").replacing("<consumable>", with: dose + "<consumable>"))
        let medicine = try #require(
            try document.resources { if case .medication(let value) = $0 { value } else { nil } }.first)
        #expect(medicine.form?.coding.map(\.code) == ["385055001"])
    }

    @Test(
        "a supply without a status below what was taken is not said to be an active order",
        arguments: [("EVN", "", "unknown"), ("EVN", #"<statusCode code="active"/>"#, "active")])
    func supply(_ mood: String, _ status: String, _ expected: String) throws {
        let supply = """
            <entryRelationship typeCode="COMP"><supply classCode="SPLY" moodCode="RQO">\(status)<quantity value="5"/></supply></entryRelationship>
            """
        let document = CDADocument.with(section: "10160-0", entry: CDAEntry.medicine(supply, mood: mood))
        let requests = try document.resources { if case .medicationRequest(let value) = $0 { value } else { nil } }
        #expect(requests.map(\.status.rawValue) == [expected])
    }

    @Test("a reason in words below a medicine (CH) is its reason, and no problem")
    func reasonInWords() throws {
        let reason = """
            <entryRelationship typeCode="SUBJ"><observation classCode="OBS" moodCode="EVN"><code code="75326-9" codeSystem="\(Self.loinc)"/>
            <text>Blutdruck</text><statusCode code="completed"/></observation></entryRelationship>
            """
        let document = CDADocument.with(section: "10160-0", entry: CDAEntry.medicine(reason))
        let statement = try #require(
            try document.resources { if case .medicationStatement(let value) = $0 { value } else { nil } }.first)
        #expect(statement.reasonCode.map(\.text) == ["Blutdruck"])
        #expect(try document.conditions().isEmpty)
        #expect(
            try document.observations().map { $0.focus.map(\.reference) } == [["urn:uuid:\(statement.id ?? "")"]])
    }

    @Test(
        "what a guide fixes as completed is the writing of an item, not the treatment",
        arguments: [
            ("10", #"<low value="20260301"/>"#, "active"), ("6", #"<low value="20260301"/>"#, "active"),
            ("10", #"<low value="20260101"/><high value="20260201"/>"#, "completed"),
            ("10", #"<low value="20260101"/><width value="2" unit="wk"/>"#, "completed"),
            ("10", #"<low value="20260311"/><width value="2" unit="wk"/>"#, "active"),
            ("7", #"<low value="20260301"/>"#, "active"),
            ("7", #"<low value="20100101"/><width value="3" unit="mo"/>"#, "completed"),
            ("7", #"<low value="20100131"/><width value="1.5" unit="mo"/>"#, "completed"),
            ("7", #"<low value="20260301080000+0200"/><width value="48" unit="h"/>"#, "completed"),
            ("7", #"<low value="20260301"/><width value="2" unit="a"/>"#, "active"),
        ])
    func items(_ template: String, _ interval: String, _ expected: String) throws {
        let entry = CDAEntry.medicine(#"<effectiveTime xsi:type="IVL_TS">\#(interval)</effectiveTime>"#, mood: "INT")
            .replacing(
                #"root="1.3.6.1.4.1.19376.1.5.3.1.4.7""#, with: #"root="1.3.6.1.4.1.19376.1.9.1.3.\#(template)""#)
        let document = CDADocument.with(section: "10160-0", entry: entry)
        let requests = try document.resources { if case .medicationRequest(let value) = $0 { value } else { nil } }
        #expect(requests.map(\.status.rawValue) == [expected])
    }

    @Test(
        "an interval of days, weeks, months or years from a day on ends on its last day; none ends in a year that FHIR cannot write",
        arguments: [
            ("7", "d", "2026-03-07"), ("2", "wk", "2026-03-14"), ("1", "mo", "2026-03-31"), ("10", "mo", "2026-12-31"),
            ("1", "a", "2027-02-28"), ("0.5", "wk", nil), ("24", "h", nil), ("9000", "a", nil),
        ] as [(String, String, String?)])
    func lastDay(_ count: String, _ unit: String, _ expected: String?) throws {
        let interval = """
            <effectiveTime xsi:type="IVL_TS"><low value="20260301"/><width value="\(count)" unit="\(unit)"/></effectiveTime>
            """
        let document = CDADocument.with(section: "10160-0", entry: CDAEntry.medicine(interval))
        let statement = try #require(
            try document.resources { if case .medicationStatement(let value) = $0 { value } else { nil } }.first)
        guard case .period(let period)? = statement.effective else {
            #expect(Bool(false))
            return
        }
        #expect((period.start, period.end) == ("2026-03-01", expected))
    }

    @Test("other ways of taking below an instruction (ELGA) reach the patient; words for the pharmacy do not")
    func furtherInstructions() throws {
        func instruction(_ code: String, _ inner: String) -> String {
            """
            <entryRelationship typeCode="SUBJ" inversionInd="true"><act classCode="ACT" moodCode="INT">
            <templateId root="1.3.6.1.4.1.19376.1.5.3.1.4.3\(code == "FINSTRUCT" ? ".1" : "")"/>
            <code code="\(code)" codeSystem="1.3.6.1.4.1.19376.1.5.3.2"/><text>Words of \(code)</text>\(inner)</act></entryRelationship>
            """
        }
        let further = """
            <entryRelationship typeCode="SUBJ"><act classCode="ACT" moodCode="EVN"><code code="ALTEIN" codeSystem="1.2.40.0.34.5.70"
             displayName="Alternative Einnahme"/><text>bei Bedarf</text></act></entryRelationship>
            """
        let document = CDADocument.with(
            section: "10160-0",
            entry: CDAEntry.medicine(instruction("PINSTRUCT", further) + instruction("FINSTRUCT", ""), mood: "INT"))
        let request = try #require(
            try document.resources { if case .medicationRequest(let value) = $0 { value } else { nil } }.first)
        let dosage = try #require(request.dosageInstruction.first)
        #expect(dosage.patientInstruction == "Words of PINSTRUCT\nAlternative Einnahme: bei Bedarf")
        #expect(!dosage.additionalInstruction.flatMap(\.coding).contains { $0.code == "FINSTRUCT" })
        #expect(request.note.map(\.text) == ["Words of FINSTRUCT"])
    }

    @Test("a dispensation that only names its prescription makes no order of an unknown medicine")
    func prescriptionByName() throws {
        let dispense = """
            <supply classCode="SPLY" moodCode="EVN"><templateId root="1.3.6.1.4.1.12559.11.10.1.3.1.3.3"/><statusCode code="completed"/>
            <effectiveTime value="20260302"/><quantity value="1"/><product><manufacturedProduct><manufacturedMaterial>
            <code code="N02BE01" codeSystem="2.16.840.1.113883.6.73"/></manufacturedMaterial></manufacturedProduct></product>
            <entryRelationship typeCode="REFR"><substanceAdministration classCode="SBADM" moodCode="INT"><id root="1.2.3" extension="rx"/>
            <consumable><manufacturedProduct><manufacturedMaterial nullFlavor="NA"/></manufacturedProduct></consumable>
            </substanceAdministration></entryRelationship></supply>
            """
        let resources = try CDADocument.with(section: "60590-7", entry: dispense).resources()
        let dispenses = resources.compactMap { if case .medicationDispense(let value) = $0 { value } else { nil } }
        #expect(dispenses.flatMap(\.authorizingPrescription).map(\.identifier?.value) == ["rx"])
        #expect(resources.allSatisfy { if case .medicationRequest = $0 { false } else { true } })
    }

    @Test("a package in a package (epSOS) is a medicine that contains the other")
    func packages() throws {
        let contents = """
            <epsos:asContent xmlns:epsos="urn:epsos-org:ep:medication"><epsos:containerPackagedMedicine><epsos:code code="P1" codeSystem="2.999.1"/>
            <epsos:capacityQuantity value="14" unit="{tablet}"/><epsos:asSuperContent><epsos:containerPackagedMedicine>
            <epsos:code code="P2" codeSystem="2.999.1"/><epsos:capacityQuantity value="2" unit="{box}"/></epsos:containerPackagedMedicine>
            </epsos:asSuperContent></epsos:containerPackagedMedicine></epsos:asContent></manufacturedMaterial>
            """
        let document = CDADocument.with(
            section: "10160-0", entry: CDAEntry.medicine("").replacing("</manufacturedMaterial>", with: contents))
        let medicines = try document.resources { if case .medication(let value) = $0 { value } else { nil } }
        #expect(medicines.map { $0.code?.coding.first?.code } == ["N02BE01", "P1", "P2"])
        #expect(medicines.map(\.amount?.numerator?.value) == [FHIRDecimal(14), FHIRDecimal(14), FHIRDecimal(2)])
    }

    @Test("a condition for a vaccination (C-CDA) is no schedule")
    func condition() throws {
        let (vaccines, _) = try Self.vaccine(
            """
            <precondition><criterion><code code="ASSERTION" codeSystem="2.16.840.1.113883.5.4"/>
            <value xsi:type="CD" code="233604007" codeSystem="\(Self.snomed)" displayName="Pneumonia"/></criterion></precondition>
            """)
        #expect(try #require(vaccines.first).protocolApplied.isEmpty)
    }

    @Test("the schedule of a vaccination and the dose within it (ELGA) stand in its protocol")
    func schedule() throws {
        let (vaccines, _) = try Self.vaccine(
            """
            <precondition><criterion><code code="SCHEMA1" codeSystem="1.2.40.0.34.5.183" displayName="Grundschema"/>
            <value xsi:type="CE" code="D3" codeSystem="1.2.40.0.34.5.183" displayName="Dosis 3"/></criterion></precondition>
            """)
        let protocols = try #require(vaccines.first).protocolApplied
        #expect(protocols.map(\.series) == ["Grundschema"])
        #expect(protocols.map(\.doseNumber) == [.string("Dosis 3")])
        #expect(protocols.flatMap(\.extension).count == 2)
    }

    @Test("what is observed below a medicine says which one it is about")
    func observedBelow() throws {
        let strength = """
            <entryRelationship typeCode="COMP">\(CDAEntry.observation("8695-9", #"<value xsi:type="REAL" value="2.5"/>"#))</entryRelationship>
            """
        let document = CDADocument.with(section: "10160-0", entry: CDAEntry.medicine(strength))
        let statement = try #require(
            try document.resources { if case .medicationStatement(let value) = $0 { value } else { nil } }.first)
        #expect(
            try document.observations().map { $0.focus.map(\.reference) } == [["urn:uuid:\(statement.id ?? "")"]])
    }

    @Test("the kind of a prescription that an act defines is its category")
    func kindOfPrescription() throws {
        let kind = """
            <entryRelationship typeCode="COMP"><act classCode="ACT" moodCode="DEF"><code code="EINZELVERORDNUNG" codeSystem="1.2.40.0.10.1.4.3.4.3.3"/>
            </act></entryRelationship>
            """
        let document = CDADocument.with(section: "10160-0", entry: CDAEntry.medicine(kind, mood: "INT"))
        let request = try #require(
            try document.resources { if case .medicationRequest(let value) = $0 { value } else { nil } }.first)
        #expect(request.category.flatMap(\.coding).map(\.code) == ["EINZELVERORDNUNG"])
        #expect(try document.converted().issues.allSatisfy { $0.code != "cda-definition-not-converted" })
    }

    @Test("a part of a dosage that was taken back is no dosage; the others keep their ids")
    func partsOfDosage() throws {
        func part(_ id: String, _ dose: String, _ status: String) -> String {
            """
            <entryRelationship typeCode="COMP"><substanceAdministration classCode="SBADM" moodCode="INT"><id root="1.2.3" extension="\(id)"/>
            \(status)<effectiveTime xsi:type="EIVL_TS"><event code="ACM"/></effectiveTime><doseQuantity value="\(dose)"/>
            <consumable><manufacturedProduct><manufacturedMaterial nullFlavor="NA"/></manufacturedProduct></consumable>
            </substanceAdministration></entryRelationship>
            """
        }
        let document = CDADocument.with(
            section: "10160-0",
            entry: CDAEntry.medicine(
                part("p1", "1", "") + part("p2", "5", #"<statusCode code="nullified"/>"#), mood: "INT"))
        let requests = try document.resources { if case .medicationRequest(let value) = $0 { value } else { nil } }
        let taken = try #require(requests.first { $0.status != .enteredInError })
        #expect(taken.dosageInstruction.count == 1)
        #expect(
            taken.dosageInstruction.first?.extension.map(\.value) == [
                .identifier(Identifier(system: "urn:oid:1.2.3", value: "p1"))
            ])
    }

    @Test(
        "what CI-SIS marks as a long treatment is taken, although its status is fixed as completed",
        arguments: [
            ("EVN", #"<high nullFlavor="UNK"/>"#, true, "active"),
            ("INT", #"<high nullFlavor="UNK"/>"#, true, "active"),
            ("EVN", "", true, "active"), ("EVN", #"<high value="20260301"/>"#, true, "completed"),
            ("EVN", #"<high value="20270301"/>"#, true, "active"),
            ("EVN", #"<high nullFlavor="UNK"/>"#, false, "completed"),
            ("EVN", #"<high value="20260301"/>"#, false, "completed"),
            ("EVN", #"<high value="20260501"/>"#, false, "active"),
        ])
    func longTreatment(_ mood: String, _ end: String, _ isLong: Bool, _ expected: String) throws {
        let template = #"<templateId root="1.2.250.1.213.1.1.3.42\#(isLong ? ".3" : "")"/>"#
        let interval = #"<effectiveTime xsi:type="IVL_TS"><low value="20220211"/>\#(end)</effectiveTime>"#
        let document = CDADocument.with(section: "10160-0", entry: CDAEntry.medicine(template + interval, mood: mood))
        let found: [String] = try document.resources {
            switch $0 {
            case .medicationStatement(let value): value.status.rawValue
            case .medicationRequest(let value): value.status.rawValue
            default: nil
            }
        }
        #expect(found == [expected])
    }

    @Test("what a French letter of discharge lists without an end is taken")
    func atDischarge() throws {
        let entry = CDAEntry.medicine(
            """
            <templateId root="1.2.250.1.213.1.1.3.42"/><effectiveTime xsi:type="IVL_TS"><low value="20260312"/><high nullFlavor="UNK"/>
            </effectiveTime>
            """)
        let document = CDADocument.with(section: "10183-2", entry: entry)
        let statements = try document.resources { if case .medicationStatement(let value) = $0 { value } else { nil } }
        #expect(statements.map(\.status.rawValue) == ["active"])
    }
}
