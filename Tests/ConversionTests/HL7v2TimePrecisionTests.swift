import Conversion
import JSONText
import RecordTypes
import Testing

/// Hours without minutes: HL7 v2 and CDA can say them, FHIR's dateTime cannot.
@Suite("Hours without minutes")
struct HL7v2TimePrecisionTests {
    private static func places(_ code: String, in outcome: ConversionOutcome) -> [String] {
        outcome.issues.filter { $0.code == code }.compactMap { issue in
            guard case .hl7(let place) = issue.place else { return nil }
            return place.text
        }
    }

    @Test("stay as the day, and are told at each place")
    func dateTimes() throws {
        let obx = "OBX|1|NM|1^x^L||5|mg|||||F|||2026030109"
        let outcome = try HL7v2Messages.converter().convert(hl7v2: HL7v2Messages.oru(replacing: "OBX", by: obx))
        let observation = try #require(try outcome.resources("Observation").first)
        #expect(observation["effectiveDateTime"]?.stringValue == "2026-03-01")
        #expect(Self.places("hl7-time-without-minutes", in: outcome) == ["OBX[1]-14.1"])
        #expect(outcome.refusals.isEmpty)
    }

    @Test(
        "begin at their first minute where FHIR wants an instant, not at midnight",
        arguments: ["2026031009", "202603100900"])
    func instants(_ start: String) throws {
        let header = HL7v2Messages.header.replacing("ORU^R01^ORU_R01", with: "SIU^S12^SIU_S12")
        let outcome = try HL7v2Messages.converter().convert(
            hl7v2: HL7v2Messages.message([
                header, "SCH|A1|A2|||||||30|min|^^^\(start)|||||||||||||||Booked", HL7v2Messages.patient,
            ]))
        let appointment = try #require(try outcome.resources("Appointment").first)
        #expect(appointment["start"]?.stringValue == "2026-03-10T09:00:00+02:00")
        #expect(appointment["end"]?.stringValue == "2026-03-10T09:30:00+02:00")
    }

    @Test("are told in the time of a birth, too", arguments: [("1998010812", 1), ("19980108", 0), ("199801081230", 0)])
    func birth(_ time: String, _ findings: Int) throws {
        let pid = HL7v2Messages.patient.replacing("19800108", with: time)
        let outcome = try HL7v2Messages.converter().convert(hl7v2: HL7v2Messages.oru(replacing: "PID", by: pid))
        let patient = try #require(try outcome.resources("Patient").first)
        #expect(patient["birthDate"]?.stringValue == "1998-01-08")
        #expect((patient["_birthDate"] != nil) == (time.utf8.count == 12))
        #expect(outcome.issues.count { $0.code == "hl7-time-without-minutes" } == findings)
    }

    @Test("are told of a CDA document as well")
    func document() throws {
        let entry = CDAEntry.observation("718-7", CDAEntry.quantity("5", "g/L"), time: "2026030108")
        let outcome = try CDADocument.with(section: "30954-2", entry: entry).converted()
        #expect(outcome.issues.contains { $0.code == "cda-time-without-minutes" })
    }

    @Test("an impossible time is told once, however many resources its field becomes")
    func once() throws {
        let nk1 = "NK1|1|Tamm^Mari|SPO|||||20261332|||||||F|20260231"
        let outcome = try HL7v2Messages.converter().convert(
            hl7v2: HL7v2Messages.message([
                HL7v2Messages.header, HL7v2Messages.patient, nk1, HL7v2Messages.order, HL7v2Messages.result,
            ]))
        #expect(Self.places("hl7-invalid-time", in: outcome).sorted() == ["NK1[1]-16.1", "NK1[1]-8.1"])
    }
}
