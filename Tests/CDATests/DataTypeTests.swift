import CDA
import Testing
import XMLReader

func element(_ text: String) throws -> XMLElement {
    try XMLDocument.reading(
        Array("<r xmlns=\"urn:hl7-org:v3\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">\(text)</r>".utf8)
    ).root.children.first { _ in true }!
}

@Suite("CDA data types")
struct DataTypeTests {
    @Test(
        "a time stamp keeps its precision and offset",
        arguments: [
            ("2026", TimeStamp.Parts(year: 2026)),
            ("202603", TimeStamp.Parts(year: 2026, month: 3)),
            ("20260312", TimeStamp.Parts(year: 2026, month: 3, day: 12)),
            ("2026031210", TimeStamp.Parts(year: 2026, month: 3, day: 12, hour: 10)),
            ("202603121015+0200", TimeStamp.Parts(year: 2026, month: 3, day: 12, hour: 10, minute: 15, offset: 120)),
            (
                "20260312101500.120-05",
                TimeStamp.Parts(
                    year: 2026, month: 3, day: 12, hour: 10, minute: 15, second: 0, fraction: "120", offset: -300)
            ),
            (
                "20260312101500+02:00",
                TimeStamp.Parts(year: 2026, month: 3, day: 12, hour: 10, minute: 15, second: 0, offset: 120)
            ),
            ("20240229", TimeStamp.Parts(year: 2024, month: 2, day: 29)),
            ("2026031210+0545", TimeStamp.Parts(year: 2026, month: 3, day: 12, hour: 10, offset: 345)),
            ("2026031210-330", TimeStamp.Parts(year: 2026, month: 3, day: 12, hour: 10, offset: -210)),
            ("2026031210Z", TimeStamp.Parts(year: 2026, month: 3, day: 12, hour: 10, offset: 0)),
        ])
    func times(_ text: String, _ parts: TimeStamp.Parts) { #expect(TimeStamp.parts(text) == parts) }

    @Test(
        "what is no possible date is no time stamp",
        arguments: [
            "", "2", "20261", "20131345", "20230229", "20260312250000", "20260312106000", "2013-10-10",
            "2026-03-12T10:00:00",
            "00000000", "99991231", "20260312101500.", "2026031210.5", "20260312101500+1500", "20260312101500+2",
            "20260312101500+02000", "20260312101500+0x00", "20260312101500+0260", "20260312101500+",
            "20260312x", "unknown",
        ])
    func noTimes(_ text: String) { #expect(TimeStamp.parts(text) == nil) }

    @Test(
        "numbers keep their digits and lose only what FHIR forbids",
        arguments: [
            ("72.50", "72.50"), ("+7", "7"), ("-0.5", "-0.5"), (",5", "0.5"), ("12,2", "12.2"), ("007", "7"),
            ("0", "0"), ("5.", "5"), ("-12", "-12"), ("-0", "-0"), ("10.0", "10.0"), ("00.5", "0.5"), ("-01", "-1"),
            ("1e3", "1e3"), ("1.5E-3", "1.5e-3"),
        ])
    func decimals(_ text: String, _ decimal: String) { #expect(PhysicalQuantity.decimal(text) == decimal) }

    @Test(
        "what is no number is none",
        arguments: ["", ".", "-", "1.2.3", "1,234.5", "abc", "5 mg", "1e", "NaN", "0x10", "1e9999"])
    func noDecimals(_ text: String) { #expect(PhysicalQuantity.decimal(text) == nil) }

    @Test(
        "roots are OIDs, UUIDs or neither",
        arguments: [
            ("2.16.840.1.113883.6.1", true, false), ("2ABF2E4C-0A4C-4B5D-9A4E-5B5E1D1C2F3A", false, true),
            ("CPT", false, false),
            ("1.02.3", false, false), ("3.1", false, false), ("1..2", false, false), ("", false, false),
            ("1", false, false),
        ])
    func roots(_ text: String, _ oid: Bool, _ uuid: Bool) {
        #expect(InstanceIdentifier.isOID(text) == oid)
        #expect(InstanceIdentifier.isUUID(text) == uuid)
    }

    @Test(
        "plain text has one blank between words and none around them",
        arguments: [
            ("a", "a"), ("a b", "a b"), (" a", "a"), ("a ", "a"), ("a  b", "a b"), ("a\tb\n", "a b"), ("õ ä", "õ ä"),
            ("a<content> b</content>", "a b"), ("<content>a</content>", "a"), ("", nil), (" \n ", nil), ("<br/>", nil),
        ] as [(String, String?)])
    func plainTexts(_ content: String, _ expected: String?) throws {
        #expect(try element("<title>\(content)</title>").plainText == expected)
    }

    @Test("a concept lists itself and all its translations")
    func concept() throws {
        let value = try element(
            """
            <value xsi:type="CD" code="1" codeSystem="1.2"><originalText> a  b </originalText>
            <translation code="2" codeSystem="1.3"><translation code="3" codeSystem="1.4"/></translation>
            <translation nullFlavor="UNK"/></value>
            """)
        let concept = ConceptDescriptor(value)
        #expect(concept.codings.map(\.code) == ["1", "2", "3"])
        #expect(concept.originalText?.plainText == "a b")
    }

    @Test(
        "a value's type is judged by its local name, or by what it holds",
        arguments: [
            ("<value xsi:type='PQ' value='1' unit='g'/>", "quantity"),
            ("<value xmlns:v='urn:hl7-org:v3' xsi:type='v:PQ' value='1'/>", "quantity"),
            ("<value xsi:type='CD' nullFlavor='UNK'/>", "absent"), ("<value code='1'/>", "concept"),
            ("<value>text</value>", "text"),
            ("<value xsi:type='ED'>1.015</value>", "text"),
            ("<value xsi:type='ED' representation='B64'>QUJD</value>", "data"),
            ("<value xsi:type='BL' value='maybe'/>", "absent"),
            ("<value xsi:type='IVL_PQ'><high value='5'/></value>", "quantityInterval"),
            ("<value xsi:type='SLIST_PQ'/>", "other"), ("<value xsi:type='RTO_PQ_PQ'/>", "absent"),
            ("<value/>", "absent"),
        ])
    func values(_ xml: String, _ name: String) throws {
        let value = AnyValue(try element(xml))
        #expect(String(describing: value).hasPrefix(name))
    }

    @Test("a name keeps the order of its parts; an address its lines")
    func names() throws {
        let name = EntityName(
            try element(
                "<name use='L'><prefix>Dr</prefix><family>Kask</family><given>Mari</given><given qualifier='CL'>Maa</given></name>"
            ))
        #expect(name.texts(.given) == ["Mari", "Maa"] && name.display == "Dr Mari Maa Kask" && name.uses == ["L"])
        #expect(name.parts.last?.qualifiers == ["CL"])
        #expect(EntityName(try element("<name> Mari  Kask </name>")).display == "Mari Kask")
        let address = PostalAddress(
            try element(
                "<addr use='HP'><streetAddressLine>A</streetAddressLine><streetAddressLine>B</streetAddressLine><city/></addr>"
            ))
        #expect(address.texts("streetAddressLine") == ["A", "B"] && address.first("city") == nil)
    }

    @Test(
        "base64 is given back without white space, or not at all",
        arguments: [
            ("QUJD\n REVG", "QUJDREVG"), ("QUI=", "QUI="), ("QUI", nil), ("Q=I=", nil), ("QU*D", nil), ("", nil),
            ("====", nil),
        ] as [(String, String?)])
    func base64(_ text: String, _ expected: String?) throws {
        #expect(EncapsulatedData(try element("<text representation='B64'>\(text)</text>")).base64 == expected)
    }
}
