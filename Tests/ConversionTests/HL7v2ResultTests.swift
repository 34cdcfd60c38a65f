import Conversion
import JSONText
import RecordTypes
import Testing

@Suite("HL7 v2: what results become")
struct HL7v2ResultTests {
    let converter: Converter

    init() throws { converter = try HL7v2Messages.converter() }

    private func observation(_ change: (String) -> String = { $0 }) throws -> JSONValue {
        let bytes = HL7v2Messages.oru(replacing: "OBX", by: change(HL7v2Messages.result))
        return try #require(try converter.convert(hl7v2: bytes).resources("Observation").first)
    }

    @Test("several coded answers are several, never codes for one and the same")
    func severalAnswers() throws {
        let observation = try observation { _ in
            "OBX|1|CWE|630-4^Bacteria^LN||112283007^Escherichia coli^SCT~3092008^Staphylococcus aureus^SCT||||||F"
        }
        #expect(observation["valueCodeableConcept"] == nil && observation["dataAbsentReason"] == nil)
        let codes = observation["component"]?.arrayValue?.map {
            $0["valueCodeableConcept"]?["coding"]?.arrayValue?.compactMap { $0["code"]?.stringValue }
        }
        #expect(codes == [["112283007"], ["3092008"]])
    }

    @Test(
        "of several values none is lost",
        arguments: [("SN", "^5~^7", "^5\n^7"), ("DT", "20260301~20260302", "20260301\n20260302")])
    func severalValues(_ type: String, _ values: String, _ expected: String) throws {
        let observation = try observation { _ in "OBX|1|\(type)|X^x^L||\(values)||||||F" }
        #expect(observation["valueString"]?.stringValue == expected)
    }

    @Test("the Bundle is a document: Composition first, then everything it speaks of")
    func shape() throws {
        let parts = try #require(converter.convert(hl7v2: HL7v2Messages.oru).parts)
        let bundle = try JSONValue(parsing: parts.bytes)
        #expect(bundle["type"]?.stringValue == "document")
        #expect(bundle["timestamp"]?.stringValue == "2026-03-01T09:30:00+02:00")
        #expect(bundle["identifier"]?["value"]?.stringValue == "M1")
        #expect(parts.entries.map(\.resourceType).first == "Composition")
        #expect(
            Set(parts.entries.map(\.resourceType)).isSuperset(of: [
                "Patient", "Organization", "DiagnosticReport", "Observation",
            ]))
        #expect(Set(parts.entries.map(\.fullURL)).count == parts.entries.count)
    }

    @Test("every reference inside the Bundle leads to one of its entries")
    func references() throws {
        let parts = try #require(converter.convert(hl7v2: HL7v2Messages.oru).parts)
        let known = Set(parts.entries.map(\.fullURL))
        func check(_ value: JSONValue) {
            for member in value.objectValue ?? [] {
                if member.key == "reference", let target = member.value.stringValue { #expect(known.contains(target)) }
                check(member.value)
            }
            for item in value.arrayValue ?? [] { check(item) }
        }
        for entry in parts.entries { check(try JSONValue(parsing: entry.bytes)) }
    }

    @Test("a number keeps its precision, its unit and its UCUM code")
    func quantity() throws {
        let value = try observation()["valueQuantity"]
        #expect(value?["value"] == .number("72.50"))
        #expect(value?["unit"]?.stringValue == "g/L")
        #expect(value?["system"]?.stringValue == "http://unitsofmeasure.org")
        #expect(value?["code"]?.stringValue == "g/L")
    }

    @Test(
        "a value is written as the type that OBX-2 names",
        arguments: [
            ("NM", "<5", "valueQuantity", "comparator", "<"), ("NM", "0,5", "valueQuantity", "value", "0.5"),
            ("NM", ".5", "valueQuantity", "value", "0.5"), ("NM", "+007", "valueQuantity", "value", "7"),
            ("SN", ">^100", "valueQuantity", "comparator", ">"), ("ST", "selge", "valueString", "", "selge"),
            ("TX", "a~b", "valueString", "", "a\nb"), ("NM", "neg", "valueString", "", "neg"),
            ("DT", "20260301", "valueDateTime", "", "2026-03-01"),
            ("DTM", "202603010915+0300", "valueDateTime", "", "2026-03-01T09:15:00+03:00"),
            ("TM", "0915", "valueTime", "", "09:15:00"), ("FT", #"a\.br\b"#, "valueString", "", "a\nb"),
        ])
    func types(_ type: String, _ text: String, _ element: String, _ member: String, _ expected: String) throws {
        let observation = try observation { $0.replacing("|NM|", with: "|\(type)|").replacing("72.50", with: text) }
        let value = try #require(observation[element])
        let found = member.isEmpty ? value : try #require(value[member])
        #expect(found == .string(expected) || found == .number(expected))
    }

    @Test("coded values keep every coding and the text")
    func coded() throws {
        let text = "260373001^Detected^SCT^POS^positiivne^L^^^leitud"
        let value = try observation { $0.replacing("|NM|", with: "|CWE|").replacing("72.50", with: text) }[
            "valueCodeableConcept"]
        let codings = try #require(value?["coding"]?.arrayValue)
        #expect(codings.count == 2)
        #expect(codings[0]["system"]?.stringValue == "http://snomed.info/sct")
        #expect(value?["text"]?.stringValue == "leitud")
    }

    @Test("ranges and ratios of SN")
    func structuredNumerics() throws {
        let range = try observation { $0.replacing("|NM|", with: "|SN|").replacing("72.50", with: "^1^-^5") }[
            "valueRange"]
        #expect(range?["high"]?["value"] == .number("5"))
        let ratio = try observation { $0.replacing("|NM|", with: "|SN|").replacing("72.50", with: "^1^:^128") }[
            "valueRatio"]
        #expect(ratio?["denominator"]?["value"] == .number("128"))
    }

    @Test(
        "the status is never better than OBX-11 says",
        arguments: [
            ("F", "final"), ("P", "preliminary"), ("C", "corrected"), ("D", "entered-in-error"),
            ("W", "entered-in-error"), ("X", "cancelled"), ("", "unknown"), ("Q", "unknown"),
        ])
    func status(_ code: String, _ status: String) throws {
        #expect(try observation { $0.replacing("|||F|||", with: "|||\(code)|||") }["status"]?.stringValue == status)
    }

    @Test("a deleted value says that there is none")
    func null() throws {
        let observation = try observation { $0.replacing("72.50", with: #""""#) }
        #expect(observation["valueQuantity"] == nil)
        #expect(observation["dataAbsentReason"]?["coding"]?.arrayValue?.first?["code"]?.stringValue == "unknown")
    }

    @Test("reference range and flag: text, bounds and the v3 code")
    func rangeAndFlag() throws {
        let observation = try observation()
        let range = try #require(observation["referenceRange"]?.arrayValue?.first)
        #expect(range["low"]?["value"] == .number("134") && range["high"]?["value"] == .number("170"))
        #expect(range["text"]?.stringValue == "134-170")
        let flag = observation["interpretation"]?.arrayValue?.first?["coding"]?.arrayValue?.first
        #expect(flag?["code"]?.stringValue == "L")
        #expect(flag?["system"]?.stringValue == "http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation")
    }

    @Test(
        "dates keep their precision and get the offset that holds",
        arguments: [
            ("2026", "2026"), ("202603", "2026-03"), ("20260301", "2026-03-01"), ("2026030108", "2026-03-01"),
            ("202603010815", "2026-03-01T08:15:00+02:00"), ("202607010815", "2026-07-01T08:15:00+03:00"),
            ("20260301081530.25", "2026-03-01T08:15:30.25+02:00"), ("20260301081530-0500", "2026-03-01T08:15:30-05:00"),
        ])
    func times(_ text: String, _ expected: String) throws {
        #expect(
            try observation { $0.replacing("|20260301081500", with: "|\(text)") }["effectiveDateTime"]?.stringValue
                == expected)
    }

    @Test(
        "an impossible date is left out and reported, with its place",
        arguments: ["20261301", "20260230", "2026030125", "gestern", "00000000", "20260301+9999"])
    func impossibleTimes(_ text: String) throws {
        let obx = HL7v2Messages.result.replacing("|20260301081500", with: "|\(text)")
        let outcome = converter.convert(hl7v2: HL7v2Messages.oru(replacing: "OBX", by: obx))
        #expect(outcome.parts != nil)
        #expect(
            outcome.issues.contains {
                $0.code == "hl7-invalid-time"
                    && $0.place == .hl7(.init(segment: "OBX", field: 14, repetition: 1, component: 1))
            })
    }

    @Test("a sender whose own time is not the zone's lends its offset to times without one")
    func senderOffset() throws {
        let bytes = HL7v2Messages.oru { $0.replacing("20260301093000+0200", with: "20260301093000-0600") }
        let observation = try #require(try converter.convert(hl7v2: bytes).resources("Observation").first)
        #expect(observation["effectiveDateTime"]?.stringValue == "2026-03-01T08:15:00-06:00")
    }

    @Test("the header names the person, the sender, the type and the time")
    func header() {
        let header = converter.convert(hl7v2: HL7v2Messages.oru).header
        #expect(header.patients.map(\.semantics) == ["PNOEE-38001085718"])
        #expect(header.patientCount == 1)
        #expect(header.custodian == InstitutionID("NTREE-10000001"))
        #expect(header.type?.code == "11502-2")
        #expect(header.title == "Hemogramm")
        #expect(header.author == "Mari Kask")
        #expect(header.documentTime == "2026-03-01T09:30:00+02:00")
    }

    @Test("local segments and unknown ones are reported, and the rest is converted")
    func otherSegments() throws {
        let bytes = HL7v2Messages.oru + Array("ZLB|1|x\rXXX|1\r".utf8)
        let outcome = converter.convert(hl7v2: bytes)
        #expect(outcome.parts != nil)
        #expect(
            outcome.issues.map(\.code).filter { $0.hasPrefix("hl7-local") || $0.hasPrefix("hl7-segment") } == [
                "hl7-local-segment", "hl7-segment-not-converted",
            ])
    }

    @Test("an embedded PDF stays whole in the report")
    func embeddedDocument() throws {
        let obx = "OBX|1|ED|11502-2^Report^LN||^application^pdf^Base64^JVBERi0xLjQK||||||F"
        let report = try #require(
            try converter.convert(hl7v2: HL7v2Messages.oru(replacing: "OBX", by: obx)).resources("DiagnosticReport")
                .first)
        let form = report["presentedForm"]?.arrayValue?.first
        #expect(form?["contentType"]?.stringValue == "application/pdf")
        #expect(form?["data"]?.stringValue == "JVBERi0xLjQK")
    }

    @Test("hostile text is escaped in the narrative")
    func narrative() throws {
        let obx = HL7v2Messages.result.replacing("Hemoglobiin", with: "<script>alert(1)</script>")
        let composition = try #require(
            try converter.convert(hl7v2: HL7v2Messages.oru(replacing: "OBX", by: obx)).resources("Composition").first)
        let text = composition["section"]?.arrayValue?.first?["text"]?["div"]?.stringValue ?? ""
        #expect(text.contains("&lt;script&gt;") && !text.contains("<script>"))
    }
}
