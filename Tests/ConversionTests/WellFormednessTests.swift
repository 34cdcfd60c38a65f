import RecordTypes
import Testing
import XMLReader

@testable import Conversion

/// What a sender reads about bytes that are no XML: the broken rule, not only that one was.
@Suite("Well-formedness in words")
struct WellFormednessTests {
    @Test(
        "the finding says which rule is broken",
        arguments: [
            ("<a>", "ends before its elements"), ("<a", "greater-than"), ("<a></b>", "end tag names another"),
            ("<a b=1/>", "quotation mark"), ("<a b=\"1\" b=\"2\"/>", "same attribute twice"),
            ("<a xmlns:p=\"u\" xmlns:q=\"u\" p:b=\"1\" q:b=\"2\"/>", "same attribute twice"), ("<a>&</a>", "ampersand"),
            ("<a>]]></a>", "]]>"), ("<a/><b/>", "follows the root"), ("<a b></a>", "has no value"),
            ("<a><![CDATA[x</a>", "CDATA section does not end"), ("<a x=\"<\"/>", "less-than sign"),
            (" <?xml version=\"1.0\"?><a/>", "elsewhere than at the very beginning"),
            ("<a>&#0;</a>", "referred to, is not allowed"),
            ("<a><!-- x", "comment does not end"), ("<1/>", "a name is missing"), ("text", "no root element"),
            ("<x:a/>", "bound to no namespace"), ("", "empty"), ("<a>\u{1}</a>", "control character"),
        ])
    func rules(_ document: String, _ expected: String) throws {
        let fault = #expect(throws: XMLFault.self) { try XMLDocument.reading(Array(document.utf8)) }
        let issue = RecordTypes.Issue(try #require(fault))
        #expect(issue.message.contains(expected), "\(document): \(issue.message) \(fault?.parserCode ?? 0)")
        #expect(issue.severity == .fatal && issue.remedy != nil)
    }
}
