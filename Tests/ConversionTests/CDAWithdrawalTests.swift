import Conversion
import FHIR
import JSONText
import RecordTypes
import Testing

/// What was taken back with what it stands in is not told as valid.
@Suite("CDA withdrawal")
struct CDAWithdrawalTests {
    private func first<R>(_ document: CDADocument, _ pick: (AnyResource) -> R?) throws -> R {
        try #require(try document.resources().compactMap(pick).first)
    }

    @Test("the results of a report that was nullified are errors too", arguments: ["nullified", "completed"])
    func results(_ status: String) throws {
        let document = CDADocument.with(
            section: "30954-2",
            entry: """
                <organizer classCode="BATTERY" moodCode="EVN"><templateId root="2.16.840.1.113883.10.20.22.4.1"/>
                <code code="57021-8" codeSystem="2.16.840.1.113883.6.1"/><statusCode code="\(status)"/><component>
                <observation classCode="OBS" moodCode="EVN"><code code="600-7" codeSystem="2.16.840.1.113883.6.1"/>
                <statusCode code="completed"/><value xsi:type="PQ" value="5" unit="mg"/></observation></component></organizer>
                """)
        let observation = try first(document) { if case .observation(let value) = $0 { value } else { nil } }
        #expect(observation.status == (status == "nullified" ? .enteredInError : .final))
    }

    @Test(
        "an insurance that is denied or nullified is not active",
        arguments: [("completed", "", Coverage.Status.active), ("nullified", "", .enteredInError)]
            + [("completed", #"negationInd="true""#, .cancelled)])
    func coverage(_ status: String, _ attributes: String, _ expected: Coverage.Status) throws {
        let document = CDADocument.with(
            section: "48768-6",
            entry: """
                <act classCode="ACT" moodCode="EVN"><templateId root="2.16.840.1.113883.10.20.22.4.60"/>
                <code code="48768-6" codeSystem="2.16.840.1.113883.6.1"/><statusCode code="\(status)"/>
                <entryRelationship typeCode="COMP"><act classCode="ACT" moodCode="EVN" \(attributes)>
                <templateId root="2.16.840.1.113883.10.20.22.4.61"/><id root="2.999.1" extension="p"/>
                <statusCode code="completed"/></act></entryRelationship></act>
                """)
        let policy = try first(document) { if case .coverage(let value) = $0 { value } else { nil } }
        #expect(policy.status == expected)
    }

    @Test("a goal that is not aimed at is rejected; a note that was replaced is superseded")
    func goalsAndNotes() throws {
        let goal = CDADocument.with(
            section: "61146-7",
            entry: """
                <observation classCode="OBS" moodCode="GOL" negationInd="true"><code code="58144-7" codeSystem="2.16.840.1.113883.6.1"/>
                <statusCode code="completed"/></observation>
                """)
        let aim = try first(goal) { if case .goal(let value) = $0 { value } else { nil } }
        #expect(aim.lifecycleStatus == .rejected)
        let note = CDADocument.with(
            section: "34109-9",
            entry: """
                <act classCode="ACT" moodCode="EVN"><templateId root="2.16.840.1.113883.10.20.22.4.202"/>
                <code code="34109-9" codeSystem="2.16.840.1.113883.6.1"/><text>Words</text><statusCode code="obsolete"/></act>
                """)
        let document = try first(note) { if case .documentReference(let value) = $0 { value } else { nil } }
        #expect(document.status == .superseded)
    }

    @Test(
        "that no vaccine was given (CVX 998), or none is known (IPS), is no vaccination",
        arguments: [
            ("", #"<code code="998" codeSystem="2.16.840.1.113883.12.292"/>"#, "998"),
            (absence, #"<code nullFlavor="NA"/>"#, "no-known-immunizations"), ("", absence, "no-known-immunizations"),
        ])
    func noVaccine(_ code: String, _ material: String, _ expected: String) throws {
        let document = CDADocument.with(
            section: "11369-6",
            entry: """
                <substanceAdministration classCode="SBADM" moodCode="EVN"><templateId root="2.16.840.1.113883.10.20.22.4.52"/>
                \(code)<statusCode code="completed"/><effectiveTime value="20260301"/><consumable><manufacturedProduct>
                <manufacturedMaterial>\(material)</manufacturedMaterial></manufacturedProduct></consumable></substanceAdministration>
                """)
        let immunization = try first(document) { if case .immunization(let value) = $0 { value } else { nil } }
        #expect(immunization.status == .notDone)
        #expect(immunization.vaccineCode.coding.map(\.code) == [expected])
    }

    private static let absence = #"<code code="no-known-immunizations" codeSystem="2.16.840.1.113883.5.1150.1"/>"#

    @Test(
        "a vaccination is one though its first template is that of a medication (CCD, IHE)",
        arguments: ["11369-6", "10160-0"])
    func vaccination(_ section: String) throws {
        let document = CDADocument.with(
            section: section,
            entry: """
                <substanceAdministration classCode="SBADM" moodCode="EVN"><templateId root="2.16.840.1.113883.10.20.1.24"/>
                <templateId root="1.3.6.1.4.1.19376.1.5.3.1.4.12"/><statusCode code="completed"/><effectiveTime value="20260301"/>
                <consumable><manufacturedProduct><manufacturedMaterial><code code="J07BB02" codeSystem="2.16.840.1.113883.6.73"/>
                </manufacturedMaterial></manufacturedProduct></consumable></substanceAdministration>
                """)
        let immunization = try first(document) { if case .immunization(let value) = $0 { value } else { nil } }
        #expect(immunization.status == .completed)
    }

    @Test("a relative's disease is not the patient's, nor the relative's when it is ruled out")
    func relatives() throws {
        let relation = """
            <qualifier><name code="408732007" codeSystem="2.16.840.1.113883.6.96"/>
            <value code="444148008" codeSystem="2.16.840.1.113883.6.96"/></qualifier>
            """
        let absent = """
            <qualifier><name code="408729009" codeSystem="2.16.840.1.113883.6.96"/>
            <value code="410516002" codeSystem="2.16.840.1.113883.6.96"/></qualifier>
            """
        for (qualifiers, isNegated) in [(relation, false), (relation + absent, true)] {
            let document = CDADocument.with(
                section: "11450-4",
                entry: """
                    <observation classCode="OBS" moodCode="EVN"><code code="64572001" codeSystem="2.16.840.1.113883.6.96"/>
                    <statusCode code="completed"/><value xsi:type="CD" code="22298006" codeSystem="2.16.840.1.113883.6.96">
                    \(qualifiers)</value></observation>
                    """)
            #expect(try document.resources().allSatisfy { if case .condition = $0 { false } else { true } })
            let history = try first(document) { if case .familyMemberHistory(let value) = $0 { value } else { nil } }
            #expect(history.condition.first?.modifierExtension.isEmpty == !isNegated)
        }
    }
}
