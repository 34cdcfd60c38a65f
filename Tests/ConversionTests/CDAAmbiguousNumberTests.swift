import Conversion
import FHIR
import JSONText
import RecordTypes
import Testing

/// A number that may be a thousand times another is not guessed, and what only looks like an amount is none.
@Suite("CDA ambiguous numbers")
struct CDAAmbiguousNumberTests {
    private func observation(_ value: String, language: String = "en", status: String = "completed") throws
        -> (Observation, Set<String>)
    {
        let document = CDADocument.with(
            section: "30954-2",
            entry: """
                <observation classCode="OBS" moodCode="EVN"><code code="2345-7" codeSystem="2.16.840.1.113883.6.1"/>
                <statusCode code="\(status)"/>\(value)</observation>
                """)
        let text = document.text.replacing(
            #"<languageCode code="en"/>"#, with: #"<languageCode code="\#(language)"/>"#)
        let outcome = try CDASamples.convert(text)
        let parts = try #require(outcome.parts)
        let resources = try Bundle(reading: JSONValue(parsing: parts.bytes)).entry.compactMap(\.resource)
        let found = resources.compactMap { if case .observation(let value) = $0 { value } else { nil } }
        return (try #require(found.first), Set(outcome.issues.map(\.code)))
    }

    @Test(
        "a comma before three digits is a decimal point only where nobody writes it for thousands",
        arguments: [
            ("1,234", "en", nil), ("1,234", "et", "1.234"), ("0,123", "en", "0.123"), ("12,2", "en", "12.2"),
            ("1,2345", "en", "1.2345"), ("1.234", "de", "1.234"),
        ] as [(String, String, String?)])
    func quantities(_ written: String, _ language: String, _ expected: String?) throws {
        let (observation, issues) = try observation(
            #"<value xsi:type="PQ" value="\#(written)" unit="mg/dL"/>"#, language: language)
        if let expected {
            guard case .quantity(let quantity)? = observation.value else { return #expect(Bool(false)) }
            #expect(quantity.value?.text == expected)
        } else {
            #expect(observation.value == .string("\(written) mg/dL"))
            #expect(issues.contains("cda-ambiguous-number"))
        }
    }

    @Test(
        "text that looks like a label or may mean thousands stays text",
        arguments: [
            ("0800123", "en"), ("20260101", "en"), ("12.500", "de"), ("1.000", "it"), ("1,000", "en"),
        ])
    func texts(_ written: String, _ language: String) throws {
        let (observation, _) = try observation(#"<value xsi:type="ST">\#(written)</value>"#, language: language)
        #expect(observation.value == .string(written))
    }

    @Test("text that is base64 by its own word and is not is told")
    func brokenBase64() throws {
        let (_, issues) = try observation(
            #"<value xsi:type="ED" mediaType="application/pdf" representation="B64">@@@@</value>"#)
        #expect(issues.contains("cda-invalid-base64"))
    }

    @Test("a value that is there already is preliminary, not merely registered")
    func preliminary() throws {
        let value = #"<value xsi:type="PQ" value="5" unit="mg/dL"/>"#
        #expect(try observation(value, status: "active").0.status == .preliminary)
        #expect(try observation("", status: "active").0.status == .registered)
    }
}
