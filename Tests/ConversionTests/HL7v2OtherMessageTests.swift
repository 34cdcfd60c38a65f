import Conversion
import JSONText
import RecordTypes
import Testing

@Suite("HL7 v2: admissions, documents, vaccinations, orders, appointments, prescriptions")
struct HL7v2OtherMessageTests {
    let converter: Converter

    init() throws { converter = try HL7v2Messages.converter() }

    private func outcome(_ type: String, _ segments: String...) -> ConversionOutcome {
        let header = HL7v2Messages.header.replacing("ORU^R01^ORU_R01", with: type)
        return converter.convert(
            hl7v2: HL7v2Messages.message(
                [header, "EVN||20260301092900|||D9^Ots^Jüri", HL7v2Messages.patient] + segments))
    }

    @Test(
        "an encounter's status follows event and discharge",
        arguments: [
            ("ADT^A01", "I", "", "in-progress"), ("ADT^A03", "I", "", "finished"), ("ADT^A11", "I", "", "cancelled"),
            ("ADT^A05", "I", "", "planned"),
            ("ADT^A01", "P", "", "planned"), ("ADT^A08", "O", "20260301", "finished"),
            ("ADT^A13", "I", "", "in-progress"), ("ADT^A08", "U", "", "unknown"),
        ])
    func encounterStatus(_ type: String, _ patientClass: String, _ discharge: String, _ status: String) throws {
        let pv1 =
            "PV1|1|\(patientClass)|W1^101^A||||D1^Kask^Mari" + String(repeating: "|", count: 37)
            + "20260227|\(discharge)"
        let encounter = try #require(try outcome(type, pv1).resources("Encounter").first)
        #expect(encounter["status"]?.stringValue == status)
        #expect(encounter["period"]?["start"]?.stringValue == "2026-02-27")
        #expect(encounter["participant"]?.arrayValue?.count == 1)
    }

    @Test("the operator of EVN-5 is in the header")
    func operatorName() {
        #expect(outcome("ADT^A01", "PV1|1|I").header.operatorName == "Jüri Ots")
    }

    @Test("a diagnosis that was deleted is entered in error and has no clinical status")
    func deletedDiagnosis() throws {
        let condition = try #require(
            try outcome("ADT^A08", "PV1|1|O", "DG1|1||J06.9^ARI^I10" + String(repeating: "|", count: 18) + "D")
                .resources("Condition").first)
        #expect(
            condition["verificationStatus"]?["coding"]?.arrayValue?.first?["code"]?.stringValue == "entered-in-error")
        #expect(condition["clinicalStatus"] == nil)
    }

    @Test("allergies: category, severity of the reaction, never a criticality")
    func allergies() throws {
        let allergy = try #require(
            try outcome("ADT^A08", "PV1|1|O", "AL1|1|DA|7980^Penitsilliin^RXNORM|SV|Lööve").resources(
                "AllergyIntolerance"
            ).first)
        #expect(allergy["category"]?.arrayValue == [.string("medication")])
        let reaction = allergy["reaction"]?.arrayValue?.first
        #expect(reaction?["severity"]?.stringValue == "severe")
        #expect(reaction?["manifestation"]?.arrayValue?.first?["text"]?.stringValue == "Lööve")
        #expect(allergy["criticality"] == nil)
    }

    @Test("a document keeps its text, its number and what it replaces")
    func document() throws {
        let outcome = outcome(
            "MDM^T10",
            "TXA|1|HP^Epikriis^L|TX|20260301||20260301090000||||D1^Kask^Mari||7^^1.2.3.4^ISO|6^^1.2.3.4^ISO|||||LA|R|AV",
            "OBX|1|TX|T^Tekst^L||Esimene rida~Teine & kolmas||||||F")
        let document = try #require(try outcome.resources("DocumentReference").first)
        #expect(document["masterIdentifier"]?["system"]?.stringValue == "urn:oid:1.2.3.4")
        #expect(document["content"]?.arrayValue?.first?["attachment"]?["contentType"]?.stringValue == "text/plain")
        #expect(outcome.header.setID == DocumentID(root: "1.2.3.4", extension: "7"))
        #expect(outcome.header.replaces == DocumentID(root: "1.2.3.4", extension: "6"))
        let div = try outcome.resources("Composition").first?["section"]?.arrayValue?.first?["text"]?["div"]?
            .stringValue
        #expect(div?.contains("<p>Esimene rida</p><p>Teine &amp; kolmas</p>") == true)
    }

    @Test("an MDM without TXA and a SIU without SCH are refused")
    func missingCore() {
        #expect(outcome("MDM^T02", "OBX|1|TX|T^T^L||x||||||F").refusals == ["hl7-document-without-txa"])
        #expect(outcome("SIU^S12").refusals == ["hl7-appointment-without-sch"])
    }

    @Test(
        "a vaccine that was not given is never written as given",
        arguments: [
            ("08^HepB^CVX|1|mL", "||CP", "completed"), ("08^HepB^CVX|999|", "00^parental^NIP002||RE", "not-done"),
            ("08^HepB^CVX|1|mL", "||NA", "not-done"), ("998^none^CVX|999|", "||", "not-done"),
            ("08^HepB^CVX|1|mL", "||CP|D", "entered-in-error"),
        ])
    func vaccination(_ vaccine: String, _ end: String, _ status: String) throws {
        let rxa = "RXA|0|1|20260301||\(vaccine)||00||||||L77|20270101|MSD^Merck^MVX|\(end)"
        let immunization = try #require(
            try outcome("VXU^V04", "ORC|RE||F1", rxa, "RXR|IM").resources("Immunization").first)
        let isRefusal = end.hasPrefix("00")
        #expect(immunization["status"]?.stringValue == status)
        #expect((immunization["statusReason"] != nil) == isRefusal)
        #expect((immunization["doseQuantity"] != nil) == vaccine.contains("|1|"))
        #expect(immunization["lotNumber"]?.stringValue == "L77")
        #expect(immunization["route"]?["coding"]?.arrayValue?.first?["code"]?.stringValue == "IM")
    }

    @Test(
        "an order is a request, never a result; its status follows ORC-5 before ORC-1",
        arguments: [
            ("NW", "", "active"), ("CA", "", "active"), ("CR", "", "revoked"), ("NW", "CM", "completed"),
            ("NW", "HD", "on-hold"), ("", "", "unknown"),
        ])
    func order(_ control: String, _ stated: String, _ status: String) throws {
        let outcome = outcome("OML^O21", "ORC|\(control)|P1|||\(stated)", "OBR|1|P1||718-7^Hb^LN")
        let request = try #require(try outcome.resources("ServiceRequest").first)
        #expect(request["status"]?.stringValue == status)
        #expect(try outcome.resources("DiagnosticReport").isEmpty)
    }

    @Test("appointments follow the event")
    func appointment() throws {
        for (event, status) in [
            ("S12", "booked"), ("S15", "cancelled"), ("S26", "noshow"), ("S17", "entered-in-error"),
        ] {
            let sch = "SCH|P1|F1|||||K^Kontroll^L||30|min|^^^20260310100000^20260310103000"
            let appointment = try #require(
                try outcome("SIU^\(event)", sch, "AIP|1||D1^Kask^Mari").resources("Appointment").first)
            #expect(appointment["status"]?.stringValue == status)
            #expect(appointment["start"]?.stringValue == "2026-03-10T10:00:00+02:00")
        }
    }

    @Test("a prescription and a dispense are two kinds of thing")
    func pharmacy() throws {
        let prescription = outcome("RDE^O11", "ORC|NW|P1", "RXE||M01AE01^Ibuprofeen^ATC|1||TBL", "RXR|PO")
        #expect(try prescription.resources("MedicationRequest").count == 1)
        #expect(try prescription.resources("MedicationDispense").isEmpty)
        let dispense = outcome("RDS^O13", "ORC|RE|P1", "RXD|1|M01AE01^Ibuprofeen^ATC|20260301|20|TBL")
        #expect(try dispense.resources("MedicationDispense").first?["quantity"]?["value"] == .number("20"))
        #expect(try dispense.resources("MedicationRequest").isEmpty)
    }
}
