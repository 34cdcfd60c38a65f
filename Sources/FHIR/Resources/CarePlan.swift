/// What is planned for the patient, by whom and to which end.
///
/// R4: <http://hl7.org/fhir/R4/careplan.html>. cpl-3: an activity has a reference or a detail, not both.
public struct CarePlan: DomainResource {
    public static let resourceType = "CarePlan"

    public var id: String?
    @Indirect public var meta: Meta? = nil
    public var implicitRules: String?
    public var language: String?
    public var text: Narrative?
    public var contained: [AnyResource] = []
    public var `extension`: [Extension] = []
    public var modifierExtension: [Extension] = []
    public var identifier: [Identifier] = []
    public var instantiatesCanonical: [String] = []
    public var instantiatesUri: [String] = []
    public var basedOn: [Reference] = []
    public var replaces: [Reference] = []
    public var partOf: [Reference] = []
    public var status: RequestStatus
    public var intent: Intent
    public var category: [CodeableConcept] = []
    public var title: String?
    public var description: String?
    public var subject: Reference
    public var encounter: Reference?
    public var period: Period?
    public var created: String?
    public var author: Reference?
    public var contributor: [Reference] = []
    public var careTeam: [Reference] = []
    public var addresses: [Reference] = []
    public var supportingInfo: [Reference] = []
    public var goal: [Reference] = []
    public var activity: [Activity] = []
    public var note: [Annotation] = []

    public init(status: RequestStatus, intent: Intent, subject: Reference) {
        self.status = status
        self.intent = intent
        self.subject = subject
    }

    /// `http://hl7.org/fhir/ValueSet/care-plan-intent`
    public enum Intent: String, FHIRCode {
        case proposal, plan, order, option
    }

    public struct Activity: Element {
        public var id: String?
        public var `extension`: [Extension] = []
        public var modifierExtension: [Extension] = []
        public var outcomeCodeableConcept: [CodeableConcept]
        public var outcomeReference: [Reference]
        public var progress: [Annotation]
        public var reference: Reference?
        public var detail: Detail?

        public init(
            outcomeCodeableConcept: [CodeableConcept] = [], outcomeReference: [Reference] = [],
            progress: [Annotation] = [], reference: Reference? = nil, detail: Detail? = nil
        ) {
            self.outcomeCodeableConcept = outcomeCodeableConcept
            self.outcomeReference = outcomeReference
            self.progress = progress
            self.reference = reference
            self.detail = detail
        }

        public struct Detail: Element {
            public var id: String?
            public var `extension`: [Extension] = []
            public var modifierExtension: [Extension] = []
            public var kind: Kind?
            public var instantiatesCanonical: [String]
            public var instantiatesUri: [String]
            public var code: CodeableConcept?
            public var reasonCode: [CodeableConcept]
            public var reasonReference: [Reference]
            public var goal: [Reference]
            public var status: Status
            public var statusReason: CodeableConcept?
            public var doNotPerform: Bool?
            public var scheduled: Scheduled?
            public var location: Reference?
            public var performer: [Reference]
            public var product: Product?
            public var dailyAmount: Quantity?
            public var quantity: Quantity?
            public var description: String?

            public init(
                kind: Kind? = nil, instantiatesCanonical: [String] = [], instantiatesUri: [String] = [],
                code: CodeableConcept? = nil, reasonCode: [CodeableConcept] = [], reasonReference: [Reference] = [],
                goal: [Reference] = [], status: Status, statusReason: CodeableConcept? = nil,
                doNotPerform: Bool? = nil, scheduled: Scheduled? = nil, location: Reference? = nil,
                performer: [Reference] = [], product: Product? = nil, dailyAmount: Quantity? = nil,
                quantity: Quantity? = nil, description: String? = nil
            ) {
                self.kind = kind
                self.instantiatesCanonical = instantiatesCanonical
                self.instantiatesUri = instantiatesUri
                self.code = code
                self.reasonCode = reasonCode
                self.reasonReference = reasonReference
                self.goal = goal
                self.status = status
                self.statusReason = statusReason
                self.doNotPerform = doNotPerform
                self.scheduled = scheduled
                self.location = location
                self.performer = performer
                self.product = product
                self.dailyAmount = dailyAmount
                self.quantity = quantity
                self.description = description
            }

            /// The types that `scheduled[x]` can have.
            public enum Scheduled: Hashable, Sendable {
                case timing(Timing)
                case period(Period)
                case string(String)
            }

            /// The types that `product[x]` can have.
            public enum Product: Hashable, Sendable {
                case codeableConcept(CodeableConcept)
                case reference(Reference)
            }

            /// `http://hl7.org/fhir/ValueSet/care-plan-activity-kind`
            public enum Kind: String, FHIRCode {
                case appointment = "Appointment"
                case communicationRequest = "CommunicationRequest"
                case deviceRequest = "DeviceRequest"
                case medicationRequest = "MedicationRequest"
                case nutritionOrder = "NutritionOrder"
                case task = "Task"
                case serviceRequest = "ServiceRequest"
                case visionPrescription = "VisionPrescription"
            }

            /// `http://hl7.org/fhir/ValueSet/care-plan-activity-status`
            public enum Status: String, FHIRCode {
                case notStarted = "not-started"
                case scheduled
                case inProgress = "in-progress"
                case onHold = "on-hold"
                case completed, cancelled, stopped, unknown
                case enteredInError = "entered-in-error"
            }
        }
    }
}
