/// An order or plan to give a medication.
///
/// R4: <http://hl7.org/fhir/R4/medicationrequest.html>. `doNotPerform` turns it into the order *not* to give it.
public struct MedicationRequest: DomainResource {
    public static let resourceType = "MedicationRequest"

    public var id: String?
    @Indirect public var meta: Meta? = nil
    public var implicitRules: String?
    public var language: String?
    public var text: Narrative?
    public var contained: [AnyResource] = []
    public var `extension`: [Extension] = []
    public var modifierExtension: [Extension] = []
    public var identifier: [Identifier] = []
    public var status: Status
    public var statusReason: CodeableConcept?
    public var intent: Intent
    public var category: [CodeableConcept] = []
    public var priority: RequestPriority?
    /// True: the order is *not* to give it.
    public var doNotPerform: Bool?
    public var reported: Reported?
    public var medication: Medication
    public var subject: Reference
    public var encounter: Reference?
    public var supportingInformation: [Reference] = []
    public var authoredOn: String?
    public var requester: Reference?
    public var performer: Reference?
    public var performerType: CodeableConcept?
    public var recorder: Reference?
    public var reasonCode: [CodeableConcept] = []
    public var reasonReference: [Reference] = []
    public var instantiatesCanonical: [String] = []
    public var instantiatesUri: [String] = []
    public var basedOn: [Reference] = []
    public var groupIdentifier: Identifier?
    public var courseOfTherapyType: CodeableConcept?
    public var insurance: [Reference] = []
    public var note: [Annotation] = []
    public var dosageInstruction: [Dosage] = []
    public var dispenseRequest: DispenseRequest?
    public var substitution: Substitution?
    public var priorPrescription: Reference?
    public var detectedIssue: [Reference] = []
    public var eventHistory: [Reference] = []

    public init(status: Status, intent: Intent, medication: Medication, subject: Reference) {
        self.status = status
        self.intent = intent
        self.medication = medication
        self.subject = subject
    }

    /// The types that `reported[x]` can have.
    public enum Reported: Hashable, Sendable {
        case boolean(Bool)
        case reference(Reference)
    }

    /// The types that `medication[x]` can have.
    public enum Medication: Hashable, Sendable {
        case codeableConcept(CodeableConcept)
        case reference(Reference)
    }

    /// `http://hl7.org/fhir/ValueSet/medicationrequest-status`
    public enum Status: String, FHIRCode {
        case active
        case onHold = "on-hold"
        case cancelled, completed
        case enteredInError = "entered-in-error"
        case stopped, draft, unknown
    }

    /// `http://hl7.org/fhir/ValueSet/medicationrequest-intent`
    public enum Intent: String, FHIRCode {
        case proposal, plan, order
        case originalOrder = "original-order"
        case reflexOrder = "reflex-order"
        case fillerOrder = "filler-order"
        case instanceOrder = "instance-order"
        case option
    }

    public struct DispenseRequest: Element {
        public var id: String?
        public var `extension`: [Extension] = []
        public var modifierExtension: [Extension] = []
        public var initialFill: InitialFill?
        public var dispenseInterval: Quantity?
        public var validityPeriod: Period?
        public var numberOfRepeatsAllowed: Int?
        public var quantity: Quantity?
        public var expectedSupplyDuration: Quantity?
        public var performer: Reference?

        public init(
            initialFill: InitialFill? = nil, dispenseInterval: Quantity? = nil, validityPeriod: Period? = nil,
            numberOfRepeatsAllowed: Int? = nil, quantity: Quantity? = nil, expectedSupplyDuration: Quantity? = nil,
            performer: Reference? = nil
        ) {
            self.initialFill = initialFill
            self.dispenseInterval = dispenseInterval
            self.validityPeriod = validityPeriod
            self.numberOfRepeatsAllowed = numberOfRepeatsAllowed
            self.quantity = quantity
            self.expectedSupplyDuration = expectedSupplyDuration
            self.performer = performer
        }

        public struct InitialFill: Element {
            public var id: String?
            public var `extension`: [Extension] = []
            public var modifierExtension: [Extension] = []
            public var quantity: Quantity?
            public var duration: Quantity?

            public init(quantity: Quantity? = nil, duration: Quantity? = nil) {
                self.quantity = quantity
                self.duration = duration
            }
        }
    }

    public struct Substitution: Element {
        public var id: String?
        public var `extension`: [Extension] = []
        public var modifierExtension: [Extension] = []
        public var allowed: Allowed
        public var reason: CodeableConcept?

        public init(allowed: Allowed, reason: CodeableConcept? = nil) {
            self.allowed = allowed
            self.reason = reason
        }

        /// The types that `allowed[x]` can have.
        public enum Allowed: Hashable, Sendable {
            case boolean(Bool)
            case codeableConcept(CodeableConcept)
        }
    }
}
