/// A medication handed out.
///
/// R4: <http://hl7.org/fhir/R4/medicationdispense.html>. mdd-1: the hand-over is not before the preparation.
public struct MedicationDispense: DomainResource {
    public static let resourceType = "MedicationDispense"

    public var id: String?
    @Indirect public var meta: Meta? = nil
    public var implicitRules: String?
    public var language: String?
    public var text: Narrative?
    public var contained: [AnyResource] = []
    public var `extension`: [Extension] = []
    public var modifierExtension: [Extension] = []
    public var identifier: [Identifier] = []
    public var partOf: [Reference] = []
    public var status: Status
    public var statusReason: StatusReason?
    public var category: CodeableConcept?
    public var medication: Medication
    public var subject: Reference?
    public var context: Reference?
    public var supportingInformation: [Reference] = []
    public var performer: [Performer] = []
    public var location: Reference?
    public var authorizingPrescription: [Reference] = []
    public var type: CodeableConcept?
    public var quantity: Quantity?
    public var daysSupply: Quantity?
    public var whenPrepared: String?
    public var whenHandedOver: String?
    public var destination: Reference?
    public var receiver: [Reference] = []
    public var note: [Annotation] = []
    public var dosageInstruction: [Dosage] = []
    public var substitution: Substitution?
    public var detectedIssue: [Reference] = []
    public var eventHistory: [Reference] = []

    public init(status: Status, medication: Medication) {
        self.status = status
        self.medication = medication
    }

    /// The types that `statusReason[x]` can have.
    public enum StatusReason: Hashable, Sendable {
        case codeableConcept(CodeableConcept)
        case reference(Reference)
    }

    /// The types that `medication[x]` can have.
    public enum Medication: Hashable, Sendable {
        case codeableConcept(CodeableConcept)
        case reference(Reference)
    }

    /// `http://hl7.org/fhir/ValueSet/medicationdispense-status`
    public enum Status: String, FHIRCode {
        case preparation
        case inProgress = "in-progress"
        case cancelled
        case onHold = "on-hold"
        case completed
        case enteredInError = "entered-in-error"
        case stopped, declined, unknown
    }

    public struct Performer: Element {
        public var id: String?
        public var `extension`: [Extension] = []
        public var modifierExtension: [Extension] = []
        public var function: CodeableConcept?
        public var actor: Reference

        public init(function: CodeableConcept? = nil, actor: Reference) {
            self.function = function
            self.actor = actor
        }
    }

    public struct Substitution: Element {
        public var id: String?
        public var `extension`: [Extension] = []
        public var modifierExtension: [Extension] = []
        public var wasSubstituted: Bool
        public var type: CodeableConcept?
        public var reason: [CodeableConcept]
        public var responsibleParty: [Reference]

        public init(
            wasSubstituted: Bool, type: CodeableConcept? = nil, reason: [CodeableConcept] = [],
            responsibleParty: [Reference] = []
        ) {
            self.wasSubstituted = wasSubstituted
            self.type = type
            self.reason = reason
            self.responsibleParty = responsibleParty
        }
    }
}
