import Conversion
import Foundation
import RecordTypes

/// A generated document of many results with their narrative, to measure what memory its conversion takes.
struct LargeDocument {
    let bytes: [UInt8]

    init(megabytes: Int) {
        let size = megabytes * 1_000_000
        var entries = ""
        var rows = ""
        var number = 0
        while entries.utf8.count + rows.utf8.count < size {
            number += 1
            entries += Self.entry(number)
            rows += "<tr ID=\"r\(number)\"><td>Glucose \(number)</td><td>\(number % 90).5 mmol/L</td></tr>\n"
        }
        bytes = Array((Self.header + rows + "</tbody></table></text>\n" + entries + Self.end).utf8)
    }

    private static let header = """
        <?xml version="1.0" encoding="UTF-8"?>
        <ClinicalDocument xmlns="urn:hl7-org:v3" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
          <typeId root="2.16.840.1.113883.1.3" extension="POCD_HD000040"/>
          <id root="2.999.1" extension="large"/>
          <code code="11502-2" codeSystem="2.16.840.1.113883.6.1" displayName="Laboratory report"/>
          <title>Laboratory report</title>
          <effectiveTime value="20260301120000+0200"/>
          <confidentialityCode code="N" codeSystem="2.16.840.1.113883.5.25"/>
          <languageCode code="en"/>
          <recordTarget><patientRole><id root="2.999.2" extension="1"/><patient><name><given>Mari</given>
          <family>Maasikas</family></name></patient></patientRole></recordTarget>
          <author><time value="20260301"/><assignedAuthor><id root="2.999.3" extension="1"/><assignedPerson><name>
          <family>Tamm</family></name></assignedPerson></assignedAuthor></author>
          <custodian><assignedCustodian><representedCustodianOrganization><id root="2.999.4" extension="1"/>
          <name>Laboratory</name></representedCustodianOrganization></assignedCustodian></custodian>
          <component><structuredBody><component><section>
          <code code="30954-2" codeSystem="2.16.840.1.113883.6.1"/><title>Results</title><text><table><tbody>

        """

    private static func entry(_ number: Int) -> String {
        """
          <entry><observation classCode="OBS" moodCode="EVN">
            <id root="2.999.5" extension="\(number)"/>
            <code code="14749-6" codeSystem="2.16.840.1.113883.6.1" displayName="Glucose"/>
            <text><reference value="#r\(number)"/></text>
            <statusCode code="completed"/>
            <effectiveTime value="20260301\(10 + number % 10)00"/>
            <value xsi:type="PQ" value="\(number % 90).5" unit="mmol/L"/>
          </observation></entry>

        """
    }

    private static let end = "</section></component></structuredBody></component></ClinicalDocument>\n"

    /// Prints the highest resident memory while the document is converted, above that before, the document's own bytes included.
    func report(_ converter: Converter) throws {
        let document = SourceDocument(format: .cda, bytes: bytes)
        let before = ProcessTime.residentBytes(of: ProcessInfo.processInfo.processIdentifier) ?? 0
        // proc(5): "5" resets the peak to the present.
        try Data("5".utf8).write(to: URL(fileURLWithPath: "/proc/self/clear_refs"))
        let start = ProcessTime.own
        let outcome = converter.convert(document)
        let seconds = (ProcessTime.own - start).inSeconds
        let resources = outcome.parts?.entries.count ?? 0
        let peak = (ProcessTime.peakBytes() ?? 0) - before + bytes.count
        print(
            "large document: \((Double(bytes.count) / 1e6).rounded(to: 1)) MB, \(resources) resources, "
                + "\((Double(bytes.count) / 1e6 / seconds).rounded(to: 1)) MB/s, peak memory "
                + "\((Double(peak) / 1e6).rounded(to: 0)) MB, ratio \((Double(peak) / Double(bytes.count)).rounded(to: 1))"
        )
    }
}
