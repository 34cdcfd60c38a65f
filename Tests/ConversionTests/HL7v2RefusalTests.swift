import Conversion
import Foundation
import JSONText
import RecordTypes
import Testing

@Suite("HL7 v2: what is refused, and why")
struct HL7v2RefusalTests {
    @Test("a whole message is not refused")
    func good() throws {
        let outcome = try HL7v2Messages.converter().convert(hl7v2: HL7v2Messages.oru)
        #expect(outcome.refusals.isEmpty)
        #expect(outcome.parts != nil)
    }

    @Test(
        "a fault in MSH is named by its code",
        arguments: [
            ("|M1|", "||", "hl7-required-field"),
            ("|M1|", "|\(String(repeating: "M", count: 200))|", "hl7-control-id-too-long"),
            ("|2.5.1|", "|1.0|", "hl7-unsupported-version"), ("|2.5.1|", "||", "hl7-required-field"),
            ("ORU^R01^ORU_R01", "ZZZ^R01", "hl7-unsupported-message-type"),
            ("ORU^R01^ORU_R01", "ORU^Z99", "hl7-unsupported-event"),
            ("ORU^R01^ORU_R01", "ACK^R01", "hl7-unsupported-message-type"),
            ("ORU^R01^ORU_R01", "", "hl7-required-field"), ("ORU^R01^ORU_R01", "^R01", "hl7-required-field"),
            ("ORU^R01^ORU_R01", "  ", "hl7-required-field"),
            ("|20260301093000+0200|", "|20261345|", "hl7-invalid-time"),
            ("UNICODE UTF-8", "UNICODE UTF-16", "hl7-character-set"),
            (#"^~\&"#, "^^^^", "hl7-delimiters"),
        ])
    func headerFaults(_ old: String, _ new: String, _ code: String) throws {
        let outcome = try HL7v2Messages.converter().convert(hl7v2: HL7v2Messages.oru { $0.replacing(old, with: new) })
        #expect(outcome.refusals == [code])
        #expect(outcome.parts == nil)
        #expect(outcome.issues.filter(\.refuses).allSatisfy { $0.rule != nil && $0.remedy != nil })
    }

    @Test("a message that does not say when it was made has its event's time, and is refused without any")
    func noTime() throws {
        let converter = try HL7v2Messages.converter()
        let bytes = HL7v2Messages.oru { $0.replacing("|20260301093000+0200|", with: "||") }
        let outcome = converter.convert(hl7v2: bytes)
        #expect(outcome.refusals.isEmpty)
        #expect(outcome.issues.contains { $0.code == "hl7-required-field" && $0.severity == .warning })
        #expect(try outcome.resources("Composition").first?["date"]?.stringValue == "2026-03-01T09:15:00+02:00")
        let timeless = HL7v2Messages.message([
            HL7v2Messages.header.replacing("|20260301093000+0200|", with: "||"), HL7v2Messages.patient,
        ])
        #expect(converter.convert(hl7v2: timeless).refusals == ["hl7-required-field"])
    }

    @Test(
        "a person who is not exactly one, or whose number is wrong, is refused",
        arguments: [
            (
                "38001085718^^^EST&1.3.6.1.4.1.28284.6.2.2.1&ISO^NI",
                "38001085719^^^EST&1.3.6.1.4.1.28284.6.2.2.1&ISO^NI", "hl7-person-number"
            ),
            ("38001085718^^^EST&1.3.6.1.4.1.28284.6.2.2.1&ISO^NI", "1' OR '1'='1^^^^NNEST", "hl7-person-number"),
            (
                "38001085718^^^EST&1.3.6.1.4.1.28284.6.2.2.1&ISO^NI", "38001085718^^^^NNEST~60001017869^^^EST^NI",
                "hl7-patient-ambiguous"
            ),
        ])
    func people(_ old: String, _ new: String, _ code: String) throws {
        let pid = HL7v2Messages.patient.replacing(old, with: new)
        let outcome = try HL7v2Messages.converter().convert(hl7v2: HL7v2Messages.oru(replacing: "PID", by: pid))
        #expect(outcome.refusals == [code])
    }

    @Test("two PID segments are refused, even for the same person")
    func twoPatients() throws {
        let bytes = HL7v2Messages.message([
            HL7v2Messages.header, HL7v2Messages.patient, HL7v2Messages.order, HL7v2Messages.patient,
            HL7v2Messages.order,
        ])
        #expect(try HL7v2Messages.converter().convert(hl7v2: bytes).refusals == ["hl7-several-patients"])
    }

    @Test(
        "a number that nothing can have is refused",
        arguments: ["NaN", "inf", "-Infinity", "1e999", String(repeating: "9", count: 60)])
    func numbers(_ text: String) throws {
        let obx = HL7v2Messages.result.replacing("72.50", with: text)
        let outcome = try HL7v2Messages.converter().convert(hl7v2: HL7v2Messages.oru(replacing: "OBX", by: obx))
        #expect(outcome.refusals == ["hl7-invalid-number"])
    }

    @Test("without a patient identifier a message is refused where local ones do not count")
    func noIdentifier() throws {
        let strict = try HL7v2Messages.converter(ConversionOptions(acceptLocalIdentifiers: false))
        let bytes = HL7v2Messages.oru(replacing: "PID", by: "PID|1||||Tamm^Jaan")
        #expect(strict.convert(hl7v2: bytes).refusals == ["hl7-patient-identifier"])
        let lenient = try HL7v2Messages.converter().convert(hl7v2: bytes)
        #expect(lenient.refusals.isEmpty && lenient.header.patients.isEmpty)
    }

    @Test("a message for training is refused in production, and tagged elsewhere")
    func processingID() throws {
        let bytes = HL7v2Messages.oru { $0.replacing("|P|2.5.1", with: "|T|2.5.1") }
        let strict = try HL7v2Messages.converter(ConversionOptions(productionMode: true))
        #expect(strict.convert(hl7v2: bytes).refusals == ["hl7-processing-id"])
        let resources = try HL7v2Messages.converter().convert(hl7v2: bytes).resources("Observation")
        #expect(resources.first?["meta"]?["tag"]?.arrayValue?.first?["code"]?.stringValue == "T")
    }

    @Test("all faults come in one answer, each with its place")
    func allFaults() throws {
        let bytes = HL7v2Messages.message([
            HL7v2Messages.header.replacing("|M1|", with: "||").replacing("2.5.1", with: "9.9"),
            HL7v2Messages.patient.replacing("38001085718", with: "38001085719"), HL7v2Messages.order,
            HL7v2Messages.result.replacing("72.50", with: "NaN"),
        ])
        let issues = try HL7v2Messages.converter().convert(hl7v2: bytes).issues.filter(\.refuses)
        let places = issues.compactMap { issue -> String? in
            if case .hl7(let place) = issue.place { "\(issue.code) \(place.text)" } else { nil }
        }
        #expect(
            places == [
                "hl7-required-field MSH[1]-10", "hl7-unsupported-version MSH[1]-12", "hl7-person-number PID[1]-3",
                "hl7-invalid-number OBX[1]-5",
            ])
    }

    @Test("no finding quotes the patient")
    func noPersonalData() throws {
        let pid = HL7v2Messages.patient.replacing("38001085718", with: "38001085719").replacing(
            "|19800108", with: "|19801308")
        let outcome = try HL7v2Messages.converter().convert(hl7v2: HL7v2Messages.oru(replacing: "PID", by: pid))
        #expect(outcome.issues.count >= 2)
        for issue in outcome.issues {
            let text = [issue.message, issue.rule ?? "", issue.remedy ?? ""].joined(separator: " ")
            for secret in ["3800108", "Tamm", "Jaan", "19801308"] { #expect(!text.contains(secret)) }
        }
    }

    @Test(
        "each malformed sample gets the reaction that its manifest names",
        .enabled(if: HL7v2Messages.samplesAreThere, "the shared samples are not here"))
    func malformedSamples() throws {
        let converter = try HL7v2Messages.converter()
        let folder = HL7v2Messages.samples.appendingPathComponent("malformed")
        let manifest = try String(contentsOf: folder.appendingPathComponent("MANIFEST-malformed.tsv"), encoding: .utf8)
        var checked = 0
        for line in manifest.split(separator: "\n").dropFirst() {
            let cells = line.split(separator: "\t")
            let outcome = converter.convert(
                hl7v2: [UInt8](try Data(contentsOf: folder.appendingPathComponent(String(cells[0])))))
            checked += 1
            // A batch is no message: its messages are converted one by one, see HL7v2BatchTests.
            if outcome.refusals.contains("hl7-batch-not-supported") {
                #expect(cells[2].hasPrefix("batch"))
                continue
            }
            switch cells[1] {
            case "reject": #expect(!outcome.refusals.isEmpty, "\(cells[0])")
            case "issue": #expect(!outcome.issues.isEmpty && outcome.parts != nil, "\(cells[0]) \(outcome.refusals)")
            default: #expect(outcome.parts != nil, "\(cells[0]) \(outcome.refusals)")
            }
        }
        #expect(checked == 15)
    }
}
