import Conversion
import FHIR
import RecordTypes
import Testing

/// Where facts of entries stand in R4, and that nothing changes its meaning on the way.
@Suite("CDA facts at their R4 elements")
struct CDAPlacementTests {
    private static let snomed = "2.16.840.1.113883.6.96"
    private static let loinc = "2.16.840.1.113883.6.1"

    private func observations(_ document: CDADocument) throws -> [Observation] {
        try document.resources().compactMap { if case .observation(let value) = $0 { value } else { nil } }
    }

    private func conditions(_ document: CDADocument) throws -> [Condition] {
        try document.resources().compactMap { if case .condition(let value) = $0 { value } else { nil } }
    }

    private static func problem(_ inner: String, concern: String = "") -> CDADocument {
        .with(
            section: "11450-4",
            entry: """
                <act classCode="ACT" moodCode="EVN"><templateId root="2.16.840.1.113883.10.20.22.4.3"/><id root="1.2.3" extension="concern"/>
                <code code="CONC" codeSystem="2.16.840.1.113883.5.6"/><statusCode code="active"/>
                <effectiveTime><low value="20260101"/></effectiveTime>\(concern)
                <entryRelationship typeCode="SUBJ"><observation classCode="OBS" moodCode="EVN">
                <templateId root="2.16.840.1.113883.10.20.22.4.4"/><id root="1.2.3" extension="problem"/>
                <code code="55607006" codeSystem="\(snomed)"/><statusCode code="completed"/>
                <value xsi:type="CD" code="38341003" codeSystem="\(snomed)"/>\(inner)</observation></entryRelationship></act>
                """)
    }

    @Test("an observation that qualifies a problem keeps id, code and time, with the problem as its focus")
    func attendants() throws {
        let document = Self.problem(
            """
            <entryRelationship typeCode="REFR"><observation classCode="OBS" moodCode="EVN">
            <templateId root="2.16.840.1.113883.10.20.22.4.6"/><id root="1.2.3" extension="status"/>
            <code code="33999-4" codeSystem="\(Self.loinc)"/><statusCode code="completed"/><effectiveTime value="20260102"/>
            <value xsi:type="CD" code="413322009" codeSystem="\(Self.snomed)"/></observation></entryRelationship>
            """)
        let condition = try #require(try conditions(document).first)
        #expect(condition.clinicalStatus?.coding.first?.code == "resolved")
        let status = try #require(try observations(document).first)
        #expect(status.identifier.map(\.value) == ["status"])
        #expect(status.focus.map(\.reference) == ["urn:uuid:\(condition.id ?? "")"])
        #expect(status.effective == .dateTime("2026-01-02"))
    }

    @Test("a concern's id, code and period stand on the problem; its author is in Provenance")
    func concerns() throws {
        let document = Self.problem(
            "",
            concern: """
                <author><time value="202601030900+0200"/><assignedAuthor><id root="1.2.3.4" extension="D9"/>
                <assignedPerson><name><family>Nine</family></name></assignedPerson></assignedAuthor></author>
                """)
        let condition = try #require(try conditions(document).first)
        #expect(condition.identifier.compactMap(\.value) == ["problem", "concern"])
        let concern = try #require(condition.extension.first { $0.url.hasSuffix("/cda-concern") })
        #expect(concern.extension.contains { $0.value == .period(Period(start: "2026-01-01")) })
        let provenances = try document.resources().compactMap {
            if case .provenance(let value) = $0 { value } else { nil }
        }
        #expect(provenances.contains { $0.occurred == .dateTime("2026-01-03T09:00:00+02:00") })
    }

    @Test("a negated health concern in words is refuted, an asserted one confirmed", arguments: [true, false])
    func healthConcerns(_ isNegated: Bool) throws {
        let document = CDADocument.with(
            section: "75310-3",
            entry: """
                <act classCode="ACT" moodCode="EVN" negationInd="\(isNegated)"><templateId root="2.16.840.1.113883.10.20.22.4.132"/>
                <id root="1.2.3" extension="h"/><code code="75310-3" codeSystem="\(Self.loinc)"/><statusCode code="active"/></act>
                """)
        let condition = try #require(try conditions(document).first)
        #expect(condition.verificationStatus?.coding.first?.code == (isNegated ? "refuted" : "confirmed"))
    }

    @Test("no allergy to one drug is not no allergy to any drug")
    func oneSubstance() throws {
        let document = CDADocument.with(
            section: "48765-2",
            entry: """
                <observation classCode="OBS" moodCode="EVN" negationInd="true"><templateId root="2.16.840.1.113883.10.20.22.4.7"/>
                <code code="ASSERTION" codeSystem="2.16.840.1.113883.5.4"/><statusCode code="completed"/>
                <value xsi:type="CD" code="416098002" codeSystem="\(Self.snomed)"/>
                <participant typeCode="CSM"><participantRole classCode="MANU"><playingEntity classCode="MMAT">
                <code code="2670" codeSystem="2.16.840.1.113883.6.88" displayName="Codeine"/></playingEntity></participantRole></participant>
                </observation>
                """)
        let allergies = try document.resources().compactMap {
            if case .allergyIntolerance(let value) = $0 { value } else { nil }
        }
        #expect(allergies.first?.code == CodeableConcept(text: "No known allergy to Codeine"))
        #expect(allergies.first?.modifierExtension.count == 1)
    }

    @Test("whatever is said of a relative's disease stays with the relative, at any depth")
    func relatives() throws {
        let document = CDADocument.with(
            section: "10157-6",
            entry: """
                <organizer classCode="CLUSTER" moodCode="EVN"><statusCode code="completed"/><subject><relatedSubject classCode="PRS">
                <code code="FTH" codeSystem="2.16.840.1.113883.5.111"/></relatedSubject></subject><component>
                <observation classCode="OBS" moodCode="EVN"><code code="64572001" codeSystem="\(Self.snomed)"/><statusCode code="completed"/>
                <value xsi:type="CD" code="22298006" codeSystem="\(Self.snomed)"/>
                <entryRelationship typeCode="CAUS"><observation classCode="OBS" moodCode="EVN"><id root="1.2.3" extension="death"/>
                <code code="ASSERTION" codeSystem="2.16.840.1.113883.5.4"/><value xsi:type="CD" code="419099009" codeSystem="\(Self.snomed)"/>
                <entryRelationship typeCode="REFR"><observation classCode="OBS" moodCode="EVN"><code code="8302-2" codeSystem="\(Self.loinc)"/>
                <value xsi:type="PQ" value="180" unit="cm"/></observation></entryRelationship>
                </observation></entryRelationship></observation></component></organizer>
                """)
        #expect(try observations(document).isEmpty && conditions(document).isEmpty)
        let histories = try document.resources().compactMap {
            if case .familyMemberHistory(let value) = $0 { value } else { nil }
        }
        #expect(histories.first?.deceased == .boolean(true))
        #expect(histories.first?.condition.first?.contributedToDeath == true)
    }

    @Test("what a section says of a fetus has the fetus as its focus")
    func fetus() throws {
        var document = CDADocument()
        document.body = """
            <component><section><code code="121070" codeSystem="1.2.840.10008.2.16.4"/><text>Findings</text>
            <subject><relatedSubject classCode="PRS"><code code="NCHILD" codeSystem="2.16.840.1.113883.5.111"/></relatedSubject></subject>
            <entry><observation classCode="OBS" moodCode="EVN"><code code="11820-8" codeSystem="\(Self.loinc)"/><statusCode code="completed"/>
            <value xsi:type="PQ" value="91" unit="mm"/></observation></entry></section></component>
            """
        let related = try document.resources().compactMap {
            if case .relatedPerson(let value) = $0 { value } else { nil }
        }
        let fetus = try #require(related.first)
        #expect(try observations(document).first?.focus.map(\.reference) == ["urn:uuid:\(fetus.id ?? "")"])
    }

    @Test("an indication is a reason by code and by reference; one that is negated is none", arguments: [true, false])
    func indications(_ isNegated: Bool) throws {
        let document = CDADocument.with(
            section: "10160-0",
            entry: """
                <substanceAdministration classCode="SBADM" moodCode="EVN"><templateId root="2.16.840.1.113883.10.20.22.4.16"/>
                <statusCode code="active"/><consumable><manufacturedProduct><manufacturedMaterial>
                <code code="C07AB02" codeSystem="2.16.840.1.113883.6.73"/></manufacturedMaterial></manufacturedProduct></consumable>
                <entryRelationship typeCode="RSON"><observation classCode="OBS" moodCode="EVN" negationInd="\(isNegated)">
                <id root="1.2.3" extension="why"/><code code="404684003" codeSystem="\(Self.snomed)"/><statusCode code="completed"/>
                <value xsi:type="CD" code="38341003" codeSystem="\(Self.snomed)"/></observation></entryRelationship>
                </substanceAdministration>
                """)
        let statements = try document.resources().compactMap {
            if case .medicationStatement(let value) = $0 { value } else { nil }
        }
        let statement = try #require(statements.first)
        #expect(statement.reasonCode.isEmpty == isNegated)
        #expect(statement.reasonReference.isEmpty == isNegated)
        #expect(try observations(document).first?.identifier.first?.value == "why")
    }

    @Test("a dose told in parts is a dosage for each part, by the route of the whole")
    func parts() throws {
        func part(_ event: String, _ dose: String) -> String {
            """
            <entryRelationship typeCode="COMP"><substanceAdministration classCode="SBADM" moodCode="INT">
            <effectiveTime xsi:type="EIVL_TS"><event code="\(event)"/></effectiveTime><doseQuantity value="\(dose)" unit="1"/>
            <consumable><manufacturedProduct><manufacturedMaterial nullFlavor="NA"/></manufacturedProduct></consumable>
            </substanceAdministration></entryRelationship>
            """
        }
        let document = CDADocument.with(
            section: "10160-0",
            entry: """
                <substanceAdministration classCode="SBADM" moodCode="INT"><templateId root="2.16.840.1.113883.10.20.22.4.16"/>
                <statusCode code="active"/><routeCode code="20053000" codeSystem="0.4.0.127.0.16.1.1.2.1"/>
                <consumable><manufacturedProduct><manufacturedMaterial>
                <code code="C07AB02" codeSystem="2.16.840.1.113883.6.73"/></manufacturedMaterial></manufacturedProduct></consumable>
                \(part("ACM", "1"))\(part("ACV", "0.5"))</substanceAdministration>
                """)
        let requests = try document.resources().compactMap {
            if case .medicationRequest(let value) = $0 { value } else { nil }
        }
        #expect(requests.count == 1)
        let dosages = try #require(requests.first?.dosageInstruction)
        #expect(dosages.map { $0.timing?.repeat?.when } == [[.acm], [.acv]])
        #expect(dosages.allSatisfy { $0.route?.coding.first?.code == "20053000" })
    }

    @Test("a quantity's translation is the quantity in another unit; a qualifier is no second code")
    func translations() throws {
        let document = CDADocument.with(
            section: "30954-2",
            entry: """
                <observation classCode="OBS" moodCode="EVN"><code code="2345-7" codeSystem="\(Self.loinc)"/><statusCode code="completed"/>
                <value xsi:type="PQ" value="5.4" unit="mmol/L"><translation value="97" code="mg/dL" codeSystem="2.16.840.1.113883.6.8"/></value>
                <targetSiteCode code="8205005" codeSystem="\(Self.snomed)"><qualifier><name code="272741003" codeSystem="\(Self.snomed)"/>
                <value code="7771000" codeSystem="\(Self.snomed)"/></qualifier></targetSiteCode></observation>
                """)
        let observation = try #require(try observations(document).first)
        guard case .quantity(let quantity)? = observation.value else { return #expect(Bool(false)) }
        let translation = try #require(quantity.extension.first)
        guard case .quantity(let other)? = translation.value else { return #expect(Bool(false)) }
        #expect(other.value == FHIRDecimal(97) && other.code == "mg/dL" && other.system == "http://unitsofmeasure.org")
        #expect(observation.bodySite?.coding.map(\.code) == ["8205005"])
        #expect(observation.bodySite?.extension.first?.url.hasSuffix("/cda-qualifier") == true)
    }

    @Test("what did not reach the output is listed with its place; a document that lost nothing has no such finding")
    func losses() throws {
        func document(_ more: String) -> CDADocument {
            .with(
                section: "30954-2",
                entry: """
                    <observation classCode="OBS" moodCode="EVN"><id root="1.2.3" extension="o"/><code code="2345-7" codeSystem="\(Self.loinc)"/>
                    <statusCode code="completed"/><effectiveTime value="20260101"/><value xsi:type="PQ" value="5" unit="mmol/L"/>\(more)</observation>
                    """)
        }
        #expect(try !document("").converted().issues.contains { $0.code == "cda-not-converted" })
        let losing = document(
            #"<precondition><criterion><code code="77386006" codeSystem="2.16.840.1.113883.6.96"/></criterion></precondition>"#
        )
        let losses = try losing.converted().issues.filter { $0.code == "cda-not-converted" }
        #expect(losses.count == 1)
        guard case .xpath(let path, let line, _)? = losses.first?.place else { return #expect(Bool(false)) }
        #expect(path.hasSuffix("/observation/precondition/criterion/code") && line > 1)
    }

    @Test("a document that may not be filed is converted for those who ask for it, with the same findings")
    func refused() throws {
        let shipped = try #require(CDASamples.converter)
        var document = CDADocument.with(section: "30954-2", entry: "<observation classCode=\"OBS\" moodCode=\"EVN\"/>")
        document.custodian = ""
        let source = SourceDocument(format: .cda, bytes: Array(document.text.utf8))
        let lenient = Converter(profiles: shipped.profiles, options: ConversionOptions(convertsRefused: true))
        #expect(shipped.convert(source).parts == nil)
        #expect(lenient.convert(source).parts != nil)
        #expect(lenient.convert(source).issues == shipped.convert(source).issues)
    }
}
