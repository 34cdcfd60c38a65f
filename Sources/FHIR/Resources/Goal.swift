/// What care is to achieve.
///
/// R4: <http://hl7.org/fhir/R4/goal.html>. gol-1: a target with a value has a measure.
public struct Goal: DomainResource {
    public static let resourceType = "Goal"

    public var id: String?
    @Indirect public var meta: Meta? = nil
    public var implicitRules: String?
    public var language: String?
    public var text: Narrative?
    public var contained: [AnyResource] = []
    public var `extension`: [Extension] = []
    public var modifierExtension: [Extension] = []
    public var identifier: [Identifier] = []
    public var lifecycleStatus: LifecycleStatus
    public var achievementStatus: CodeableConcept?
    public var category: [CodeableConcept] = []
    public var priority: CodeableConcept?
    public var description: CodeableConcept
    public var subject: Reference
    public var start: Start?
    public var target: [Target] = []
    public var statusDate: String?
    public var statusReason: String?
    public var expressedBy: Reference?
    public var addresses: [Reference] = []
    public var note: [Annotation] = []
    public var outcomeCode: [CodeableConcept] = []
    public var outcomeReference: [Reference] = []

    public init(lifecycleStatus: LifecycleStatus, description: CodeableConcept, subject: Reference) {
        self.lifecycleStatus = lifecycleStatus
        self.description = description
        self.subject = subject
    }

    /// The types that `start[x]` can have.
    public enum Start: Hashable, Sendable {
        case date(String)
        case codeableConcept(CodeableConcept)
    }

    /// `http://hl7.org/fhir/ValueSet/goal-status`
    public enum LifecycleStatus: String, FHIRCode {
        case proposed, planned, accepted, active
        case onHold = "on-hold"
        case completed, cancelled
        case enteredInError = "entered-in-error"
        case rejected
    }

    public struct Target: Element {
        public var id: String?
        public var `extension`: [Extension] = []
        public var modifierExtension: [Extension] = []
        public var measure: CodeableConcept?
        public var detail: Detail?
        public var due: Due?

        public init(measure: CodeableConcept? = nil, detail: Detail? = nil, due: Due? = nil) {
            self.measure = measure
            self.detail = detail
            self.due = due
        }

        /// The types that `detail[x]` can have.
        public enum Detail: Hashable, Sendable {
            case quantity(Quantity)
            case range(FHIRRange)
            case codeableConcept(CodeableConcept)
            case string(String)
            case boolean(Bool)
            case integer(Int)
            case ratio(Ratio)
        }

        /// The types that `due[x]` can have.
        public enum Due: Hashable, Sendable {
            case date(String)
            case duration(Quantity)
        }
    }
}
