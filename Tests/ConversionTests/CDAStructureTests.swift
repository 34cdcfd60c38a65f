import Conversion
import FHIR
import JSONText
import RecordTypes
import Testing

/// What belongs to what, and whose it is: isolates and their susceptibilities, results of before, a newborn's measures.
@Suite("CDA structure")
struct CDAStructureTests {
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
            CDAEntry.observation(
                "630-4", CDAEntry.coded(organism),
                inner: """
                    <entryRelationship typeCode="COMP"><organizer classCode="CLUSTER" moodCode="EVN">
                    <templateId root="2.16.840.1.113883.10.20.22.4.1"/><code code="50545-3" codeSystem="\(CDAEntry.loinc)"/>
                    <statusCode code="completed"/><component>\(CDAEntry.observation(drug, CDAEntry.quantity("32", "mg/L")))</component>
                    </organizer></entryRelationship>
                    """)
        }
        let organizer = """
            <organizer classCode="BATTERY" moodCode="EVN"><templateId root="2.16.840.1.113883.10.20.22.4.1"/>
            <code code="630-4" codeSystem="\(CDAEntry.loinc)"/><statusCode code="completed"/>
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
        let now = CDAEntry.observation(
            "2345-7", CDAEntry.quantity("5.1", "mmol/L"),
            inner: """
                <entryRelationship typeCode="REFR">\(CDAEntry.observation("2345-7", CDAEntry.quantity("9.9", "mmol/L"), time: "20250301"))
                </entryRelationship>
                """)
        let battery = """
            <organizer classCode="BATTERY" moodCode="EVN"><templateId root="1.3.6.1.4.1.19376.1.3.1.4"/>
            <code code="24323-8" codeSystem="\(CDAEntry.loinc)"/><statusCode code="completed"/><component>\(now)</component></organizer>
            """
        let document = CDADocument.with(section: "30954-2", entry: battery)
        let all = try observations(document)
        #expect(all.count == 2 && all.allSatisfy(\.hasMember.isEmpty))
        let resources = try document.resources()
        let reports = resources.compactMap { if case .diagnosticReport(let value) = $0 { value } else { nil } }
        #expect(reports.map(\.result.count) == [1])
        let compositions = resources.compactMap { if case .composition(let value) = $0 { value } else { nil } }
        #expect(compositions.map { $0.section.first?.entry.count } == [2])
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
            section: "30954-2", entry: CDAEntry.observation("2345-7", CDAEntry.quantity("5", "g/L"), inner: ranges))
        let found = try #require(try observations(document).first?.referenceRange)
        #expect(found.count == 2 && found.first?.age?.low?.value == FHIRDecimal(18))
        #expect(found.last?.appliesTo.first?.coding.first?.code == "F" && found.last?.age == nil)
    }

    @Test("pressures of two arms are two Observations")
    func twoArms() throws {
        func pressure(_ code: String, _ site: String) -> String {
            let site = #"<targetSiteCode code="\#(site)" codeSystem="\#(CDAEntry.snomed)"/>"#
            return
                "<component>\(CDAEntry.observation(code, CDAEntry.quantity("80", "mm[Hg]"), inner: site))</component>"
        }
        func sites(_ first: String, _ second: String) throws -> [Int] {
            let organizer = """
                <organizer classCode="CLUSTER" moodCode="EVN"><templateId root="2.16.840.1.113883.10.20.22.4.26"/>
                <code code="46680005" codeSystem="\(CDAEntry.snomed)"/><statusCode code="completed"/>
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
            <organizer classCode="CLUSTER" moodCode="EVN"><code code="57075-4" codeSystem="\(CDAEntry.loinc)"/>
            <statusCode code="completed"/><subject><relatedSubject classCode="PRS">
            <code code="NCHILD" codeSystem="2.16.840.1.113883.5.111"/></relatedSubject></subject>
            <component>\(CDAEntry.observation("9274-2", #"<value xsi:type="INT" value="9"/>"#))</component>
            <component>\(CDAEntry.observation("8339-4", CDAEntry.quantity("3500", "g")))</component></organizer>
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
            <statusCode code="completed"/><value xsi:type="CD" code="419199007" codeSystem="\(CDAEntry.snomed)"/>
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

    @Test("a body that is more confidential than its header makes all in it so", arguments: ["structured", "scanned"])
    func confidentialBody(_ kind: String) throws {
        let restricted = #"<confidentialityCode code="R" codeSystem="2.16.840.1.113883.5.25"/>"#
        let plain = CDADocument.with(
            section: "30954-2", entry: CDAEntry.observation("2345-7", CDAEntry.quantity("5", "g/L"))
        )
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

    @Test(
        "the patient who wrote or did something is the patient, and no practitioner; another's name or a clinic under the number is not",
        arguments: [
            (#"<code code="ONESELF" codeSystem="2.16.840.1.113883.5.111"/>"#, true), ("", true),
            ("<assignedPerson><name><given>Test</given><family>Person</family></name></assignedPerson>", true),
            ("<assignedPerson><name><family>Kask</family></name></assignedPerson>", false),
            ("<representedOrganization><name>Clinic</name></representedOrganization>", false),
        ])
    func patientAsAuthor(_ inner: String, _ isPatient: Bool) throws {
        let author = """
            <author><time value="20260105"/><assignedAuthor><id root="1.3.6.1.4.1.28284.6.2.2.1" extension="38001085718"/>
            \(inner)</assignedAuthor></author>
            """
        let goal = """
            <observation classCode="OBS" moodCode="GOL"><templateId root="2.16.840.1.113883.10.20.22.4.121"/>
            <code code="59408-5" codeSystem="\(CDAEntry.loinc)"/><statusCode code="active"/>\(author)</observation>
            """
        let document = CDADocument.with(section: "61146-7", entry: goal)
        let resources = try document.resources()
        let numbers = resources.compactMap {
            if case .practitioner(let value) = $0 { value.identifier.map(\.value) } else { nil }
        }
        if isPatient { #expect(!numbers.flatMap { $0 }.contains("38001085718")) }
        var patient: String?
        for case .patient(let value) in resources { patient = value.id.map { "urn:uuid:" + $0 } }
        let goals = resources.compactMap { if case .goal(let value) = $0 { value } else { nil } }
        #expect(patient != nil && goals.map { $0.expressedBy?.reference == patient } == [isPatient])
        #expect(!(try document.converted()).issues.contains { $0.code == "cda-not-converted" } || !isPatient)
    }

    @Test("when a laboratory received a specimen is told of the specimen")
    func receivedSpecimen() throws {
        let act = """
            <act classCode="ACT" moodCode="EVN"><templateId root="1.3.6.1.4.1.19376.1.3.1"/>
            <code code="18719-5" codeSystem="\(CDAEntry.loinc)"/><statusCode code="completed"/><entryRelationship typeCode="COMP">
            <procedure classCode="PROC" moodCode="EVN"><templateId root="1.3.6.1.4.1.19376.1.3.1.2"/>
            <code code="33882-2" codeSystem="\(CDAEntry.loinc)"/><effectiveTime value="20260301080000+0200"/>
            <participant typeCode="PRD"><participantRole classCode="SPEC"><id root="1.2.3" extension="S1"/></participantRole></participant>
            <entryRelationship typeCode="COMP"><act classCode="ACT" moodCode="EVN"><templateId root="1.3.6.1.4.1.19376.1.3.1.3"/>
            <code code="SPRECEIVE" codeSystem="1.3.5.1.4.1.19376.1.5.3.2"/><effectiveTime value="20260301100000+0200"/></act>
            </entryRelationship></procedure></entryRelationship></act>
            """
        let document = CDADocument.with(section: "18719-5", entry: act)
        let specimens = try document.resources().compactMap { if case .specimen(let value) = $0 { value } else { nil } }
        #expect(specimens.map(\.receivedTime) == ["2026-03-01T10:00:00+02:00"])
        for case .basic in try document.resources() { Issue.record("an act of its own") }
    }

    @Test("a bracket around medicines is no thing of its own", arguments: [("35", "10183-2"), ("36", "42346-7")])
    func brackets(_ template: String, _ code: String) throws {
        let act = """
            <act classCode="ACT" moodCode="EVN"><templateId root="2.16.840.1.113883.10.20.22.4.\(template)"/>
            <code code="\(code)" codeSystem="\(CDAEntry.loinc)"/><statusCode code="active"/><entryRelationship typeCode="SUBJ">
            <substanceAdministration classCode="SBADM" moodCode="EVN"><templateId root="2.16.840.1.113883.10.20.22.4.16"/>
            <statusCode code="active"/><consumable><manufacturedProduct><manufacturedMaterial>
            <code code="1191" codeSystem="2.16.840.1.113883.6.88"/></manufacturedMaterial></manufacturedProduct></consumable>
            </substanceAdministration></entryRelationship></act>
            """
        let document = CDADocument.with(section: code, entry: act)
        let resources = try document.resources()
        for case .basic in resources { Issue.record("a bracket became a thing") }
        #expect(resources.contains { if case .medicationStatement = $0 { true } else { false } })
        #expect(
            !(try document.converted()).issues.contains {
                $0.code == "cda-unknown-entry" || $0.code == "cda-not-converted"
            })
    }
}
