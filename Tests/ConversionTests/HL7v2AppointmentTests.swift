import Conversion
import JSONText
import RecordTypes
import Testing

/// Appointments: how long, with whom, and whether they still stand.
@Suite("HL7 v2 appointments")
struct HL7v2AppointmentTests {
    private static func appointment(_ event: String, _ segments: String...) throws -> JSONValue {
        let header = HL7v2Messages.header.replacing("ORU^R01^ORU_R01", with: "SIU^\(event)^SIU_S12")
        let outcome = try HL7v2Messages.converter().convert(
            hl7v2: HL7v2Messages.message([header, HL7v2Messages.patient] + segments))
        return try #require(try outcome.resources("Appointment").first)
    }

    private static func sch(_ duration: String = "", _ unit: String = "", start: String = "", status: String = "")
        -> String
    {
        "SCH|P1|F1|||||K^Kontroll^L||\(duration)|\(unit)|\(start)" + String(repeating: "|", count: 14) + status
    }

    @Test(
        "a duration counts by its unit",
        arguments: [
            ("1", "HR^hour^ISO+", 60, "11:00:00"), ("90", "min", 90, "11:30:00"), ("30", "", 30, "10:30:00"),
            ("1800", "S", 30, "10:30:00"),
        ])
    func duration(_ number: String, _ unit: String, _ minutes: Int64, _ end: String) throws {
        let appointment = try Self.appointment("S12", Self.sch(number, unit, start: "^^^20260310100000"))
        #expect(appointment["minutesDuration"]?.integerValue == minutes)
        #expect(appointment["end"]?.stringValue == "2026-03-10T\(end)+02:00")
    }

    @Test("a duration in a unit that is not known is told in words, and makes no end")
    func unknownUnit() throws {
        let appointment = try Self.appointment("S12", Self.sch("2", "SLOT", start: "^^^20260310100000"))
        #expect(appointment["minutesDuration"] == nil && appointment["end"] == nil)
        #expect(appointment["comment"]?.stringValue?.contains("2 SLOT") == true)
    }

    @Test("TQ1 tells when; else the service's own time and length")
    func times() throws {
        let timed = try Self.appointment("S13", Self.sch(), "TQ1|1||||||20260311100000|20260311103000")
        #expect(timed["status"]?.stringValue == "booked")
        #expect(timed["start"]?.stringValue == "2026-03-11T10:00:00+02:00")
        #expect(timed["end"]?.stringValue == "2026-03-11T10:30:00+02:00")
        let service = try Self.appointment("S13", Self.sch(), "RGS|1", "AIS|1|A|C^Card^L|20260311100000|||45|MIN")
        #expect(service["end"]?.stringValue == "2026-03-11T10:45:00+02:00")
    }

    @Test("whom the message takes out of the appointment is no participant; who is only asked has not accepted")
    func participants() throws {
        let appointment = try Self.appointment(
            "S14", Self.sch("30", "min", start: "^^^20260310100000"), "RGS|1",
            "AIS|1|D|OLD^Old service^L", "AIS|2|A|NEW^New service^L", "AIP|1|D|D1^Kask^Mari",
            "AIP|2|A|D2^Saar^Peeter|||||||||Pending", "AIL|1|D|R101^^^HOSP", "AIG|1|A|E1^Echo machine")
        let participants = appointment["participant"]?.arrayValue ?? []
        #expect(
            participants.map { $0["actor"]?["display"]?.stringValue }.compactMap { $0 }
                == ["Peeter Saar", "Echo machine"])
        #expect(participants.map { $0["status"]?.stringValue } == ["accepted", "tentative", "accepted"])
        let services = appointment["serviceType"]?.arrayValue ?? []
        #expect(services.map { $0["text"]?.stringValue } == ["New service"])
    }

    @Test(
        "a cancelled, deleted or missed appointment is that, though its status says what was before",
        arguments: [("S15", "cancelled"), ("S17", "entered-in-error"), ("S26", "noshow"), ("S14", "booked")])
    func staleStatus(_ event: String, _ expected: String) throws {
        let sch = Self.sch("30", "min", start: "^^^20260310100000", status: "Booked")
        #expect(try Self.appointment(event, sch)["status"]?.stringValue == expected)
    }

    @Test(
        "the visit of an appointment has not begun unless the message says when it did",
        arguments: [
            ("S12", "", "planned"), ("S15", "", "cancelled"), ("S17", "", "entered-in-error"),
            ("S14", "20260310100000", "in-progress"),
        ])
    func visit(_ event: String, _ admitted: String, _ expected: String) throws {
        let header = HL7v2Messages.header.replacing("ORU^R01^ORU_R01", with: "SIU^\(event)^SIU_S12")
        let visit = "PV1|1|O" + String(repeating: "|", count: 42) + admitted
        let outcome = try HL7v2Messages.converter().convert(
            hl7v2: HL7v2Messages.message([header, Self.sch("30", "min"), HL7v2Messages.patient, visit]))
        #expect(try outcome.resources("Encounter").first?["status"]?.stringValue == expected)
    }
}
