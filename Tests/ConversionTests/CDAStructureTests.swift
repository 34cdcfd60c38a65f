import Conversion
import FHIR
import JSONText
import RecordTypes
import Testing

/// What belongs to what, and whose it is: isolates and their susceptibilities, results of before, a newborn's measures.
@Suite("CDA structure")
struct CDAStructureTests {
    private static let snomed = "2.16.840.1.113883.6.96"
    private static let loinc = "2.16.840.1.113883.6.1"

    private static func observation(
        _ code: String, _ value: String, time: String = "20260301", template: String = "", inner: String = ""
    ) -> String {
        """
        <observation classCode="OBS" moodCode="EVN">\(template)<code code="\(code)" codeSystem="\(loinc)"/>
        <statusCode code="completed"/><effectiveTime value="\(time)"/>\(value)\(inner)</observation>
        """
    }

    private static func quantity(_ value: String, _ unit: String) -> String {
        #"<value xsi:type="PQ" value="\#(value)" unit="\#(unit)"/>"#
    }

    private static func coded(_ code: String) -> String {
        #"<value xsi:type="CD" code="\#(code)" codeSystem="\#(snomed)"/>"#
    }

    private func observations(_ document: CDADocument) throws -> [Observation] {
        try document.resources().compactMap { if case .observation(let value) = $0 { value } else { nil } }
    }

    private static func name(_ observation: Observation?) -> String? { observation?.code.coding.first?.code }

    /// The codes of what each Observation has as members, by its own code or coded value.
    private func members(_ observations: [Observation]) -> [String: [String]] {
        var named: [String: Observation] = [:]
        for observation in observations { named["urn:uuid:" + (observation.id ?? "")] = observation }
        var found: [String: [String]] = [:]
        for observation in observations where !observation.hasMember.isEmpty {
            var own = Self.name(observation) ?? ""
            if case .codeableConcept(let value)? = observation.value { own = value.coding.first?.code ?? own }
            found[own] = observation.hasMember.map { Self.name(named[$0.reference ?? ""]) ?? "?" }
        }
        return found
    }

    @Test("susceptibilities below an isolate are its members, whatever template their organizer has")
    func isolates() throws {
        func isolate(_ organism: String, _ drug: String) -> String {
            Self.observation(
                "630-4", Self.coded(organism),
                inner: """
                    <entryRelationship typeCode="COMP"><organizer classCode="CLUSTER" moodCode="EVN">
                    <templateId root="2.16.840.1.113883.10.20.22.4.1"/><code code="50545-3" codeSystem="\(Self.loinc)"/>
                    <statusCode code="completed"/><component>\(Self.observation(drug, Self.quantity("32", "mg/L")))</component>
                    </organizer></entryRelationship>
                    """)
        }
        let organizer = """
            <organizer classCode="BATTERY" moodCode="EVN"><templateId root="2.16.840.1.113883.10.20.22.4.1"/>
            <code code="630-4" codeSystem="\(Self.loinc)"/><statusCode code="completed"/>
            <component>\(isolate("112283007", "28-1"))</component><component>\(isolate("3092008", "383-0"))</component>
            </organizer>
            """
        let document = CDADocument.with(section: "30954-2", entry: organizer)
        let all = try observations(document)
        #expect(all.count == 6)
        #expect(members(all)["112283007"] == ["50545-3"] && members(all)["3092008"] == ["50545-3"])
        let panels = all.filter { Self.name($0) == "50545-3" }
        #expect(panels.map(\.hasMember.count) == [1, 1])
        let reports = try document.resources().compactMap {
            if case .diagnosticReport(let value) = $0 { value } else { nil }
        }
        #expect(reports.map(\.result.count) == [2])
    }

    @Test("a result of before that another refers to is no part of it, and none of its battery")
    func previousResult() throws {
        let now = Self.observation(
            "2345-7", Self.quantity("5.1", "mmol/L"),
            inner: """
                <entryRelationship typeCode="REFR">\(Self.observation("2345-7", Self.quantity("9.9", "mmol/L"), time: "20250301"))
                </entryRelationship>
                """)
        let battery = """
            <organizer classCode="BATTERY" moodCode="EVN"><templateId root="1.3.6.1.4.1.19376.1.3.1.4"/>
            <code code="24323-8" codeSystem="\(Self.loinc)"/><statusCode code="completed"/><component>\(now)</component></organizer>
            """
        let document = CDADocument.with(section: "30954-2", entry: battery)
        let all = try observations(document)
        #expect(all.count == 2 && all.allSatisfy(\.hasMember.isEmpty))
        for case .diagnosticReport(let report) in try document.resources() { #expect(report.result.count == 1) }
        for case .composition(let composition) in try document.resources() {
            #expect(composition.section.first?.entry.count == 2)
        }
    }

    @Test("a range for an age or a sex says so, in each namespace that guides use", arguments: ["sdtc", "lab", ""])
    func ranges(_ prefix: String) throws {
        let tag = prefix.isEmpty ? "" : prefix + ":"
        func range(_ criterion: String) -> String {
            """
            <referenceRange><observationRange xmlns:lab="urn:oid:1.3.6.1.4.1.19376.1.3.2">
            <value xsi:type="IVL_PQ"><low value="3" unit="g/L"/></value>
            <\(tag)precondition><\(tag)criterion>\(criterion)</\(tag)criterion></\(tag)precondition></observationRange></referenceRange>
            """
        }
        let ranges =
            range(#"<value xsi:type="IVL_PQ"><low value="18" unit="a"/></value>"#)
            + range(#"<value xsi:type="CD" code="F" codeSystem="2.16.840.1.113883.5.1"/>"#)
        let document = CDADocument.with(
            section: "30954-2", entry: Self.observation("2345-7", Self.quantity("5", "g/L"), inner: ranges))
        let found = try #require(try observations(document).first?.referenceRange)
        #expect(found.count == 2 && found.first?.age?.low?.value == FHIRDecimal(18))
        #expect(found.last?.appliesTo.first?.coding.first?.code == "F" && found.last?.age == nil)
    }

    @Test("pressures of two arms are two Observations")
    func twoArms() throws {
        func pressure(_ code: String, _ site: String) -> String {
            let site = #"<targetSiteCode code="\#(site)" codeSystem="\#(Self.snomed)"/>"#
            return "<component>\(Self.observation(code, Self.quantity("80", "mm[Hg]"), inner: site))</component>"
        }
        func sites(_ first: String, _ second: String) throws -> [Int] {
            let organizer = """
                <organizer classCode="CLUSTER" moodCode="EVN"><templateId root="2.16.840.1.113883.10.20.22.4.26"/>
                <code code="46680005" codeSystem="\(Self.snomed)"/><statusCode code="completed"/>
                \(pressure("8480-6", first))\(pressure("8462-4", second))</organizer>
                """
            return try observations(.with(section: "8716-3", entry: organizer)).compactMap { $0.bodySite?.coding.count }
        }
        #expect(try sites("368209003", "368209003") == [1])
        #expect(try sites("368209003", "368208006") == [1, 1])
    }

    @Test("measures of a newborn are Observations about it, with their values, and no diseases in a family")
    func newborn() throws {
        let organizer = """
            <organizer classCode="CLUSTER" moodCode="EVN"><code code="57075-4" codeSystem="\(Self.loinc)"/>
            <statusCode code="completed"/><subject><relatedSubject classCode="PRS">
            <code code="NCHILD" codeSystem="2.16.840.1.113883.5.111"/></relatedSubject></subject>
            <component>\(Self.observation("9274-2", #"<value xsi:type="INT" value="9"/>"#))</component>
            <component>\(Self.observation("8339-4", Self.quantity("3500", "g")))</component></organizer>
            """
        let document = CDADocument.with(section: "34133-9", entry: organizer)
        let measures = try observations(document).filter { $0.value != nil }
        #expect(measures.count == 2 && measures.allSatisfy { $0.focus.count == 1 })
        for case .familyMemberHistory in try document.resources() { Issue.record("a measure became a disease") }
        #expect(!(try document.converted()).issues.contains { $0.code == "cda-not-converted" })
    }

    @Test("what a relative is allergic to is kept with the allergy")
    func relativesAllergen() throws {
        let concern = """
            <act classCode="ACT" moodCode="EVN"><templateId root="2.16.840.1.113883.10.20.22.4.30"/>
            <code code="CONC" codeSystem="2.16.840.1.113883.5.6"/><statusCode code="active"/><subject>
            <relatedSubject classCode="PRS"><code code="MTH" codeSystem="2.16.840.1.113883.5.111"/></relatedSubject></subject>
            <entryRelationship typeCode="SUBJ"><observation classCode="OBS" moodCode="EVN">
            <templateId root="2.16.840.1.113883.10.20.22.4.7"/><code code="ASSERTION" codeSystem="2.16.840.1.113883.5.4"/>
            <statusCode code="completed"/><value xsi:type="CD" code="419199007" codeSystem="\(Self.snomed)"/>
            <participant typeCode="CSM"><participantRole classCode="MANU"><playingEntity classCode="MMAT">
            <code code="7980" codeSystem="2.16.840.1.113883.6.88"/></playingEntity></participantRole></participant>
            </observation></entryRelationship></act>
            """
        let document = CDADocument.with(section: "34133-9", entry: concern)
        #expect(!(try document.converted()).issues.contains { $0.code == "cda-not-converted" })
        for case .allergyIntolerance in try document.resources() {
            Issue.record("a relative's allergy is the patient's")
        }
    }

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
            <code code="58938008" codeSystem="\(Self.snomed)"/></playingDevice></participantRole></participant></supply>
            """
        for case .deviceUseStatement(let use) in try CDADocument.with(section: "46264-8", entry: supply).resources() {
            #expect(use.status == expected)
        }
    }

    @Test("a device that is asked for is what is asked for")
    func orderedDevice() throws {
        let supply = """
            <supply classCode="SPLY" moodCode="RQO"><templateId root="2.16.840.1.113883.10.20.22.4.43"/>
            <statusCode code="active"/><participant typeCode="PRD"><participantRole classCode="MANU"><playingDevice>
            <code code="337414009" codeSystem="\(Self.snomed)"/></playingDevice></participantRole></participant></supply>
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
            <code code="34109-9" codeSystem="\(Self.loinc)"/><text>Words</text><statusCode code="completed"/>
            <effectiveTime value="20260311"/></act>
            """
        for case .documentReference(let reference) in try CDADocument.with(section: "34109-9", entry: note).resources()
        {
            #expect(reference.context?.period?.start == "2026-03-11")
        }
    }

    @Test("a body that is more confidential than its header makes all in it so", arguments: ["structured", "scanned"])
    func confidentialBody(_ kind: String) throws {
        let restricted = #"<confidentialityCode code="R" codeSystem="2.16.840.1.113883.5.25"/>"#
        let plain = CDADocument.with(section: "30954-2", entry: Self.observation("2345-7", Self.quantity("5", "g/L")))
            .text
        let text =
            kind == "structured"
            ? plain.replacing("<structuredBody>", with: "<structuredBody>" + restricted)
            : String(plain.prefix(upTo: try #require(plain.firstRange(of: "<component>")).lowerBound))
                + """
                <component><nonXMLBody><text mediaType="application/pdf" representation="B64">JVBERi0xLjQK</text>
                <languageCode code="et"/>\(restricted)</nonXMLBody></component></ClinicalDocument>
                """
        let parts = try #require(try CDASamples.convert(text).parts)
        let bundle = try Bundle(reading: JSONValue(parsing: parts.bytes))
        var told = 0
        for resource in bundle.entry.compactMap(\.resource) {
            switch resource {
            case .observation(let found): told += found.meta?.security.contains { $0.code == "R" } == true ? 1 : 0
            case .documentReference(let found):
                told += found.meta?.security.contains { $0.code == "R" } == true ? 1 : 0
                #expect(found.content.first?.attachment.language == "et")
            default: continue
            }
        }
        #expect(told == 1)
    }

    @Test("why something was not taken or not done is no reason for it")
    func reasonsAgainst() throws {
        let reason = """
            <entryRelationship typeCode="RSON"><observation classCode="OBS" moodCode="EVN"><code code="ASSERTION"
            codeSystem="2.16.840.1.113883.5.4"/><statusCode code="completed"/>\(Self.coded("7895008"))</observation></entryRelationship>
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
                <code code="80146002" codeSystem="\(Self.snomed)"/><statusCode code="completed"/>\(reason)</procedure>
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
            section: "30954-2", entry: Self.observation("2345-7", Self.quantity("5", written)))
        guard case .quantity(let quantity)? = try observations(document).first?.value else {
            return #expect(Bool(false))
        }
        #expect(quantity.unit == written && quantity.code == code)
    }

    @Test(
        "an age without a unit is not told in years",
        arguments: [(#"unit="mo""#, "mo"), (#"unit="yr""#, "a"), ("", nil)] as [(String, String?)])
    func ages(_ unit: String, _ code: String?) throws {
        let organizer = """
            <organizer classCode="CLUSTER" moodCode="EVN"><templateId root="2.16.840.1.113883.10.20.22.4.45"/><statusCode code="completed"/>
            <subject><relatedSubject classCode="PRS"><code code="FTH" codeSystem="2.16.840.1.113883.5.111"/></relatedSubject></subject>
            <component><observation classCode="OBS" moodCode="EVN"><templateId root="2.16.840.1.113883.10.20.22.4.46"/>
            <code code="64572001" codeSystem="\(Self.snomed)"/><statusCode code="completed"/>\(Self.coded("44054006"))
            <entryRelationship typeCode="SUBJ" inversionInd="true"><observation classCode="OBS" moodCode="EVN">
            <templateId root="2.16.840.1.113883.10.20.22.4.31"/><code code="445518008" codeSystem="\(Self.snomed)"/>
            <value xsi:type="PQ" value="6" \(unit)/></observation></entryRelationship></observation></component></organizer>
            """
        for case .familyMemberHistory(let history) in try CDADocument.with(section: "10157-6", entry: organizer)
            .resources()
        {
            switch history.condition.first?.onset {
            case .age(let age)?: #expect(age.code == code)
            case .string(let words)?: #expect(words == "6" && code == nil)
            default: Issue.record("no age")
            }
        }
    }

    @Test(
        "the patient who wrote or did something is the patient, and no practitioner; another's name under the number is another",
        arguments: [("", true), ("<given>Test</given><family>Person</family>", true), ("<family>Kask</family>", false)])
    func patientAsAuthor(_ name: String, _ isPatient: Bool) throws {
        let person = name.isEmpty ? "" : "<assignedPerson><name>\(name)</name></assignedPerson>"
        let author = """
            <author><time value="20260105"/><assignedAuthor><id root="1.3.6.1.4.1.28284.6.2.2.1" extension="38001085718"/>
            <code code="ONESELF" codeSystem="2.16.840.1.113883.5.111"/>\(person)</assignedAuthor></author>
            """
        let goal = """
            <observation classCode="OBS" moodCode="GOL"><templateId root="2.16.840.1.113883.10.20.22.4.121"/>
            <code code="59408-5" codeSystem="\(Self.loinc)"/><statusCode code="active"/>\(author)</observation>
            """
        let document = CDADocument.with(section: "61146-7", entry: goal)
        let resources = try document.resources()
        let numbers = resources.compactMap {
            if case .practitioner(let value) = $0 { value.identifier.map(\.value) } else { nil }
        }
        #expect(numbers.flatMap { $0 }.contains("38001085718") != isPatient)
        var patient: String?
        for case .patient(let value) in resources { patient = value.id.map { "urn:uuid:" + $0 } }
        for case .goal(let value) in resources { #expect((value.expressedBy?.reference == patient) == isPatient) }
        #expect(!(try document.converted()).issues.contains { $0.code == "cda-not-converted" } || !isPatient)
    }
}
