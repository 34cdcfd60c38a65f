import FHIR
import Testing
import WebPages

@testable import GatewayHTTP

/// What a person reads must never say more than the record does.
@Suite("Statements on a record's page")
struct DisplayedStatementTests {
    private static let patient = Reference(reference: "urn:uuid:patient")
    private static func code(_ code: String) -> CodeableConcept { CodeableConcept(coding: [Coding(code: code)]) }

    private static func standing(of resource: AnyResource) throws -> RecordContent.Standing? {
        try #require(resource.statement([:])).1.standing
    }

    @Test(
        "a refused vaccine is never shown as given",
        arguments: [
            (Immunization.Status.completed, nil), (.notDone, RecordContent.Standing.notDone),
            (.enteredInError, .enteredInError),
        ])
    func immunisations(_ status: Immunization.Status, _ expected: RecordContent.Standing?) throws {
        var given = Immunization(
            status: status, vaccineCode: CodeableConcept(text: "Influenza"), patient: Self.patient,
            occurrence: .dateTime("2026-11-12"))
        given.statusReason = CodeableConcept(text: "patient refused")
        let statement = try #require(AnyResource.immunization(given).statement([:])).1
        #expect(statement.standing == expected && statement.reason == "patient refused")
        #expect(statement.cells.last == .time("2026-11-12"))
    }

    @Test(
        "a disease that was ruled out, suspected or is over says so",
        arguments: [
            ("confirmed", "active", nil), ("refuted", "active", RecordContent.Standing.refuted),
            ("entered-in-error", nil, .enteredInError), ("provisional", "active", .suspected),
            ("differential", nil, .suspected), ("confirmed", "resolved", .over), (nil, "remission", .over),
            (nil, nil, nil),
        ] as [(String?, String?, RecordContent.Standing?)])
    func problems(_ verification: String?, _ clinical: String?, _ expected: RecordContent.Standing?) throws {
        var condition = Condition(subject: Self.patient)
        condition.verificationStatus = verification.map(Self.code)
        condition.clinicalStatus = clinical.map(Self.code)
        #expect(try Self.standing(of: .condition(condition)) == expected)
        var allergy = AllergyIntolerance(patient: Self.patient)
        allergy.verificationStatus = verification.map(Self.code)
        allergy.clinicalStatus = clinical.map(Self.code)
        #expect(try Self.standing(of: .allergyIntolerance(allergy)) == expected)
    }

    @Test(
        "an order is no intake, and the order not to give is no order",
        arguments: [
            (MedicationRequest.Status.active, MedicationRequest.Intent.order, nil, RecordContent.Standing.ordered),
            (.active, .plan, nil, .planned), (.active, .order, true, .mustNotBeDone),
            (.cancelled, .order, nil, .stopped),
            (.completed, .order, nil, .over), (.enteredInError, .order, true, .enteredInError),
            (.onHold, .order, nil, .paused),
        ] as [(MedicationRequest.Status, MedicationRequest.Intent, Bool?, RecordContent.Standing)])
    func orders(
        _ status: MedicationRequest.Status, _ intent: MedicationRequest.Intent, _ doNotPerform: Bool?,
        _ expected: RecordContent.Standing
    ) throws {
        var request = MedicationRequest(
            status: status, intent: intent, medication: .codeableConcept(CodeableConcept(text: "Warfarin")),
            subject: Self.patient)
        request.doNotPerform = doNotPerform
        #expect(try Self.standing(of: .medicationRequest(request)) == expected)
    }

    @Test(
        "a medicine that is not taken, stopped or meant for later says so",
        arguments: [
            (MedicationStatement.Status.active, nil), (.notTaken, RecordContent.Standing.notDone), (.stopped, .stopped),
            (.intended, .planned), (.completed, .over), (.enteredInError, .enteredInError),
        ])
    func medicines(_ status: MedicationStatement.Status, _ expected: RecordContent.Standing?) throws {
        let medicine = MedicationStatement(
            status: status, medication: .codeableConcept(CodeableConcept(text: "Aspirin")), subject: Self.patient)
        #expect(try Self.standing(of: .medicationStatement(medicine)) == expected)
    }

    @Test("a procedure or visit that did not take place says so")
    func events() throws {
        for (status, expected) in [
            (EventStatus.completed, nil), (.notDone, RecordContent.Standing.notDone), (.preparation, .planned),
            (.stopped, .stopped),
        ] {
            #expect(try Self.standing(of: .procedure(Procedure(status: status, subject: Self.patient))) == expected)
        }
        for (status, expected) in [
            (Encounter.Status.finished, nil), (.planned, RecordContent.Standing.planned), (.cancelled, .notDone),
        ] {
            #expect(
                try Self.standing(of: .encounter(Encounter(status: status, class: Coding(code: "AMB")))) == expected)
        }
    }

    @Test("a denied finding is marked and its value stands with the denial alone")
    func negated() throws {
        var observation = Observation(status: .final, code: CodeableConcept(text: "Chest pain"))
        observation.dataAbsentReason = Self.code("not-applicable")
        observation.modifierExtension = [
            Extension(url: "https://example.org/negated", value: .codeableConcept(CodeableConcept(text: "crushing")))
        ]
        let statement = try #require(AnyResource.observation(observation).statement([:])).1
        #expect(statement.standing == .refuted && statement.reason == "crushing")
        #expect(statement.cells.first == .text("–"))
        observation.modifierExtension = []
        observation.value = .boolean(false)
        #expect(try #require(AnyResource.observation(observation).statement([:])).1.cells.first == .truth(false))
        observation.status = .preliminary
        #expect(try Self.standing(of: .observation(observation)) == .preliminary)
    }

    @Test(
        "a unit that a program wrote is shown as people write it",
        arguments: [
            ("mm[Hg]", "mmHg"), ("umol/L", "µmol/L"), ("ug/L", "µg/L"), ("10*9/L", "×10⁹/L"), ("10*3/uL", "×10³/µL"),
            ("Cel", "°C"), ("[iU]/L", "IU/L"), ("mL/min/{1.73_m2}", "mL/min/1.73 m²"), ("{beats}/min", "/min"),
            ("mg/{dose}", "mg"), ("kg/m2", "kg/m²"), ("%", "%"), ("1", ""), ("{score}", ""), ("u", "u"),
            ("unit/d", "unit/d"),
        ])
    func units(_ code: String, _ expected: String) {
        #expect(UnitText.plain(code) == expected)
        let ucum = "http://unitsofmeasure.org"
        let plain = Quantity(value: FHIRDecimal(5), unit: code, system: ucum, code: code).shown
        #expect(plain == (expected.isEmpty ? "5" : "5 \(expected)"))
        let words = Quantity(value: FHIRDecimal(5), unit: "as written", system: ucum, code: code).shown
        #expect(words == "5 as written", "the author's own words come first")
    }
}
