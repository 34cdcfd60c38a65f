import Conversion
import FHIR
import RecordTypes
import Testing

/// What is planned, aimed at, defined, denied or another's, in every kind of entry that a template names.
@Suite("CDA moods, links and subjects")
struct CDAMoodTests {
    private static let hypertension =
        #"<value xsi:type="CD" code="38341003" codeSystem="2.16.840.1.113883.6.96" displayName="Hypertension"/>"#

    private static func problem(_ mood: String, _ attributes: String = "", status: String = "completed") -> String {
        """
        <observation classCode="OBS" moodCode="\(mood)" \(attributes)><templateId root="2.16.840.1.113883.10.20.22.4.4"/>
        <code code="ASSERTION" codeSystem="2.16.840.1.113883.5.4"/><statusCode code="\(status)"/>\(hypertension)</observation>
        """
    }

    private static func concern(
        _ inner: String, _ template: String = "2.16.840.1.113883.10.20.22.4.3", link: String = ""
    )
        -> String
    {
        """
        <act classCode="ACT" moodCode="EVN"><templateId root="\(template)"/><code code="CONC" codeSystem="2.16.840.1.113883.5.6"/>
        <statusCode code="active"/><entryRelationship typeCode="SUBJ" \(link)>\(inner)</entryRelationship></act>
        """
    }

    private static func allergy(_ mood: String) -> String {
        """
        <observation classCode="OBS" moodCode="\(mood)"><templateId root="2.16.840.1.113883.10.20.22.4.7"/>
        <code code="ASSERTION" codeSystem="2.16.840.1.113883.5.4"/><statusCode code="completed"/>
        <value xsi:type="CD" code="416098002" codeSystem="2.16.840.1.113883.6.96"/><participant typeCode="CSM">
        <participantRole classCode="MANU"><playingEntity classCode="MMAT"><code code="7980" codeSystem="2.16.840.1.113883.6.88"/>
        </playingEntity></participantRole></participant></observation>
        """
    }

    /// Section and entry by kind; `MOOD` stands for the mood.
    private static let kinds: [(String, String, String)] = [
        ("problem", "11450-4", problem("MOOD")),
        ("problem in a concern", "11450-4", concern(problem("MOOD"))),
        ("allergy", "48765-2", allergy("MOOD")),
        ("allergy in a concern", "48765-2", concern(allergy("MOOD"), "2.16.840.1.113883.10.20.22.4.30")),
        (
            "vaccination", "11369-6",
            """
            <substanceAdministration classCode="SBADM" moodCode="MOOD"><templateId root="2.16.840.1.113883.10.20.22.4.52"/>
            <statusCode code="completed"/><effectiveTime value="20260101"/><consumable><manufacturedProduct><manufacturedMaterial>
            <code code="207" codeSystem="2.16.840.1.113883.12.292"/></manufacturedMaterial></manufacturedProduct></consumable>
            </substanceAdministration>
            """
        ),
        (
            "vital signs", "8716-3",
            """
            <organizer classCode="CLUSTER" moodCode="MOOD"><templateId root="2.16.840.1.113883.10.20.22.4.26"/>
            <code code="46680005" codeSystem="2.16.840.1.113883.6.96"/><statusCode code="completed"/></organizer>
            """
        ),
        (
            "group without template", "18776-5",
            """
            <organizer classCode="CLUSTER" moodCode="MOOD"><code code="85353-1" codeSystem="2.16.840.1.113883.6.1"/>
            <statusCode code="active"/></organizer>
            """
        ),
        (
            "note", "34109-9",
            """
            <act classCode="ACT" moodCode="MOOD"><templateId root="2.16.840.1.113883.10.20.22.4.202"/>
            <code code="34109-9" codeSystem="2.16.840.1.113883.6.1"/><text>To be written</text><statusCode code="active"/></act>
            """
        ),
        (
            "device", "46264-8",
            """
            <supply classCode="SPLY" moodCode="MOOD"><templateId root="2.16.840.1.113883.10.20.22.4.50"/><statusCode code="completed"/>
            <participant typeCode="PRD"><participantRole classCode="MANU"><playingDevice>
            <code code="58938008" codeSystem="2.16.840.1.113883.6.96"/></playingDevice></participantRole></participant></supply>
            """
        ),
    ]

    /// Types that say that something was found, done, used or given.
    private static let facts: Set<String> = [
        "Condition", "AllergyIntolerance", "Immunization", "Observation", "DocumentReference", "DeviceUseStatement",
        "Procedure",
        "MedicationStatement", "MedicationDispense", "Encounter", "FamilyMemberHistory",
    ]

    @Test(
        "what is planned, aimed at or defined is never a fact, whatever its template", arguments: kinds,
        ["INT", "RQO", "PRP", "PRMS", "ARQ", "APT", "GOL", "DEF", "EVN.CRT"])
    func moods(_ kind: (String, String, String), _ mood: String) throws {
        let document = CDADocument.with(section: kind.1, entry: kind.2.replacing("MOOD", with: mood))
        let types = Set(try document.resources().map(\.resourceType))
        #expect(types.isDisjoint(with: Self.facts), "\(kind.0) in \(mood): \(types)")
        if mood == "GOL" { #expect(types.contains("Goal")) }
    }

    @Test("and as an event each of them is one", arguments: kinds)
    func events(_ kind: (String, String, String)) throws {
        let document = CDADocument.with(section: kind.1, entry: kind.2.replacing("MOOD", with: "EVN"))
        #expect(!Set(try document.resources().map(\.resourceType)).isDisjoint(with: Self.facts), "\(kind.0)")
    }

    @Test("a care team that is only planned is proposed")
    func team() throws {
        let document = CDADocument.with(
            section: "85847-2",
            entry: """
                <organizer classCode="CLUSTER" moodCode="INT"><templateId root="2.16.840.1.113883.10.20.22.4.500"/>
                <code code="86744-0" codeSystem="2.16.840.1.113883.6.1"/><statusCode code="active"/></organizer>
                """)
        for case .careTeam(let team) in try document.resources() { #expect(team.status == .proposed) }
    }

    @Test(
        "a denied link denies the problem; one that was called off is unconfirmed",
        arguments: [
            (#"negationInd="true""#, "completed", "refuted"), (#"negationInd="1""#, "completed", "refuted"),
            ("", "cancelled", "unconfirmed"), ("", "aborted", "unconfirmed"), ("", "completed", "confirmed"),
        ])
    func links(_ link: String, _ status: String, _ verification: String) throws {
        let document = CDADocument.with(
            section: "11450-4", entry: Self.concern(Self.problem("EVN", status: status), link: link))
        var found: [String?] = []
        for case .condition(let condition) in try document.resources() {
            found.append(condition.verificationStatus?.coding.first?.code)
        }
        #expect(found == [verification])
    }

    @Test("negationInd may be 1", arguments: ["true", "1"])
    func negation(_ value: String) throws {
        let document = CDADocument.with(section: "11450-4", entry: Self.problem("EVN", "negationInd=\"\(value)\""))
        for case .condition(let condition) in try document.resources() {
            #expect(condition.verificationStatus?.coding.first?.code == "refuted")
        }
    }

    @Test(
        "a denied or inverted reason is no reason",
        arguments: [#"negationInd="true""#, #"inversionInd="true""#, #"inversionInd="1""#])
    func reasons(_ link: String) throws {
        let document = CDADocument.with(
            section: "10160-0",
            entry: """
                <substanceAdministration classCode="SBADM" moodCode="EVN"><templateId root="2.16.840.1.113883.10.20.22.4.16"/>
                <statusCode code="active"/><consumable><manufacturedProduct><manufacturedMaterial>
                <code code="197361" codeSystem="2.16.840.1.113883.6.88"/></manufacturedMaterial></manufacturedProduct></consumable>
                <entryRelationship typeCode="RSON" \(link)>\(Self.problem("EVN"))</entryRelationship></substanceAdministration>
                """)
        for case .medicationStatement(let statement) in try document.resources() {
            #expect(statement.reasonCode.isEmpty && statement.reasonReference.isEmpty)
        }
    }

    @Test(
        "a family history that names no relative is of some relative, never the patient's",
        arguments: [
            problem("EVN"),
            problem("EVN").replacing("22.4.4\"", with: "22.4.46\""),
            concern(problem("EVN")),
            """
            <organizer classCode="CLUSTER" moodCode="EVN"><templateId root="2.16.840.1.113883.10.20.22.4.45"/>
            <statusCode code="completed"/><component>\(problem("EVN"))</component></organizer>
            """,
        ])
    func family(_ entry: String) throws {
        let types = try CDADocument.with(section: "10157-6", entry: entry).resources().map(\.resourceType)
        #expect(types.contains("FamilyMemberHistory"))
        #expect(!types.contains("Condition") && !types.contains("Observation"))
    }

    @Test("an intended disease of a relative is not a disease of the relative")
    func relativesPlan() throws {
        let document = CDADocument.with(
            section: "10157-6",
            entry: """
                <organizer classCode="CLUSTER" moodCode="EVN"><templateId root="2.16.840.1.113883.10.20.22.4.45"/>
                <statusCode code="completed"/><subject><relatedSubject classCode="PRS">
                <code code="FTH" codeSystem="2.16.840.1.113883.5.111"/><subject><sdtc:deceasedInd value="1"/></subject>
                </relatedSubject></subject><component>\(Self.problem("INT"))</component></organizer>
                """)
        for case .familyMemberHistory(let history) in try document.resources() {
            #expect(history.condition.isEmpty)
            #expect(history.deceased == .boolean(true))
        }
    }

    @Test("people who share a number, or only the root of all numbers, stay apart")
    func people() throws {
        func performer(_ id: String, _ family: String) -> String {
            """
            <performer><assignedEntity>\(id)<assignedPerson><name><given>A</given><family>\(family)</family></name></assignedPerson>
            </assignedEntity></performer>
            """
        }
        let root = #"<id root="2.16.840.1.113883.4.6"/>"#
        let number = #"<id root="2.16.840.1.113883.4.6" extension="9999999999"/>"#
        let document = CDADocument.with(
            section: "47519-4",
            entry: """
                <procedure classCode="PROC" moodCode="EVN"><code code="80146002" codeSystem="2.16.840.1.113883.6.96"/>
                <statusCode code="completed"/>\(performer(root, "Ilves"))\(performer(root, "Karu"))\(performer(number, "Hunt"))
                \(performer(number, "Rebane"))\(performer(number, "Hunt"))</procedure>
                """)
        var families: [String] = []
        for case .practitioner(let person) in try document.resources() {
            families += person.name.compactMap(\.family).filter { $0 != "Doctor" }
        }
        #expect(families == ["Ilves", "Karu", "Hunt", "Rebane"])
        #expect(try document.converted().issues.contains { $0.code == "cda-identifier-of-several" })
    }

    @Test("pressures of different status are not one blood pressure; its site and method stay")
    func bloodPressure() throws {
        func pressure(_ code: String, _ status: String, _ more: String = "") -> String {
            """
            <component><observation classCode="OBS" moodCode="EVN"><templateId root="2.16.840.1.113883.10.20.22.4.27"/>
            <code code="\(code)" codeSystem="2.16.840.1.113883.6.1"/><statusCode code="\(status)"/><effectiveTime value="20260101"/>
            <value xsi:type="PQ" value="120" unit="mm[Hg]"/>\(more)</observation></component>
            """
        }
        func readings(_ second: String, _ more: String = "") throws -> [Observation] {
            let document = CDADocument.with(
                section: "8716-3",
                entry: """
                    <organizer classCode="CLUSTER" moodCode="EVN"><templateId root="2.16.840.1.113883.10.20.22.4.26"/>
                    <code code="46680005" codeSystem="2.16.840.1.113883.6.96"/><statusCode code="completed"/>
                    \(pressure("8480-6", "completed", more))\(pressure("8462-4", second))</organizer>
                    """)
            return try document.resources().compactMap { if case .observation(let value) = $0 { value } else { nil } }
                .filter { $0.code.coding.contains { $0.code == "85354-9" } }
        }
        #expect(try readings("nullified").map(\.status.rawValue) == ["final", "entered-in-error"])
        let site = #"<targetSiteCode code="368209003" codeSystem="2.16.840.1.113883.6.96"/>"#
        let whole = try readings("completed", site)
        #expect(whole.count == 1)
        #expect(whole.first?.bodySite?.coding.first?.code == "368209003")
    }

    @Test("who told a section told what stands in it, unless a statement says otherwise")
    func informants() throws {
        var document = CDADocument()
        let told = """
            <informant><relatedEntity classCode="PRS"><code code="NAME" codeSystem="2.16.840.1.113883.5.111"/>
            <relatedPerson><name>Somebody</name></relatedPerson></relatedEntity></informant>
            """
        let own = Self.problem("EVN").replacing(
            "</observation>", with: told.replacing("NAME", with: "MTH") + "</observation>")
        document.body = """
            <component><section><code code="11450-4" codeSystem="2.16.840.1.113883.6.1"/><title>T</title><text>t</text>
            \(told.replacing("NAME", with: "FTH"))<entry>\(Self.problem("EVN"))</entry><entry>\(own)</entry></section></component>
            """
        let resources = try document.resources()
        var people: [String] = []
        for case .relatedPerson(let person) in resources {
            people += person.relationship.flatMap(\.coding).compactMap(\.code).filter { $0.hasSuffix("TH") }
        }
        #expect(people == ["FTH", "MTH"])
        let credits = resources.filter { if case .provenance = $0 { true } else { false } }
        #expect(credits.count == 2)
    }

    @Test("a relative's medicine is named, and never the patient's")
    func relativesMedicine() throws {
        let entry = Self.kinds[4].2.replacing("MOOD", with: "EVN").replacing(
            "<consumable>",
            with: """
                <subject><relatedSubject classCode="PRS"><code code="CHILD" codeSystem="2.16.840.1.113883.5.111"/></relatedSubject>
                </subject><consumable>
                """)
        let resources = try CDADocument.with(section: "11369-6", entry: entry).resources()
        #expect(!resources.map(\.resourceType).contains("Immunization"))
        for case .basic(let basic) in resources { #expect(basic.code.coding.first?.code == "207") }
    }

    private func visit(_ diagnosis: String) throws -> [AnyResource] {
        let id = #"<id root="2.999.7" extension="P1"/>"#
        let listed = Self.problem("EVN").replacing("<code code=\"ASSERTION\"", with: id + "<code code=\"ASSERTION\"")
        var document = CDADocument()
        document.body = """
            <component><section><code code="11450-4" codeSystem="2.16.840.1.113883.6.1"/><title>T</title><text>t</text>
            <entry>\(Self.concern(listed))</entry></section></component>
            <component><section><code code="46240-8" codeSystem="2.16.840.1.113883.6.1"/><title>T</title><text>t</text>
            <entry><encounter classCode="ENC" moodCode="EVN"><templateId root="2.16.840.1.113883.10.20.22.4.49"/>
            <id root="2.999.7" extension="E1"/><code code="99213" codeSystem="2.16.840.1.113883.6.12"/>
            <effectiveTime value="20260101"/><entryRelationship typeCode="SUBJ"><act classCode="ACT" moodCode="EVN">
            <templateId root="2.16.840.1.113883.10.20.22.4.80"/><id root="2.999.7" extension="A1"/>
            <code code="29308-4" codeSystem="2.16.840.1.113883.6.1"/><entryRelationship typeCode="SUBJ">
            \(listed.replacing("38341003", with: diagnosis))</entryRelationship></act></entryRelationship></encounter></entry>
            </section></component>
            """
        return try document.resources()
    }

    @Test("a problem that comes again as the diagnosis of a visit is one Condition; another one of the same id is two")
    func twins() throws {
        func conditions(_ resources: [AnyResource]) -> Int {
            resources.count { if case .condition = $0 { true } else { false } }
        }
        let same = try visit("38341003")
        #expect(conditions(same) == 1)
        for case .encounter(let encounter) in same {
            #expect(encounter.diagnosis.count == 1)
            #expect(encounter.diagnosis.first?.extension.count == 2)
        }
        #expect(conditions(try visit("44054006")) == 2)
    }

    @Test("an entry that stands in two sections is one resource that both list")
    func repeated() throws {
        let entry = Self.kinds[4].2.replacing("MOOD", with: "EVN").replacing(
            "<statusCode", with: "<id root=\"2.999.7\" extension=\"V1\"/><statusCode")
        var document = CDADocument()
        document.body = ["11369-6", "11369-6"].map { code in
            """
            <component><section><code code="\(code)" codeSystem="2.16.840.1.113883.6.1"/><title>T</title><text>t</text>
            <entry>\(entry)</entry></section></component>
            """
        }.joined()
        let resources = try document.resources()
        #expect(resources.count { $0.resourceType == "Immunization" } == 1)
        guard case .composition(let composition) = try #require(resources.first) else { return }
        #expect(composition.section.map(\.entry.count) == [1, 1])
        #expect(try document.converted().issues.filter { $0.code == "cda-not-converted" }.isEmpty)
    }
}
