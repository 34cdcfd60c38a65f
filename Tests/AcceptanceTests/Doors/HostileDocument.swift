import TestPKI

/// Documents made to break a reader, each with what may become of it.
struct HostileDocument: Sendable, CustomStringConvertible {
    enum Verdict: Sendable {
        case accepted
        /// 400, 413 or 422 with an OperationOutcome.
        case refused
        /// A 2xx or a 4xx.
        case either
    }

    let name: String
    let verdict: Verdict
    let make: @Sendable (_ canary: String, _ trap: String) -> [UInt8]

    var description: String { name }

    init(_ name: String, _ verdict: Verdict, _ make: @escaping @Sendable (_ canary: String, _ trap: String) -> [UInt8])
    {
        self.name = name
        self.verdict = verdict
        self.make = make
    }

    private init(_ name: String, _ verdict: Verdict, text: @escaping @Sendable () -> String) {
        self.init(name, verdict) { _, _ in text().bytes }
    }

    static let all: [HostileDocument] = controls + entities + sizes + broken + encodings + identities

    private static func note(_ name: String, body: String = "<paragraph>Hea.</paragraph>") -> String {
        TestDocument.cda("HOSTILE-" + name, body: body)
    }

    /// With a document type declaration in front of the root.
    private static func declared(_ name: String, _ subset: String, body: String = "<paragraph>Hea.</paragraph>")
        -> String
    {
        note(name, body: body).replacing(
            "<ClinicalDocument", with: "<!DOCTYPE ClinicalDocument \(subset)>\n<ClinicalDocument", maxReplacements: 1)
    }

    // MARK: What a reader must take

    private static let controls: [HostileDocument] = [
        HostileDocument("plain", .accepted) { note("plain") },
        HostileDocument("UTF-8 with BOM", .accepted) { _, _ in [0xEF, 0xBB, 0xBF] + note("bom").bytes },
        HostileDocument("UTF-16 with BOM", .accepted) { _, _ in
            utf16(note("utf16").replacing("encoding=\"UTF-8\"", with: "encoding=\"UTF-16\""))
        },
        HostileDocument("ISO-8859-1, declared", .accepted) { _, _ in
            note("latin1").replacing("encoding=\"UTF-8\"", with: "encoding=\"ISO-8859-1\"").unicodeScalars.map {
                UInt8(truncatingIfNeeded: $0.value)
            }
        },
        HostileDocument("CDATA, comment and instruction", .accepted) {
            note("cdata", body: "<paragraph><![CDATA[a < b]]><!-- c --><?p i?></paragraph>")
        },
        HostileDocument("character references", .accepted) {
            note("references", body: "<paragraph>&amp;&lt;&#x1F600;&#228;</paragraph>")
        },
        HostileDocument("a style sheet that is not fetched", .accepted) { _, trap in
            note("stylesheet").replacing(
                "<ClinicalDocument", with: "<?xml-stylesheet type=\"text/xsl\" href=\"\(trap)\"?>\n<ClinicalDocument",
                maxReplacements: 1
            ).bytes
        },
    ]

    // MARK: Entities and everything that could be fetched

    private static let entities: [HostileDocument] = [
        HostileDocument("an empty DOCTYPE", .refused) { declared("doctype", "") },
        HostileDocument("one harmless entity", .refused) {
            declared("entity", "[<!ENTITY a \"b\">]", body: "<paragraph>&a;</paragraph>")
        },
        HostileDocument("a billion laughs", .refused) {
            let levels = (1...9).map { "<!ENTITY l\($0) \"\(String(repeating: "&l\($0 - 1);", count: 10))\">" }.joined()
            return declared("laughs", "[<!ENTITY l0 \"ha\">\(levels)]", body: "<paragraph>&l9;</paragraph>")
        },
        HostileDocument("quadratic blow-up", .refused) {
            declared(
                "quadratic", "[<!ENTITY a \"\(String(repeating: "a", count: 50_000))\">]",
                body: "<paragraph>\(String(repeating: "&a;", count: 20_000))</paragraph>")
        },
        HostileDocument("an entity cycle", .refused) {
            declared("cycle", "[<!ENTITY a \"&b;\"><!ENTITY b \"&a;\">]", body: "<paragraph>&a;</paragraph>")
        },
        HostileDocument("an external entity of a file", .refused) { canary, _ in
            declared("file", "[<!ENTITY a SYSTEM \"file://\(canary)\">]", body: "<paragraph>&a;</paragraph>").bytes
        },
        HostileDocument("an external entity of an address", .refused) { _, trap in
            declared("address", "[<!ENTITY a SYSTEM \"\(trap)\">]", body: "<paragraph>&a;</paragraph>").bytes
        },
        HostileDocument("a parameter entity of an address", .refused) { _, trap in
            declared("parameter", "[<!ENTITY % a SYSTEM \"\(trap)\"> %a;]").bytes
        },
        HostileDocument("an external subset", .refused) { _, trap in declared("subset", "SYSTEM \"\(trap)\"").bytes },
        HostileDocument("XInclude of a file", .either) { canary, _ in
            note(
                "xinclude",
                body:
                    "<paragraph><xi:include xmlns:xi=\"http://www.w3.org/2001/XInclude\" href=\"\(canary)\" parse=\"text\"/></paragraph>"
            ).bytes
        },
        HostileDocument("a schema location", .either) { _, trap in
            note("schema").replacing(
                "xmlns:xsi=", with: "xsi:schemaLocation=\"urn:hl7-org:v3 \(trap)\" xmlns:xsi=", maxReplacements: 1
            ).bytes
        },
    ]

    // MARK: Too much of something

    private static let sizes: [HostileDocument] = [
        HostileDocument("depth 5,000", .refused) { note("depth", body: nested(5_000)) },
        HostileDocument("50,000 elements never closed", .refused) {
            String(note("open").prefix(1_000)) + String(repeating: "<a>", count: 50_000)
        },
        HostileDocument("depth 300", .either) { note("depth300", body: nested(300)) },
        HostileDocument("20,000 attributes", .refused) {
            note("attributes", body: "<paragraph \(attributes(20_000))>a</paragraph>")
        },
        HostileDocument("50,000 attributes", .refused) {
            note("attributes50", body: "<paragraph \(attributes(50_000))>a</paragraph>")
        },
        HostileDocument("20,000 namespaces", .refused) {
            note(
                "namespaces",
                body:
                    "<paragraph \((0..<20_000).map { "xmlns:n\($0)=\"u:\($0)\"" }.joined(separator: " "))>a</paragraph>"
            )
        },
        HostileDocument("a name of 200 kB", .refused) {
            let name = String(repeating: "n", count: 200_000)
            return note("name", body: "<\(name)>a</\(name)>")
        },
        HostileDocument("an id of 100 kB", .refused) { note(String(repeating: "I", count: 100_000)) },
        HostileDocument("text of 3 MB", .either) {
            note("text", body: "<paragraph>\(String(repeating: "a ", count: 1_500_000))</paragraph>")
        },
        HostileDocument("100,000 siblings", .either) {
            note("siblings", body: String(repeating: "<paragraph/>", count: 100_000))
        },
        HostileDocument("a comment of 4 MB", .either) {
            note("comment", body: "<paragraph>a</paragraph><!--\(String(repeating: "c", count: 4 << 20))-->")
        },
        HostileDocument("200,000 character references", .either) {
            note("chars", body: "<paragraph>\(String(repeating: "&#97;", count: 200_000))</paragraph>")
        },
    ]

    private static func nested(_ depth: Int) -> String {
        String(repeating: "<content>", count: depth) + "a" + String(repeating: "</content>", count: depth)
    }

    private static func attributes(_ count: Int) -> String { (0..<count).map { "a\($0)=\"\"" }.joined(separator: " ") }

    // MARK: Not XML, or not quite

    private static let broken: [HostileDocument] = [
        HostileDocument("truncated", .refused) { String(note("truncated").dropLast(500)) },
        HostileDocument("a declaration alone", .refused) { "<?xml version=\"1.0\"?>" },
        HostileDocument("HTML", .refused) { "<!doctype html><p>a<br>b" },
        HostileDocument("JSON", .refused) { #"{"resourceType":"Bundle"}"# },
        HostileDocument("gzip magic", .refused) { _, _ in [0x1F, 0x8B, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00] },
        HostileDocument("two roots", .refused) { note("roots") + "<again/>" },
        HostileDocument("words after the root", .refused) { note("after") + "words" },
        HostileDocument("an attribute twice", .refused) {
            note("twice", body: "<paragraph ID=\"a\" ID=\"b\">a</paragraph>")
        },
        HostileDocument("an undeclared prefix", .refused) { note("prefix", body: "<paragraph><x:b/></paragraph>") },
        HostileDocument("another root", .refused) { "<Other xmlns=\"urn:hl7-org:v3\"/>" },
        HostileDocument("another namespace", .refused) {
            note("namespace").replacing("urn:hl7-org:v3", with: "urn:example:other")
        },
    ]

    // MARK: Bytes that are not the characters they claim to be

    private static let encodings: [HostileDocument] = [
        HostileDocument("a NUL", .refused) { _, _ in inserted([0x00], "nul") },
        HostileDocument("a control character", .refused) { _, _ in inserted([0x01], "control") },
        HostileDocument("a control character by reference", .refused) {
            note("controlref", body: "<paragraph>&#1;</paragraph>")
        },
        HostileDocument("broken UTF-8", .refused) { _, _ in inserted([0xC3, 0x28], "utf8") },
        HostileDocument("overlong UTF-8", .refused) { _, _ in inserted([0xC0, 0xAF], "overlong") },
        HostileDocument("a surrogate in UTF-8", .refused) { _, _ in inserted([0xED, 0xA0, 0x80], "surrogate") },
        HostileDocument("Latin-1 that says it is UTF-8", .refused) { _, _ in inserted([0xE4, 0x20], "liar") },
        HostileDocument("an unknown encoding", .refused) { note("unknown").replacing("UTF-8", with: "x-martian") },
        HostileDocument("odd UTF-16", .refused) { _, _ in
            utf16(note("odd").replacing("encoding=\"UTF-8\"", with: "encoding=\"UTF-16\"")) + [0x20]
        },
    ]

    private static func inserted(_ bytes: [UInt8], _ name: String) -> [UInt8] {
        let parts = note(name, body: "<paragraph>a|b</paragraph>").split(separator: "|", maxSplits: 1)
        return parts[0].utf8 + bytes + parts[1].utf8
    }

    private static func utf16(_ text: String) -> [UInt8] {
        [0xFE, 0xFF] + text.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
    }

    // MARK: Whose document it is

    private static let identities: [HostileDocument] = [
        HostileDocument("two recordTargets", .refused) {
            let text = note("targets")
            let other = TestDocument.cda("HOSTILE-other", about: .maarika)
            guard let target = part(of: other, "recordTarget") else { return "" }
            return text.replacing("<author>", with: target + "<author>", maxReplacements: 1)
        },
        HostileDocument("two personal codes in one person", .refused) {
            note("codes").replacing(
                "<id root=\"1.3.6.1.4.1.28284.6.2.2.1\" extension=\"38001085718\"/>",
                with:
                    "<id root=\"1.3.6.1.4.1.28284.6.2.2.1\" extension=\"38001085718\"/><id root=\"1.3.6.1.4.1.28284.6.2.2.1\" extension=\"60001017869\"/>"
            )
        },
        HostileDocument("a code with a wrong check digit", .refused) {
            note("digit").replacing("38001085718", with: "38001085719")
        },
        HostileDocument("a code with a no-break space", .refused) {
            note("space").replacing("38001085718", with: "38001085718\u{A0}")
        },
        HostileDocument("an id with a path in it", .either) { note("../../etc/passwd") },
        HostileDocument("an id with SQL in it", .either) { note("'); DROP TABLE document;--") },
    ]

    private static func part(of text: String, _ element: String) -> String? {
        guard let start = text.firstRange(of: "<\(element)>"), let end = text.firstRange(of: "</\(element)>") else {
            return nil
        }
        return String(text[start.lowerBound..<end.upperBound])
    }
}
