import Conversion
import RecordTypes
import Testing

@Suite("CDA conformance")
struct CDAConformanceTests {
    @Test("five faults of one document are told at once, each with place, rule and remedy")
    func fiveFaults() throws {
        var document = CDADocument.with(
            section: "11450-4",
            entry: """
                <observation classCode="OBS" moodCode="EVN"><code code="ASSERTION" codeSystem="2.16.840.1.113883.5.4"/>
                <statusCode code="completed"/><value xsi:type="CD" code="X" codeSystem="1.2.3.4.5.6.7"/></observation>
                """)
        document.effectiveTime = #"<effectiveTime value="20261345"/>"#
        document.custodian = ""
        document.patientIds = #"<id root="1.3.6.1.4.1.28284.6.2.2.1" extension="38001085719"/>"#
        document.id = ""
        let outcome = try document.converted()
        #expect(outcome.parts == nil)
        let expected: Set<String> = ["cda-effective-time", "cda-personal-code", "cda-unknown-code-system"]
        #expect(expected.isSubset(of: Set(outcome.issues.map(\.code))))
        let missing = outcome.issues.filter { $0.code == "cda-required-element" }
        #expect(missing.count == 2)
        for issue in outcome.issues {
            guard case .xpath(let path, let line, let column) = issue.place else {
                #expect(Bool(false), "\(issue.code) has no place")
                continue
            }
            #expect(path.hasPrefix("/ClinicalDocument") && line > 0 && column > 0)
            #expect(issue.rule != nil && issue.remedy != nil, "\(issue.code)")
            #expect(!issue.message.contains("38001085719"))
        }
    }

    private static let refusals: [(String, @Sendable (inout CDADocument) -> Void, String)] = [
        ("no recordTarget", { $0.recordTarget = "" }, "cda-required-element"),
        (
            "two recordTargets",
            { document in
                let one =
                    #"<recordTarget><patientRole><id root="1.3.6.1.4.1.28284.6.2.2.1" extension="38001085718"/></patientRole></recordTarget>"#
                document.recordTarget = one + one
            }, "cda-several-patients"
        ),
        (
            "two personal codes",
            {
                $0.patientIds =
                    #"<id root="1.3.6.1.4.1.28284.6.2.2.1" extension="38001085718"/><id root="1.3.6.1.4.1.28284.6.2.2.1" extension="60001017869"/>"#
            }, "cda-several-personal-codes"
        ),
        ("a recordTarget without role", { $0.recordTarget = "<recordTarget/>" }, "cda-required-element"),
        ("no identifier", { $0.patientIds = #"<id nullFlavor="UNK"/>"# }, "cda-patient-identifier"),
        (
            "a code with a no-break space",
            {
                $0.patientIds = "<id root=\"1.3.6.1.4.1.28284.6.2.2.1\" extension=\"38001085718\u{A0}\"/>"
            }, "cda-personal-code"
        ),
        (
            "a code of ten digits",
            { $0.patientIds = #"<id root="1.3.6.1.4.1.28284.6.2.2.1" extension="3800108571"/>"# },
            "cda-personal-code"
        ),
        ("no document id", { $0.id = "" }, "cda-required-element"),
        ("an id that is nullFlavor", { $0.id = #"<id nullFlavor="NI"/>"# }, "cda-required-element"),
        (
            "an id of 1000 bytes",
            { $0.id = "<id root=\"1.2.3\" extension=\"\(String(repeating: "x", count: 1000))\"/>" },
            "cda-identifier-too-long"
        ),
        ("no type", { $0.code = "" }, "cda-required-element"),
        ("no time", { $0.effectiveTime = "" }, "cda-required-element"),
        (
            "a time with dashes", { $0.effectiveTime = #"<effectiveTime value="2026-03-12"/>"# },
            "cda-effective-time"
        ),
        ("no author", { $0.author = "" }, "cda-required-element"),
        ("no custodian", { $0.custodian = "" }, "cda-required-element"),
    ]

    @Test(
        "a document that could be filed under nobody or the wrong person is refused",
        arguments: refusals)
    func refused(_ name: String, _ change: @Sendable (inout CDADocument) -> Void, _ code: String) throws {
        var document = CDADocument()
        change(&document)
        let outcome = try document.converted()
        #expect(outcome.parts == nil, "\(name)")
        #expect(outcome.issues.contains { $0.refuses && $0.code == code }, "\(name): \(outcome.issues.map(\.code))")
    }

    @Test("the same personal code twice, and numbers of the sender beside it, are one patient")
    func sameCodeTwice() throws {
        var document = CDADocument()
        document.patientIds += document.patientIds + #"<id root="1.2.3.4" extension="MRN 1"/>"#
        let outcome = try document.converted()
        #expect(outcome.parts != nil)
        #expect(outcome.header.patients == [PersonIdentifier(try PersonalCode("38001085718"))])
    }

    @Test("a number of the sender alone is accepted where the options say so, and only there")
    func localIdentifier() throws {
        var document = CDADocument()
        document.patientIds = #"<id root="1.2.3.4" extension="A-1"/>"#
        let profiles = try #require(CDASamples.converter).profiles
        let source = SourceDocument(format: .cda, bytes: Array(document.text.utf8))
        for accepts in [true, false] {
            let outcome = Converter(profiles: profiles, options: ConversionOptions(acceptLocalIdentifiers: accepts))
                .convert(source)
            #expect((outcome.parts != nil) == accepts)
            #expect(outcome.header.patients.map(\.number) == (accepts ? ["1.2.3.4|A-1"] : []))
        }
    }

    @Test("the minimal second read gives the same identity as the conversion")
    func secondRead() throws {
        var document = CDADocument()
        document.header =
            #"<relatedDocument typeCode="RPLC"><parentDocument><id root="1.2.3" extension="old"/></parentDocument></relatedDocument>"#
        let source = SourceDocument(format: .cda, bytes: Array(document.text.utf8))
        let converter = try #require(CDASamples.converter)
        let (read, issues) = converter.readHeader(source)
        let header = converter.convert(source).header
        #expect(issues.isEmpty)
        #expect(read.patients == header.patients && read.patientCount == 1)
        #expect(read.documentID == header.documentID && read.setID == header.setID && read.version == header.version)
        #expect(read.custodian == header.custodian && read.custodian?.semantics == "NTREE-90000001")
        #expect(read.replaces == header.replaces && read.replaces?.extension == "old")
    }

    @Test(
        "any other XML is refused with its root named",
        arguments: [
            ("<ClinicalDocument/>", "cda-wrong-namespace"), ("<section xmlns='urn:hl7-org:v3'/>", "cda-wrong-root"),
            ("<html/>", "cda-wrong-root"),
            ("", "xml-empty"), ("MSH|^~\\&|", "xml-not-well-formed"),
            ("<!DOCTYPE ClinicalDocument><ClinicalDocument/>", "xml-doctype"),
        ])
    func otherXML(_ text: String, _ code: String) throws {
        let outcome = try CDASamples.convert(text)
        #expect(outcome.parts == nil && outcome.issues.map(\.code) == [code] && outcome.issues[0].severity == .fatal)
    }
}
