import Conversion
import FHIR
import RecordTypes
import Testing

/// Values of the rarer data types, names and addresses with words between their parts, and schedules.
@Suite("CDA data types")
struct CDAValueTests {
    private func observation(_ value: String) throws -> Observation {
        let document = CDADocument.with(
            section: "30954-2",
            entry: """
                <observation classCode="OBS" moodCode="EVN"><code code="2345-7" codeSystem="2.16.840.1.113883.6.1"/>
                <statusCode code="completed"/><effectiveTime value="20260101"/>\(value)</observation>
                """)
        return try #require(
            try document.resources().compactMap { if case .observation(let value) = $0 { value } else { nil } }.first)
    }

    @Test(
        "a value keeps its number, unit and words, whatever its type",
        arguments: [
            (#"<value xsi:type="MO" value="12.5" currency="EUR"/>"#, "12.5 EUR"),
            (#"<value xsi:type="UVP_PQ" probability="0.5" value="3" unit="mg"/>"#, "3 mg"),
            (
                #"<value xsi:type="PQ" nullFlavor="OTH"><translation value="3" code="385055001" codeSystem="2.16.840.1.113883.6.96" displayName="Tablet"/></value>"#,
                "3 Tablet"
            ),
            (#"<value xsi:type="ED" mediaType="text/plain" representation="B64">SGVsbG8=</value>"#, "Hello"),
            (#"<value xsi:type="PN"><given>Mari</given><family>Kask</family></value>"#, "Mari Kask"),
            (
                #"<value xsi:type="AD"><streetAddressLine>Tee 1</streetAddressLine><city>Tartu</city></value>"#,
                "Tee 1, Tartu"
            ),
            (
                #"<value xsi:type="SC" code="260385009" codeSystem="2.16.840.1.113883.6.96">Negative</value>"#,
                "Negative"
            ),
            (
                #"<value xsi:type="SLIST_PQ"><origin value="0" unit="uV"/><scale value="2.5" unit="uV"/><digits>1 2</digits></value>"#,
                "origin: 0 uV; scale: 2.5 uV; 1 2"
            ),
            (
                #"<value xsi:type="BAG_PQ"><item value="3" unit="mg"/><item value="4" unit="mg"/></value>"#,
                "item: 3 mg; item: 4 mg"
            ),
        ])
    func values(_ source: String, _ words: String) throws {
        let value = try observation(source).value
        switch value {
        case .quantity(let quantity)?: #expect("\(quantity.value?.text ?? "") \(quantity.unit ?? "")" == words)
        case .string(let text)?: #expect(text == words)
        case .codeableConcept(let concept)?: #expect(concept.text == words)
        default: Testing.Issue.record("\(source) gave \(String(describing: value))")
        }
    }

    @Test("parts of a value that R4 has no type for stand beside it; compressed bytes say so")
    func parts() throws {
        let series = try observation(
            #"<value xsi:type="GLIST_PQ"><head value="1" unit="s"/><increment value="0.5" unit="s"/></value>"#)
        #expect(series.extension.count == 2)
        let schedule = try observation(#"<value xsi:type="PIVL_TS"><period value="8" unit="h"/></value>"#)
        #expect(schedule.extension.contains { if case .timing? = $0.value { true } else { false } })
        let id = try observation(#"<value xsi:type="II" root="1.2.3" extension="77"/>"#)
        #expect(id.extension.contains { $0.value == .identifier(Identifier(system: "urn:oid:1.2.3", value: "77")) })
        let document = CDADocument.with(
            section: "30954-2",
            entry: """
                <observation classCode="OBS" moodCode="EVN"><code code="2345-7" codeSystem="2.16.840.1.113883.6.1"/>
                <statusCode code="completed"/><value xsi:type="ED" mediaType="application/pdf" representation="B64"
                compression="GZ">SGVsbG8=</value></observation>
                """)
        for case .documentReference(let file) in try document.resources() {
            #expect(file.content.first?.attachment.contentType == "application/gzip")
        }
        #expect(try document.converted().issues.contains { $0.code == "cda-compressed-data" })
    }

    private func doctor(_ parts: String) throws -> Practitioner {
        var document = CDADocument()
        document.author = """
            <author><time value="20260312"/><assignedAuthor><id root="1.2.3" extension="D1"/>\(parts)</assignedAuthor></author>
            """
        return try #require(
            try document.resources().compactMap { if case .practitioner(let value) = $0 { value } else { nil } }.first)
    }

    @Test("words between the parts of a name or an address are kept, and since when a number holds")
    func looseWords() throws {
        let person = try doctor(
            """
            <addr>c/o Bar <city>Tartu</city><censusTract>7</censusTract></addr>
            <telecom value="tel:+372 5"><useablePeriod xsi:type="IVL_TS"><low value="2020"/></useablePeriod></telecom>
            <assignedPerson><name>Dr. <given>Mari</given><family>Kask</family></name></assignedPerson>
            """)
        #expect(person.name.first?.text == "Dr. Mari Kask")
        #expect(person.address.first?.text == "c/o Bar, Tartu, 7")
        #expect(person.address.first?.line == ["7"])
        #expect(person.telecom.first?.period?.start == "2020")
    }

    @Test("a name at birth beside the present one is a second name")
    func birthName() throws {
        let names = try doctor(
            """
            <assignedPerson><name><given>Marie</given><family qualifier="BR">Dupont</family><family qualifier="SP">Martin</family>
            </name></assignedPerson>
            """
        ).name
        #expect(names.map(\.family) == ["Martin", "Dupont"])
        #expect(names.map(\.use) == [nil, .maiden])
    }

    private func statement(_ times: String, _ more: String = "") throws -> [AnyResource] {
        try CDADocument.with(
            section: "10160-0",
            entry: """
                <substanceAdministration classCode="SBADM" moodCode="EVN"><templateId root="2.16.840.1.113883.10.20.22.4.16"/>
                <statusCode code="active"/>\(times)<consumable><manufacturedProduct><manufacturedMaterial>
                <code code="197361" codeSystem="2.16.840.1.113883.6.88"/></manufacturedMaterial></manufacturedProduct></consumable>
                \(more)</substanceAdministration>
                """
        ).resources()
    }

    private func timing(_ times: String) throws -> Timing? {
        for case .medicationStatement(let medication) in try statement(times) { return medication.dosage.first?.timing }
        return nil
    }

    @Test("a phase of 1987 tells hour or weekday, and not when it began")
    func phases() throws {
        let daily = try timing(
            """
            <effectiveTime xsi:type="SXPR_TS"><comp xsi:type="IVL_TS"><low value="20260101"/></comp><comp xsi:type="PIVL_TS" operator="A">
            <phase><low value="198701010800"/></phase><period value="1" unit="d"/></comp></effectiveTime>
            """)
        #expect(daily?.repeat?.timeOfDay == ["08:00:00"])
        #expect(daily?.repeat?.bounds == .period(Period(start: "2026-01-01")))
        let weekly = try timing(
            """
            <effectiveTime xsi:type="PIVL_TS"><phase><low value="19870105"/><width value="1" unit="d"/></phase>
            <period value="1" unit="wk"/></effectiveTime>
            """)
        #expect(weekly?.repeat?.dayOfWeek == [.mon])
        #expect(weekly?.repeat?.bounds == nil)
    }

    @Test("the length of an interval with one bound is kept")
    func widths() throws {
        let bounds = try timing(
            #"<effectiveTime xsi:type="IVL_TS"><low value="20260101"/><width value="7" unit="d"/></effectiveTime>"#)?
            .repeat?.bounds
        guard case .period(let period)? = bounds else {
            Testing.Issue.record("no period")
            return
        }
        #expect(period.start == "2026-01-01" && period.extension.count == 1)
    }

    @Test("a supply that names no product is of the medicine above it")
    func supplies() throws {
        let resources = try statement(
            "",
            """
            <entryRelationship typeCode="REFR"><supply classCode="SPLY" moodCode="INT"><statusCode code="active"/>
            <quantity value="30"/></supply></entryRelationship>
            <entryRelationship typeCode="REFR"><supply classCode="SPLY" moodCode="EVN"><statusCode code="completed"/>
            <effectiveTime value="20260102"/><quantity value="30"/></supply></entryRelationship>
            """)
        let types = resources.map(\.resourceType)
        #expect(types.contains("MedicationRequest") && types.contains("MedicationDispense"))
        #expect(!types.contains("DeviceUseStatement") && !types.contains("ServiceRequest"))
        for case .medicationDispense(let dispense) in resources {
            guard case .codeableConcept(let code) = dispense.medication else { continue }
            #expect(code.coding.first?.code == "197361")
        }
    }

    @Test(
        "a multiple birth is told by its number, else by yes or no",
        arguments: [
            (#"<sdtc:multipleBirthInd value="1"/><sdtc:multipleBirthOrderNumber value="2"/>"#, .integer(2)),
            (#"<sdtc:multipleBirthInd value="true"/>"#, .boolean(true)),
            (#"<sdtc:multipleBirthInd value="false"/>"#, .boolean(false)), ("", nil),
            (#"<sdtc:multipleBirthInd value="false"/><sdtc:multipleBirthOrderNumber value="1"/>"#, .boolean(false)),
        ] as [(String, Patient.MultipleBirth?)])
    func multipleBirths(_ parts: String, _ expected: Patient.MultipleBirth?) throws {
        var document = CDADocument()
        document.recordTarget = """
            <recordTarget><patientRole>\(document.patientIds)<patient><name><family>Person</family></name>\(parts)</patient>
            </patientRole></recordTarget>
            """
        document.body = "<component><section><title>T</title><text>t</text></section></component>"
        for case .patient(let patient) in try document.resources() { #expect(patient.multipleBirth == expected) }
    }
}
