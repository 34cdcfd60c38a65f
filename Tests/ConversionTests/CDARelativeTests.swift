import Conversion
import FHIR
import RecordTypes
import Testing

/// What a document says of somebody else is never asserted of the patient, wherever it stands.
@Suite("CDA facts about relatives")
struct CDARelativeTests {
    private static let snomed = "2.16.840.1.113883.6.96"
    private static let loinc = "2.16.840.1.113883.6.1"
    private static let mother = """
        <subject><relatedSubject classCode="PRS"><code code="MTH" codeSystem="2.16.840.1.113883.5.111" displayName="Mother"/>
        </relatedSubject></subject>
        """
    private static let cancer = #"<value xsi:type="CD" code="254837009" codeSystem="2.16.840.1.113883.6.96"/>"#
    private static let penicillin = """
        <participant typeCode="CSM"><participantRole classCode="MANU"><playingEntity classCode="MMAT">
        <code code="7980" codeSystem="2.16.840.1.113883.6.88" displayName="Penicillin"/></playingEntity></participantRole></participant>
        """

    /// A problem or allergy, by its template, of whom the given subject is.
    private static func finding(_ template: String, _ inner: String, subject: String = mother) -> String {
        """
        <observation classCode="OBS" moodCode="EVN"><templateId root="\(template)"/><id root="1.2.3" extension="finding"/>
        <code code="ASSERTION" codeSystem="2.16.840.1.113883.5.4"/><statusCode code="completed"/>\(inner)\(subject)</observation>
        """
    }

    private static func concern(_ template: String, _ finding: String, attributes: String = "") -> String {
        """
        <act classCode="ACT" moodCode="EVN" \(attributes)><templateId root="\(template)"/><id root="1.2.3" extension="concern"/>
        <code code="CONC" codeSystem="2.16.840.1.113883.5.6"/><statusCode code="active"/>
        <entryRelationship typeCode="SUBJ">\(finding)</entryRelationship></act>
        """
    }

    /// A section that is about the mother as a whole.
    private static func motherSection(_ code: String, _ entry: String) -> CDADocument {
        var document = CDADocument()
        document.body = """
            <component><section><code code="\(code)" codeSystem="\(loinc)"/><title>Section</title><text>Of the mother</text>\(mother)
            <entry>\(entry)</entry></section></component>
            """
        return document
    }

    private func histories(_ document: CDADocument) throws -> [FamilyMemberHistory] {
        try document.resources().compactMap { if case .familyMemberHistory(let value) = $0 { value } else { nil } }
    }

    private func types(_ document: CDADocument) throws -> [String] {
        try document.resources().map(\.resourceType).filter {
            !["Composition", "Patient", "Practitioner", "Organization", "Provenance"].contains($0)
        }
    }

    private static let problem = "2.16.840.1.113883.10.20.22.4.4"
    private static let allergy = "2.16.840.1.113883.10.20.22.4.7"
    private static let problemConcern = "2.16.840.1.113883.10.20.22.4.3"
    private static let allergyConcern = "2.16.840.1.113883.10.20.22.4.30"

    @Test(
        "a relative's problem or allergy is family history in any section, alone or in a concern",
        arguments: [
            ("11450-4", finding(problem, cancer)),
            ("29762-2", finding(problem, cancer)),
            ("48765-2", finding(allergy, cancer + penicillin)),
            ("11450-4", concern(problemConcern, finding(problem, cancer))),
            ("48765-2", concern(allergyConcern, finding(allergy, cancer + penicillin))),
            ("11450-4", finding("1.2.3.4", cancer)),
        ])
    func findings(_ section: String, _ entry: String) throws {
        let document = CDADocument.with(section: section, entry: entry)
        #expect(try types(document) == ["FamilyMemberHistory"])
        let history = try #require(try histories(document).first)
        #expect(history.relationship.coding.first?.code == "MTH")
        #expect(history.condition.map(\.code.coding.first?.code) == ["254837009"])
        #expect(history.identifier.contains { $0.value == "finding" })
    }

    @Test("the patient's own problem in the same concern stays the patient's")
    func mixedConcern() throws {
        let own = Self.finding(Self.problem, Self.cancer, subject: "")
        let document = CDADocument.with(
            section: "11450-4",
            entry: Self.concern(
                Self.problemConcern,
                Self.finding(Self.problem, Self.cancer)
                    + #"</entryRelationship><entryRelationship typeCode="SUBJ">"# + own))
        #expect(try types(document).sorted() == ["Condition", "FamilyMemberHistory"])
    }

    @Test("a concern that does not hold, or was a mistake, is neither of the relative")
    func refutedConcern() throws {
        let negated = CDADocument.with(
            section: "11450-4",
            entry: Self.concern(
                Self.problemConcern, Self.finding(Self.problem, Self.cancer), attributes: #"negationInd="true""#))
        let condition = try #require(try histories(negated).first?.condition.first)
        #expect(condition.modifierExtension.count == 1 && condition.code.coding.isEmpty)
        let mistaken = Self.concern(Self.problemConcern, Self.finding(Self.problem, Self.cancer))
            .replacing("active", with: "nullified")
        #expect(
            try histories(CDADocument.with(section: "11450-4", entry: mistaken)).map(\.status) == [.enteredInError])
    }

    @Test(
        "in a section about a relative every statement is the relative's",
        arguments: [
            ("11450-4", concern(problemConcern, finding(problem, cancer, subject: ""))),
            ("48765-2", concern(allergyConcern, finding(allergy, cancer + penicillin, subject: ""))),
            (
                "47519-4",
                #"<procedure classCode="PROC" moodCode="EVN"><code code="236886002" codeSystem="\#(snomed)"/><statusCode code="completed"/></procedure>"#
            ),
            (
                "10160-0",
                """
                <substanceAdministration classCode="SBADM" moodCode="EVN"><templateId root="2.16.840.1.113883.10.20.22.4.16"/>
                <statusCode code="active"/><consumable><manufacturedProduct><manufacturedMaterial>
                <code code="C07AB02" codeSystem="2.16.840.1.113883.6.73"/></manufacturedMaterial></manufacturedProduct></consumable>
                </substanceAdministration>
                """
            ),
            (
                "18776-5",
                #"<observation classCode="OBS" moodCode="INT"><code code="2345-7" codeSystem="\#(loinc)"/><statusCode code="active"/></observation>"#
            ),
        ])
    func sections(_ code: String, _ entry: String) throws {
        let kinds = Set(try types(Self.motherSection(code, entry)))
        #expect(kinds.isSubset(of: ["FamilyMemberHistory", "Basic", "RelatedPerson"]), "\(kinds)")
        #expect(!kinds.isDisjoint(with: ["FamilyMemberHistory", "Basic"]))
    }

    @Test("what is kept of a relative's procedure names the relative")
    func basics() throws {
        let document = Self.motherSection(
            "47519-4",
            #"<procedure classCode="PROC" moodCode="EVN"><code code="236886002" codeSystem="\#(Self.snomed)"/></procedure>"#
        )
        let resources = try document.resources()
        let basic = try #require(resources.compactMap { if case .basic(let value) = $0 { value } else { nil } }.first)
        let people = resources.compactMap { if case .relatedPerson(let value) = $0 { value.id } else { nil } }
        #expect(people.count == 1)
        #expect(basic.subject?.reference == people.first.map { "urn:uuid:\($0)" })
    }

    @Test("results and blood pressure of a relative have the relative as focus, each part of them")
    func results() throws {
        func value(_ code: String) -> String {
            """
            <component><observation classCode="OBS" moodCode="EVN"><code code="\(code)" codeSystem="\(Self.loinc)"/>
            <statusCode code="completed"/><effectiveTime value="20260301"/><value xsi:type="PQ" value="90" unit="mm[Hg]"/></observation></component>
            """
        }
        for template in ["2.16.840.1.113883.10.20.22.4.26", "2.16.840.1.113883.10.20.22.4.1"] {
            let document = Self.motherSection(
                "30954-2",
                """
                <organizer classCode="CLUSTER" moodCode="EVN"><templateId root="\(template)"/><id root="1.2.3" extension="o"/>
                <code code="46680005" codeSystem="\(Self.snomed)"/><statusCode code="completed"/>
                \(value("8480-6"))\(value("8462-4"))\(value("8867-4"))</organizer>
                """)
            let kinds = Set(try types(document))
            #expect(kinds == ["Observation", "RelatedPerson"])
            let found = try document.resources().compactMap {
                if case .observation(let value) = $0 { value } else { nil }
            }
            #expect(found.count == 3 && found.allSatisfy { $0.focus.count == 1 })
        }
    }

    @Test("what hangs below a relative's organizer, act or observation is not the patient's and not lost in silence")
    func below() throws {
        let procedure =
            #"<procedure classCode="PROC" moodCode="EVN"><code code="236886002" codeSystem="\#(Self.snomed)"/><statusCode code="completed"/></procedure>"#
        let entries = [
            """
            <organizer classCode="CLUSTER" moodCode="EVN"><statusCode code="completed"/>\(Self.mother)
            <component>\(procedure)</component></organizer>
            """,
            """
            <act classCode="ACT" moodCode="EVN"><code code="X" codeSystem="\(Self.snomed)"/>\(Self.mother)
            <entryRelationship typeCode="COMP">\(procedure)</entryRelationship></act>
            """,
            """
            <observation classCode="OBS" moodCode="EVN"><code code="8302-2" codeSystem="\(Self.loinc)"/>\(Self.mother)
            <entryRelationship typeCode="COMP">\(procedure)</entryRelationship></observation>
            """,
        ]
        for (section, entry) in zip(["10157-6", "10157-6", "29762-2"], entries) {
            let document = CDADocument.with(section: section, entry: entry)
            #expect(try !types(document).contains("Procedure"))
            #expect(try document.converted().issues.contains { $0.code == "cda-not-converted" })
        }
    }

    @Test("a problem below a relative's observation is the relative's, a result below it has the relative as focus")
    func members() throws {
        let document = CDADocument.with(
            section: "29762-2",
            entry: """
                <observation classCode="OBS" moodCode="EVN"><code code="8302-2" codeSystem="\(Self.loinc)"/>\(Self.mother)
                <entryRelationship typeCode="COMP">\(Self.finding(Self.problem, Self.cancer, subject: ""))</entryRelationship>
                <entryRelationship typeCode="COMP"><observation classCode="OBS" moodCode="EVN"><code code="8867-4" codeSystem="\(Self.loinc)"/>
                <value xsi:type="PQ" value="70" unit="/min"/></observation></entryRelationship></observation>
                """)
        #expect(
            try types(document).sorted() == ["FamilyMemberHistory", "Observation", "Observation", "RelatedPerson"])
        let observations = try document.resources().compactMap {
            if case .observation(let value) = $0 { value } else { nil }
        }
        #expect(observations.allSatisfy { $0.focus.count == 1 })
    }

    @Test(
        "a cause that a relative did not die of neither raises the dead nor kills; a known time of death stays",
        arguments: [
            ("", true, nil), ("", false, .boolean(true)),
            (#"<sdtc:deceasedTime value="20100305"/>"#, true, .date("2010-03-05")),
            (#"<sdtc:deceasedTime value="20100305"/>"#, false, .date("2010-03-05")),
            (#"<sdtc:deceasedInd value="true"/>"#, true, .boolean(true)),
        ] as [(String, Bool, FamilyMemberHistory.Deceased?)],
        [#"<templateId root="2.16.840.1.113883.10.20.22.4.47"/>"#, ""])
    func deaths(_ told: (String, Bool, FamilyMemberHistory.Deceased?), _ template: String) throws {
        let document = CDADocument.with(
            section: "10157-6",
            entry: """
                <organizer classCode="CLUSTER" moodCode="EVN"><statusCode code="completed"/><subject><relatedSubject classCode="PRS">
                <code code="FTH" codeSystem="2.16.840.1.113883.5.111"/><subject>\(told.0)</subject></relatedSubject></subject><component>
                <observation classCode="OBS" moodCode="EVN"><code code="64572001" codeSystem="\(Self.snomed)"/>\(Self.cancer)
                <entryRelationship typeCode="CAUS"><observation classCode="OBS" moodCode="EVN" negationInd="\(told.1)">\(template)
                <code code="ASSERTION" codeSystem="2.16.840.1.113883.5.4"/><value xsi:type="CD" code="419099009" codeSystem="\(Self.snomed)"/>
                </observation></entryRelationship></observation></component></organizer>
                """)
        let history = try #require(try histories(document).first)
        #expect(history.deceased == told.2)
        #expect(history.condition.first?.contributedToDeath == !told.1)
    }
}
