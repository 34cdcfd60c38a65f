import Conversion
import FHIR
import RecordTypes
import Testing

@Suite("CDA narrative: what a reference brings along")
struct CDANarrativePartTests {
    private static let text = """
        <paragraph ID="p1">Aspirin<footnoteRef IDREF="f1"/> daily</paragraph><footnote ID="f1">until May</footnote>
        <paragraph ID="p2">old <content revised="delete">10 mg</content> <content revised="insert">5 mg</content></paragraph>
        <table><thead><tr><th>Drug</th><th>Dose</th></tr></thead><tbody>
        <tr><td rowspan="2">Aspirin</td><td ID="d1">5 mg</td></tr><tr ID="r2"><td>10 mg</td></tr></tbody></table>
        <renderMultiMedia referencedObject="M1"><caption>Lung</caption></renderMultiMedia>
        """

    private func resources(_ reference: String) throws -> [AnyResource] {
        var document = CDADocument()
        document.body = """
            <component><section><code code="30954-2" codeSystem="2.16.840.1.113883.6.1"/><title>T</title><text>\(Self.text)</text>
            <entry><observation classCode="OBS" moodCode="EVN"><code code="2345-7" codeSystem="2.16.840.1.113883.6.1"/>
            <text><reference value="#\(reference)"/></text><statusCode code="completed"/>
            <value xsi:type="ED"><reference value="#\(reference)"/></value></observation></entry>
            <entry><observationMedia classCode="OBS" moodCode="EVN" ID="M1">
            <value mediaType="image/png" representation="B64">iVBORw0KGgo=</value></observationMedia></entry></section></component>
            """
        return try document.resources()
    }

    private func observation(_ reference: String) throws -> Observation? {
        for case .observation(let observation) in try resources(reference) { return observation }
        return nil
    }

    @Test(
        "a part",
        arguments: [
            ("p1", "<p id=\"f1\">until May</p>", "with its footnotes"),
            ("r2", "<td>Aspirin</td><td>10 mg</td>", "with the cells that reach into its row"),
            ("r2", "<th>Drug</th><th>Dose</th>", "with the header row"),
            ("d1", "<tr><th>Dose</th></tr>", "with the header of its own column alone"),
            ("p2", "<span style=\"text-decoration: line-through\">10 mg</span>", "with what was deleted struck out"),
        ])
    func parts(_ reference: String, _ expected: String, _ claim: String) throws {
        #expect(try observation(reference)?.text?.div.contains(expected) == true, "\(claim)")
    }

    @Test(
        "words resolve with footnotes and without what was deleted",
        arguments: [("p1", "Aspirin (until May) daily"), ("p2", "old 5 mg")])
    func words(_ reference: String, _ expected: String) throws {
        #expect(try observation(reference)?.value == .string(expected))
    }

    @Test("a picture of the document's own is shown in the narrative, with its caption")
    func pictures() throws {
        guard case .composition(let composition) = try #require(try resources("p1").first) else { return }
        let div = composition.section.first?.text?.div ?? ""
        #expect(div.contains("<img src=\"data:image/png;base64,iVBORw0KGgo=\" alt=\"Lung\"/>"))
        #expect(div.contains("<sup><a href=\"#f1\">*</a></sup>"))
    }
}
