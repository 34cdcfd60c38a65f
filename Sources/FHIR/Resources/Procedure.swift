/// Something done to or for the patient, or deliberately not done.
///
/// R4: <http://hl7.org/fhir/R4/procedure.html>
public struct Procedure: DomainResource {
    public static let resourceType = "Procedure"

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
    public var partOf: [Reference] = []
    public var status: EventStatus
    public var statusReason: CodeableConcept?
    public var category: CodeableConcept?
    public var code: CodeableConcept?
    public var subject: Reference
    public var encounter: Reference?
    public var performed: Performed?
    public var recorder: Reference?
    public var asserter: Reference?
    public var performer: [Performer] = []
    public var location: Reference?
    public var reasonCode: [CodeableConcept] = []
    public var reasonReference: [Reference] = []
    public var bodySite: [CodeableConcept] = []
    public var outcome: CodeableConcept?
    public var report: [Reference] = []
    public var complication: [CodeableConcept] = []
    public var complicationDetail: [Reference] = []
    public var followUp: [CodeableConcept] = []
    public var note: [Annotation] = []
    public var focalDevice: [FocalDevice] = []
    public var usedReference: [Reference] = []
    public var usedCode: [CodeableConcept] = []

    public init(status: EventStatus, subject: Reference) {
        self.status = status
        self.subject = subject
    }

    /// The types that `performed[x]` can have.
    public enum Performed: Hashable, Sendable {
        case dateTime(String)
        case period(Period)
        case string(String)
        case age(Quantity)
        case range(FHIRRange)
    }

    public struct Performer: Element {
        public var id: String?
        public var `extension`: [Extension] = []
        public var modifierExtension: [Extension] = []
        public var function: CodeableConcept?
        public var actor: Reference
        public var onBehalfOf: Reference?

        public init(function: CodeableConcept? = nil, actor: Reference, onBehalfOf: Reference? = nil) {
            self.function = function
            self.actor = actor
            self.onBehalfOf = onBehalfOf
        }
    }

    public struct FocalDevice: Element {
        public var id: String?
        public var `extension`: [Extension] = []
        public var modifierExtension: [Extension] = []
        public var action: CodeableConcept?
        public var manipulated: Reference

        public init(action: CodeableConcept? = nil, manipulated: Reference) {
            self.action = action
            self.manipulated = manipulated
        }
    }
}
