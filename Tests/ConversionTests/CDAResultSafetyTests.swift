import Conversion
import FHIR
import RecordTypes
import Testing

/// A number is only a number where the source wrote one; what was denied or withdrawn is not served as found.
@Suite("CDA safety of results and reactions")
struct CDAResultSafetyTests {
    private static let snomed = "2.16.840.1.113883.6.96"
    private static let loinc = "2.16.840.1.113883.6.1"

    private func observations(_ document: CDADocument) throws -> [Observation] {
        try document.resources().compactMap { if case .observation(let value) = $0 { value } else { nil } }
    }

    private static func result(_ inner: String, attributes: String = "") -> CDADocument {
        .with(
            section: "30954-2",
            entry: """
                <observation classCode="OBS" moodCode="EVN" \(attributes)><code code="2345-7" codeSystem="\(loinc)"/>
                <statusCode code="completed"/>\(inner)</observation>
                """)
    }

    private static func unit(_ text: String?) -> String {
        text.map {
            "<specimen><specimenRole><specimenPlayingEntity><desc>\($0)</desc></specimenPlayingEntity></specimenRole></specimen>"
        } ?? ""
    }

    @Test(
        "a text that is no single number with one unit stays text",
        arguments: [
            ("12 000", nil), ("12 000", "E9/L"), ("120 80", nil), ("5 g/L", "mg/L"), ("&lt;12 000", nil),
            ("5 6 7", nil),
        ] as [(String, String?)])
    func text(_ text: String, _ unit: String?) throws {
        let document = Self.result(#"<value xsi:type="ST">\#(text)</value>"# + Self.unit(unit))
        let observation = try #require(try observations(document).first)
        #expect(observation.value == .string(text.replacing("&lt;", with: "<")))
        #expect(observation.note.contains { $0.text.hasSuffix(unit ?? "") } == (unit != nil))
    }

    @Test(
        "a number in a text, with its unit once or twice, is a quantity",
        arguments: [
            ("12", "g/L", "g/L"), ("12 g/L", nil, "g/L"), ("12 g/L", "g/L", "g/L"), ("12 mmHg", "mm[Hg]", "mm[Hg]"),
        ] as [(String, String?, String)])
    func number(_ text: String, _ unit: String?, _ code: String) throws {
        let document = Self.result(#"<value xsi:type="ST">\#(text)</value>"# + Self.unit(unit))
        guard case .quantity(let quantity)? = try observations(document).first?.value else {
            #expect(Bool(false))
            return
        }
        #expect(quantity.value == FHIRDecimal(12) && quantity.code == code)
    }

    @Test("no value of a negated observation stays asserted, not the second one either")
    func negatedValues() throws {
        let document = Self.result(
            ["10828004", "260385009", "52101004"].map {
                #"<value xsi:type="CD" code="\#($0)" codeSystem="\#(Self.snomed)"/>"#
            }.joined(), attributes: #"negationInd="true""#)
        let observation = try #require(try observations(document).first)
        #expect(observation.value == nil && observation.modifierExtension.count == 1)
        #expect(observation.component.count == 2)
        for component in observation.component {
            #expect(component.value == nil && component.modifierExtension.count == 1)
            #expect(component.dataAbsentReason?.coding.first?.code == "not-applicable")
        }
    }

    private static func reaction(_ link: String, _ attributes: String) -> CDADocument {
        .with(
            section: "48765-2",
            entry: """
                <observation classCode="OBS" moodCode="EVN"><templateId root="2.16.840.1.113883.10.20.22.4.7"/>
                <code code="ASSERTION" codeSystem="2.16.840.1.113883.5.4"/><statusCode code="completed"/>
                <value xsi:type="CD" code="416098002" codeSystem="\(snomed)"/>
                <entryRelationship typeCode="MFST" inversionInd="true" \(link)><observation classCode="OBS" moodCode="EVN" \(attributes)>
                <templateId root="2.16.840.1.113883.10.20.22.4.9"/><id root="1.2.3" extension="r"/>
                <code code="ASSERTION" codeSystem="2.16.840.1.113883.5.4"/><statusCode code="completed"/>
                <value xsi:type="CD" code="39579001" codeSystem="\(snomed)" displayName="Anaphylaxis"/>
                </observation></entryRelationship></observation>
                """)
    }

    @Test(
        "a reaction that did not happen is no manifestation, and never an asserted observation",
        arguments: [("", #"negationInd="true""#), (#"negationInd="true""#, "")])
    func negatedReactions(_ link: String, _ attributes: String) throws {
        let document = Self.reaction(link, attributes)
        let allergies = try document.resources().compactMap {
            if case .allergyIntolerance(let value) = $0 { value } else { nil }
        }
        #expect(allergies.count == 1 && allergies.allSatisfy(\.reaction.isEmpty))
        let found = try observations(document)
        #expect(found.allSatisfy { $0.value == nil && !$0.modifierExtension.isEmpty })
        let isTold = try document.converted().issues.contains { $0.code == "cda-not-converted" }
        #expect(!found.isEmpty || isTold)
    }

    @Test("a reaction that happened is a manifestation")
    func reactions() throws {
        let allergies = try Self.reaction("", "").resources().compactMap {
            if case .allergyIntolerance(let value) = $0 { value } else { nil }
        }
        #expect(allergies.first?.reaction.first?.manifestation.first?.coding.first?.code == "39579001")
    }

    @Test(
        "a withdrawn result below an analysis keeps its own status and is not the analysis' value",
        arguments: [("nullified", "entered-in-error"), ("aborted", "cancelled"), ("active", "registered")])
    func withdrawnResults(_ status: String, _ expected: String) throws {
        let found = try observations(Self.analysis(status))
        let outer = try #require(found.first { $0.code.coding.contains { $0.code == "2345-7" } && $0.value == nil })
        #expect(outer.component.isEmpty)
        let inner = try #require(found.first { $0.value != nil })
        #expect(inner.status.rawValue != "final")
        if status != "active" { #expect(inner.status.rawValue == expected) }
    }

    @Test("a completed result below an analysis is its value", arguments: ["completed", nil] as [String?])
    func completedResults(_ status: String?) throws {
        let found = try observations(Self.analysis(status))
        #expect(found.count == 1 && found.first?.value != nil && found.first?.status == .final)
    }

    private static func analysis(_ status: String?) -> CDADocument {
        result(
            """
            <entryRelationship typeCode="COMP"><observation classCode="OBS" moodCode="EVN">
            <code code="ANA" codeSystem="1.3.6.1.4.1.28284.6.2.2.5.1"/>\(status.map { "<statusCode code=\"\($0)\"/>" } ?? "")
            <value xsi:type="PQ" value="5" unit="mmol/L"/></observation></entryRelationship>
            """)
    }
}
