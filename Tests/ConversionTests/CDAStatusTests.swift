import FHIR
import Testing

/// What is said of a fact: whether it holds, why or why not, since when, in which unit.
@Suite("CDA status, reasons, units and ages")
struct CDAStatusTests {
    @Test(
        "a device that was handed over is in use until its time ends",
        arguments: [
            ("completed", "", DeviceUseStatement.Status.active),
            ("completed", #"<high value="20260301"/>"#, .completed),
            ("completed", #"<high value="20270301"/>"#, .active), ("aborted", "", .stopped),
        ])
    func devices(_ status: String, _ end: String, _ expected: DeviceUseStatement.Status) throws {
        let supply = """
            <supply classCode="SPLY" moodCode="EVN"><templateId root="2.16.840.1.113883.10.20.22.4.50"/>
            <statusCode code="\(status)"/><effectiveTime xsi:type="IVL_TS"><low value="20250101"/>\(end)</effectiveTime>
            <participant typeCode="PRD"><participantRole classCode="MANU"><playingDevice>
            <code code="58938008" codeSystem="\(CDAEntry.snomed)"/></playingDevice></participantRole></participant></supply>
            """
        let uses = try CDADocument.with(section: "46264-8", entry: supply).resources().compactMap {
            if case .deviceUseStatement(let value) = $0 { value } else { nil }
        }
        #expect(uses.map(\.status) == [expected])
    }

    @Test("a device that is asked for is what is asked for")
    func orderedDevice() throws {
        let supply = """
            <supply classCode="SPLY" moodCode="RQO"><templateId root="2.16.840.1.113883.10.20.22.4.43"/>
            <statusCode code="active"/><participant typeCode="PRD"><participantRole classCode="MANU"><playingDevice>
            <code code="337414009" codeSystem="\(CDAEntry.snomed)"/></playingDevice></participantRole></participant></supply>
            """
        let requests = try CDADocument.with(section: "18776-5", entry: supply).resources().compactMap {
            if case .serviceRequest(let value) = $0 { value } else { nil }
        }
        #expect(requests.first?.code?.coding.first?.code == "337414009")
    }

    @Test("when something was noted is told")
    func noteTime() throws {
        let note = """
            <act classCode="ACT" moodCode="EVN"><templateId root="2.16.840.1.113883.10.20.22.4.202"/>
            <code code="34109-9" codeSystem="\(CDAEntry.loinc)"/><text>Words</text><statusCode code="completed"/>
            <effectiveTime value="20260311"/></act>
            """
        let notes = try CDADocument.with(section: "34109-9", entry: note).resources().compactMap {
            if case .documentReference(let value) = $0 { value } else { nil }
        }
        #expect(notes.map { $0.context?.period?.start } == ["2026-03-11"])
    }

    @Test("why something was not taken or not done is no reason for it")
    func reasonsAgainst() throws {
        let reason = """
            <entryRelationship typeCode="RSON"><observation classCode="OBS" moodCode="EVN"><code code="ASSERTION"
            codeSystem="2.16.840.1.113883.5.4"/><statusCode code="completed"/>\(CDAEntry.coded("7895008"))</observation></entryRelationship>
            """
        func medicine(_ negated: Bool) throws -> MedicationStatement? {
            let entry = """
                <substanceAdministration classCode="SBADM" moodCode="EVN" negationInd="\(negated)">
                <templateId root="2.16.840.1.113883.10.20.22.4.16"/><statusCode code="completed"/><consumable><manufacturedProduct>
                <manufacturedMaterial><code code="1191" codeSystem="2.16.840.1.113883.6.88"/></manufacturedMaterial>
                </manufacturedProduct></consumable>\(reason)</substanceAdministration>
                """
            return try CDADocument.with(section: "10160-0", entry: entry).resources().compactMap {
                if case .medicationStatement(let value) = $0 { value } else { nil }
            }.first
        }
        func procedure(_ negated: Bool) throws -> Procedure? {
            let entry = """
                <procedure classCode="PROC" moodCode="EVN" negationInd="\(negated)"><templateId root="2.16.840.1.113883.10.20.22.4.14"/>
                <code code="80146002" codeSystem="\(CDAEntry.snomed)"/><statusCode code="completed"/>\(reason)</procedure>
                """
            return try CDADocument.with(section: "47519-4", entry: entry).resources().compactMap {
                if case .procedure(let value) = $0 { value } else { nil }
            }.first
        }
        let taken = try #require(try medicine(false)), notTaken = try #require(try medicine(true))
        #expect(taken.reasonCode.count == 1 && taken.statusReason.isEmpty)
        #expect(notTaken.reasonCode.isEmpty && notTaken.reasonReference.isEmpty && notTaken.statusReason.count == 1)
        let done = try #require(try procedure(false)), notDone = try #require(try procedure(true))
        #expect(done.reasonCode.count == 1 && done.statusReason == nil)
        #expect(notDone.reasonCode.isEmpty && notDone.reasonReference.isEmpty && notDone.statusReason != nil)
    }

    @Test(
        "a unit is the one that is meant",
        arguments: [
            ("K/uL", "10*3/uL"), ("mEq/L", "meq/L"), ("mIU/L", "m[iU]/L"), ("mcg", "ug"), ("mmol/L", "mmol/L"),
        ])
    func units(_ written: String, _ code: String) throws {
        let document = CDADocument.with(
            section: "30954-2", entry: CDAEntry.observation("2345-7", CDAEntry.quantity("5", written)))
        let quantities = try document.resources().compactMap {
            if case .observation(let value) = $0, case .quantity(let quantity)? = value.value { quantity } else { nil }
        }
        #expect(quantities.map(\.unit) == [written] && quantities.map(\.code) == [code])
    }

    @Test(
        "an age without a unit is not told in years",
        arguments: [(#"unit="mo""#, "mo"), (#"unit="yr""#, "a"), ("", nil)] as [(String, String?)])
    func ages(_ unit: String, _ code: String?) throws {
        let organizer = """
            <organizer classCode="CLUSTER" moodCode="EVN"><templateId root="2.16.840.1.113883.10.20.22.4.45"/><statusCode code="completed"/>
            <subject><relatedSubject classCode="PRS"><code code="FTH" codeSystem="2.16.840.1.113883.5.111"/></relatedSubject></subject>
            <component><observation classCode="OBS" moodCode="EVN"><templateId root="2.16.840.1.113883.10.20.22.4.46"/>
            <code code="64572001" codeSystem="\(CDAEntry.snomed)"/><statusCode code="completed"/>\(CDAEntry.coded("44054006"))
            <entryRelationship typeCode="SUBJ" inversionInd="true"><observation classCode="OBS" moodCode="EVN">
            <templateId root="2.16.840.1.113883.10.20.22.4.31"/><code code="445518008" codeSystem="\(CDAEntry.snomed)"/>
            <value xsi:type="PQ" value="6" \(unit)/></observation></entryRelationship></observation></component></organizer>
            """
        let histories = try CDADocument.with(section: "10157-6", entry: organizer).resources().compactMap {
            if case .familyMemberHistory(let value) = $0 { value } else { nil }
        }
        #expect(histories.count == 1)
        switch histories.first?.condition.first?.onset {
        case .age(let age)?: #expect(age.code == code)
        case .string(let words)?: #expect(words == "6" && code == nil)
        default: Issue.record("no age")
        }
    }

    @Test(
        "a problem with an end is resolved, also when the concern about it is completed; a status of its own counts before both",
        arguments: [
            (#"<high value="20210101"/>"#, "completed", "", "resolved"), ("", "completed", "", "inactive"),
            (#"<high value="20210101"/>"#, "active", "", "resolved"),
            (#"<high value="20210101"/>"#, "completed", "73425007", "inactive"),
        ])
    func resolved(_ end: String, _ concern: String, _ status: String, _ expected: String) throws {
        let own =
            status.isEmpty
            ? ""
            : """
            <entryRelationship typeCode="REFR"><observation classCode="OBS" moodCode="EVN">
            <templateId root="2.16.840.1.113883.10.20.22.4.6"/><code code="33999-4" codeSystem="\(CDAEntry.loinc)"/>
            <statusCode code="completed"/>\(CDAEntry.coded(status))</observation></entryRelationship>
            """
        let act = """
            <act classCode="ACT" moodCode="EVN"><templateId root="2.16.840.1.113883.10.20.22.4.3"/>
            <code code="CONC" codeSystem="2.16.840.1.113883.5.6"/><statusCode code="\(concern)"/><entryRelationship typeCode="SUBJ">
            <observation classCode="OBS" moodCode="EVN"><templateId root="2.16.840.1.113883.10.20.22.4.4"/>
            <code code="64572001" codeSystem="\(CDAEntry.snomed)"/><statusCode code="completed"/>
            <effectiveTime><low value="20200101"/>\(end)</effectiveTime>\(CDAEntry.coded("195967001"))\(own)</observation>
            </entryRelationship></act>
            """
        let conditions = try CDADocument.with(section: "11450-4", entry: act).resources().compactMap {
            if case .condition(let value) = $0 { value } else { nil }
        }
        #expect(conditions.map { $0.clinicalStatus?.coding.first?.code } == [expected])
    }
}
