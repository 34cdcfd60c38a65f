import Conversion
import FHIR
import JSONText
import RecordTypes
import Testing

/// What is suspected, ruled out, denied or over is never told as a confirmed, current finding.
@Suite("CDA certainty")
struct CDACertaintyTests {
    private func resources<R>(_ document: CDADocument, _ pick: (AnyResource) -> R?) throws -> [R] {
        try document.resources().compactMap(pick)
    }

    private func conditions(_ document: CDADocument) throws -> [Condition] {
        try resources(document) { if case .condition(let value) = $0 { value } else { nil } }
    }

    private func allergies(_ document: CDADocument) throws -> [AllergyIntolerance] {
        try resources(document) { if case .allergyIntolerance(let value) = $0 { value } else { nil } }
    }

    /// A problem in its concern act: what stands in the value and what hangs below the observation may be replaced.
    private static func problem(
        value: String = #"<value xsi:type="CD" code="38341003" codeSystem="2.16.840.1.113883.6.96"/>"#,
        time: String = #"<effectiveTime><low value="20200101"/></effectiveTime>"#, status: String = "completed",
        below: String = ""
    ) -> CDADocument {
        .with(
            section: "11450-4",
            entry: """
                <act classCode="ACT" moodCode="EVN"><templateId root="2.16.840.1.113883.10.20.22.4.3"/>
                <code code="CONC" codeSystem="2.16.840.1.113883.5.6"/><statusCode code="active"/>
                <entryRelationship typeCode="SUBJ"><observation classCode="OBS" moodCode="EVN">
                <templateId root="2.16.840.1.113883.10.20.22.4.4"/><id root="2.999.1" extension="p"/>
                <code code="64572001" codeSystem="2.16.840.1.113883.6.96"/>
                <statusCode code="\(status)"/>\(time)\(value)\(below)</observation></entryRelationship></act>
                """)
    }

    /// An observation below another one.
    private static func below(
        _ code: String, _ system: String, _ value: String, _ valueSystem: String, template: String = "",
        attributes: String = "", status: String = "completed"
    ) -> String {
        """
        <entryRelationship typeCode="SUBJ" inversionInd="true"><observation classCode="OBS" moodCode="EVN" \(attributes)>
        \(template.isEmpty ? "" : "<templateId root=\"\(template)\"/>")<code code="\(code)" codeSystem="\(system)"/>
        <statusCode code="\(status)"/><value xsi:type="CD" code="\(value)" codeSystem="\(valueSystem)"/>
        </observation></entryRelationship>
        """
    }

    private static let loinc = "2.16.840.1.113883.6.1"
    private static let snomed = "2.16.840.1.113883.6.96"
    private static let verification = "2.16.840.1.113883.4.642.4.1075"

    @Test(
        "a certainty, a status or a finding context that rules out or doubts is the verification status",
        arguments: [
            ("eHDSI certainty", below("66455-7", loinc, "refuted", verification), "refuted"),
            (
                "FR certitude: a simple observation with a code",
                below(
                    "66455-7", loinc, "provisional", "2.16.840.1.113883.4.642.3.166",
                    template: "1.3.6.1.4.1.19376.1.5.3.1.4.13"), "provisional"
            ),
            ("differential", below("66455-7", loinc, "differential", verification), "differential"),
            ("eHDSI status: known absent", below("33999-4", loinc, "410516002", snomed), "refuted"),
            ("eHDSI status: suspected", below("33999-4", loinc, "415684004", snomed), "provisional"),
            ("finding context below", below("408729009", snomed, "410594000", snomed), "refuted"),
            (
                "a denied certainty says nothing",
                below("66455-7", loinc, "refuted", verification, attributes: #"negationInd="true""#), "confirmed"
            ),
            (
                "a withdrawn certainty says nothing",
                below("66455-7", loinc, "refuted", verification, status: "nullified"), "confirmed"
            ),
            ("chronic", below("33999-4", loinc, "90734009", snomed), "confirmed"),
        ])
    func certainty(_ name: String, _ below: String, _ expected: String) throws {
        let conditions = try conditions(Self.problem(below: below))
        #expect(conditions.count == 1, "\(name)")
        #expect(conditions.first?.verificationStatus?.coding.first?.code == expected, "\(name)")
    }

    @Test(
        "a finding context among the qualifiers of the code is the verification status",
        arguments: [("410516002", "refuted"), ("415684004", "provisional"), ("410605003", "confirmed")])
    func qualifier(_ context: String, _ expected: String) throws {
        let value = """
            <value xsi:type="CD" code="38341003" codeSystem="\(Self.snomed)"><qualifier>
            <name code="408729009" codeSystem="\(Self.snomed)"/><value code="\(context)" codeSystem="\(Self.snomed)"/></qualifier></value>
            """
        let condition = try #require(try conditions(Self.problem(value: value)).first)
        #expect(condition.verificationStatus?.coding.first?.code == expected)
    }

    @Test(
        "the Diagnosesicherheit of Austrian and German documents is certainty and status",
        arguments: [
            ("G", "confirmed", "active"), ("V", "provisional", "active"), ("A", "refuted", "active"),
            ("Z", "confirmed", "resolved"),
        ])
    func diagnosesicherheit(_ code: String, _ verification: String, _ clinical: String) throws {
        let value = """
            <value xsi:type="CD" code="I10" codeSystem="2.16.840.1.113883.6.3"><qualifier><name code="8" codeSystem="2.16.840.1.113883.3.7.1.0"/>
            <value code="\(code)" codeSystem="1.2.276.0.76.3.1.1.5.1.21"/></qualifier></value>
            """
        let condition = try #require(try conditions(Self.problem(value: value)).first)
        #expect(condition.verificationStatus?.coding.first?.code == verification)
        #expect(condition.clinicalStatus?.coding.first?.code == clinical)
    }

    @Test(
        "statuses of eHDSI, C-CDA and FHIR are clinical statuses; a denied one is not",
        arguments: [
            ("255227004", snomed, "", "recurrence"), ("7087005", snomed, "", "active"),
            ("resolved", "2.16.840.1.113883.4.642.4.1074", "", "resolved"),
            ("413322009", snomed, "", "resolved"), ("413322009", snomed, #"negationInd="true""#, "active"),
        ])
    func statuses(_ code: String, _ system: String, _ attributes: String, _ expected: String) throws {
        let status = Self.below("33999-4", Self.loinc, code, system, attributes: attributes)
        let condition = try #require(try conditions(Self.problem(below: status)).first)
        #expect(condition.clinicalStatus?.coding.first?.code == expected)
    }

    @Test("what hangs below a problem, and no profile knows, is no problem of its own")
    func unknownBelow() throws {
        let document = Self.problem(below: Self.below("X-7", "2.999.7", "24484000", Self.snomed))
        #expect(try conditions(document).count == 1)
        let observations = try resources(document) { if case .observation(let value) = $0 { value } else { nil } }
        #expect(observations.count == 1)
    }

    @Test("two codes of one list in two values are two problems; codes of two lists are one")
    func severalValues() throws {
        let first = #"<value xsi:type="CD" code="38341003" codeSystem="2.16.840.1.113883.6.96"/>"#
        let second = #"<value xsi:type="CD" code="44054006" codeSystem="2.16.840.1.113883.6.96"/>"#
        let other = #"<value xsi:type="CD" code="I10" codeSystem="2.16.840.1.113883.6.90"/>"#
        let two = try conditions(Self.problem(value: first + second))
        #expect(
            two.map { $0.code?.coding.map(\.code) } == [["44054006"], ["38341003"]]
                || two.map { $0.code?.coding.map(\.code) } == [["38341003"], ["44054006"]])
        let one = try conditions(Self.problem(value: first + other))
        #expect(one.map { $0.code?.coding.map(\.code) } == [["38341003", "I10"]])
    }

    @Test(
        "an end after the document's own date is expected, not reached",
        arguments: [("20260311", "resolved"), ("20260312", "resolved"), ("20260313", "active"), ("2027", "active")])
    func futureEnd(_ end: String, _ expected: String) throws {
        let time = #"<effectiveTime><low value="20200101"/><high value="\#(end)"/></effectiveTime>"#
        let condition = try #require(try conditions(Self.problem(time: time)).first)
        #expect(condition.clinicalStatus?.coding.first?.code == expected)
        #expect((condition.abatement == nil) == (expected == "active"))
    }

    @Test("what is an error has neither a clinical status nor an end")
    func error() throws {
        let time = #"<effectiveTime><low value="20200101"/><high value="20210101"/></effectiveTime>"#
        let condition = try #require(try conditions(Self.problem(time: time, status: "nullified")).first)
        #expect(condition.clinicalStatus == nil && condition.abatement == nil)
        #expect(condition.extension.contains { $0.value == .period(Period(end: "2021-01-01")) })
    }

    @Test("a problem that was replaced is not active; one known by the middle of its time has an onset")
    func replaced() throws {
        let obsolete = try #require(try conditions(Self.problem(status: "obsolete")).first)
        #expect(obsolete.clinicalStatus?.coding.first?.code == "inactive")
        let time = #"<effectiveTime><center value="20210101"/></effectiveTime>"#
        let centred = try #require(try conditions(Self.problem(time: time)).first)
        #expect(centred.onset == .dateTime("2021-01-01"))
    }

    @Test("a problem that is the reason of a medicine before it comes on the list is on the list all the same")
    func reasonBefore() throws {
        let problem = """
            <observation classCode="OBS" moodCode="EVN"><templateId root="2.16.840.1.113883.10.20.22.4.4"/><id root="2.999.1" extension="p"/>
            <code code="64572001" codeSystem="2.16.840.1.113883.6.96"/><statusCode code="completed"/>
            <value xsi:type="CD" code="38341003" codeSystem="2.16.840.1.113883.6.96"/></observation>
            """
        let medicine = """
            <substanceAdministration classCode="SBADM" moodCode="EVN"><statusCode code="active"/><consumable><manufacturedProduct>
            <manufacturedMaterial><code code="C08CA01" codeSystem="2.16.840.1.113883.6.73"/></manufacturedMaterial></manufacturedProduct>
            </consumable><entryRelationship typeCode="RSON">\(problem)</entryRelationship></substanceAdministration>
            """
        let concern = """
            <act classCode="ACT" moodCode="EVN"><templateId root="2.16.840.1.113883.10.20.22.4.3"/><statusCode code="active"/>
            <entryRelationship typeCode="SUBJ">\(problem)</entryRelationship></act>
            """
        for listed in [problem, concern] {
            var document = CDADocument.with(section: "10160-0", entry: medicine)
            document.body += CDADocument.with(section: "11450-4", entry: listed).body
            let found = try conditions(document)
            #expect(found.map { $0.code?.coding.first?.code } == ["38341003"])
        }
    }

    // MARK: allergies

    private static let penicillin =
        #"<code code="7980" codeSystem="2.16.840.1.113883.6.88" displayName="Penicillin G"/>"#

    private static func allergy(
        agents: [String] = [penicillin], time: String = "", code: String = "ASSERTION",
        system: String = "2.16.840.1.113883.5.4", status: String = "completed", below: String = ""
    ) -> CDADocument {
        .with(
            section: "48765-2",
            entry: """
                <observation classCode="OBS" moodCode="EVN"><templateId root="2.16.840.1.113883.10.20.22.4.7"/>
                <id root="2.999.1" extension="a"/><code code="\(code)" codeSystem="\(system)"/><statusCode code="\(status)"/>\(time)
                <value xsi:type="CD" code="416098002" codeSystem="2.16.840.1.113883.6.96"/>
                \(agents.map { "<participant typeCode=\"CSM\"><participantRole classCode=\"MANU\"><playingEntity classCode=\"MMAT\">\($0)</playingEntity></participantRole></participant>" }.joined())
                \(below)</observation>
                """)
    }

    @Test(
        "an allergy that was ruled out, doubted, ended or replaced says so",
        arguments: [
            (allergy(below: below("66455-7", loinc, "refuted", "2.16.840.1.113883.4.642.4.1371")), "refuted", "active"),
            (allergy(below: below("66455-7", loinc, "provisional", verification)), "unconfirmed", "active"),
            (
                allergy(below: below("33999-4", loinc, "resolved", "2.16.840.1.113883.4.642.4.1373")), "confirmed",
                "resolved"
            ),
            (allergy(status: "obsolete"), "confirmed", "inactive"),
            (
                allergy(time: #"<effectiveTime><low value="2010"/><high value="2035"/></effectiveTime>"#), "confirmed",
                "active"
            ),
        ])
    func allergyCertainty(_ document: CDADocument, _ verification: String, _ clinical: String) throws {
        let allergy = try #require(try allergies(document).first)
        #expect(allergy.verificationStatus?.coding.first?.code == verification)
        #expect(allergy.clinicalStatus?.coding.first?.code == clinical)
    }

    @Test(
        "an allergy is one whatever other templates it carries, in whatever order (CCD, IHE, eHDSI)",
        arguments: [
            ["2.16.840.1.113883.10.20.1.28", "2.16.840.1.113883.10.20.1.18", "1.3.6.1.4.1.19376.1.5.3.1.4.6"],
            ["1.3.6.1.4.1.19376.1.5.3.1.4.5", "2.16.840.1.113883.10.20.1.28", "1.3.6.1.4.1.19376.1.5.3.1.4.6"],
            ["2.16.840.1.113883.10.20.1.28"],
        ])
    func templates(_ templates: [String]) throws {
        let own = templates.map { "<templateId root=\"\($0)\"/>" }.joined()
        let document = CDADocument.with(
            section: "48765-2",
            entry: """
                <act classCode="ACT" moodCode="EVN"><templateId root="2.16.840.1.113883.10.20.1.27"/><code nullFlavor="NA"/>
                <statusCode code="active"/><entryRelationship typeCode="SUBJ"><observation classCode="OBS" moodCode="EVN">\(own)
                <code code="416098002" codeSystem="2.16.840.1.113883.6.96"/><statusCode code="completed"/>
                <value xsi:type="CD" code="N02BA01" codeSystem="2.16.840.1.113883.6.73"/><participant typeCode="CSM">
                <participantRole classCode="MANU"><playingEntity classCode="MMAT"><code code="N02BA01" codeSystem="2.16.840.1.113883.6.73"/>
                </playingEntity></participantRole></participant></observation></entryRelationship></act>
                """)
        #expect(try conditions(document).isEmpty)
        let allergy = try #require(try allergies(document).first)
        #expect(allergy.code?.coding.map(\.code) == ["N02BA01"])
        #expect(allergy.category == [.medication] && allergy.type == .allergy)
    }

    @Test(
        "without any template, what a section of allergies says of a kind of allergy or of none is one",
        arguments: [("no-known-allergies", "2.16.840.1.113883.5.1150.1"), ("416098002", "2.16.840.1.113883.6.96")])
    func bare(_ code: String, _ system: String) throws {
        let document = CDADocument.with(
            section: "48765-2",
            entry: """
                <observation classCode="OBS" moodCode="EVN"><code code="ASSERTION" codeSystem="2.16.840.1.113883.5.4"/>
                <statusCode code="completed"/><value xsi:type="CD" code="\(code)" codeSystem="\(system)"/></observation>
                """)
        #expect(try allergies(document).first?.code?.coding.map(\.code) == [code])
    }

    @Test("what somebody reacts to is never a practitioner", arguments: ["11450-4", "30954-2", "99999-9"])
    func substanceIsNobody(_ section: String) throws {
        let document = CDADocument.with(
            section: section,
            entry: """
                <observation classCode="OBS" moodCode="EVN"><code code="X-7" codeSystem="2.999.7"/><statusCode code="completed"/>
                <value xsi:type="CD" code="24484000" codeSystem="2.16.840.1.113883.6.96"/><participant typeCode="CSM">
                <participantRole classCode="MANU"><playingEntity classCode="MMAT"><code code="N02BA01" codeSystem="2.16.840.1.113883.6.73"/>
                <name>Aspirin</name></playingEntity></participantRole></participant></observation>
                """)
        let practitioners = try resources(document) { if case .practitioner(let value) = $0 { value } else { nil } }
        #expect(practitioners.count == 1)  // the author
    }

    private static func reaction(_ text: String) -> String {
        """
        <entryRelationship typeCode="MFST" inversionInd="true"><observation classCode="OBS" moodCode="EVN">
        <templateId root="2.16.840.1.113883.10.20.22.4.9"/><code code="ASSERTION" codeSystem="2.16.840.1.113883.5.4"/>
        <statusCode code="completed"/><value xsi:type="CD" code="247472004" codeSystem="2.16.840.1.113883.6.96" displayName="\(text)"/>
        </observation></entryRelationship>
        """
    }

    @Test("an allergy is not named after its reaction, though its agent's reference leads there")
    func wordsOfReaction() throws {
        let agent = """
            <code code="7980" codeSystem="2.16.840.1.113883.6.88" displayName="Penicillin G"><originalText>Hives</originalText></code>
            """
        let document = Self.allergy(agents: [agent], below: Self.reaction("Hives"))
        #expect(try allergies(document).first?.code?.text == "Penicillin G")
        #expect(try document.converted().issues.contains { $0.code == "cda-words-of-reaction" })
        #expect(try allergies(Self.allergy(agents: [agent], below: Self.reaction("Rash"))).first?.code?.text == "Hives")
    }

    @Test("nobody reacted to what there is no allergy to")
    func reactionOfNone() throws {
        let document = Self.allergy(below: Self.reaction("Hives"))
        let text = document.text.replacing(
            #"moodCode="EVN"><templateId root="2.16.840.1.113883.10.20.22.4.7""#,
            with: #"moodCode="EVN" negationInd="true"><templateId root="2.16.840.1.113883.10.20.22.4.7""#)
        let parts = try #require(try CDASamples.convert(text).parts)
        let resources = try Bundle(reading: JSONValue(parsing: parts.bytes)).entry.compactMap(\.resource)
        let found = resources.compactMap { if case .allergyIntolerance(let value) = $0 { value } else { nil } }
        #expect(found.count == 1 && found.first?.reaction.isEmpty == true)
    }

    @Test("the end of an allergy is no part of its onset")
    func abatement() throws {
        let time = #"<effectiveTime><low value="2010"/><high value="2015"/></effectiveTime>"#
        let allergy = try #require(try allergies(Self.allergy(time: time)).first)
        #expect(allergy.onset == .dateTime("2010"))
        #expect(
            allergy.extension.contains {
                $0.url.hasSuffix("cda-effectiveTime") && $0.value == .period(Period(end: "2015"))
            })
    }

    @Test("each agent is an allergy of its own")
    func agents() throws {
        let aspirin = #"<code code="1191" codeSystem="2.16.840.1.113883.6.88" displayName="Aspirin"/>"#
        let codes = try allergies(Self.allergy(agents: [Self.penicillin, aspirin])).map { $0.code?.coding.first?.code }
        #expect(Set(codes) == ["7980", "1191"])
    }

    @Test("that no allergy is known, told by the observation's own code, is no allergy to drugs")
    func absence() throws {
        let document = Self.allergy(
            agents: [#"<code nullFlavor="NI"/>"#], code: "no-known-medication-allergies",
            system: "2.16.840.1.113883.5.1150.1")
        let allergy = try #require(try allergies(document).first)
        #expect(allergy.code?.coding.map(\.code) == ["no-known-medication-allergies"])
    }

    @Test("a severity that is denied is not the severity of the reaction")
    func deniedSeverity() throws {
        let severity = Self.below(
            "SEV", "2.16.840.1.113883.5.4", "24484000", Self.snomed, attributes: #"negationInd="true""#)
        let reaction = """
            <entryRelationship typeCode="MFST" inversionInd="true"><observation classCode="OBS" moodCode="EVN">
            <templateId root="2.16.840.1.113883.10.20.22.4.9"/><code code="ASSERTION" codeSystem="2.16.840.1.113883.5.4"/>
            <statusCode code="completed"/><value xsi:type="CD" code="247472004" codeSystem="2.16.840.1.113883.6.96"/>\(severity)
            </observation></entryRelationship>
            """
        let allergy = try #require(try allergies(Self.allergy(below: reaction)).first)
        #expect(allergy.reaction.count == 1)
        #expect(allergy.reaction.first?.severity == nil)
    }
}
