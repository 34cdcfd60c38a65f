/// One finding about an input: what is wrong, where, by which rule, and what to do about it.
///
/// No text of an issue quotes the patient: values stay in the document, the place leads to them.
public struct Issue: Hashable, Sendable {
    public enum Severity: String, Hashable, Sendable, CaseIterable {
        /// The input cannot be understood at all.
        case fatal
        /// The input is refused.
        case error
        /// Accepted; something is probably wrong or was lost.
        case warning
        case information
    }

    /// FHIR issue types (`http://hl7.org/fhir/issue-type`) that we use.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        case structure, required, value, invariant, security, forbidden, unknown, expired, processing
        case notSupported = "not-supported"
        case duplicate, notFound = "not-found", tooLong = "too-long", codeInvalid = "code-invalid", conflict
        case businessRule = "business-rule", exception, timeout, throttled, incomplete, informational, login
        case multipleMatches = "multiple-matches"
    }

    /// Where in the input: an XPath with line and column, or an HL7 v2 field.
    public enum Place: Hashable, Sendable {
        case none
        /// `line` and `column` are one-based; 0 when unknown.
        case xpath(String, line: Int, column: Int)
        case hl7(HL7Place)
        /// A JSON element or a FHIRPath expression.
        case expression(String)
    }

    /// A position in an HL7 v2 message as in ERR-2: all one-based; 0 means "not that deep".
    public struct HL7Place: Hashable, Sendable {
        public var segment: String
        /// Which of the segments of this name.
        public var sequence: Int
        public var field: Int
        public var repetition: Int
        public var component: Int
        public var subcomponent: Int

        public init(
            segment: String, sequence: Int = 1, field: Int = 0, repetition: Int = 0, component: Int = 0,
            subcomponent: Int = 0
        ) {
            self.segment = segment
            self.sequence = sequence
            self.field = field
            self.repetition = repetition
            self.component = component
            self.subcomponent = subcomponent
        }

        /// `PID[1]-3.1`: segment, sequence, field, component.
        public var text: String {
            var text = "\(segment)[\(sequence)]"
            if field > 0 { text += "-\(field)" }
            if repetition > 1 { text += "(\(repetition))" }
            if component > 0 { text += ".\(component)" }
            if subcomponent > 0 { text += ".\(subcomponent)" }
            return text
        }
    }

    public var severity: Severity
    /// Stable and documented: `cda-required-element`, `hl7-unknown-event`. Lower case, hyphens.
    public var code: String
    public var kind: Kind
    /// What is wrong, in one sentence.
    public var message: String
    public var place: Place
    /// The clause or profile line that asks for it: `CDA R2 4.2.2.1`, `profiles/core/document-types.tsv:7`.
    public var rule: String?
    /// What the sender should do.
    public var remedy: String?

    public init(
        _ severity: Severity, _ code: String, _ kind: Kind, _ message: String, at place: Place = .none,
        rule: String? = nil, remedy: String? = nil
    ) {
        self.severity = severity
        self.code = code
        self.kind = kind
        self.message = message
        self.place = place
        self.rule = rule
        self.remedy = remedy
    }

    /// Whether this finding alone refuses the input.
    public var refuses: Bool { severity == .fatal || severity == .error }
}
