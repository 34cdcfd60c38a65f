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

    @Test("about another person refuses the message")
    func anotherPerson() throws {
        let outcome = try HL7v2Messages.converter().convert(hl7v2: Self.mdm(Self.document(patient: "60001017869").text))
        #expect(outcome.refusals == ["hl7-embedded-patient"])
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
