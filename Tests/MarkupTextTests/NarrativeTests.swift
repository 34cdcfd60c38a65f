import MarkupText
import Testing

private let root = "<div xmlns=\"http://www.w3.org/1999/xhtml\">"

/// SplitMix64: the same seed, the same cases, on every machine.
private struct Seeded: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

@Suite("FHIR narrative")
struct NarrativeTests {
    @Test("what is not allowed is left out, what is open is closed")
    func writing() {
        var narrative = NarrativeWriter(language: "et")
        narrative.begin(.table, [("border", "1"), ("onclick", "x()"), ("border", "2")])
        narrative.begin(.tr)
        narrative.element(.td, [("rowspan", "2"), ("href", "https://example.org")], text: "5 < 7 & \"õ\"")
        narrative.begin(.br)
        narrative.begin(.a, [("href", "javascript:x()"), ("name", "n")])
        narrative.text("link")
        let text = narrative.finish().text
        #expect(
            text == "<div xmlns=\"http://www.w3.org/1999/xhtml\" lang=\"et\" xml:lang=\"et\"><table border=\"1\"><tr>"
                + "<td rowspan=\"2\">5 &lt; 7 &amp; \"õ\"</td><br/><a name=\"n\">link</a></tr></table></div>")
        #expect(XHTMLFragment(checking: text) != nil)
    }

    @Test("an empty narrative holds a dash")
    func empty() {
        #expect(NarrativeWriter().finish().text == root + "–</div>")
        var blank = NarrativeWriter()
        blank.element(.p, text: " \n")
        #expect(blank.finish().text == root + "<p> \n</p>–</div>")
        var image = NarrativeWriter()
        image.begin(.img, [("src", "data:image/png;base64,AA==")])
        #expect(image.finish().text == root + "<img src=\"data:image/png;base64,AA==\" alt=\"\"/></div>")
    }

    @Test("ends too many and depths too great do no harm")
    func nesting() {
        var narrative = NarrativeWriter()
        narrative.end()
        for _ in 0..<500 { narrative.begin(.span) }
        narrative.text("deep")
        for _ in 0..<700 { narrative.end() }
        narrative.element(.p, text: "after")
        let text = narrative.finish().text
        #expect(text.contains("deep") && text.hasSuffix("<p>after</p></div>"))
        #expect(XHTMLFragment(checking: text) != nil)
    }

    @Test(
        "narrative of others is taken whole",
        arguments: [
            root + "a</div>", " \n" + root + "<p class='x'>a &#228; &#xE4; &lt;</p><br/></div>\n",
            "<div lang=\"et\" xmlns='http://www.w3.org/1999/xhtml' ><img src=\"/a.png\" alt=\"\"/></div>",
            root + "<table><tr><td colspan=\"2\" style=\"text-align: right\">1</td></tr></table></div>",
            root + "<a href=\"https://example.org/?a=1&amp;b=2\">x</a></div>",
        ])
    func accepted(_ text: String) {
        #expect(XHTMLFragment(checking: text)?.text == text)
    }

    @Test(
        "or not at all",
        arguments: [
            "", "a", "<p>a</p>", "<div>a</div>", root, root + "a", root + "</div>", root + " \n<br/></div>",
            root + "a</p>",
            root + "a</div><div>b</div>", root + "a</div>x", root + "<p>a</div></p>",
            root + "<script>x</script>a</div>",
            root + "<SCRIPT>x</SCRIPT>a</div>", root + "<p onclick=\"x\">a</p></div>",
            root + "<p style=\"x:url(y)\">a</p></div>",
            root + "<p style=\"position:fixed\">a</p></div>", root + "<p style=\"x:\\75rl(y)\">a</p></div>",
            root + "<a href=\"javascript:x\">a</a></div>", root + "<a href=\"java&#115;cript:x\">a</a></div>",
            root + "<a href=\"java&#9;script:x\">a</a></div>", root + "<a href=\" javascript:x\">a</a></div>",
            root + "<img src=\"data:text/html,x\"/>a</div>", root + "<iframe src=\"/x\"></iframe>a</div>",
            root + "<form>a</form></div>", root + "<style>a</style></div>", root + "<svg>a</svg></div>",
            "<!DOCTYPE div><div xmlns=\"http://www.w3.org/1999/xhtml\">a</div>", root + "<!-- a -->b</div>",
            root + "<![CDATA[a]]></div>", root + "<?x y?>a</div>", root + "&nbsp;</div>", root + "&#0;a</div>",
            root + "a & b</div>",
            root + "&#xD800;</div>", root + "&#+65;</div>", root + "&#x+41;</div>", root + "&#99999999999;</div>",
            root + "<p class=\"a\" class=\"b\">a</p></div>", root + "<p class=a>a</p></div>",
            root + "<p class>a</p></div>",
            root + "<pclass=\"a\">a</p></div>", root + "<p class=\"a\"id=\"b\">a</p></div>",
            root + "<p class=\"<\">a</p></div>",
            root + "<p xmlns=\"http://www.w3.org/2000/svg\">a</p></div>", root + "a\u{1}</div>", root + "<p / >a</div>",
            "<div xmlns=\"http://www.w3.org/1999/xhtml\"/>",
            root + String(repeating: "<span>", count: 64) + "a" + String(repeating: "</span>", count: 64) + "</div>",
        ])
    func refused(_ text: String) {
        #expect(XHTMLFragment(checking: text) == nil)
    }

    @Test("whatever is written passes the check; mutated narrative never traps", arguments: [3, 5] as [UInt64])
    func property(_ seed: UInt64) {
        var random = Seeded(state: seed)
        let words = ["a", "<", "&", "\"", "'", "javascript:x", "\u{0}", "õ", "https://e.org", "url(x)", "]]>", "<!--"]
        let names = ["id", "class", "href", "src", "style", "onclick", "title", "border", "xmlns", "lang"]
        for _ in 0..<300 {
            var narrative = NarrativeWriter()
            for _ in 0..<Int.random(in: 0..<20, using: &random) {
                switch Int.random(in: 0..<3, using: &random) {
                case 0: narrative.text(words.randomElement(using: &random) ?? "")
                case 1:
                    narrative.begin(
                        NarrativeElement.allCases.randomElement(using: &random) ?? .p,
                        (0..<Int.random(in: 0..<4, using: &random)).map { _ in
                            (names.randomElement(using: &random) ?? "", words.randomElement(using: &random) ?? "")
                        })
                default: narrative.end()
                }
            }
            let fragment = narrative.finish()
            #expect(XHTMLFragment(checking: fragment.text) != nil, "\(fragment.text)")
            var bytes = fragment.bytes
            for _ in 0..<3 {
                bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 32..<127, using: &random)
                _ = XHTMLFragment(checking: String(decoding: bytes, as: UTF8.self))
            }
        }
    }

    @Test("a page takes a checked fragment as it is")
    func fragments() {
        var page = MarkupWriter(.html)
        var narrative = NarrativeWriter()
        narrative.text("<b>")
        page.element("main") { $0.fragment(narrative.finish()) }
        #expect(String(decoding: page.bytes, as: UTF8.self) == "<main>" + root + "&lt;b&gt;</div></main>")
    }
}
