import Testing

@testable import WebPages

@Suite("Narrative text")
struct NarrativeTextTests {
    typealias Block = RecordContent.Block

    @Test(
        "text comes through, tags do not",
        arguments: [
            (
                "<div xmlns=\"http://www.w3.org/1999/xhtml\"><p>One</p><p>Two</p></div>",
                [.paragraph("One"), .paragraph("Two")]
            ),
            ("<p>a<br/>b</p>", [.paragraph("a\nb")]),
            ("<p>  a \n\t b </p>", [.paragraph("a\nb")]),
            ("<ul><li>x</li><li>y</li></ul>", [.list(["x", "y"])]),
            ("<ol><li>x<ul><li>in</li></ul></li></ol>", [.list(["x", "in"])]),
            ("<h3>Head</h3><p>t</p>", [.heading("Head"), .paragraph("t")]),
            ("<p>5 &lt; 6 &amp; 7 &#233;&#x20AC;&nbsp;&bogus;</p>", [.paragraph("5 < 6 & 7 é€\u{A0}&bogus;")]),
            ("<p>a<!-- hidden <b>x</b> -->b</p>", [.paragraph("ab")]),
            ("<p><![CDATA[<raw>]]></p>", [.paragraph("<raw>")]),
            ("<a title='x > y' href=\"javascript:x\">link</a>", [.paragraph("link")]),
            ("plain", [.paragraph("plain")]),
            ("", []),
        ] as [(String, [Block])])
    func text(_ xhtml: String, _ expected: [Block]) {
        #expect(NarrativeText.blocks(of: xhtml) == expected)
    }

    @Test("a table keeps rows and header; short rows are filled")
    func table() {
        let xhtml =
            "<table><thead><tr><th>A</th><th>B</th></tr></thead><tbody><tr><td>1</td><td>2</td></tr><tr><td>3</td></tr></tbody></table>"
        #expect(NarrativeText.blocks(of: xhtml) == [.table(columns: ["A", "B"], rows: [["1", "2"], ["3", ""]])])
    }

    @Test("a table in a cell becomes the cell's text")
    func nestedTable() {
        let xhtml = "<table><tr><td>o<table><tr><td>i</td></tr></table></td></tr></table>"
        #expect(NarrativeText.blocks(of: xhtml) == [.table(columns: [""], rows: [["o\ni"]])])
    }

    @Test(
        "what is not for reading is dropped",
        arguments: [
            "<script>alert(1)</script>", "<SCRIPT type='x'>a<b</SCRIPT >", "<style>p{}</style>", "<script>never closed",
            "<svg><text>x</text></svg>", "<p", "<!-- open", "<p title=\"open>x", "<title>t</title>",
        ])
    func silence(_ xhtml: String) {
        #expect(NarrativeText.blocks(of: xhtml) == [])
        #expect(NarrativeText.blocks(of: "<p>a</p>\(xhtml)") == [.paragraph("a")])
    }

    @Test("random bytes never trap")
    func anyInput() {
        var random = SystemRandomNumberGenerator()
        let alphabet = Array("<>/&;#!-[]\"' \nptdrhliabscx0129=".utf8)
        for _ in 0..<2000 {
            let bytes = (0..<Int.random(in: 0...60, using: &random)).map { _ in
                alphabet[Int.random(in: 0..<alphabet.count, using: &random)]
            }
            _ = NarrativeText.blocks(of: String(decoding: bytes, as: UTF8.self))
        }
    }
}
