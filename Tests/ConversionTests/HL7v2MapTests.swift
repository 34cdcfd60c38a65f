import Conversion
import FHIR
import JSONText
import RecordTypes
import Testing

/// Single rules of the HL7 v2-to-FHIR maps, each on the smallest message that shows it.
@Suite("HL7 v2: rules of the maps")
struct HL7v2MapTests {
    private func resources(_ type: String, from segments: String...) throws -> [JSONValue] {
        let message = HL7v2Messages.message([HL7v2Messages.header] + segments)
        return try HL7v2Messages.converter().convert(hl7v2: message).resources(type)
    }

    private static let patient = HL7v2Messages.patient

    @Test("an assigning authority is an organisation, once for all identifiers it assigned")
    func assigner() throws {
        let pid = "PID|1||A1^^^HAIGLA^MR~A2^^^HAIGLA&1.2.3&ISO^PI||Tamm^Jaan"
        let names = try resources("Organization", from: pid).compactMap { $0["name"]?.stringValue }
        #expect(names.filter { $0 == "HAIGLA" }.count == 2, "with and without its number they are not known to be one")
        let patient = try #require(try resources("Patient", from: pid).first)
        #expect(
            patient["identifier"]?.arrayValue?.allSatisfy { $0["assigner"]?["reference"]?.stringValue != nil } == true)
    }

    @Test("a registered system needs no assigner beside it")
    func registeredSystem() throws {
        let patient = try #require(try resources("Patient", from: Self.patient).first)
        let assigner = patient["identifier"]?.arrayValue?.first?["assigner"]
        #expect(assigner?["reference"] == nil && assigner?["display"]?.stringValue == "EST")
    }

    @Test("NK1-30 to NK1-32 are a contact of the organisation that the next of kin stands for")
    func employer() throws {
        let nk1 =
            "NK1|1|" + String(repeating: "|", count: 10) + "|Vald|" + String(repeating: "|", count: 16)
            + "Saar^Anne|^^PH^^^^5551|Kesk 1^^Tartu"
        let organization = try #require(
            try resources("Organization", from: Self.patient, nk1).first { $0["contact"] != nil })
        let contact = try #require(organization["contact"]?.arrayValue?.first)
        #expect(organization["name"]?.stringValue == "Vald")
        #expect(contact["name"]?["family"]?.stringValue == "Saar")
        #expect(contact["address"]?["city"]?.stringValue == "Tartu")
    }

    @Test("the time of birth stands on the date of birth, and can be read again")
    func timeOfBirth() throws {
        let pid = Self.patient.replacing("|19800108|", with: "|200501081225|")
        let patient = try #require(try resources("Patient", from: pid).first)
        let time = patient["_birthDate"]?["extension"]?.arrayValue?.first?["valueDateTime"]?.stringValue
        #expect(time == "2005-01-08T12:25:00+02:00")
        #expect(patient["extension"] == nil)
        #expect(try Patient(reading: patient).birthDateParts.count == 1)
    }

    @Test(
        "a diagnosis is confirmed only where DG1-6 says that it is final",
        arguments: [("F", "confirmed"), ("W", "provisional"), ("A", "provisional"), ("", nil)] as [(String, String?)])
    func certainty(_ kind: String, _ status: String?) throws {
        let condition = try #require(
            try resources("Condition", from: Self.patient, "DG1|1||J45^Astma^I10|||\(kind)").first)
        let coding = condition["verificationStatus"]?["coding"]?.arrayValue?.first
        #expect(coding?["code"]?.stringValue == status)
    }

    @Test("group and alternate numbers of an order are told apart by their types")
    func orderNumbers() throws {
        let orc = "ORC|RE|P1|F1|G1^KIR" + String(repeating: "|", count: 29) + "ALT1^^^KIR"
        let request = try #require(
            try resources("ServiceRequest", from: Self.patient, orc, HL7v2Messages.order, HL7v2Messages.result).first)
        let types = request["identifier"]?.arrayValue?.compactMap {
            $0["type"]?["coding"]?.arrayValue?.first?["code"]?.stringValue
        }
        #expect(types == ["PLAC", "FILL", "PLAC"])
        #expect(request["requisition"]?["value"]?.stringValue == "G1")
    }

    @Test("a visit of which only PV2 tells is a visit; two segments that tell nothing are none")
    func lengthOfStay() throws {
        let length = try #require(
            try resources("Encounter", from: Self.patient, "PV1|1", "PV2|||||||||||4").first)["length"]
        #expect(length?["value"] == .number("4") && length?["code"]?.stringValue == "d")
        #expect(try resources("Encounter", from: Self.patient, "PV1|1", "PV2|").isEmpty)
    }

    @Test(
        "a next of kin is kept for whatever NK1 tells of them",
        arguments: [("|||||||20210102|20230304", "period"), ("||||||||||||||F", "gender")])
    func nextOfKin(_ fields: String, _ element: String) throws {
        #expect(try resources("RelatedPerson", from: Self.patient, "NK1|1\(fields)").first?[element] != nil)
        #expect(try resources("RelatedPerson", from: Self.patient, "NK1|1").isEmpty)
    }

    @Test("the device beside an observation that was left out for want of a code is kept")
    func deviceAlone() throws {
        let prt = "PRT|1|A|||||||||" + String(repeating: "|", count: 5) + "UDI1||20250501|LOT1A|SERIAL32"
        let device = try #require(
            try resources("Device", from: Self.patient, HL7v2Messages.order, "OBX|1|NM|||1", prt).first)
        #expect(device["udiCarrier"]?.arrayValue?.first?["deviceIdentifier"]?.stringValue == "UDI1")
        #expect(device["lotNumber"]?.stringValue == "LOT1A" && device["serialNumber"]?.stringValue == "SERIAL32")
    }

    @Test(
        "what was not asked and what only details an order promise no result: their status is unknown",
        arguments: [("N", "unknown"), ("O", "unknown"), ("I", "registered"), ("X", "cancelled"), ("F", "final")])
    func observationStatus(_ code: String, _ status: String) throws {
        let result = HL7v2Messages.result.replacing("|||F|||", with: "|||\(code)|||")
        let observation = try resources("Observation", from: Self.patient, HL7v2Messages.order, result).first
        #expect(observation?["status"]?.stringValue == status)
    }

    @Test("a participant of a result performs it, in the role that PRT-4 names; one that was taken back does not")
    func participants() throws {
        let prt = "PRT|1|AD||PI^Tulemuse tõlgendaja^HL70912|D7^Kask^Mari|||Labor"
        for (segment, roles) in [(prt, 1), (prt.replacing("|AD|", with: "|D|"), 0)] {
            let made = try resources(
                "PractitionerRole", from: Self.patient, HL7v2Messages.order, HL7v2Messages.result, segment)
            #expect(made.count == roles)
        }
    }

    @Test("in specimen oriented results the ORC behind an OBR belongs to it")
    func specimenOriented() throws {
        let header = HL7v2Messages.header.replacing("ORU^R01^ORU_R01", with: "OUL^R22^OUL_R22")
        let message = HL7v2Messages.message([
            header, Self.patient, "SPM|1|S1||122575003^Uriin^SCT", HL7v2Messages.order, "ORC|RE|P1|F1",
            HL7v2Messages.result,
        ])
        let outcome = try HL7v2Messages.converter().convert(hl7v2: message)
        #expect(try outcome.resources("ServiceRequest").count == 1)
        #expect(try outcome.resources("DiagnosticReport").first?["result"]?.arrayValue?.count == 1)
    }

    @Test("a report that does not say what it is about is kept, and told")
    func reportWithoutCode() throws {
        let message = HL7v2Messages.oru(
            replacing: "OBR", by: HL7v2Messages.order.replacing("58410-2^Hemogramm^LN", with: ""))
        let outcome = try HL7v2Messages.converter().convert(hl7v2: message)
        let report = try #require(try outcome.resources("DiagnosticReport").first)
        #expect(report["status"]?.stringValue == "final")
        #expect(outcome.issues.contains { $0.code == "hl7-report-without-code" })
    }

    @Test("a delete is told, and leaves nothing")
    func deletes() throws {
        let message = HL7v2Messages.oru(replacing: "PID", by: Self.patient + #"|||"""#)
        let outcome = try HL7v2Messages.converter().convert(hl7v2: message)
        #expect(outcome.issues.contains { $0.code == "hl7-delete" })
        #expect(try outcome.resources("Patient").first?["address"] == nil)
    }

    @Test("a field of white space alone is no value")
    func blanks() throws {
        let message = HL7v2Messages.oru(replacing: "OBX", by: "OBX|1|ST|X^Y^L||   ||||||F")
        let observation = try #require(
            try HL7v2Messages.converter().convert(hl7v2: message).resources("Observation").first)
        #expect(observation["valueString"] == nil)
    }

    @Test(
        "a message of version 2.1 needs no event where its type had only one",
        arguments: [("ORU", true), ("ORM", true), ("ADT", false), ("SIU", false)])
    func impliedEvents(_ type: String, _ isKnown: Bool) throws {
        let message = HL7v2Messages.oru {
            $0.replacing("ORU^R01^ORU_R01", with: type).replacing("|2.5.1|", with: "|2.1|")
        }
        #expect((try HL7v2Messages.converter().convert(hl7v2: message).parts != nil) == isKnown)
    }

    @Test("whoever is named again with an address has it, whichever mention comes first")
    func laterAddress() throws {
        let orc =
            "ORC|RE|P1|F1" + String(repeating: "|", count: 9) + "D12345^Kask^Mari" + String(repeating: "|", count: 12)
            + "Tamme 1^^Tartu"
        let people = try resources(
            "Practitioner", from: Self.patient, "PV1|1|O|||||D12345^Kask^Mari", orc, HL7v2Messages.order)
        #expect(people.filter { $0["address"] != nil }.count == 1)
        #expect(people.filter { $0["identifier"]?.arrayValue?.first?["value"]?.stringValue == "D12345" }.count == 1)
    }
}
