/// What was wrong, or worth knowing, about a request.
///
/// R4: <http://hl7.org/fhir/R4/operationoutcome.html>. `issue` cannot be empty when read.
public struct OperationOutcome: DomainResource {
    public static let resourceType = "OperationOutcome"

    public var id: String?
    @Indirect public var meta: Meta? = nil
    public var implicitRules: String?
    public var language: String?
    public var text: Narrative?
    public var contained: [AnyResource] = []
    public var `extension`: [Extension] = []
    public var modifierExtension: [Extension] = []
    public var issue: [Issue]

    public init(issue: [Issue]) {
        self.issue = issue
    }

    public struct Issue: Element {
        public var id: String?
        public var `extension`: [Extension] = []
        public var modifierExtension: [Extension] = []
        public var severity: Severity
        public var code: Code
        public var details: CodeableConcept?
        public var diagnostics: String?
        public var location: [String]
        public var expression: [String]

        public init(
            severity: Severity, code: Code, details: CodeableConcept? = nil, diagnostics: String? = nil,
            location: [String] = [], expression: [String] = []
        ) {
            self.severity = severity
            self.code = code
            self.details = details
            self.diagnostics = diagnostics
            self.location = location
            self.expression = expression
        }

        /// `http://hl7.org/fhir/ValueSet/issue-severity`
        public enum Severity: String, FHIRCode {
            case fatal, error, warning, information
        }

        /// `http://hl7.org/fhir/ValueSet/issue-type`
        public enum Code: String, FHIRCode {
            case invalid, structure, required, value, invariant, security, login, unknown, expired, forbidden
            case suppressed, processing
            case notSupported = "not-supported"
            case duplicate
            case multipleMatches = "multiple-matches"
            case notFound = "not-found"
            case deleted
            case tooLong = "too-long"
            case codeInvalid = "code-invalid"
            case `extension`
            case tooCostly = "too-costly"
            case businessRule = "business-rule"
            case conflict, transient
            case lockError = "lock-error"
            case noStore = "no-store"
            case exception, timeout, incomplete, throttled, informational
        }
    }
}
