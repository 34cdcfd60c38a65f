import Conversion
import RecordTypes
import Testing

@Suite("CDA determinism")
struct CDADeterminismTests {
    private static let document = CDADocument.with(
        section: "30954-2",
        entry: """
            <organizer classCode="BATTERY" moodCode="EVN"><templateId root="2.16.840.1.113883.10.20.22.4.1"/>
            <id root="1.2.3.4" extension="O1"/><code code="58410-2" codeSystem="2.16.840.1.113883.6.1"/><statusCode code="completed"/>
            <component><observation classCode="OBS" moodCode="EVN"><code code="718-7" codeSystem="2.16.840.1.113883.6.1"/>
            <text><reference value="#t1"/></text><statusCode code="completed"/><effectiveTime value="202603121015"/>
            <value xsi:type="PQ" value="151" unit="g/L"/></observation></component></organizer>
            """)

    @Test("the same document gives the same bytes, whatever the white space between its elements")
    func whiteSpace() throws {
        let text = Self.document.text
        let first = try #require(try CDASamples.convert(text).parts).bytes
        let spaced = text.replacing("><", with: ">\n \t <")
        let tight = text.split(separator: "\n").map { $0.drop { $0 == " " } }.joined(separator: " ").replacing(
            "> <", with: "><")
        for other in [text, spaced, tight] {
            #expect(try CDASamples.convert(other).parts?.bytes == first)
        }
    }

    @Test("a new version of a document keeps the names of its entries; no name comes from a person")
    func names() throws {
        var next = Self.document
        next.id = #"<id root="1.3.6.1.4.1.28284.1.9999.1" extension="D-2"/>"#
        next.setId = next.setId.replacing("value=\"1\"", with: "value=\"2\"")
        var other = Self.document
        other.patientIds = other.patientIds.replacing("38001085718", with: "60001017869")
        let names = try #require(try Self.document.converted().parts).entries.map(\.fullURL)
        #expect(try next.converted().parts?.entries.map(\.fullURL) == names)
        #expect(try other.converted().parts?.entries.map(\.fullURL) == names)
        #expect(Set(names).count == names.count && names.allSatisfy { $0.hasPrefix("urn:uuid:") })
    }

    @Test(
        "a time without offset takes the zone's, in winter and in summer",
        arguments: [
            ("202601150900", "2026-01-15T09:00:00+02:00"), ("202607150900", "2026-07-15T09:00:00+03:00"),
            ("202603290259", "2026-03-29T02:59:00+02:00"), ("202603290400", "2026-03-29T04:00:00+03:00"),
            ("202610250359", "2026-10-25T03:59:00+03:00"), ("202610250400", "2026-10-25T04:00:00+02:00"),
            ("202603121015-0500", "2026-03-12T10:15:00-05:00"), ("2026031210", "2026-03-12"),
            ("199506011200", "1995-06-01T12:00:00+03:00"), ("199510151200", "1995-10-15T12:00:00+02:00"),
            ("200007011200", "2000-07-01T12:00:00+02:00"), ("198906011200", "1989-06-01"),
        ])
    func zone(_ value: String, _ expected: String) throws {
        var document = CDADocument()
        document.effectiveTime = "<effectiveTime value=\"\(value)\"/>"
        #expect(try document.converted().header.documentTime == expected)
    }
}
