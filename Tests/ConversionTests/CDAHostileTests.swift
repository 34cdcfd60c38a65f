import Conversion
import RecordTypes
import Testing

@Suite("Hostile CDA documents")
struct CDAHostileTests {
    private func codes(_ document: CDADocument) throws -> Set<String> {
        Set(try document.converted().issues.map(\.code))
    }

    @Test("statements nested to the reader's limit are refused, not overflown")
    func deepStatements() throws {
        let open = #"<observation classCode="OBS" moodCode="EVN"><code code="1"/><entryRelationship typeCode="COMP">"#
        let entry =
            String(repeating: open, count: 120) + String(repeating: "</entryRelationship></observation>", count: 120)
        #expect(try codes(.with(section: "30954-2", entry: entry)).contains("cda-too-deep"))
    }

    @Test("sections nested to the reader's limit are refused, not overflown")
    func deepSections() throws {
        var document = CDADocument()
        document.body =
            String(repeating: "<component><section>", count: 120)
            + String(repeating: "</section></component>", count: 120)
        #expect(try codes(document).contains("cda-too-deep"))
    }

    @Test("narrative nested to the reader's limit is kept")
    func deepNarrative() throws {
        var document = CDADocument()
        let text = String(repeating: "<content>", count: 240) + "x" + String(repeating: "</content>", count: 240)
        document.body = "<component><section><text>\(text)</text></section></component>"
        #expect(try document.converted().parts != nil)
    }

    @Test("one long text referred to by each of many entries is not copied each time")
    func amplification() throws {
        var document = CDADocument()
        let long = String(repeating: "word ", count: 10_000)
        let entry =
            ##"<entry><observation classCode="OBS" moodCode="EVN"><code code="1"/><text><reference value="#a"/></text></observation></entry>"##
        document.body =
            "<component><section><text><content ID=\"a\">\(long)</content></text>\(String(repeating: entry, count: 400))</section></component>"
        let size = document.text.utf8.count
        let parts = try #require(try document.converted().parts)
        #expect(parts.bytes.count < 12 * size + 4_000_000)
    }

    @Test("many like siblings cost linear time and bring a bounded list of findings")
    func siblings() throws {
        var document = CDADocument()
        let entry =
            #"<entry><observation classCode="OBS" moodCode="EVN"><code code="1"/><value xsi:type="PQ" value="x"/></observation></entry>"#
        document.body = "<component><section>\(String(repeating: entry, count: 8_000))</section></component>"
        let outcome = try document.converted()
        #expect(outcome.parts?.entries.count ?? 0 > 8_000)
        #expect(outcome.issues.count <= 1_001)
        #expect(outcome.issues.last?.code == "cda-more-findings")
    }
}
