import Profiles
import RecordTypes
import Testing

@Suite("The shipped profiles")
struct ProfileSetTests {
    let profiles: ProfileSet

    init() throws { profiles = try ShippedProfiles.load() }

    @Test(
        "an OID leads to the URI that FHIR prescribes",
        arguments: [
            ("2.16.840.1.113883.6.1", "http://loinc.org", nil),
            ("2.16.840.1.113883.12.292", "http://hl7.org/fhir/sid/cvx", nil),
            ("2.16.840.1.113883.6.59", "http://hl7.org/fhir/sid/cvx", nil),
            ("2.16.840.1.113883.12.112", "http://terminology.hl7.org/CodeSystem/v2-0112", nil),
            ("2.16.840.1.113883.5.88", "http://terminology.hl7.org/CodeSystem/v3-ParticipationFunction", nil),
            ("1.3.6.1.4.1.28284.6.2.1.13.6", "http://hl7.org/fhir/sid/icd-10", "6"),
            ("1.3.6.1.4.1.28284.6.2.3.16.2", "urn:oid:1.3.6.1.4.1.28284.6.2.3.16", "2"),
        ] as [(String, String, String?)])
    func codeSystems(_ oid: String, _ uri: String, _ version: String?) {
        let system = profiles.system(forOID: oid)
        #expect(system?.uri == uri)
        #expect(system?.version == version)
        let same = profiles.system(forOID: Array(oid.utf8)[...])
        #expect(same?.uri == uri && same?.version == version)
    }

    @Test("an unknown OID, an empty one and text are no code system", arguments: ["2.999.1", "", "CPT", ".", "1..2"])
    func unknownSystems(_ oid: String) { #expect(profiles.system(forOID: oid) == nil) }

    @Test("the OIDs of value sets are told from code systems")
    func valueSets() {
        #expect(profiles.isValueSet(oid: "2.16.840.1.113883.1.11.19563"))
        #expect(profiles.isValueSet(oid: "2.16.840.1.113883.11.20.9.34"))
        #expect(!profiles.isValueSet(oid: "2.16.840.1.113883.6.1"))
    }

    @Test("a coding system name of table 0396 counts in any case")
    func codingSystemNames() {
        #expect(profiles.system(forHL7Name: "ln") == "http://loinc.org")
        #expect(profiles.system(forHL7Name: "HL70078") == "http://terminology.hl7.org/CodeSystem/v2-0078")
        #expect(profiles.system(forHL7Name: "99LAB") == nil)
        #expect(profiles.system(forHL7Name: "HL7") == nil)
    }

    @Test(
        "a section is known by its template in each of its forms",
        arguments: [
            ("2.16.840.1.113883.10.20.22.2.5.1", nil, SectionKind.problems),
            ("2.16.840.1.113883.10.20.22.2.5.1", "2015-08-01", .problems),
            ("1.3.6.1.4.1.19376.1.5.3.1.3.13", nil, .allergies),
            // A template never matches in part.
            ("2.16.840.1.113883.10.20.22.2.5.1.9", nil, nil), ("2.16.840.1.113883.10.20.22.2", "5.1", nil),
            ("2.999", nil, nil), ("", nil, nil), ("", "", nil),
        ] as [(String, String?, SectionKind?)])
    func sections(_ root: String, _ suffix: String?, _ kind: SectionKind?) {
        #expect(
            profiles.section(template: Array(root.utf8)[...], extension: suffix.map { Array($0.utf8)[...] }) == kind)
    }

    @Test(
        "a section is known by its code",
        arguments: [
            ("8716-3", "2.16.840.1.113883.6.1", .vitalSigns), ("8716-3", nil, .vitalSigns),
            ("DGN", "1.3.6.1.4.1.28284.6.2.2.11.9", .diagnoses), ("DGN", "1.3.6.1.4.1.28284.6.2.2.11.2", .diagnoses),
            ("DGN", "2.16.840.1.113883.6.1", nil), ("", nil, nil),
        ] as [(String, String?, SectionKind?)])
    func sectionCodes(_ code: String, _ system: String?, _ kind: SectionKind?) {
        #expect(profiles.section(code: code, codeSystem: system) == kind)
    }

    @Test(
        "statements of C-CDA, IHE PCC and IPS are known by their templates",
        arguments: [
            ("2.16.840.1.113883.10.20.22.4.4", nil, StatementKind.problem),
            ("1.3.6.1.4.1.19376.1.5.3.1.4.5.3", nil, .allergyConcern),
            ("2.16.840.1.113883.10.20.22.4.52", "2015-08-01", .immunization),
            ("2.16.840.1.113883.10.20.22.4.52", "no version that a table names", .immunization), ("2.999", nil, nil),
        ] as [(String, String?, StatementKind?)])
    func statements(_ root: String, _ suffix: String?, _ kind: StatementKind?) {
        #expect(profiles.entry(template: Array(root.utf8)[...], extension: suffix.map { Array($0.utf8)[...] }) == kind)
        #expect(profiles.entry(code: "33999-4", codeSystem: "2.16.840.1.113883.6.1") == .problemStatus)
    }

    @Test("a document type is known by template of any version, or by code")
    func documentTypes() {
        let root = "1.3.6.1.4.1.28284.6.1.1"
        let epicrisis = profiles.documentType(templateIds: ["\(root)^\(root).5.11"], code: nil, system: nil)
        #expect(epicrisis?.id == "ee-outpatient-epicrisis")
        #expect(profiles.documentType(templateIds: [], code: "2", system: "1.3.6.1.4.1.28284.6.2.1.3.8") == epicrisis)
        #expect(
            profiles.documentType(templateIds: [], code: "60591-5", system: "2.16.840.1.113883.6.1")?.id
                == "patient-summary")
        #expect(profiles.documentType(templateIds: [], code: "2", system: "2.16.840.1.113883.6.1") == nil)
    }

    @Test("the rules of a type stand beside those of the family")
    func requirements() {
        let family = profiles.requirements(of: nil)
        #expect(family.contains { $0.element == "header.id" && $0.severity == .error })
        let type = profiles.documentType(templateIds: [], code: "2", system: "1.3.6.1.4.1.28284.6.2.1.3.8")
        let national = profiles.requirements(of: type)
        #expect(national.count == family.count + 1)
        let issue = national.last?.issue(at: .none)
        #expect(issue?.rule?.contains("profiles/national/ee/rules.yaml:3") == true)
        #expect(issue?.remedy?.isEmpty == false)
        #expect(profiles.messageRequirements.contains { $0.element == "PID-3" })
    }

    @Test(
        "concept maps translate by system, then for any system",
        arguments: [
            ("gender", "urn:oid:1.3.6.1.4.1.28284.6.2.3.16", "N", "female"),
            ("gender", "http://terminology.hl7.org/CodeSystem/v3-AdministrativeGender", "UN", "other"),
            ("problem-status", "http://snomed.info/sct", "413322009", "resolved"),
            ("observation-status-v2", "http://terminology.hl7.org/CodeSystem/v2-0085", "C", "corrected"),
        ])
    func conceptMaps(_ name: String, _ system: String, _ code: String, _ target: String) {
        #expect(profiles.map(name, system: system, code: code) == target)
    }

    @Test("a code without a target, and a map without a name, lead nowhere")
    func unmapped() {
        #expect(profiles.map("gender", system: "", code: "Q") == nil)
        #expect(profiles.map("no-such-map", system: "*", code: "M") == nil)
        #expect(profiles.mappedCode("relationship-v2", system: "", code: "SPO")?.display == "spouse")
    }

    @Test("a person identifier of the national system is verified")
    func persons() throws {
        let system = try #require(profiles.personSystem(oid: "1.3.6.1.4.1.28284.6.2.2.1"))
        #expect(try system.identifier("38001085718").semantics == "PNOEE-38001085718")
        #expect(system.fhirSystem == "https://fhir.ee/sid/pid/est/ni")
        #expect(profiles.personSystem(hl7Type: "NNEST", authority: "") == system)
        #expect(profiles.personSystem(hl7Type: "NI", authority: "est") == system)
        #expect(profiles.personSystem(uri: system.fhirSystem) == system)
        #expect(profiles.personSystem(hl7Type: "MR", authority: "EST") == nil)
        #expect(profiles.personSystem(oid: "2.999") == nil)
    }

    @Test(
        "a number that breaks the rule is refused with the reason",
        arguments: [
            ("38001085719", PersonNumberError.invalid(.wrongCheckDigit)), ("", .invalid(.wrongLength)),
            ("3800108571A", .invalid(.notADigit)), ("38013325718", .invalid(.impossibleDate)),
        ])
    func wrongNumbers(_ number: String, _ expected: PersonNumberError) throws {
        let system = try #require(profiles.personSystem(oid: "1.3.6.1.4.1.28284.6.2.2.1"))
        #expect(throws: expected) { try system.identifier(number) }
    }

    @Test("an institution is known by its register's OID, apart or as the last arc")
    func institutions() {
        #expect(
            profiles.institutionSystem(oid: "1.3.6.1.4.1.28284.4")?.identifier("90000001")
                == InstitutionID("NTREE-90000001"))
        #expect(profiles.institution(namedByOID: "1.3.6.1.4.1.28284.4.90000001") == InstitutionID("NTREE-90000001"))
        #expect(profiles.institution(namedByOID: "2.999.1") == nil)
    }

    @Test("a message is supported, or its event or its type is not")
    func messages() {
        guard case .supported(let type) = profiles.messageSupport(message: "ORU", event: "R01") else {
            Testing.Issue.record("ORU^R01 is not supported")
            return
        }
        #expect(type.kind == .results)
        #expect(profiles.messageSupport(message: "ORU", event: "Z99") == .unsupportedEvent)
        #expect(profiles.messageSupport(message: "ZZZ", event: "R01") == .unsupportedType)
    }

    @Test("the digest is that of the content: reading twice gives the same")
    func digest() throws { #expect(try ShippedProfiles.load().digest == profiles.digest) }
}
