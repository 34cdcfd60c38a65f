import Conversion
import FHIR
import Foundation
import JSONText
import RecordTypes
import Testing

@Suite("HL7 v2: a CDA document inside of a message")
struct HL7v2EmbeddedDocumentTests {
    private static func document(patient: String = "38001085718") -> CDADocument {
        var document = CDADocument.with(
            section: "48765-2",
            entry: """
                <observation classCode="OBS" moodCode="EVN"><id root="1.3.6.1.4.1.28284.1.9999.3" extension="O-1"/>
                <code code="8302-2" codeSystem="2.16.840.1.113883.6.1"/><statusCode code="completed"/>
                <effectiveTime value="20260301"/>
                <value xsi:type="PQ" value="172.5" unit="cm"/></observation>
                """)
        document.patientIds = #"<id root="1.3.6.1.4.1.28284.6.2.2.1" extension="\#(patient)"/>"#
        return document
    }

    private static func mdm(_ document: String) -> [UInt8] {
        let base64 = Data(document.utf8).base64EncodedString()
        return HL7v2Messages.message([
            HL7v2Messages.header.replacing("ORU^R01^ORU_R01", with: "MDM^T02^MDM_T02"), HL7v2Messages.patient,
            "TXA|1|CN^Consultation^L|TX|20260301||||||||DOC1^LAB||||||AU||AV",
            "OBX|1|ED|34133-9^Summary^LN||^TEXT^XML^Base64^\(base64)||||||F",
        ])
    }

    private static func oru(_ document: String) -> [UInt8] {
        let base64 = Data(document.utf8).base64EncodedString()
        return HL7v2Messages.oru(
            replacing: "OBX", by: "OBX|1|ED|34133-9^Summary^LN||^TEXT^XML^Base64^\(base64)||||||F")
    }

    @Test("is converted as CDA, in MDM and in ORU, and keeps its own bytes", arguments: [true, false])
    func converted(_ isMDM: Bool) throws {
        let text = Self.document().text
        let outcome = try HL7v2Messages.converter().convert(hl7v2: isMDM ? Self.mdm(text) : Self.oru(text))
        #expect(outcome.refusals.isEmpty)
        let parts = try #require(outcome.parts)
        #expect(parts.entries.count { $0.resourceType == "Composition" } == 2)
        #expect(parts.entries.count { $0.resourceType == "Patient" } == 1)
        let observations = try outcome.resources("Observation")
        #expect(observations.contains { $0["valueQuantity"]?["unit"]?.stringValue == "cm" })
        // Every reference leads to something in the Bundle, the person's to the one Patient.
        let bundle = String(decoding: parts.bytes, as: UTF8.self)
        let patient = try #require(parts.entries.first { $0.resourceType == "Patient" }).fullURL
        #expect(observations.allSatisfy { $0["subject"]?["reference"]?.stringValue == patient })
        let urls = Set(parts.entries.map(\.fullURL))
        for reference in bundle.matches(of: #/"reference":"(urn:uuid:[^"]*)"/#) {
            #expect(urls.contains(String(reference.output.1)))
        }
        #expect(bundle.contains(Data(text.utf8).base64EncodedString()))
        _ = try FHIR.Bundle(reading: JSONValue(parsing: parts.bytes))
    }

    @Test(
        "without a common number, two days of birth are two people",
        arguments: [("19800108", true), ("1980", true), ("19790101", false)])
    func birthDates(_ birth: String, _ isOurs: Bool) throws {
        var document = Self.document()
        document.patientIds = #"<id root="2.999.7" extension="local-7"/>"#
        let text = document.text.replacing(#"<birthTime value="19800108"/>"#, with: "<birthTime value=\"\(birth)\"/>")
        let outcome = try HL7v2Messages.converter().convert(hl7v2: Self.mdm(text))
        #expect(outcome.refusals == (isOurs ? [] : ["hl7-embedded-patient"]))
    }

    @Test("about another person refuses the message")
    func anotherPerson() throws {
        let outcome = try HL7v2Messages.converter().convert(hl7v2: Self.mdm(Self.document(patient: "60001017869").text))
        #expect(outcome.refusals == ["hl7-embedded-patient"])
    }

    @Test("about several people refuses the message, also when one of them is the right one")
    func severalPeople() throws {
        var document = Self.document()
        let target = { (number: String) in
            """
            <recordTarget><patientRole><id root="1.3.6.1.4.1.28284.6.2.2.1" extension="\(number)"/></patientRole></recordTarget>
            """
        }
        document.recordTarget = target("38001085718") + target("60001017869")
        let outcome = try HL7v2Messages.converter().convert(hl7v2: Self.mdm(document.text))
        #expect(outcome.refusals == ["hl7-embedded-patient"])
    }

    @Test("about nobody is not taken over")
    func nobody() throws {
        var document = Self.document()
        document.recordTarget = " "
        let outcome = try HL7v2Messages.converter().convert(hl7v2: Self.mdm(document.text))
        #expect(outcome.refusals.isEmpty)
        #expect(outcome.issues.contains { $0.code == "hl7-embedded-document" })
        #expect(try outcome.resources("Composition").count == 1)
    }

    @Test(
        "with local numbers only is compared by each authority that both name",
        arguments: [
            ("A1^^^&1.2.3.4&ISO", #"<id root="1.2.3.4" extension="A1"/>"#, true),
            ("A1^^^&1.2.3.4&ISO", #"<id root="1.2.3.4" extension="B2"/>"#, false),
            ("A1^^^&1.2.3.4&ISO~C3^^^&1.2.3.5&ISO", #"<id root="1.2.3.5" extension="D4"/>"#, false),
            (
                "A1^^^&1.2.3.4&ISO~C3^^^&1.2.3.5&ISO",
                #"<id root="1.2.3.4" extension="A1"/><id root="1.2.3.5" extension="D4"/>"#, false
            ),
            ("A1^^^&1.2.3.4&ISO~C3^^^&1.2.3.5&ISO", #"<id root="1.2.3.5" extension="C3"/>"#, true),
            ("A1^^^&1.2.3.4&ISO", #"<id root="1.2.3.6" extension="B2"/>"#, true),
            // The national number alone decides nothing when the document has none, and a shared authority still does.
            (
                "38001085718^^^EST&1.3.6.1.4.1.28284.6.2.2.1&ISO^NI~A1^^^&1.2.3.4&ISO",
                #"<id root="1.2.3.4" extension="B2"/>"#, false
            ),
            // Where both have the national number, it decides.
            (
                "38001085718^^^EST&1.3.6.1.4.1.28284.6.2.2.1&ISO^NI~A1^^^&1.2.3.4&ISO",
                #"<id root="1.3.6.1.4.1.28284.6.2.2.1" extension="38001085718"/><id root="1.2.3.4" extension="B2"/>"#,
                true
            ),
        ])
    func localNumbers(_ numbers: String, _ ids: String, _ isSame: Bool) throws {
        var document = Self.document()
        document.patientIds = ids
        let message = String(decoding: Self.mdm(document.text), as: UTF8.self)
            .replacing(HL7v2Messages.patient, with: "PID|1||\(numbers)||Tamm^Jaan||19800108|M")
        var options = ConversionOptions()
        for accepts in [true, false] {
            options.acceptLocalIdentifiers = accepts
            let outcome = try HL7v2Messages.converter(options).convert(hl7v2: Array(message.utf8))
            #expect(outcome.issues.contains { $0.code == "hl7-embedded-patient" } == !isSame)
        }
    }

    @Test(
        "that cannot be read costs the message nothing but its resources",
        arguments: ["<ClinicalDocument>", "<!DOCTYPE x><ClinicalDocument/>", "<x>ClinicalDocument</x>"])
    func broken(_ text: String) throws {
        let outcome = try HL7v2Messages.converter().convert(hl7v2: Self.mdm(text))
        #expect(outcome.refusals.isEmpty)
        #expect(outcome.issues.contains { $0.code == "hl7-embedded-document" })
        #expect(try outcome.resources("DocumentReference").count == 1)
    }

    @Test("text that is no CDA stays an attachment")
    func other() throws {
        let outcome = try HL7v2Messages.converter().convert(hl7v2: Self.mdm("<html/>"))
        #expect(outcome.parts?.entries.count { $0.resourceType == "Composition" } == 1)
        #expect(!outcome.issues.contains { $0.code == "hl7-embedded-document" })
    }
}
