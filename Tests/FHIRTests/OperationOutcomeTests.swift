import FHIR
import RecordTypes
import Testing

@Suite("OperationOutcome from issues")
struct OperationOutcomeTests {
    @Test("place, rule and remedy stand where FHIR looks for them")
    func xpath() throws {
        let outcome = OperationOutcome(issues: [
            RecordTypes.Issue(
                .error, "cda-required-element", .required, "The document has no id.",
                at: .xpath("/ClinicalDocument", line: 2, column: 5), rule: "CDA R2 4.2.1.2",
                remedy: "Give the document an id.")
        ])
        let issue = try #require(outcome.issue.first)
        #expect(issue.severity == .error)
        #expect(issue.code == .required)
        #expect(issue.details?.text == "The document has no id.")
        #expect(issue.details?.coding.first?.code == "cda-required-element")
        #expect(issue.details?.coding.first?.system == "https://ankur.example/fhir/CodeSystem/issue")
        #expect(issue.location == ["/ClinicalDocument"])
        #expect(issue.expression == [])
        #expect(issue.diagnostics == "rule: CDA R2 4.2.1.2; remedy: Give the document an id.; line 2, column 5")
        #expect(issue.extension.map(\.value) == [.integer(2), .integer(5)])
        #expect(try OperationOutcome(parsing: outcome.bytes) == outcome)
    }

    @Test("an HL7 v2 place is a location, a FHIRPath an expression, none neither")
    func otherPlaces() {
        let outcome = OperationOutcome(issues: [
            RecordTypes.Issue(.warning, "a", .value, "m", at: .hl7(.init(segment: "PID", field: 3, component: 1))),
            RecordTypes.Issue(.warning, "a", .value, "m", at: .expression("Patient.name")),
            RecordTypes.Issue(.information, "a", .value, "m"),
        ])
        #expect(outcome.issue.map(\.location) == [["PID[1]-3.1"], [], []])
        #expect(outcome.issue.map(\.expression) == [[], ["Patient.name"], []])
        #expect(outcome.issue.map(\.diagnostics) == [nil, nil, nil])
    }

    @Test("every kind and severity of ours is one of FHIR's", arguments: RecordTypes.Issue.Kind.allCases)
    func kinds(_ kind: RecordTypes.Issue.Kind) {
        for severity in RecordTypes.Issue.Severity.allCases {
            let issue = OperationOutcome(issues: [RecordTypes.Issue(severity, "a", kind, "m")]).issue[0]
            #expect(issue.code.rawValue == kind.rawValue)
            #expect(issue.severity.rawValue == severity.rawValue)
        }
    }

    @Test("no findings still make a valid outcome")
    func nothing() throws {
        let outcome = OperationOutcome(issues: [])
        #expect(outcome.issue.count == 1)
        #expect(outcome.issue.first?.severity == .information)
        #expect(try OperationOutcome(parsing: outcome.bytes) == outcome)
    }
}
