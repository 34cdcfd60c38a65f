import Testing
import XMLReader

@Suite("XML documents that are refused")
struct RefusalTests {
    static let cases: [(String, String, XMLFault.Code)] = [
        ("nothing", "", .empty),
        ("white space", "  \n", .notWellFormed),
        ("a declaration only", "<?xml version='1.0'?>", .notWellFormed),
        ("JSON", "{\"a\":1}", .notWellFormed),
        ("an empty DOCTYPE", "<!DOCTYPE a><a/>", .documentType),
        ("a DOCTYPE in the wrong place", "<a><!DOCTYPE a></a>", .documentType),
        ("an entity", "<!DOCTYPE a [<!ENTITY e 'x'>]><a>&e;</a>", .documentType),
        ("an external entity", "<!DOCTYPE a [<!ENTITY e SYSTEM 'file:///etc/hostname'>]><a>&e;</a>", .documentType),
        ("an external subset", "<!DOCTYPE a SYSTEM 'http://127.0.0.1:9/x.dtd'><a/>", .documentType),
        ("a parameter entity", "<!DOCTYPE a [<!ENTITY % p SYSTEM 'file:///etc/hostname'> %p;]><a/>", .documentType),
        ("a lower-case doctype", "<!doctype html><html></html>", .notWellFormed),
        ("an entity nobody declared", "<a>&nbsp;</a>", .undeclaredEntity),
        ("an undeclared element prefix", "<a><p:b/></a>", .undeclaredPrefix),
        ("an undeclared attribute prefix", "<a xsi:type='PQ'/>", .undeclaredPrefix),
        ("the xml prefix bound anew", "<a xmlns:xml='urn:x'/>", .notWellFormed),
        ("an attribute twice", "<a b='1' b='2'/>", .notWellFormed),
        ("an attribute twice by namespace", "<a xmlns:p='u' xmlns:q='u' p:b='1' q:b='2'/>", .notWellFormed),
        ("two roots", "<a/><b/>", .notWellFormed),
        ("text before", "x<a/>", .notWellFormed),
        ("text after", "<a/>x", .notWellFormed),
        ("a declaration after white space", " <?xml version='1.0'?><a/>", .notWellFormed),
        ("no end", "<a><b>", .notWellFormed),
        ("a wrong end tag", "<a><b></a></b>", .notWellFormed),
        ("a bare ampersand", "<a>A & B</a>", .notWellFormed),
        ("a less-than in a value", "<a b='<'/>", .notWellFormed),
        ("a NUL", "<a>\u{0}</a>", .controlCharacter),
        ("a NUL after the root", "<a/>\u{0}", .controlCharacter),
        ("a control character", "<a>\u{1}</a>", .controlCharacter),
        ("a control character in a tag", "<a \u{b}b=''/>", .controlCharacter),
        ("a control character by reference", "<a>&#1;</a>", .notWellFormed),
        ("a surrogate by reference", "<a>&#xD800;</a>", .notWellFormed),
        ("an unknown encoding", "<?xml version='1.0' encoding='x-user'?><a/>", .unsupportedEncoding),
        ("UTF-7", "<?xml version='1.0' encoding='UTF-7'?>+ADw-a/+AD4-", .unsupportedEncoding),
        ("UTF-16 declared without a mark", "<?xml version='1.0' encoding='UTF-16'?><a/>", .unsupportedEncoding),
    ]

    @Test("each with its code", arguments: cases)
    func refused(_ name: String, _ text: String, _ code: XMLFault.Code) {
        #expect(fault(Array(text.utf8))?.code == code, "\(name)")
    }

    @Test(
        "bytes that are not the encoding's",
        arguments: [
            [0xFF], [0xC0, 0x80], [0xE0, 0x81, 0x81], [0xED, 0xA0, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xC3],
        ] as [[UInt8]])
    func invalidUTF8(_ bytes: [UInt8]) {
        #expect(fault(Array("<a>\nx".utf8) + bytes + Array("</a>".utf8)) == XMLFault(.invalidText, line: 2, column: 2))
    }

    @Test(
        "UTF-16 with half a character or a lone surrogate",
        arguments: [
            [0xFF, 0xFE, 0x3C], [0xFF, 0xFE, 0x3C, 0x00, 0x00, 0xD8, 0x3E, 0x00], [0xFE, 0xFF, 0xDC, 0x00],
            [0xFF, 0xFE, 0x00, 0xD8],
        ] as [[UInt8]])
    func invalidUTF16(_ bytes: [UInt8]) {
        #expect(fault(bytes)?.code == .invalidText)
    }

    @Test("the first fault is told, with line and column")
    func firstFault() {
        let found = fault(Array("<a>\n <b x=1/>\n <c>\n</a>".utf8))
        #expect(found?.line == 2 && found?.code == .notWellFormed && (found?.column ?? 0) > 1)
    }

    @Test(
        "every limit holds before libxml2 sees the document",
        arguments: [
            ("attributes", "<a " + (0..<20_000).map { "b\($0)=''" }.joined(separator: " ") + "/>", .tooManyAttributes),
            (
                "namespaces on one element", "<a " + (0..<300).map { "xmlns:b\($0)='u'" }.joined(separator: " ") + "/>",
                .tooManyAttributes
            ),
            (
                "namespaces in scope",
                (0..<10).map { i in "<a " + (0..<100).map { "xmlns:b\(i)x\($0)='u'" }.joined(separator: " ") + ">" }
                    .joined(), .tooManyNamespaces
            ),
            ("depth", String(repeating: "<a>", count: 5_000), .tooDeep),
            ("an element's name", "<" + String(repeating: "n", count: 200_000) + "/>", .nameTooLong),
            ("an attribute's name", "<a " + String(repeating: "n", count: 200_000) + "=''/>", .nameTooLong),
            ("an attribute's value", "<a b='" + String(repeating: "n", count: 100_000) + "'/>", .attributeTooLong),
            ("instructions", "<a>" + String(repeating: "<?p?>", count: 100) + "</a>", .tooManyInstructions),
            ("elements", "<a>" + String(repeating: "<b/>", count: 500_000) + "</a>", .tooManyElements),
        ] as [(String, String, XMLFault.Code)])
    func limits(_ name: String, _ text: String, _ code: XMLFault.Code) {
        #expect(fault(Array(text.utf8))?.code == code, "\(name)")
    }

    @Test("the size limit counts the bytes received and the bytes decoded")
    func size() {
        var limits = XMLLimits()
        limits.inputSize = 100
        let long = "<a>" + String(repeating: "x", count: 100) + "</a>"
        #expect(fault(Array(long.utf8), limits)?.code == .tooLarge)
        let latin =
            Array("<?xml version='1.0' encoding='latin1'?><a>".utf8) + Array(repeating: 0xE4, count: 50)
            + Array("</a>".utf8)
        #expect(fault(latin, limits)?.code == .tooLarge)
    }

    @Test("the depth limit itself is still read")
    func deepest() throws {
        let depth = XMLLimits.standard.depth
        let text = String(repeating: "<a>", count: depth) + String(repeating: "</a>", count: depth)
        #expect(try XMLDocument.reading(Array(text.utf8)).elementCount == depth)
    }

    private func fault(_ bytes: [UInt8], _ limits: XMLLimits = .standard) -> XMLFault? {
        do {
            _ = try XMLDocument.reading(bytes, limits: limits)
            return nil
        } catch {
            return error
        }
    }
}
