import Conversion
import FHIR
import JSONText
import RecordTypes
import Testing

/// A small complete CDA document, each part replaceable: what a test changes is all that differs.
struct CDADocument {
    var id = #"<id root="1.3.6.1.4.1.28284.1.9999.1" extension="D-1"/>"#
    var code = #"<code code="34133-9" codeSystem="2.16.840.1.113883.6.1" displayName="Summary"/>"#
    var effectiveTime = #"<effectiveTime value="20260312101500+0200"/>"#
    var confidentiality = #"<confidentialityCode code="N" codeSystem="2.16.840.1.113883.5.25"/>"#
    var setId = #"<setId root="1.3.6.1.4.1.28284.1.9999.2" extension="S-1"/><versionNumber value="1"/>"#
    var patientIds = #"<id root="1.3.6.1.4.1.28284.6.2.2.1" extension="38001085718"/>"#
    var recordTarget: String?
    var author = """
        <author><time value="20260312"/><assignedAuthor><id root="1.3.6.1.4.1.28284.6.2.4.9" extension="D00001"/>
        <assignedPerson><name><given>Test</given><family>Doctor</family></name></assignedPerson></assignedAuthor></author>
        """
    var custodian = """
        <custodian><assignedCustodian><representedCustodianOrganization>
        <id root="1.3.6.1.4.1.28284.4" extension="90000001"/><name>Test Hospital</name>
        </representedCustodianOrganization></assignedCustodian></custodian>
        """
    var header = ""
    var body = ""

    /// A document with one section of a LOINC code that holds one entry.
    static func with(section code: String, entry: String) -> CDADocument {
        var document = CDADocument()
        document.body = """
            <component><section><code code="\(code)" codeSystem="2.16.840.1.113883.6.1"/><title>Section</title>
            <text><paragraph ID="t1">Words of the author</paragraph></text><entry>\(entry)</entry></section></component>
            """
        return document
    }

    var text: String {
        let target =
            recordTarget ?? """
                <recordTarget><patientRole>\(patientIds)<patient><name><given>Test</given><family>Person</family></name>
                <administrativeGenderCode code="M" codeSystem="2.16.840.1.113883.5.1"/><birthTime value="19800108"/>
                </patient></patientRole></recordTarget>
                """
        return """
            <?xml version="1.0" encoding="UTF-8"?>
            <ClinicalDocument xmlns="urn:hl7-org:v3" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:sdtc="urn:hl7-org:sdtc">
            <typeId root="2.16.840.1.113883.1.3" extension="POCD_HD000040"/>
            \(id)\(code)<title>Test document</title>\(effectiveTime)\(confidentiality)<languageCode code="en"/>\(setId)
            \(target)\(author)\(custodian)\(header)
            <component><structuredBody>\(body)</structuredBody></component></ClinicalDocument>
            """
    }

    func converted() throws -> ConversionOutcome { try CDASamples.convert(text) }

    /// The resources of the Bundle; the document must be accepted.
    func resources() throws -> [AnyResource] {
        let outcome = try converted()
        let parts = try #require(outcome.parts, "\(outcome.issues.filter(\.refuses).map(\.code))")
        return try Bundle(reading: JSONValue(parsing: parts.bytes)).entry.compactMap(\.resource)
    }
}
