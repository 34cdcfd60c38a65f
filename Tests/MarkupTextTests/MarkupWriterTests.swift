import MarkupText
import Testing

private func markup(_ dialect: MarkupWriter.Dialect, _ build: (inout MarkupWriter) -> Void) -> String {
    var writer = MarkupWriter(dialect)
    build(&writer)
    return String(decoding: writer.bytes, as: UTF8.self)
}

@Suite("Markup writer")
struct MarkupWriterTests {
    @Test("what has to be escaped is so wherever it stands among other letters", arguments: 0..<0xA0 as Range<UInt32>)
    func places(_ code: UInt32) throws {
        let character = String(try #require(Unicode.Scalar(code)))
        func written(_ text: String) -> (text: String, attribute: String) {
            var writer = MarkupWriter(.xhtml)
            writer.element("p", Attribute("title", text), text: text)
            let whole = String(decoding: writer.bytes, as: UTF8.self)
            let parts = whole.dropFirst("<p title=\"".count).dropLast("</p>".count).split(
                separator: "\">", maxSplits: 1, omittingEmptySubsequences: false)
            return (String(parts[1]), String(parts[0]))
        }
        let alone = written(character)
        for before in 0..<9 {
            for after in 0..<9 {
                let (head, tail) = (String(repeating: "a", count: before), String(repeating: "z", count: after))
                let whole = written(head + character + tail)
                #expect(whole.text == head + alone.text + tail && whole.attribute == head + alone.attribute + tail)
            }
        }
    }

    @Test("the dialects differ in void elements, flags and empty elements")
    func dialects() {
        func build(_ writer: inout MarkupWriter) {
            writer.element("p") { writer in
                writer.element("br")
                writer.element("input", Attribute(flag: "required"))
                writer.element("span")
            }
        }
        #expect(markup(.html, build) == "<p><br><input required><span></span></p>")
        #expect(markup(.xhtml, build) == "<p><br/><input required=\"required\"/><span></span></p>")
        #expect(markup(.xml, build) == "<p><br/><input required=\"required\"/><span/></p>")
    }

    @Test(
        "text and attribute values are escaped, and control characters replaced",
        arguments: [
            ("a<b>&\"'", "a&lt;b&gt;&amp;\"'", "a&lt;b&gt;&amp;&quot;&#39;"),
            ("</script><script>", "&lt;/script&gt;&lt;script&gt;", "&lt;/script&gt;&lt;script&gt;"),
            ("tab\tline\ncr\r", "tab\tline\ncr&#13;", "tab&#9;line&#10;cr&#13;"),
            ("\u{0}\u{1b}[2J\u{7f}", "\u{FFFD}\u{FFFD}[2J\u{FFFD}", "\u{FFFD}\u{FFFD}[2J\u{FFFD}"),
            ("\u{85}\u{a0}\u{9f}", "\u{FFFD}\u{a0}\u{FFFD}", "\u{FFFD}\u{a0}\u{FFFD}"),
            ("\u{FFFE}\u{FFFF}\u{FFFD}õ€𝄞", "\u{FFFD}\u{FFFD}\u{FFFD}õ€𝄞", "\u{FFFD}\u{FFFD}\u{FFFD}õ€𝄞"),
            ("", "", ""),
        ])
    func escaping(_ value: String, _ text: String, _ attribute: String) {
        #expect(markup(.html) { $0.element("p", text: value) } == "<p>\(text)</p>")
        #expect(markup(.html) { $0.element("p", Attribute("title", value)) } == "<p title=\"\(attribute)\"></p>")
    }

    @Test(
        "only harmless URLs stand in links",
        arguments: [
            ("/records?x=1#a", true), ("#a", true), ("", true), ("page:1/x", false), ("./page:1", true), ("?a:b", true),
            ("https://example.org/", true), ("HTTP://example.org", true), ("mailto:a@example.org", true),
            ("tel:+372", true),
            ("javascript:alert(1)", false), ("JaVaScRiPt:alert(1)", false), (" javascript:alert(1)", false),
            ("java\tscript:alert(1)", false), ("java\nscript:alert(1)", false), ("\u{1}javascript:alert(1)", false),
            ("data:text/html,<script>", false), ("vbscript:x", false), ("blob:x", false), ("file:///etc", false),
            ("https:\\\\example.org", false), (":x", false), ("javascript&colon;alert(1)", true),
        ])
    func links(_ url: String, _ isSafe: Bool) {
        #expect(SafeURL.isSafeLink(url) == isSafe)
        #expect(Attribute.href(url).value == (isSafe ? url : "#"))
    }

    @Test(
        "images may be inline pictures, never anything that runs",
        arguments: [
            ("data:image/png;base64,AAAA", true), ("data:image/svg+xml;base64,AAAA", false),
            ("data:image/png,<svg>", false),
            ("data:image/png;base64,\"onerror=", false), ("/a.png", true), ("javascript:x", false),
            ("mailto:a@b", false),
        ])
    func images(_ url: String, _ isSafe: Bool) {
        #expect(SafeURL.isSafeImage(url) == isSafe)
        #expect(Attribute.src(url).value == (isSafe ? url : "#"))
    }

    @Test(
        "a name is letters, digits and little else",
        arguments: [
            ("div", true), ("xml:lang", true), ("data-x_1.y", true), ("", false), ("1a", false), ("a b", false),
            ("a>", false),
            ("a:b:c", false), ("a:", false), (":a", false), ("on\"x", false), ("é", false),
            (String(repeating: "a", count: 65), false),
        ])
    func names(_ text: String, _ isName: Bool) {
        #expect((MarkupName(text) != nil) == isName)
    }

    @Test("a document has its declaration and every element its end")
    func documents() {
        #expect(
            markup(.xml) { writer in
                writer.declaration()
                writer.begin("a", [Attribute("x", "1")])
                writer.begin("b")
                writer.text("t")
                writer.end()
                writer.end()
            } == "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<a x=\"1\"><b>t</b></a>")
        #expect(markup(.html) { $0.doctype() } == "<!DOCTYPE html>\n")
        #expect(
            markup(.html) { $0.element("script", .src("/a.js")) } == "<script src=\"/a.js\"></script>")
    }
}
