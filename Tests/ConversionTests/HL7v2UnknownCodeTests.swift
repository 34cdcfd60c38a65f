import Conversion
import JSONText
import RecordTypes
import Testing

/// A code that no map knows is told, never taken for the nearest one without a word.
@Suite("HL7 v2: codes that no map knows")
struct HL7v2UnknownCodeTests {
    private static func unknown(_ type: String, _ segments: [String], patient: String = HL7v2Messages.patient) throws
        -> [String]
    {
        let header = HL7v2Messages.header.replacing("ORU^R01^ORU_R01", with: type)
        let outcome = try HL7v2Messages.converter().convert(
            hl7v2: HL7v2Messages.message([header, patient] + segments))
        #expect(outcome.refusals.isEmpty)
        return outcome.issues.filter { $0.code == "hl7-code-not-mapped" }.compactMap { issue in
            guard case .hl7(let place) = issue.place else { return nil }
            return place.text
        }
    }

    private static func observation(_ status: String) -> String { "OBX|1|NM|1^x^L||5|mg|||||\(status)" }

    @Test(
        "is told at its place",
        arguments: [
            ("ORU^R01", observation("Q"), "OBX[1]-11"), ("ADT^A01", "AL1|1|ZZ|^Penicillin", "AL1[1]-2"),
            ("ADT^A01", "AL1|1|DA|^Penicillin|TERRIBLE", "AL1[1]-4"),
            ("OML^O21", "ORC|QQ|1\rOBR|1|1||1^x^L", "ORC[1]-1"),
            ("OML^O21", "ORC|NW|1|||QQ\rOBR|1|1||1^x^L", "ORC[1]-5"),
            ("VXU^V04", "RXA|0|1|20260301||03^MMR^CVX|1||||||||||||||GIVEN?", "RXA[1]-20"),
            ("MDM^T02", "TXA|1|DS|TX|20260301||||||||D1|||||ZZ||AV\rOBX|1|TX|1^x^L||words||||||F", "TXA[1]-17"),
            (
                "SIU^S12", "SCH|A1|A2|||||||30|min|^^^202603100900\(String(repeating: "|", count: 14))Perhaps",
                "SCH[1]-25"
            ),
            ("ADT^A01", "NK1|1|Tamm^Mari^^^^^ZZ|SPO", "NK1[1]-2.7"),
            ("ADT^A01", "NK1|1|Tamm^Mari|SPO|Pikk 1^^Tallinn^^^^ZZ", "NK1[1]-4.7"),
            ("ADT^A01", "NK1|1|Tamm^Mari|SPO||555^ZZ^PH", "NK1[1]-5.2"),
            ("ADT^A01", "NK1|1|Tamm^Mari|SPO||555^PRN^ZZ", "NK1[1]-5.3"),
        ])
    func told(_ type: String, _ segments: String, _ place: String) throws {
        #expect(try Self.unknown(type, segments.split(separator: "\r").map { String($0) }) == [place])
    }

    @Test("is not told of codes that are known, in any case", arguments: ["M", "f", "N", "C", "U", "A", "X", ""])
    func known(_ gender: String) throws {
        let patient = HL7v2Messages.patient.replacing("|19800108|M", with: "|19800108|\(gender)")
        #expect(try Self.unknown("ORU^R01", [Self.observation("F"), Self.observation("X")], patient: patient).isEmpty)
    }

    @Test("stands in words with a vaccination, which R4 cannot leave open")
    func vaccination() throws {
        let header = HL7v2Messages.header.replacing("ORU^R01^ORU_R01", with: "VXU^V04")
        let rxa = "RXA|0|1|20260301||03^MMR^CVX|1|||||||||||MSD^Merck^MVX|||REF?"
        let outcome = try HL7v2Messages.converter().convert(
            hl7v2: HL7v2Messages.message([header, HL7v2Messages.patient, rxa]))
        let vaccine = try #require(try outcome.resources("Immunization").first)
        #expect(vaccine["note"]?.arrayValue?.first?["text"]?.stringValue == "Completion status as sent: REF?")
        #expect(vaccine["manufacturer"]?["display"]?.stringValue == "Merck")
        #expect(vaccine["manufacturer"]?["identifier"]?["value"]?.stringValue == "MSD")
    }

    @Test("numbers that ORC and OBR tell differently are both the order's")
    func numbers() throws {
        let header = HL7v2Messages.header
        let outcome = try HL7v2Messages.converter().convert(
            hl7v2: HL7v2Messages.message([
                header, HL7v2Messages.patient, "ORC|RE|P1|F1", "OBR|1|P1|F2|1^x^L", Self.observation("F"),
            ]))
        let report = try #require(try outcome.resources("DiagnosticReport").first)
        #expect(
            (report["identifier"]?.arrayValue ?? []).compactMap { $0["value"]?.stringValue } == ["P1", "F1", "F2"])
    }
}

@Suite("HL7 v2 blood pressures")
struct HL7v2BloodPressureTests {
    private static func observations(_ segments: String...) throws -> [JSONValue] {
        let header = HL7v2Messages.header
        return try HL7v2Messages.converter().convert(
            hl7v2: HL7v2Messages.message([header, HL7v2Messages.patient, HL7v2Messages.order] + segments)
        ).resources("Observation")
    }

    private static func obx(_ number: Int, _ code: String, _ value: Int, time: String = "20260301081500") -> String {
        "OBX|\(number)|NM|\(code)^Pressure^LN||\(value)|mm[Hg]^^UCUM||||| F|||\(time)".replacing(" F", with: "F")
    }

    private static func values(_ observation: JSONValue) -> [Int64?] {
        (observation["component"]?.arrayValue ?? []).map {
            $0["valueQuantity"]?["value"]?.integerValue.map { Int64($0) }
        }
    }

    @Test("both of one measurement are one Observation, as R4's vital signs want it", arguments: [false, true])
    func pair(_ isReversed: Bool) throws {
        let (first, second) = (Self.obx(1, "8480-6", 150), Self.obx(2, "8462-4", 95))
        let all = try isReversed ? Self.observations(second, first) : Self.observations(first, second)
        #expect(all.count == 1)
        let panel = try #require(all.first)
        #expect(panel["code"]?["coding"]?.arrayValue?.first?["code"]?.stringValue == "85354-9")
        #expect(Self.values(panel) == [150, 95])
        #expect(panel["effectiveDateTime"]?.stringValue == "2026-03-01T08:15:00+02:00")
    }

    @Test("two measurements stay two")
    func two() throws {
        let all = try Self.observations(
            Self.obx(1, "8480-6", 150), Self.obx(2, "8462-4", 95), Self.obx(3, "8480-6", 140, time: "20260301091500"),
            Self.obx(4, "8462-4", 90, time: "20260301091500"))
        #expect(all.map(Self.values) == [[150, 95], [140, 90]])
        let apart = try Self.observations(
            Self.obx(1, "8480-6", 150), Self.obx(2, "8462-4", 95, time: "20260301091500"))
        #expect(apart.map(Self.values) == [[150, nil], [nil, 95]])
    }

    @Test("with a note of its own each stays by itself")
    func noted() throws {
        let all = try Self.observations(
            Self.obx(1, "8480-6", 150), "NTE|1||sitting", Self.obx(2, "8462-4", 95), "NTE|1||standing")
        #expect(all.count == 2)
        #expect(all[0]["note"]?.arrayValue?.first?["text"]?.stringValue == "sitting")
    }
}
