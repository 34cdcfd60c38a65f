import CDA
import Testing
import XMLReader

@Suite("ClinicalDocument")
struct ClinicalDocumentTests {
    @Test(
        "only the right root in the right namespace is one",
        arguments: [
            ("<ClinicalDocument/>", ClinicalDocumentError.wrongNamespace),
            ("<ClinicalDocument xmlns='urn:hl7-org:v2'/>", .wrongNamespace),
            ("<section xmlns='urn:hl7-org:v3'/>", .wrongRoot),
            ("<html/>", .wrongRoot),
        ])
    func otherRoots(_ text: String, _ expected: ClinicalDocumentError) throws {
        let document = try XMLDocument.reading(Array(text.utf8))
        #expect(throws: expected) { try ClinicalDocument(document) }
    }

    @Test("prefix or default namespace, sections and entries are found at any depth")
    func structure() throws {
        let plain = """
            <ClinicalDocument xmlns="urn:hl7-org:v3"><id root="1.2"/><setId root="1.3" extension="s"/><versionNumber value="2"/>
            <relatedDocument typeCode="RPLC"><parentDocument><id root="1.4"/></parentDocument></relatedDocument>
            <component><structuredBody><component><section><title>A</title>
            <component><section><title>B</title><entry><organizer classCode="BATTERY" moodCode="EVN"><component>
            <observation classCode="OBS" moodCode="INT" negationInd="true"><code code="x"/></observation></component></organizer></entry>
            </section></component></section></component></structuredBody></component></ClinicalDocument>
            """
        let prefixed = plain.replacing("xmlns=", with: "xmlns:c=").replacing("</", with: "\u{1}").replacing(
            "<", with: "<c:"
        )
        .replacing("\u{1}", with: "</c:")
        for text in [plain, prefixed] {
            let document = try ClinicalDocument(XMLDocument.reading(Array(text.utf8)))
            #expect(document.id?.root == "1.2" && document.setId?.key == "1.3^s" && document.versionNumber == 2)
            #expect(document.relatedDocuments.first?.ids.first?.root == "1.4")
            let inner = try #require(document.sections.first?.sections.first)
            #expect(inner.title == "B")
            let organizer = try #require(inner.entries.first.flatMap { ClinicalStatement(within: $0) })
            let observation = try #require(organizer.related.first?.statement)
            #expect(organizer.kind == .organizer && observation.mood == .intent && observation.isNegated)
        }
    }
}
