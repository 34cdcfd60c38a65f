import Testing
import XMLReader

@Suite("XML documents that are read")
struct ReadingTests {
    @Test(
        "a document in an encoding of one byte a character is read",
        arguments: [
            ("windows-1252", [0x80, 0x8A, 0xF5], "€Šõ"), ("windows-1257", [0xD0, 0xFE, 0xF5], "Šžõ"),
            ("Windows-1250", [0x9A, 0xE8], "šč"), ("ISO-8859-15", [0xA4, 0xA6, 0xB8], "€Šž"),
            ("iso-8859-13", [0xD0, 0xFE], "Šž"), ("iso-8859-4", [0xA9, 0xBE], "Šž"),
            ("iso-8859-2", [0xA9, 0xE8], "Šč"),
        ] as [(String, [UInt8], String)])
    func singleBytes(_ name: String, _ bytes: [UInt8], _ expected: String) throws {
        let text = Array("<?xml version='1.0' encoding='\(name)'?><a>".utf8) + bytes + Array("</a>".utf8)
        #expect(try XMLDocument.reading(text).root.text == expected)
    }

    @Test("a byte that its encoding does not have is refused, at its place")
    func missingByte() {
        let text = Array("<?xml version='1.0' encoding='windows-1252'?>\n<a>".utf8) + [0x81] + Array("</a>".utf8)
        #expect(throws: XMLFault.self) { try XMLDocument.reading(text) }
    }

    @Test("the tree keeps names, namespaces, attributes, text in order and lines")
    func tree() throws {
        let document = try XMLDocument.reading(
            Array(
                "<?xml version=\"1.0\"?>\n<a xmlns=\"urn:x\" xmlns:p=\"urn:y\" k='v&amp;#38;&#38;w'>\n  <b/>one<p:b p:t=\"1\"\n>two</p:b>\n</a>"
                    .utf8))
        let root = document.root
        #expect(root.localName == "a" && root.namespace == "urn:x" && root.parent == nil)
        #expect(root.attribute("k") == "v&#38;&w")
        #expect(root.children.map(\.line) == [3, 3])
        #expect(root.child("b")?.column == 3)
        let prefixed = try #require(root.child("b", in: "urn:y"))
        #expect(prefixed.text == "two" && prefixed.attribute("t", in: "urn:y") == "1" && prefixed.attribute("t") == nil)
        #expect(prefixed.xpath == "/a/p:b")
        #expect(root.text == "\n  onetwo\n")
        #expect(document.elementCount == 3)
    }

    @Test("an XPath counts siblings of the same name only where there are several")
    func xpath() throws {
        let root = try XMLDocument.reading(Array("<a><b/><c/><b><d/></b></a>".utf8)).root
        #expect(Array(root.children)[2].children.map(\.xpath) == ["/a/b[2]/d"])
        #expect(root.child("c")?.xpath == "/a/c")
        var index = XPathIndex()
        for child in root.children {
            #expect(index.path(of: child) == child.xpath)
            for grandchild in child.children { #expect(index.path(of: grandchild) == grandchild.xpath) }
        }
    }

    @Test(
        "text is one node whatever interrupts it",
        arguments: [
            "Sm<!-- x -->ith", "<![CDATA[Smi]]>th", "S&#109;ith", "Smi<?pi x?>th",
        ])
    func mergedText(_ content: String) throws {
        let root = try XMLDocument.reading(Array("<a>\(content)</a>".utf8)).root
        #expect(root.text == "Smith")
        #expect(root.content.count == 1)
    }

    @Test("encodings by mark or declaration give the same text")
    func encodings() throws {
        let text = "<a>Jõeorg 𝄞</a>"
        let plain = Array(text.utf8)
        let declared = "<?xml version=\"1.0\" encoding=\"UTF-16\"?>\(text)"
        var bigEndian: [UInt8] = [0xFE, 0xFF]
        for unit in declared.utf16 { bigEndian += [UInt8(unit >> 8), UInt8(unit & 255)] }
        var littleEndian: [UInt8] = [0xFF, 0xFE]
        for unit in text.utf16 { littleEndian += [UInt8(unit & 255), UInt8(unit >> 8)] }
        for bytes in [plain, [0xEF, 0xBB, 0xBF] + plain, bigEndian, littleEndian] {
            #expect(try XMLDocument.reading(bytes).root.text == "Jõeorg 𝄞")
        }
        let latin = Array("<?xml version='1.0' encoding='ISO-8859-1'?><a>J".utf8) + [0xF5] + Array("eorg</a>".utf8)
        #expect(try XMLDocument.reading(latin).root.text == "Jõeorg")
    }

    @Test(
        "a stylesheet instruction, comments, CDATA, built-in entities and a badly written namespace URI are no fault",
        arguments: [
            "<?xml-stylesheet type='text/xsl' href='http://127.0.0.1:9/x.xsl'?><a/>",
            "<!-- <!DOCTYPE a> --><a><![CDATA[<!DOCTYPE a [<!ENTITY e 'x'>]>]]></a>",
            "<a>&lt;&gt;&amp;&quot;&apos;&#x1D11E;</a>",
            "<a xmlns:schemaLocation='urn:hl7-org:v3 CDA.xsd'/>",
            "<a title='a > b'/>\n<!-- after -->\n",
        ])
    func harmless(_ text: String) throws {
        #expect(try XMLDocument.reading(Array(text.utf8)).root.localName == "a")
    }
}
