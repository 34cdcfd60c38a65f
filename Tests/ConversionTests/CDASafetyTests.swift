import Conversion
import FHIR
import JSONText
import RecordTypes
import Testing

/// Planned is never done, negated is never present, another's finding is never the patient's.
@Suite("CDA patient safety")
struct CDASafetyTests {
    private func resource<R>(_ document: CDADocument, _ pick: (AnyResource) -> R?) throws -> R {
        let resources = try document.resources()
        return try #require(resources.compactMap(pick).first, "\(resources.map(\.resourceType))")
    }

    private func types(_ document: CDADocument) throws -> Set<String> {
        Set(try document.resources().map(\.resourceType)).subtracting([
            "Composition", "Patient", "Practitioner", "Organization",
        ])
    }

    private static let problem =
        #"<value xsi:type="CD" code="38341003" codeSystem="2.16.840.1.113883.6.96" displayName="Hypertension"/>"#

    @Test(
        "a negated problem is refuted; a nullified one is an error; an ended one is resolved",
        arguments: [
            (#"negationInd="true""#, "completed", "", "refuted", "active"),
            ("", "nullified", "", "entered-in-error", nil),
            (
                "", "completed", #"<effectiveTime><low value="20200101"/><high value="20210101"/></effectiveTime>"#,
                "confirmed", "resolved"
            ),
            (
                "", "completed", #"<effectiveTime><low value="20200101"/><high nullFlavor="UNK"/></effectiveTime>"#,
                "confirmed", "resolved"
            ),
            (
                "", "completed", #"<effectiveTime><low value="20200101"/><high nullFlavor="NI"/></effectiveTime>"#,
                "confirmed", "active"
            ),
        ] as [(String, String, String, String, String?)])
    func problems(_ negation: String, _ status: String, _ time: String, _ verification: String, _ clinical: String?)
        throws
    {
        let document = CDADocument.with(
            section: "11450-4",
            entry: """
                <act classCode="ACT" moodCode="EVN"><templateId root="2.16.840.1.113883.10.20.22.4.3"/>
                <code code="CONC" codeSystem="2.16.840.1.113883.5.6"/><statusCode code="active"/>
                <entryRelationship typeCode="SUBJ"><observation classCode="OBS" moodCode="EVN" \(negation)>
                <templateId root="2.16.840.1.113883.10.20.22.4.4"/><code code="ASSERTION" codeSystem="2.16.840.1.113883.5.4"/>
                <statusCode code="\(status)"/>\(time)\(Self.problem)</observation></entryRelationship></act>
                """)
        let condition = try resource(document) { if case .condition(let value) = $0 { value } else { nil } }
        #expect(condition.verificationStatus?.coding.first?.code == verification)
        #expect(condition.clinicalStatus?.coding.first?.code == clinical)
        #expect(condition.code?.coding.first?.code == "38341003")
    }

    @Test(
        "a negated allergy never carries the code of the substance",
        arguments: [
            (#"<playingEntity classCode="MMAT"><code nullFlavor="NA"/></playingEntity>"#, "409137002"),
            (
                #"<playingEntity classCode="MMAT"><code code="7980" codeSystem="2.16.840.1.113883.6.88" displayName="Penicillin"/></playingEntity>"#,
                "409137002"
            ),
        ])
    func negatedAllergy(_ entity: String, _ code: String) throws {
        let document = CDADocument.with(
            section: "48765-2",
            entry: """
                <observation classCode="OBS" moodCode="EVN" negationInd="true"><templateId root="2.16.840.1.113883.10.20.22.4.7"/>
                <code code="ASSERTION" codeSystem="2.16.840.1.113883.5.4"/><statusCode code="completed"/>
                <value xsi:type="CD" code="416098002" codeSystem="2.16.840.1.113883.6.96"/>
                <participant typeCode="CSM"><participantRole classCode="MANU">\(entity)</participantRole></participant></observation>
                """)
        let allergy = try resource(document) { if case .allergyIntolerance(let value) = $0 { value } else { nil } }
        #expect(allergy.code?.coding.contains { $0.code == "7980" } != true)
        #expect(allergy.code?.coding.first?.code == code || allergy.code?.text?.hasPrefix("No known") == true)
    }

    private static func administration(_ mood: String, _ attributes: String = "", section: String, template: String)
        -> CDADocument
    {
        .with(
            section: section,
            entry: """
                <substanceAdministration classCode="SBADM" moodCode="\(mood)" \(attributes)><templateId root="\(template)"/>
                <statusCode code="completed"/><effectiveTime value="20260301"/>
                <consumable><manufacturedProduct><manufacturedMaterial>
                <code code="J07BX03" codeSystem="2.16.840.1.113883.6.73"/></manufacturedMaterial></manufacturedProduct></consumable>
                </substanceAdministration>
                """)
    }

    @Test("a refused vaccine is not done; a planned one is a request")
    func vaccines() throws {
        let template = "2.16.840.1.113883.10.20.22.4.52"
        let refused = Self.administration("EVN", #"negationInd="true""#, section: "11369-6", template: template)
        let immunization = try resource(refused) { if case .immunization(let value) = $0 { value } else { nil } }
        #expect(immunization.status == .notDone)
        #expect(try types(Self.administration("INT", section: "11369-6", template: template)) == ["MedicationRequest"])
    }

    @Test("a medicine that was not taken says so; an ordered one is a request; a forbidden one is doNotPerform")
    func medicines() throws {
        let template = "2.16.840.1.113883.10.20.22.4.16"
        let notTaken = Self.administration("EVN", #"negationInd="true""#, section: "10160-0", template: template)
        let statement = try resource(notTaken) { if case .medicationStatement(let value) = $0 { value } else { nil } }
        #expect(statement.status == .notTaken)
        let forbidden = Self.administration("RQO", #"negationInd="true""#, section: "10160-0", template: template)
        let request = try resource(forbidden) { if case .medicationRequest(let value) = $0 { value } else { nil } }
        #expect(request.doNotPerform == true && request.intent == .order)
        #expect(try types(Self.administration("INT", section: "10160-0", template: template)) == ["MedicationRequest"])
    }

    @Test(
        "whatever is planned becomes a request, in any section",
        arguments: ["INT", "RQO", "PRP", "PRMS", "APT", "ARQ"], ["procedure", "observation", "act", "encounter"])
    func planned(_ mood: String, _ name: String) throws {
        let entry =
            "<\(name) classCode=\"ACT\" moodCode=\"\(mood)\"><code code=\"80146002\" codeSystem=\"2.16.840.1.113883.6.96\"/><statusCode code=\"active\"/></\(name)>"
        for section in ["47519-4", "30954-2", "46240-8", "18776-5", "11450-4"] {
            #expect(try types(CDADocument.with(section: section, entry: entry)) == ["ServiceRequest"], "\(section)")
        }
    }

    @Test("a procedure that was not done is not-done; a definition is no fact")
    func procedures() throws {
        let code = #"<code code="80146002" codeSystem="2.16.840.1.113883.6.96"/>"#
        let negated = CDADocument.with(
            section: "47519-4",
            entry:
                #"<procedure classCode="PROC" moodCode="EVN" negationInd="true">\#(code)<statusCode code="completed"/></procedure>"#
        )
        let procedure = try resource(negated) { if case .procedure(let value) = $0 { value } else { nil } }
        #expect(procedure.status == .notDone)
        let definition = CDADocument.with(
            section: "47519-4", entry: #"<procedure classCode="PROC" moodCode="DEF">\#(code)</procedure>"#)
        #expect(try types(definition).isEmpty)
        #expect(try definition.converted().issues.contains { $0.code == "cda-definition-not-converted" })
    }

    @Test(
        "a negated observation has no value that could be read as a finding",
        arguments: [
            (#"<value xsi:type="CD" code="10828004" codeSystem="2.16.840.1.113883.6.96"/>"#, nil),
            ("", Observation.Value.boolean(false)),
        ] as [(String, Observation.Value?)])
    func observations(_ value: String, _ expected: Observation.Value?) throws {
        let document = CDADocument.with(
            section: "30954-2",
            entry: """
                <observation classCode="OBS" moodCode="EVN" negationInd="true"><code code="94500-6" codeSystem="2.16.840.1.113883.6.1"/>
                <statusCode code="completed"/>\(value)</observation>
                """)
        let observation = try resource(document) { if case .observation(let value) = $0 { value } else { nil } }
        #expect(observation.value == expected)
        #expect(observation.modifierExtension.isEmpty == (expected != nil))
    }

    @Test("a relative's disease is family history, not the patient's")
    func relatives() throws {
        let document = CDADocument.with(
            section: "10157-6",
            entry: """
                <organizer classCode="CLUSTER" moodCode="EVN"><statusCode code="completed"/><subject><relatedSubject classCode="PRS">
                <code code="FTH" codeSystem="2.16.840.1.113883.5.111"/></relatedSubject></subject><component>
                <observation classCode="OBS" moodCode="EVN"><code code="64572001" codeSystem="2.16.840.1.113883.6.96"/>
                <statusCode code="completed"/>\(Self.problem)</observation></component></organizer>
                """)
        #expect(try types(document) == ["FamilyMemberHistory"])
    }

    @Test("an entry that nothing knows is kept with code and text, and reported; so is what hangs below it")
    func unknownEntries() throws {
        let document = CDADocument.with(
            section: "99999-9",
            entry: """
                <act classCode="ACT" moodCode="EVN"><templateId root="1.2.3.999"/><code code="X1" codeSystem="2.16.840.1.113883.6.96"/>
                <entryRelationship typeCode="REFR"><observation classCode="OBS" moodCode="EVN"><code code="8302-2" codeSystem="2.16.840.1.113883.6.1"/>
                <value xsi:type="PQ" value="180" unit="cm"/></observation></entryRelationship></act>
                """)
        #expect(try types(document) == ["Basic", "Observation"])
        let codes = Set(try document.converted().issues.map(\.code))
        #expect(codes.isSuperset(of: ["cda-unknown-section", "cda-unknown-entry"]))
    }
}
