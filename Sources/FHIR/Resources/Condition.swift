/// A problem, diagnosis or other state that somebody found worth recording.
///
/// R4: <http://hl7.org/fhir/R4/condition.html>. con-3 to con-5 tie clinical and verification status together:
/// `entered-in-error` has no clinical status, an abatement excludes `active`.
public struct Condition: DomainResource {
    public static let resourceType = "Condition"

    public var id: String?
    @Indirect public var meta: Meta? = nil
    public var implicitRules: String?
    public var language: String?
    public var text: Narrative?
    public var contained: [AnyResource] = []
    public var `extension`: [Extension] = []
    public var modifierExtension: [Extension] = []
    public var identifier: [Identifier] = []
    public var clinicalStatus: CodeableConcept?
    public var verificationStatus: CodeableConcept?
    public var category: [CodeableConcept] = []
    public var severity: CodeableConcept?
    public var code: CodeableConcept?
    public var bodySite: [CodeableConcept] = []
    public var subject: Reference
    public var encounter: Reference?
    public var onset: Onset?
    public var abatement: Abatement?
    /// When it entered a record.
    public var recordedDate: String?
    public var recorder: Reference?
    public var asserter: Reference?
    public var stage: [Stage] = []
    public var evidence: [Evidence] = []
    public var note: [Annotation] = []

    public init(subject: Reference) {
        self.subject = subject
    }

    /// The types that `onset[x]` can have.
    public enum Onset: Hashable, Sendable {
        case dateTime(String)
        case age(Quantity)
        case period(Period)
        case range(FHIRRange)
        case string(String)
    }

    /// The types that `abatement[x]` can have.
    public enum Abatement: Hashable, Sendable {
        case dateTime(String)
        case age(Quantity)
        case period(Period)
        case range(FHIRRange)
        case string(String)
    }

    public struct Stage: Element {
        public var id: String?
        public var `extension`: [Extension] = []
        public var modifierExtension: [Extension] = []
        public var summary: CodeableConcept?
        public var assessment: [Reference]
        public var type: CodeableConcept?

        public init(summary: CodeableConcept? = nil, assessment: [Reference] = [], type: CodeableConcept? = nil) {
            self.summary = summary
            self.assessment = assessment
            self.type = type
        }
    }

    public struct Evidence: Element {
        public var id: String?
        public var `extension`: [Extension] = []
        public var modifierExtension: [Extension] = []
        public var code: [CodeableConcept]
        public var detail: [Reference]

        public init(code: [CodeableConcept] = [], detail: [Reference] = []) {
            self.code = code
            self.detail = detail
        }
    }
}
