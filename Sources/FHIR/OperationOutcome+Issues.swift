public import RecordTypes

extension OperationOutcome {
    /// Findings about an input, as every door answers them. An empty list says that nothing was wrong: R4 wants one issue.
    public init(issues: [RecordTypes.Issue]) {
        guard !issues.isEmpty else {
            var done = Issue(severity: .information, code: .informational)
            done.details = CodeableConcept(text: "Nothing to report.")
            self.init(issue: [done])
            return
        }
        self.init(issue: issues.map(Issue.init))
    }
}

extension OperationOutcome.Issue {
    /// The code system of ``RecordTypes/Issue/code``.
    public static let codeSystem = "https://ankur.example/fhir/CodeSystem/issue"

    public init(_ issue: RecordTypes.Issue) {
        self.init(severity: Severity(issue.severity), code: Code(rawValue: issue.kind.rawValue) ?? .processing)
        details = CodeableConcept(coding: [Coding(system: Self.codeSystem, code: issue.code)], text: issue.message)
        var diagnostics: [String] = []
        if let rule = issue.rule { diagnostics.append("rule: \(rule)") }
        if let remedy = issue.remedy { diagnostics.append("remedy: \(remedy)") }
        switch issue.place {
        case .none: break
        case .xpath(let path, let line, let column):
            if !path.isEmpty { location = [path] }
            if line > 0 {
                diagnostics.append("line \(line), column \(column)")
                `extension`.append(Self.position("line", line))
                if column > 0 { `extension`.append(Self.position("col", column)) }
            }
        case .hl7(let place): location = [place.text]
        case .expression(let path): if !path.isEmpty { expression = [path] }
        }
        if !diagnostics.isEmpty { self.diagnostics = diagnostics.joined(separator: "; ") }
    }

    private static func position(_ what: String, _ value: Int) -> Extension {
        Extension(url: "http://hl7.org/fhir/StructureDefinition/operationoutcome-issue-\(what)", value: .integer(value))
    }
}

extension OperationOutcome.Issue.Severity {
    init(_ severity: RecordTypes.Issue.Severity) {
        switch severity {
        case .fatal: self = .fatal
        case .error: self = .error
        case .warning: self = .warning
        case .information: self = .information
        }
    }
}
