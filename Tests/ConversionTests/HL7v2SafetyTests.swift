import Conversion
import JSONText
import RecordTypes
import Testing

/// What a message takes back, doubts or cannot mean is never told as a finding.
@Suite("HL7 v2 safety")
struct HL7v2SafetyTests {
    private static func adt(_ event: String, _ segments: String...) -> [UInt8] {
        HL7v2Messages.message(
            [HL7v2Messages.header.replacing("ORU^R01^ORU_R01", with: "ADT^\(event)"), HL7v2Messages.patient] + segments)
    }

    private static func code(_ value: JSONValue?) -> String? {
        value?["coding"]?.arrayValue?.first?["code"]?.stringValue
    }

    @Test(
        "the clinical status of an allergy (IAM-17) is told, and D deletes it",
        arguments: [
            ("A", "C", "confirmed", "active"), ("A", "I", "confirmed", "inactive"), ("A", "E", "entered-in-error", nil),
            ("A", "S", "unconfirmed", "active"), ("A", "D", "unconfirmed", "active"),
            ("A", "", "unconfirmed", "active"),
            ("D", "C", "entered-in-error", nil),
        ] as [(String, String, String, String?)])
    func allergyStatus(_ action: String, _ status: String, _ verification: String, _ clinical: String?) throws {
        let iam = "IAM|1|DA|7980^Penicillin^RXNORM|SV|Hives|\(action)|AL1^HOSP||||||||||\(status)"
        let outcome = try HL7v2Messages.converter().convert(hl7v2: Self.adt("A60", iam))
        let allergy = try #require(try outcome.resources("AllergyIntolerance").first)
        #expect(Self.code(allergy["verificationStatus"]) == verification)
        #expect(Self.code(allergy["clinicalStatus"]) == clinical)
    }

    @Test("a cancelled discharge leaves the visit open, whatever time it names")
    func cancelledDischarge() throws {
        let visit = "PV1|1|I\(String(repeating: "|", count: 42))20260226080000+0200|20260228080000+0200"
        let encounter = try #require(
            try HL7v2Messages.converter().convert(hl7v2: Self.adt("A13", visit)).resources("Encounter").first)
        #expect(encounter["status"]?.stringValue == "in-progress")
        #expect(encounter["period"]?["start"]?.stringValue == "2026-02-26T08:00:00+02:00")
        #expect(encounter["period"]?["end"] == nil)
        let discharged = try #require(
            try HL7v2Messages.converter().convert(hl7v2: Self.adt("A03", visit)).resources("Encounter").first)
        #expect(discharged["status"]?.stringValue == "finished")
    }

    @Test(
        "a document that was taken back is not shown with the report",
        arguments: [("D", 0), ("W", 0), ("X", 0), ("F", 1), ("C", 1)])
    func withdrawnDocument(_ status: String, _ forms: Int) throws {
        let document = "OBX|1|ED|PDF^Report^L||^AP^PDF^Base64^JVBERi0xLjQK||||||\(status)"
        let outcome = try HL7v2Messages.converter().convert(hl7v2: HL7v2Messages.oru(replacing: "OBX", by: document))
        let report = try #require(try outcome.resources("DiagnosticReport").first)
        #expect((report["presentedForm"]?.arrayValue ?? []).count == forms)
        #expect(outcome.issues.contains { $0.code == "hl7-withdrawn-document" } == (forms == 0))
    }

    @Test(
        "a dispensation whose order was cancelled was none",
        arguments: [
            ("RE", "", "completed"), ("OC", "", "cancelled"), ("RE", "CA", "cancelled"),
            ("SC", "ER", "entered-in-error"),
        ])
    func cancelledDispensation(_ control: String, _ status: String, _ expected: String) throws {
        let message = HL7v2Messages.message([
            HL7v2Messages.header.replacing("ORU^R01^ORU_R01", with: "RDS^O13^RDS_O13"), HL7v2Messages.patient,
            "ORC|\(control)|R1|||\(status)", "RXD|1|C08CA01^Amlodipin^ATC|20260301|30|TAB",
        ])
        let dispense = try #require(
            try HL7v2Messages.converter().convert(hl7v2: message).resources("MedicationDispense").first)
        #expect(dispense["status"]?.stringValue == expected)
    }

    @Test(
        "hexadecimal data are the bytes that they stand for; what is none is told", arguments: ["255044462D", "25504"])
    func hexadecimal(_ digits: String) throws {
        let document = "OBX|1|ED|PDF^Report^L||^AP^PDF^Hex^\(digits)||||||F"
        let outcome = try HL7v2Messages.converter().convert(hl7v2: HL7v2Messages.oru(replacing: "OBX", by: document))
        let report = try #require(try outcome.resources("DiagnosticReport").first)
        let isHex = digits.utf8.count % 2 == 0
        #expect(report["presentedForm"]?.arrayValue?.first?["data"]?.stringValue == (isHex ? "JVBERi0=" : nil))
        #expect(outcome.issues.contains { $0.code == "hl7-invalid-hex" } == !isHex)
    }

    @Test("each pattern of a TQ1 is a dosage")
    func patterns() throws {
        let message = HL7v2Messages.message([
            HL7v2Messages.header.replacing("ORU^R01^ORU_R01", with: "RDE^O11^RDE_O11"), HL7v2Messages.patient,
            "ORC|NW|R1", "TQ1|1||QAM~QHS", "RXE||C08CA01^Amlodipin^ATC|5||mg",
        ])
        let request = try #require(
            try HL7v2Messages.converter().convert(hl7v2: message).resources("MedicationRequest").first)
        #expect(request["dosageInstruction"]?.arrayValue?.count == 2)
    }

    @Test(
        "what may be two numbers, or a thousand times more, stays text",
        arguments: [
            ("1,234", nil), ("120 80", nil), ("5,5", "5.5"), ("0,125", "0.125"), ("< 5", "5"), ("-1,5", "-1.5"),
        ]
            as [(String, String?)])
    func numbers(_ written: String, _ expected: String?) throws {
        let result = "OBX|1|NM|718-7^Hb^LN||\(written)|g/L^g/L^UCUM|||||F"
        let outcome = try HL7v2Messages.converter().convert(hl7v2: HL7v2Messages.oru(replacing: "OBX", by: result))
        let observation = try #require(try outcome.resources("Observation").first)
        let value = observation["valueQuantity"]?["value"]
        #expect(value.map { if case .number(let text) = $0 { "\(text)" } else { "" } } == expected)
        #expect(observation["valueString"]?.stringValue == (expected == nil ? written : nil))
    }

    @Test("a number that goes on being used does not end by a merge; a merge without MRG is told")
    func mergeWithItself() throws {
        let header = HL7v2Messages.header.replacing("ORU^R01^ORU_R01", with: "ADT^A40")
        let patient = "PID|1||A1^^^HOSP^MR||Tamm^Jaan||19800108|M"
        let itself = try HL7v2Messages.converter().convert(
            hl7v2: HL7v2Messages.message([header, patient, "MRG|A1^^^HOSP^MR~B2^^^HOSP^MR"]))
        let survivor = try #require(try itself.resources("Patient").first)
        let ended = (survivor["identifier"]?.arrayValue ?? []).filter { $0["use"]?.stringValue == "old" }
        #expect(ended.compactMap { $0["value"]?.stringValue } == ["B2"])
        #expect(survivor["link"]?.arrayValue?.count == 1)
        #expect(itself.issues.contains { $0.code == "hl7-merge-with-itself" })
        let without = try HL7v2Messages.converter().convert(hl7v2: HL7v2Messages.message([header, patient]))
        #expect(without.issues.contains { $0.code == "hl7-merge-without-mrg" })
    }

    @Test("a message's type reads the same whatever delimiters its sender uses")
    func delimiters() throws {
        let plain = #"MSH|^~\&|LAB|H|||20260301||ADT^A01^ADT_A01|1|P|2.5"# + "\rPID|1||A1^^^H^MR||Tamm^Jaan\rPV1|1|I\r"
        let other = plain.replacing("|", with: "$").replacing("^", with: "*")
        let outcomes = try [plain, other].map { text in
            try HL7v2Messages.converter().convert(hl7v2: Array(text.utf8))
        }
        let headers = try outcomes.map { try #require(try $0.resources("MessageHeader").first) }
        #expect(headers[0]["eventCoding"]?["display"]?.stringValue == "ADT^A01^ADT_A01")
        #expect(headers[0]["eventCoding"] == headers[1]["eventCoding"])
    }

    @Test("a document's line that was deleted is not shown with it")
    func deletedLine() throws {
        let message = HL7v2Messages.message([
            HL7v2Messages.header.replacing("ORU^R01^ORU_R01", with: "MDM^T08"), HL7v2Messages.patient,
            "TXA|1|DS|TX||||||||D1", "OBX|1|TX|T^Text^L|1|Allergic to everything||||||D",
            "OBX|2|TX|T^Text^L|2|No allergies||||||F",
        ])
        let document = try #require(
            try HL7v2Messages.converter().convert(hl7v2: message).resources("DocumentReference").first)
        let data = document["content"]?.arrayValue?.first?["attachment"]?["data"]?.stringValue ?? ""
        #expect(String(decoding: try Base64.bytes(data.utf8, isExact: true), as: UTF8.self) == "No allergies")
    }

    @Test("each repetition of an embedded document is kept, and Base64 that nobody declared is not encoded twice")
    func embeddedDocuments() throws {
        let two = "OBX|1|ED|PDF^Report^L||^AP^PDF^Base64^JVBERi0xLjQK~^AP^PDF^^JVBERi0xLjUK||||||F"
        let outcome = try HL7v2Messages.converter().convert(hl7v2: HL7v2Messages.oru(replacing: "OBX", by: two))
        let forms = try outcome.resources("DiagnosticReport").first?["presentedForm"]?.arrayValue ?? []
        #expect(forms.map { $0["data"]?.stringValue } == ["JVBERi0xLjQK", "JVBERi0xLjUK"])
        #expect(outcome.issues.contains { $0.code == "hl7-encoding-assumed" })
    }

    @Test(
        "one alone is no multiple birth though it counts as the first, and an unknown death is none",
        arguments: [
            ("N", "1", "", "false", nil), ("Y", "2", "N", "2", "false"), ("", "2", "Y", "2", "true"),
            ("U", "", "U", nil, nil),
        ] as [(String, String, String, String?, String?)])
    func indicators(_ multiple: String, _ order: String, _ death: String, _ birth: String?, _ deceased: String?) throws
    {
        let pid = HL7v2Messages.patient + String(repeating: "|", count: 16) + "\(multiple)|\(order)|||||\(death)"
        let outcome = try HL7v2Messages.converter().convert(hl7v2: HL7v2Messages.oru(replacing: "PID", by: pid))
        let patient = try #require(try outcome.resources("Patient").first)
        func told(_ name: String) -> String? {
            patient[name + "Boolean"].map { $0 == .bool(true) ? "true" : "false" }
                ?? patient[name + "Integer"]?.integerValue.map { "\($0)" }
        }
        #expect(told("multipleBirth") == birth && told("deceased") == deceased)
        #expect(outcome.issues.contains { $0.code == "hl7-indicator" } == (death == "U"))
    }
}
