import Testing

@testable import XMLReader

@Suite("Children by number and by text")
struct ChildTests {
    /// An element with a child of each known name, every third of them twice, one with an unknown name, and blanks and words between.
    private static let everyName: String = {
        var text = "<section xmlns='urn:hl7-org:v3' xmlns:s='urn:hl7-org:sdtc'> "
        for (number, name) in KnownName.allCases.enumerated() {
            text += "<\(name.text) ID='\(number)'>\(number % 2 == 0 ? "\t\n " : "words")</\(name.text)>"
            if number % 3 == 0 { text += "\n<s:\(name.text)/><\(name.text)><unknown/> </\(name.text)>" }
        }
        return text + "<unknown/></section>"
    }()

    private static let documents = [
        everyName, "<a/>", "<a>\n\t <b/>\t\n</a>",
        "<a xmlns='urn:hl7-org:v3'>x<code/><value> </value>y<code xmlns=''/></a>",
        "<id xmlns='urn:hl7-org:v3'><id><id/><text/></id>&#32;</id>",
    ]

    private static func text(_ part: XMLElement.Part) -> XMLText? {
        if case .text(let text) = part { text } else { nil }
    }

    private static func all(_ element: XMLElement) -> [XMLElement] { [element] + element.children.flatMap { all($0) } }

    @Test("both readers' trees find the same children by number as by text", arguments: documents)
    func children(_ text: String) throws {
        let bytes = Array(text.utf8)
        let trees = [
            try #require(PlainReader.document(bytes, limits: .standard)),
            try XMLDocument.judged(bytes, limits: .standard),
        ]
        for element in trees.flatMap({ Self.all($0.root) }) where !element.isEmpty {
            let differing = KnownName.allCases.filter { name in
                element.child(name) != element.child(name.text) || element.children(name) != element.children(name.text)
                    || element.child(name, in: .sdtc) != element.child(name.text, in: KnownNamespace.sdtc.uri)
                    || Array(element.each(name)) != element.children(name)
                    || element.each(name).first { _ in true } != element.child(name)
                    || element.each(name).map(\.position) != element.children(name).map(\.position)
                    || element.each(name, as: \.position) != element.children(name).map(\.position)
                    || !element.mayHaveChild(name) && element.child(name) != nil
                    || element.firstChild(in: .sdtc) { $0 == name } != element.child(name, in: .sdtc)
            }
            #expect(differing.isEmpty)
            #expect(
                Array(element.each(.id, or: .value, in: .hl7))
                    == element.children.filter { $0.isIn(.hl7) && ($0.isNamed(.id) || $0.isNamed(.value)) })
        }
    }

    @Test("parts given one by one are those of the sequence, and own words are what is not blank", arguments: documents)
    func parts(_ text: String) throws {
        func line(_ part: XMLElement.Part) -> String {
            switch part {
            case .element(let element): "<\(element.position)>"
            case .text(let text): String(decoding: text.bytes, as: UTF8.self)
            }
        }
        let document = try XMLDocument.reading(Array(text.utf8))
        for element in Self.all(document.root) {
            var lines: [String] = []
            element.forEachPart { lines.append(line($0)) }
            #expect(lines == element.parts.map(line))
            let hasWords = element.ownText.utf8.contains { $0 > 0x20 }
            #expect(element.hasOwnWords == hasWords && element.ownWords.isEmpty == !hasWords)
            let parts = Array(element.parts)
            #expect(element.onlyText?.bytes == (parts.count == 1 ? parts.compactMap(Self.text).first?.bytes : nil))
            #expect(element.isEmpty == (!hasWords && element.children.first { _ in true } == nil))
        }
    }
}
