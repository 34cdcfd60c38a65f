import Conversion
import FHIR
import RecordTypes
import Testing

/// What statements of a document say of each other, and what R4 has one place for.
@Suite("CDA links between statements")
struct CDALinkTests {
    private static let snomed = CDAEntry.snomed
    private static let loinc = CDAEntry.loinc

    private static func sections(_ parts: (code: String, entry: String)...) -> CDADocument {
        var document = CDADocument()
        document.body = parts.map {
            """
            <component><section><code code="\($0.code)" codeSystem="\(loinc)"/><title>Section</title><text>Words</text>
            <entry>\($0.entry)</entry></section></component>
            """
        }.joined()
        return document
    }

    private static let order = """
        <observation classCode="OBS" moodCode="RQO"><templateId root="2.16.840.1.113883.10.20.22.4.44"/><id root="1.2.3" extension="order"/>
        <code code="2345-7" codeSystem="\(loinc)"/><statusCode code="active"/></observation>
        """

    private static let fulfilment = """
        <sdtc:inFulfillmentOf1 typeCode="FLFS"><sdtc:templateId root="2.16.840.1.113883.10.20.22.4.126"/>
        <sdtc:actReference classCode="ACT" moodCode="INT"><sdtc:id root="1.2.3" extension="order"/></sdtc:actReference>
        </sdtc:inFulfillmentOf1>
        """

    private static let result = CDAEntry.observation("2345-7", CDAEntry.quantity("5", "mmol/L"), inner: fulfilment)

    @Test("what fulfils an order of the document is based on it; on its identifier where it is told later or elsewhere")
    func fulfilments() throws {
        for (document, isHere) in [
            (Self.sections(("18776-5", Self.order), ("30954-2", Self.result)), true),
            (Self.sections(("30954-2", Self.result), ("18776-5", Self.order)), false),
            (Self.sections(("30954-2", Self.result)), false),
        ] {
            let resources = try document.resources()
            let results = resources.compactMap { if case .observation(let value) = $0 { value } else { nil } }
            let orders = resources.compactMap { if case .serviceRequest(let value) = $0 { value } else { nil } }
            let basis = try #require(results.first?.basedOn.first)
            #expect(basis.reference == (isHere ? "urn:uuid:\(orders.first?.id ?? "")" : nil))
            #expect(basis.identifier?.value == (isHere ? nil : "order"))
            #expect(try document.converted().issues.allSatisfy { $0.code != "cda-not-converted" })
        }
    }

    private static func site(_ code: String, _ system: String) -> String {
        #"<targetSiteCode code="\#(code)" codeSystem="\#(system)"/>"#
    }

    @Test("two sites of an observation are never one; codes of two lists for one site are")
    func sites() throws {
        func observation(_ sites: String) throws -> (Observation, [String]) {
            let document = Self.sections(
                ("30954-2", CDAEntry.observation("2345-7", CDAEntry.quantity("5", "mmol/L"), inner: sites)))
            let found = try document.resources().compactMap {
                if case .observation(let value) = $0 { value } else { nil }
            }
            return (try #require(found.first), try document.converted().issues.map(\.code))
        }
        let (two, told) = try observation(Self.site("368209003", Self.snomed) + Self.site("368208006", Self.snomed))
        #expect(two.bodySite?.coding.map(\.code) == ["368209003"])
        #expect(
            two.extension.contains {
                $0.value
                    == .codeableConcept(
                        CodeableConcept(coding: [
                            Coding(system: "http://snomed.info/sct", code: "368208006")
                        ]))
            })
        #expect(told.contains("cda-further-site"))
        let (one, silent) = try observation(
            Self.site("368209003", Self.snomed) + Self.site("RA", "2.16.840.1.113883.5.1052"))
        #expect(one.bodySite?.coding.map(\.code) == ["368209003", "RA"])
        #expect(!silent.contains("cda-further-site"))
    }

    @Test(
        "results of imaging are so only where a code of imaging says it",
        arguments: [
            ("30954-2", "2345-7", loinc, "LAB", "laboratory"),
            ("30954-2", "113014", "1.2.840.10008.2.16.4", "RAD", "imaging"),
            ("30954-2", "18748-4", loinc, "RAD", "imaging"), ("18748-4", "24627-2", loinc, "RAD", "imaging"),
            ("18782-3", "24627-2", loinc, "RAD", "imaging"),
        ])
    func imaging(_ section: String, _ code: String, _ system: String, _ report: String, _ category: String) throws {
        let organizer = """
            <organizer classCode="BATTERY" moodCode="EVN"><code code="\(code)" codeSystem="\(system)"/><statusCode code="completed"/>
            <component>\(CDAEntry.observation("59776-5", #"<value xsi:type="ST">No nodule</value>"#))</component></organizer>
            """
        let resources = try Self.sections((section, organizer)).resources()
        let reports = resources.compactMap { if case .diagnosticReport(let value) = $0 { value } else { nil } }
        let results = resources.compactMap { if case .observation(let value) = $0 { value } else { nil } }
        #expect(reports.flatMap(\.category).flatMap(\.coding).map(\.code) == [report])
        #expect(results.flatMap(\.category).flatMap(\.coding).map(\.code) == [category])
    }

    private static func reference(_ id: String) -> String {
        """
        <entryRelationship typeCode="REFR"><act classCode="ACT" moodCode="EVN"><templateId root="2.16.840.1.113883.10.20.22.4.122"/>
        <id root="1.2.3" extension="\(id)"/><code nullFlavor="NP"/><statusCode code="completed"/></act></entryRelationship>
        """
    }

    private static func concern(_ inner: String) -> String {
        """
        <act classCode="ACT" moodCode="EVN"><templateId root="2.16.840.1.113883.10.20.22.4.132"/><id root="1.2.3" extension="concern"/>
        <code code="75310-3" codeSystem="\(loinc)"/><statusCode code="active"/><entryRelationship typeCode="SUBJ">
        <observation classCode="OBS" moodCode="EVN"><templateId root="2.16.840.1.113883.10.20.22.4.4"/><id root="1.2.3" extension="problem"/>
        <code code="55607006" codeSystem="\(snomed)"/><statusCode code="completed"/><value xsi:type="CD" code="38341003" codeSystem="\(snomed)"/>
        </observation></entryRelationship>\(inner)</act>
        """
    }

    private static func goal(_ inner: String) -> String {
        """
        <observation classCode="OBS" moodCode="GOL"><templateId root="2.16.840.1.113883.10.20.22.4.121"/><id root="1.2.3" extension="goal"/>
        <code code="8480-6" codeSystem="\(loinc)"/><statusCode code="active"/><value xsi:type="PQ" value="130" unit="mm[Hg]"/>\(inner)</observation>
        """
    }

    @Test(
        "a goal says which concern it is for, whichever of the two points at the other",
        arguments: [("goal", nil), (nil, "concern"), (nil, "problem"), ("goal", "concern")] as [(String?, String?)])
    func goals(_ concern: String?, _ goal: String?) throws {
        let document = Self.sections(
            ("75310-3", Self.concern(concern.map(Self.reference) ?? "")),
            ("61146-7", Self.goal(goal.map(Self.reference) ?? "")))
        let resources = try document.resources()
        let conditions = resources.compactMap { if case .condition(let value) = $0 { value } else { nil } }
        let goals = resources.compactMap { if case .goal(let value) = $0 { value } else { nil } }
        #expect(conditions.count == 1)
        #expect(goals.flatMap(\.addresses).map(\.reference) == conditions.map { "urn:uuid:\($0.id ?? "")" })
    }
}
