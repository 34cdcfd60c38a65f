import Conversion
import FHIR
import JSONText
import RecordTypes
import Testing

@Suite("CDA narrative")
struct CDANarrativeTests {
    private func div(_ text: String) throws -> String {
        var document = CDADocument()
        document.body = "<component><section><title>T</title><text>\(text)</text></section></component>"
        for resource in try document.resources() {
            if case .composition(let composition) = resource {
                return try #require(composition.section.first?.text?.div)
            }
        }
        return ""
    }

    @Test(
        "keeps words and structure, drops what could act",
        arguments: [
            ("<paragraph>a<br/>b</paragraph>", "<p>a<br/>b</p>"),
            ("<list listType='ordered'><item>a</item></list>", "<ol><li>a</li></ol>"),
            ("<content styleCode='Bold'>a</content>", "<b class=\"cda-Bold\">a</b>"),
            (
                "<table><thead><tr><th>h</th></tr></thead><tbody><tr><td colspan='2'>d</td></tr></tbody></table>",
                "<table><thead><tr><th>h</th></tr></thead><tbody><tr><td colspan=\"2\">d</td></tr></tbody></table>"
            ),
            ("<linkHtml href='javascript:x()'>a</linkHtml>", "<a>a</a>"),
            ("<linkHtml href='https://example.org/'>a</linkHtml>", "<a href=\"https://example.org/\">a</a>"),
            ("<script>alert(1)</script>", "alert(1)"),
            ("<paragraph onclick='x()' ID='p1'>a &lt; b</paragraph>", "<p id=\"p1\">a &lt; b</p>"),
            ("<renderMultiMedia referencedObject='x'/>", "–"),
            ("<content>a</content><content>b</content>", "<span>a</span> <span>b</span>"),
            ("", "–"),
        ])
    func blocks(_ source: String, _ expected: String) throws {
        #expect(try div(source) == "<div xmlns=\"http://www.w3.org/1999/xhtml\">\(expected)</div>")
    }

    @Test("every section keeps its own, at any depth, known or not")
    func sections() throws {
        var document = CDADocument()
        document.body = """
            <component><section><code code="unknown" codeSystem="1.2.3"/><text>outer</text>
            <component><section><text>inner</text></section></component></section></component>
            """
        let resources = try document.resources()
        guard case .composition(let composition) = try #require(resources.first) else { return }
        #expect(composition.section.first?.text?.div.contains("outer") == true)
        #expect(composition.section.first?.section.first?.text?.div.contains("inner") == true)
    }
}
