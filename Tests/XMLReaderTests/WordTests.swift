import Testing
import XMLReader

@Suite("Words of attributes")
struct WordTests {
    @Test(
        "an attribute is a word only as a whole, white space around it aside",
        arguments: [
            ("EVN", true), (" EVN\n", true), ("E&#86;N", true), ("EV", false), ("EVNT", false), ("evn", false),
            ("", false), (" ", false), ("E VN", false),
        ])
    func isWord(_ value: String, _ expected: Bool) throws {
        let element = try XMLDocument.reading(Array("<act moodCode='\(value)' code='EVN'/>".utf8)).root
        #expect(element.isWord(.moodCode, "EVN") == expected)
        #expect((element.word(.moodCode) == "EVN") == expected)
        #expect(!element.isWord(.classCode, "EVN"))
    }
}
