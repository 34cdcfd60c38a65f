import Testing

@testable import PrintedText

@Suite("Printed documents")
struct PrintedDocumentTests {
    private static func document(_ blocks: [PrintedDocument.Block]) -> PrintedDocument {
        PrintedDocument(title: "Kes on vaadanud", language: "et", blocks: blocks) { "\($0)/\($1)" }
    }

    @Test("Estonian and Russian letters have glyphs of their own")
    func letters() {
        for font in [TrueTypeFont.regular, .bold] {
            let glyphs = "ÄäÕõÖöÜüŠšŽž «АаЯяЁё» №–…".unicodeScalars.map { font.glyph($0) }
            #expect(!glyphs.contains(0))
            #expect(font.width("mm") > font.width("ii"))
        }
        #expect(TrueTypeFont.regular.glyph("漢") == 0, "what the font has not is a box")
    }

    @Test("lines end at blanks, and a word longer than a line is broken")
    func lines() {
        let font = TrueTypeFont.regular
        let room = font.width("one two")
        #expect(PageLayout.broken("one two three", font, room) == ["one two", "three"])
        #expect(PageLayout.broken("", font, room) == [""])
        let pieces = PageLayout.broken(String(repeating: "m", count: 40), font, room)
        #expect(pieces.count > 1 && pieces.joined() == String(repeating: "m", count: 40))
    }

    @Test("a block that does not fit goes to the next page, and none is lost")
    func pages() {
        var layout = PageLayout()
        for number in 0..<200 { layout.add(.entry("Entry \(number)", ["a line", "another"])) }
        #expect(layout.pages.count > 3)
        #expect(Set(layout.pages.flatMap { $0.lines.map(\.element) }).count == 200)
        for page in layout.pages { #expect(page.lines.allSatisfy { $0.y >= PageLayout.bottom }) }
    }

    @Test("the cross-reference table names where each object stands")
    func crossReferences() throws {
        let bytes = Self.document([.heading(1, "Õ"), .paragraph("Я"), .note("n"), .entry("a", ["b"])]).bytes
        let text = String(decoding: bytes, as: Unicode.ASCII.self)
        #expect(text.hasPrefix("%PDF-1.7"))
        let start = try #require(
            text.split(separator: "startxref\n").last?.split(separator: "\n").first.flatMap { Int($0) })
        let table = String(decoding: bytes[start...], as: UTF8.self).split(separator: "\n")
        #expect(table.first == "xref")
        for (number, line) in table.dropFirst(3).enumerated() where line.hasSuffix(" n ") {
            let place = try #require(Int(line.prefix(10)))
            #expect(String(decoding: bytes[place..<place + 12], as: UTF8.self).hasPrefix("\(number + 1) 0 obj"))
        }
    }

    @Test("the language and the structure are said")
    func tagged() {
        let text = String(decoding: Self.document([.heading(1, "T"), .paragraph("p")]).bytes, as: Unicode.ASCII.self)
        for word in [
            "/Lang <FEFF00650074>", "/MarkInfo << /Marked true >>", "/S /H1", "/S /P", "/ToUnicode", "/FontFile2",
        ] {
            #expect(text.contains(word), "\(word)")
        }
    }
}
