import Conversion
import JSONText
import RecordTypes
import Testing

@Suite("HL7 v2: merges, moves and changes of identifiers")
struct HL7v2MergeTests {
    private static func message(_ event: String, pid: String = patient, mrg: String) -> [UInt8] {
        HL7v2Messages.message([
            HL7v2Messages.header.replacing("ORU^R01^ORU_R01", with: "ADT^\(event)"), "EVN|\(event)|20260301093000", pid,
            mrg,
        ])
    }

    private static let patient = "PID|1||A1^^^HOSP^MR||Tamm^Jaan||19800108|M"
    private static let mrg = "MRG|B2^^^HOSP^MR||ACC9^^^HOSP|||VIS7^^^HOSP|Kask^Jaan"

    @Test(
        "what becomes of MRG depends on the event",
        arguments: [
            ("A40", "replaces", "MR"), ("A34", "replaces", "MR"), ("A18", "replaces", "MR"), ("A43", "seealso", ""),
            ("A47", "", "MR"), ("A41", "", "AN"), ("A44", "", "AN"),
        ])
    func kinds(_ event: String, _ link: String, _ old: String) throws {
        let outcome = try HL7v2Messages.converter().convert(hl7v2: Self.message(event, mrg: Self.mrg))
        #expect(outcome.refusals.isEmpty)
        let patients = try outcome.resources("Patient")
        #expect(patients.count == 1)
        let patient = try #require(patients.first)
        let links = patient["link"]?.arrayValue ?? []
        #expect(links.compactMap { $0["type"]?.stringValue } == (link.isEmpty ? [] : [link]))
        #expect(links.allSatisfy { $0["other"]?["identifier"]?["value"]?.stringValue == "B2" })
        let former = (patient["identifier"]?.arrayValue ?? []).filter { $0["use"]?.stringValue == "old" }
        let types = former.compactMap { $0["type"]?["coding"]?.arrayValue?.first?["code"]?.stringValue }
        #expect(types == (old.isEmpty ? [] : [old]))
        // The survivor's own number is never called old.
        #expect(former.allSatisfy { $0["value"]?.stringValue != "A1" })
    }

    @Test("a visit that gets another number keeps the old one")
    func visits() throws {
        let bytes = HL7v2Messages.message([
            HL7v2Messages.header.replacing("ORU^R01^ORU_R01", with: "ADT^A50"), Self.patient, Self.mrg,
            "PV1|1|I|||||||||||||||||VIS8^^^HOSP",
        ])
        let encounter = try #require(try HL7v2Messages.converter().convert(hl7v2: bytes).resources("Encounter").first)
        let identifiers = encounter["identifier"]?.arrayValue ?? []
        let former = try #require(identifiers.first { $0["value"]?.stringValue == "VIS7" })
        #expect(former["use"]?.stringValue == "old")
    }

    @Test(
        "no event joins, moves or changes the national number of another person",
        arguments: ["A18", "A30", "A34", "A36", "A40", "A43", "A47", "A41", "A42", "A44", "A50"])
    func nationalIdentifiers(_ event: String) throws {
        let number = { (number: String) in "\(number)^^^EST&1.3.6.1.4.1.28284.6.2.2.1&ISO^NI" }
        let refused = [
            (HL7v2Messages.patient, number("60001017869")),
            (HL7v2Messages.patient, "\(number("38001085718"))~\(number("60001017869"))"),
            (HL7v2Messages.patient, "B2^^^H^MR|\(number("60001017869"))"), (Self.patient, number("38001085718")),
        ]
        for (pid, mrg) in refused {
            let outcome = try HL7v2Messages.converter().convert(
                hl7v2: Self.message(event, pid: pid, mrg: "MRG|\(mrg)"))
            #expect(outcome.refusals == ["hl7-merge-of-persons"], "\(mrg)")
        }
        let same = Self.message(event, pid: HL7v2Messages.patient, mrg: "MRG|\(number("38001085718"))~B2^^^H^MR")
        #expect(try HL7v2Messages.converter().convert(hl7v2: same).refusals.isEmpty)
    }

    @Test("a record that is taken back is not active")
    func deletion() throws {
        let bytes = HL7v2Messages.message([
            HL7v2Messages.header.replacing("ORU^R01^ORU_R01", with: "ADT^A29"), Self.patient,
        ])
        let patient = try HL7v2Messages.converter().convert(hl7v2: bytes).resources("Patient").first
        #expect(patient?["active"]?.boolValue == false)
    }
}
