import Conversion
import FHIR
import RecordTypes
import Testing

/// What the guides of ministries write their own way: the codes and links that they use instead of C-CDA's templates.
@Suite("CDA of national makers")
struct CDANationalTests {
    private static let snomed = CDAEntry.snomed
    private static let loinc = CDAEntry.loinc
    private static let actCode = "2.16.840.1.113883.5.4"
    private static let italianStatus = "2.16.840.1.113883.2.9.77.22.11.7"

    private static func allergies(_ document: CDADocument) throws -> [AllergyIntolerance] {
        try document.resources { if case .allergyIntolerance(let value) = $0 { value } else { nil } }
    }

    private static func status(_ code: String, _ system: String = loinc) -> String {
        """
        <entryRelationship typeCode="REFR"><observation classCode="OBS" moodCode="EVN"><code code="33999-4" codeSystem="\(loinc)"/>
        <statusCode code="completed"/><value xsi:type="CD" code="\(code)" codeSystem="\(system)"/></observation></entryRelationship>
        """
    }

    private static func agent(_ code: String?) -> String {
        code.map {
            """
            <participant typeCode="CSM"><participantRole classCode="MANU"><playingEntity classCode="MMAT">
            <code code="\($0)" codeSystem="2.16.840.1.113883.6.73"/></playingEntity></participantRole></participant>
            """
        } ?? ""
    }

    /// The Italian shape: no templates, the act around it without a code.
    private static func italianAllergy(
        kind: String, agent code: String? = "J01CA04", end: String = "", status: String = "", attributes: String = ""
    ) -> CDADocument {
        .with(
            section: "48765-2",
            entry: """
                <act classCode="ACT" moodCode="EVN"><id root="1.2.3" extension="act"/><code nullFlavor="NA"/><statusCode code="active"/>
                <effectiveTime><low value="20220420"/></effectiveTime><entryRelationship typeCode="SUBJ">
                <observation classCode="OBS" moodCode="EVN" \(attributes)><code code="52473-6" codeSystem="\(loinc)"/>
                <statusCode code="completed"/><effectiveTime><low value="20220415"/>\(end)</effectiveTime>
                <value xsi:type="CD" code="\(kind)" codeSystem="\(actCode)"/>\(agent(code))\(status)</observation>
                </entryRelationship></act>
                """)
    }

    @Test(
        "the status of an allergy in LOINC's answers counts, also under Italy's own number, and before an end",
        arguments: [
            ("LA16666-2", loinc, "", "active"), ("LA18632-2", loinc, "", "inactive"),
            ("LA18632-2", italianStatus, "", "inactive"), ("LA16666-2", italianStatus, "", "active"),
            ("LA16666-2", loinc, #"<high value="20220419"/>"#, "active"),
            ("55561003", snomed, #"<high value="20220419"/>"#, "active"),
            ("413322009", snomed, "", "resolved"),
        ])
    func allergyStatus(_ code: String, _ system: String, _ end: String, _ expected: String) throws {
        let document = Self.italianAllergy(kind: "DALG", end: end, status: Self.status(code, system))
        let allergy = try #require(try Self.allergies(document).first)
        #expect(allergy.clinicalStatus?.coding.map(\.code) == [expected])
    }

    @Test(
        "HL7's kinds of intolerance tell type and category, as far as they say them",
        arguments: [
            ("ALG", "allergy", nil), ("DALG", "allergy", "medication"), ("FALG", "allergy", "food"),
            ("EALG", "allergy", "environment"), ("OINT", nil, nil), ("DINT", nil, "medication"),
            ("FNAINT", "intolerance", "food"),
        ] as [(String, String?, String?)])
    func kinds(_ code: String, _ type: String?, _ category: String?) throws {
        for agent in ["J01CA04", nil] {
            let allergy = try #require(try Self.allergies(Self.italianAllergy(kind: code, agent: agent)).first)
            #expect(allergy.type?.rawValue == type)
            #expect(allergy.category.map(\.rawValue) == [category].compactMap { $0 })
        }
    }

    @Test(
        "of a denied kind the code of that very absence is left",
        arguments: [("OINT", "716186003"), ("DALG", "409137002"), ("FINT", "429625007")])
    func deniedKinds(_ code: String, _ expected: String) throws {
        let document = Self.italianAllergy(kind: code, agent: nil, attributes: #"negationInd="true""#)
        let allergy = try #require(try Self.allergies(document).first)
        #expect(allergy.code?.coding.map(\.code) == [expected])
    }

    @Test("an act without a template around an allergy is its concern, and no resource of its own")
    func concern() throws {
        let document = Self.italianAllergy(kind: "DALG")
        let allergy = try #require(try Self.allergies(document).first)
        #expect(allergy.extension.contains { $0.url.hasSuffix("cda-concern") })
        #expect(allergy.identifier.map(\.value) == ["act"])
        #expect(try document.resources { if case .basic(let value) = $0 { value } else { nil } }.isEmpty)
    }

    @Test("that an act without a template is completed ends no allergy; an end of its own does")
    func completedAct() throws {
        func status(_ replacements: (String, String)...) throws -> [String?] {
            var document = Self.italianAllergy(kind: "DALG")
            for (old, new) in replacements { document.body = document.body.replacing(old, with: new) }
            return try Self.allergies(document).map { $0.clinicalStatus?.coding.first?.code }
        }
        let completed = (#"<statusCode code="active"/>"#, #"<statusCode code="completed"/>"#)
        #expect(try status() == ["active"])
        #expect(try status(completed) == ["active"])
        let ended = (#"<low value="20220420"/>"#, #"<low value="20220420"/><high value="20230101"/>"#)
        #expect(try status(completed, ended) == ["inactive"])
    }

    @Test("an act with a code of its own stays an act, whatever lies in it")
    func codedAct() throws {
        var document = Self.italianAllergy(kind: "DALG")
        document.body = document.body.replacing(
            #"<code nullFlavor="NA"/>"#, with: #"<code code="84100007" codeSystem="\#(Self.snomed)"/>"#)
        #expect(try document.resources { if case .basic(let value) = $0 { value } else { nil } }.count == 1)
        #expect(try Self.allergies(document).count == 1)
    }

    @Test(
        "a diagnosis that only its code tells is a Condition, in any section, with its status",
        arguments: [("75326-9", "11329-0"), ("29308-4", "28574-2"), ("75326-9", "30954-2")])
    func diagnosis(_ code: String, _ section: String) throws {
        let document = CDADocument.with(
            section: section,
            entry: CDAEntry.observation(
                code, CDAEntry.coded("38341003"), inner: Self.status("LA18632-2", Self.italianStatus)))
        let condition = try #require(try document.conditions().first)
        #expect(condition.code?.coding.map(\.code) == ["38341003"])
        #expect(condition.clinicalStatus?.coding.map(\.code) == ["inactive"])
    }

    @Test("ages at diagnosis and at death are the relative's, with their units")
    func relativesAges() throws {
        func age(_ code: String, _ value: String) -> String {
            """
            <entryRelationship typeCode="SUBJ"><observation classCode="OBS" moodCode="EVN"><code code="\(code)" codeSystem="\(Self.loinc)"/>
            \(CDAEntry.quantity(value, "a"))</observation></entryRelationship>
            """
        }
        let finding = CDAEntry.observation(
            "52797-8", CDAEntry.coded("22298006"), inner: age("35267-4", "40") + age("39016-1", "70"))
        let document = CDADocument.with(
            section: "10157-6",
            entry: """
                <organizer classCode="CLUSTER" moodCode="EVN"><code code="10157-6" codeSystem="\(Self.loinc)"/><statusCode code="completed"/>
                <subject><relatedSubject classCode="PRS"><code code="MTH" codeSystem="2.16.840.1.113883.5.111"/></relatedSubject></subject>
                <component>\(finding)</component></organizer>
                """)
        let history = try #require(
            try document.resources { if case .familyMemberHistory(let value) = $0 { value } else { nil } }.first)
        guard case .age(let onset)? = history.condition.first?.onset, case .age(let death)? = history.deceased else {
            #expect(Bool(false), "\(String(describing: history.deceased))")
            return
        }
        #expect((onset.value, onset.code) == (FHIRDecimal(40), "a"))
        #expect((death.value, death.code) == (FHIRDecimal(70), "a"))
        #expect(history.condition.first?.contributedToDeath == nil)
    }

    private static let problem = """
        <entry><observation classCode="OBS" moodCode="EVN"><templateId root="1.3.6.1.4.1.19376.1.5.3.1.4.5"/>
        <id root="1.2.3" extension="problem"/><code code="55607006" codeSystem="\(snomed)"/><statusCode code="completed"/>
        <value xsi:type="CD" code="38341003" codeSystem="\(snomed)"/></observation></entry>
        """

    private static let pointer = """
        <entryRelationship typeCode="RSON"><act classCode="ACT" moodCode="EVN"><templateId root="1.3.6.1.4.1.19376.1.5.3.1.4.4.1"/>
        <id root="1.2.3" extension="problem"/><code nullFlavor="NA"/></act></entryRelationship>
        """

    private static func sections(_ parts: (code: String, entries: String)...) -> CDADocument {
        var document = CDADocument()
        document.body = parts.map {
            """
            <component><section><code code="\($0.code)" codeSystem="\(loinc)"/><title>Section</title><text>Words</text>\($0.entries)
            </section></component>
            """
        }.joined()
        return document
    }

    @Test("a reason that points at a problem of the document (IHE PCC) is that problem; nothing is made of the pointer")
    func reasons() throws {
        let procedure = """
            <entry><procedure classCode="PROC" moodCode="EVN"><code code="80146002" codeSystem="\(Self.snomed)"/><statusCode code="completed"/>
            \(Self.pointer)</procedure></entry>
            """
        let document = Self.sections(
            ("11450-4", Self.problem), ("10160-0", "<entry>\(CDAEntry.medicine(Self.pointer))</entry>"),
            ("47519-4", procedure))
        let resources = try document.resources()
        let condition = try #require(try document.conditions().first)
        let target = "urn:uuid:\(condition.id ?? "")"
        let statements = resources.compactMap { if case .medicationStatement(let value) = $0 { value } else { nil } }
        let procedures = resources.compactMap { if case .procedure(let value) = $0 { value } else { nil } }
        #expect(statements.flatMap(\.reasonReference).map(\.reference) == [target])
        #expect(procedures.flatMap(\.reasonReference).map(\.reference) == [target])
        #expect(procedures.count == 1)
        #expect(resources.allSatisfy { if case .basic = $0 { false } else { true } })
    }

    @Test("a reason that the document tells later is its identifier")
    func laterReason() throws {
        let document = Self.sections(
            ("10160-0", "<entry>\(CDAEntry.medicine(Self.pointer))</entry>"), ("11450-4", Self.problem))
        let statement = try #require(
            try document.resources { if case .medicationStatement(let value) = $0 { value } else { nil } }.first)
        #expect(statement.reasonReference.map(\.identifier?.value) == ["problem"])
    }

    @Test("when a specimen was taken and received stands on the specimen, wherever the collection is told")
    func collection() throws {
        let collection = """
            <component><procedure classCode="PROC" moodCode="EVN"><code code="33747003" codeSystem="\(Self.snomed)"/>
            <effectiveTime value="20260301"/><participant typeCode="PRD"><participantRole classCode="SPEC"><id root="1.2.3" extension="SP1"/>
            </participantRole></participant><entryRelationship typeCode="COMP"><act classCode="ACT" moodCode="EVN">
            <code code="SPRECEIVE" codeSystem="1.3.5.1.4.1.19376.1.5.3.2"/><effectiveTime value="20260302"/></act></entryRelationship>
            </procedure></component>
            """
        let specimen = """
            <specimen><specimenRole><id root="1.2.3" extension="SP1"/><specimenPlayingEntity>
            <code code="119297000" codeSystem="\(Self.snomed)"/></specimenPlayingEntity></specimenRole></specimen>
            """
        let document = CDADocument.with(
            section: "30954-2",
            entry: """
                <organizer classCode="BATTERY" moodCode="EVN"><code code="24323-8" codeSystem="\(Self.loinc)"/><statusCode code="completed"/>
                \(specimen)\(collection)<component>\(CDAEntry.observation("2823-3", CDAEntry.quantity("4.1", "mmol/L")))</component></organizer>
                """)
        let specimens = try document.resources { if case .specimen(let value) = $0 { value } else { nil } }
        #expect(specimens.count == 1)
        #expect(specimens.first?.collection?.collected == .dateTime("2026-03-01"))
        #expect(specimens.first?.receivedTime == "2026-03-02")
        #expect(try document.converted().issues.allSatisfy { $0.code != "cda-not-converted" })
    }

    @Test("an act around results (IT) is their report, with its specimen, comment and state")
    func groupOfResults() throws {
        let document = CDADocument.with(
            section: "18719-5",
            entry: """
                <act classCode="ACT" moodCode="EVN"><code code="14957-5" codeSystem="\(Self.loinc)"/><statusCode code="completed"/>
                <specimen><specimenRole><specimenPlayingEntity><code code="UR" codeSystem="2.16.840.1.113883.5.129"/></specimenPlayingEntity>
                </specimenRole></specimen><entryRelationship typeCode="SUBJ"><act classCode="ACT" moodCode="EVN">
                <code code="48767-8" codeSystem="\(Self.loinc)"/><text>Hemolysed</text></act></entryRelationship>
                <entryRelationship typeCode="COMP">\(CDAEntry.observation("14957-5", CDAEntry.quantity("16", "mg/L")))</entryRelationship></act>
                """)
        let resources = try document.resources()
        let reports = resources.compactMap { if case .diagnosticReport(let value) = $0 { value } else { nil } }
        let results = resources.compactMap { if case .observation(let value) = $0 { value } else { nil } }
        let report = try #require(reports.first)
        #expect(report.result.map(\.reference) == results.map { "urn:uuid:\($0.id ?? "")" })
        #expect(report.conclusion == "Hemolysed" && report.specimen.count == 1)
        #expect(resources.allSatisfy { if case .basic = $0 { false } else { true } })
    }

    @Test("whom a range holds for is told with its limit, in whatever namespaces the two stand")
    func rangeOfAge() throws {
        let range = """
            <referenceRange><observationRange><value xsi:type="IVL_PQ"><low value="0" unit="mg/L"/><high value="20" unit="mg/L"/></value>
            <lab:precondition xmlns:lab="urn:oid:1.3.6.1.4.1.19376.1.3.2"><lab:criterion><lab:code code="30525-0" codeSystem="\(Self.loinc)"/>
            <lab:value xsi:type="IVL_PQ"><high value="60" unit="a"/></lab:value></lab:criterion></lab:precondition></observationRange>
            </referenceRange>
            """
        let document = CDADocument.with(
            section: "30954-2",
            entry: CDAEntry.observation("14957-5", CDAEntry.quantity("16", "mg/L"), inner: range))
        let age = try #require(try document.observations().first?.referenceRange.first?.age)
        #expect((age.low, age.high?.value, age.high?.code) == (nil, FHIRDecimal(60), "a"))
    }

    @Test("what is told below a problem without a template of its own is about that problem")
    func toldBelow() throws {
        let course = """
            <entryRelationship typeCode="REFR">\(CDAEntry.observation("89261-2", CDAEntry.coded("90734009")))</entryRelationship>
            """
        let document = CDADocument.with(
            section: "11450-4",
            entry: """
                <act classCode="ACT" moodCode="EVN"><code nullFlavor="NA"/><statusCode code="active"/><entryRelationship typeCode="SUBJ">
                \(CDAEntry.observation("75326-9", CDAEntry.coded("38341003"), inner: course))</entryRelationship></act>
                """)
        let condition = try #require(try document.conditions().first)
        #expect(condition.extension.contains { $0.url.hasSuffix("cda-concern") })
        #expect(
            try document.observations().map { $0.focus.map(\.reference) } == [["urn:uuid:\(condition.id ?? "")"]])
    }

    @Test(
        "a pointer whose code says something else than what its id leads to gives the code as the reason",
        arguments: [("38341003", snomed, true), ("I10", "2.16.840.1.113883.6.3", true), ("22298006", snomed, false)])
    func sharedIdentifier(_ code: String, _ system: String, _ isSame: Bool) throws {
        let pointer = Self.pointer.replacing(
            #"<code nullFlavor="NA"/>"#, with: #"<code code="\#(code)" codeSystem="\#(system)"/>"#)
        let problem = Self.problem.replacing(
            #"<value xsi:type="CD" code="38341003" codeSystem="\#(Self.snomed)"/>"#,
            with: """
                <value xsi:type="CD" code="38341003" codeSystem="\(Self.snomed)"><translation code="I10"
                 codeSystem="2.16.840.1.113883.6.3"/></value>
                """)
        let document = Self.sections(("11450-4", problem), ("10160-0", "<entry>\(CDAEntry.medicine(pointer))</entry>"))
        let statement = try #require(
            try document.resources { if case .medicationStatement(let value) = $0 { value } else { nil } }.first)
        #expect(statement.reasonReference.count == (isSame ? 1 : 0))
        #expect(statement.reasonCode.flatMap(\.coding).map(\.code) == (isSame ? [] : [code]))
    }

    @Test("what an appointment is for (MedCom) is its reason, too")
    func appointment() throws {
        let document = CDADocument.with(
            section: "39289-4",
            entry: """
                <encounter classCode="ENC" moodCode="APT"><code code="185353001" codeSystem="\(Self.snomed)"/><statusCode code="active"/>
                <entryRelationship typeCode="RSON"><observation classCode="OBS" moodCode="RQO"><code nullFlavor="NI">
                <originalText>Ekkokardiografi</originalText></code></observation></entryRelationship></encounter>
                """)
        let requests = try document.resources { if case .serviceRequest(let value) = $0 { value } else { nil } }
        let appointment = try #require(requests.first { $0.code?.coding.first?.code == "185353001" })
        #expect(appointment.reasonCode.map(\.text) == ["Ekkokardiografi"])
    }

    @Test("an act around the diagnoses of a visit is no concern about them: that it is completed ends none of them")
    func actOfVisit() throws {
        let document = CDADocument.with(
            section: "29308-4",
            entry: """
                <act classCode="ACT" moodCode="EVN"><code nullFlavor="NA"/><statusCode code="completed"/><entryRelationship typeCode="SUBJ">
                \(CDAEntry.observation("29308-4", CDAEntry.coded("38341003")))</entryRelationship></act>
                """)
        #expect(try document.conditions().map { $0.clinicalStatus?.coding.first?.code } == ["active"])
    }
}
