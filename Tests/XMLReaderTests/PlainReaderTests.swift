import Testing

@testable import XMLReader

@Suite("Plain documents")
struct PlainReaderTests {
    /// Everything a tree says, line by line.
    private static func outline(_ document: XMLDocument) -> [String] {
        var lines: [String] = []
        func add(_ element: XMLElement) {
            lines.append(
                "\(element.position) \(element.name) at \(element.line):\(element.column) \(element.startOffset)")
            for (name, value) in element.attributes { lines.append("  \(name) = \(value)") }
            for part in element.content {
                switch part {
                case .text(let text): lines.append("  '\(text)'")
                case .element(let child): add(child)
                }
            }
            lines.append("/\(element.position)")
        }
        add(document.root)
        return lines
    }

    /// Whether the plain reader took the document; where it did, libxml2 has to agree in everything.
    private static func agrees(_ text: String, limits: XMLLimits = .standard) throws -> Bool {
        try agrees(Array(text.utf8), limits: limits)
    }

    private static func agrees(_ text: [UInt8], limits: XMLLimits = .standard) throws -> Bool {
        guard let plain = PlainReader.document(text, limits: limits) else { return false }
        try SourceEncoding.validate(text)
        let judged = try XMLDocument.judged(text, limits: limits)
        #expect(outline(plain) == outline(judged))
        #expect(plain.lineStarts == judged.lineStarts && plain.elementCount == judged.elementCount)
        return true
    }

    @Test(
        "what is plain gives the tree that libxml2's events give",
        arguments: [
            "<a/>", "<a></a >\n", "<?xml version='1.0'?><a/>",
            "<?xml version=\"1.0\" encoding = 'UTF-8' standalone=\"yes\" ?>\n<!-- c --><?xslt href='x'?>\n<a b = 'c'\n d=\"e\"/>\n<!-- z -->",
            "<a>one<b/>two<b>three</b></a>",
            "<a>x<!-- c -->y<![CDATA[<z>]]>&amp;w<?pi x?>v</a>", "<a><![CDATA[]]></a>",
            "<a>&#65;<!-- -->b<!-- -->&lt;</a>",
            "<a><![CDATA[a\r\nb\rc&amp;]]></a>", "<a>l1\r\nl2\rl3\n</a>",
            "<a b='x&#10;y\tz\r\nw' c=\"'&quot;&apos;&gt;\" d='&amp;#38;&#38;'/>",
            "<a xmlns='urn:a'><b/><c xmlns=''><d e='f'/></c><c xmlns='urn:c'/><b/></a>",
            "<p:a xmlns:p='urn:a' xmlns:q='urn:a' p:x='1' x='2'><q:a/><p:a xmlns:p='urn:b' p:x='3'/><p:a/></p:a>",
            "<a xml:lang='et' xml:space='preserve'/>", "<a>õ𝄞\u{FFFD} ]] ></a>", "<a b=''>&#x1D11E;&#32;</a>",
            "<a xmlns:schemaLocation='urn:hl7-org:v3 CDA.xsd'/>", "<a>\u{7F}</a>",
        ])
    func plain(_ text: String) throws {
        #expect(try Self.agrees(text))
    }

    @Test(
        "what is not surely well-formed is left to libxml2",
        arguments: [
            "", "<", "<a", "<a>", "<a></b>", "<a></a", "<a/><b/>", "x<a/>", "<a/>x", "<!DOCTYPE a><a/>",
            "<a>]]></a>", "<a>&b;</a>", "<a>&amp</a>", "<a>&#0;</a>", "<a>&#xFFFE;</a>", "<a>&#xD800;</a>",
            "<a>&#x110000;</a>", "<a>&#x;</a>", "<a>& </a>", "<a>\u{1}</a>", "<a>\u{FFFE}</a>", "<a><!-- -- --></a>",
            "<a><!-- --->", "<a><![CDATA[x]]</a>", "<a b=c/>", "<a b='1'c='2'/>", "<a b='1' b='2'/>", "<a b='<'/>",
            "<a b/>", "<a b='\u{FFFF}'/>", "<p:a/>", "<a p:b='1'/>", "<a xmlns:p=''/>", "<a xmlns:xml='urn:x'/>",
            "<a xmlns:xmlns='urn:x'/>", "<a xmlns='http://www.w3.org/XML/1998/namespace'/>",
            "<a xmlns:p='urn:a' xmlns:q='urn:a' p:x='1' q:x='2'/>", "<a xmlns='urn:a' xmlns='urn:b'/>",
            "<a:b:c xmlns:a='urn:a'/>", "<:a/>", "<a:/>", "<1/>", "<a><?xml version='1.0'?></a>",
            " <?xml version='1.0'?><a/>",
            "<?xml version='1.1'?><a/>", "<?xml version='1.0' encoding='_x'?><a/>", "<?xml encoding='UTF-8'?><a/>",
            "<?xml version='1.0' standalone='si'?><a/>",
            "<jõgi/>", "x<a/>", "<?x y?>\nxa/>", "<a xmlns='urn:&amp;'/>", "<a><?x:y z?></a>",
        ])
    func notPlain(_ text: String) {
        #expect(PlainReader.document(Array(text.utf8), limits: .standard) == nil)
    }

    @Test("the limits are those of the scan before libxml2")
    func limits() throws {
        var limits = XMLLimits()
        limits.depth = 3
        limits.elements = 5
        limits.attributesPerElement = 2
        limits.namespaces = 2
        limits.attributeLength = 6
        limits.processingInstructions = 1
        for text in [
            "<a><b><c/></b><d/></a>", "<a b='1' c='2'/>", "<a xmlns:p='u' xmlns:q='v'/>", "<a b='12345'/>",
            "<?x y?><a/>",
        ] {
            #expect(try Self.agrees(text, limits: limits), "\(text)")
        }
        for text in [
            "<a><b><c><d></d></c></b></a>", "<a><b/><b/><b/><b/><b/></a>", "<a b='1' c='2' d='3'/>",
            "<a xmlns:p='u'><b xmlns:q='v' xmlns:r='w'/></a>", "<a b='123456'/>", "<?x y?><a/><?x y?>",
        ] {
            #expect(PlainReader.document(Array(text.utf8), limits: limits) == nil, "\(text)")
            #expect(throws: XMLFault.self) { try XMLDocument.reading(Array(text.utf8), limits: limits) }
        }
    }

    @Test("tens of thousands of mutated documents: whatever the plain reader takes, libxml2 takes as the same tree")
    func mutations() throws {
        let seed = Array(
            """
            <?xml version="1.0" encoding="UTF-8"?><?x y?>
            <r xmlns="urn:a" xmlns:p="urn:b"><!-- c --><p:e a="1" p:b='2'>t&amp;&#65;<![CDATA[ <x> ]]></p:e>
            <e xmlns="">x\r\n<f g="h&lt;&#9;"/>y<!-- z -->]w</e><p:e xmlns:p='urn:c'/>õ𝄞</r>

            """.utf8)
        var random = SplitMix64(state: 20_261_129)
        var taken = 0
        for _ in 0..<40_000 {
            var bytes = seed
            for _ in 0...random.below(3) { MutationTests.mutate(&bytes, &random) }
            if try Self.agrees(bytes) { taken += 1 }
        }
        #expect(taken > 3_000)
    }

    @Test("many names, namespaces and pieces of text take linear time")
    func hostile() throws {
        var names = "<r>"
        for number in 0..<20_000 { names += "<n\(number) a\(number)='1'/>" }
        #expect(try Self.agrees(names + "</r>"))
        var namespaces = "<r>"
        for number in 0..<20_000 { namespaces += "<n xmlns='u\(number)'/>" }
        #expect(try Self.agrees(namespaces + "</r>"))
        #expect(try Self.agrees("<r>" + String(repeating: "a<!-- -->&amp;<![CDATA[b]]>", count: 20_000) + "</r>"))
    }
}
