/// Who takes care of a patient together.
///
/// R4: <http://hl7.org/fhir/R4/careteam.html>. ctm-1: `onBehalfOf` only where the member is a Practitioner.
public struct CareTeam: DomainResource {
    public static let resourceType = "CareTeam"

    public var id: String?
    @Indirect public var meta: Meta? = nil
    public var implicitRules: String?
    public var language: String?
    public var text: Narrative?
    public var contained: [AnyResource] = []
    public var `extension`: [Extension] = []
    public var modifierExtension: [Extension] = []
    public var identifier: [Identifier] = []
    public var status: Status?
    public var category: [CodeableConcept] = []
    public var name: String?
    public var subject: Reference?
    public var encounter: Reference?
    public var period: Period?
    public var participant: [Participant] = []
    public var reasonCode: [CodeableConcept] = []
    public var reasonReference: [Reference] = []
    public var managingOrganization: [Reference] = []
    public var telecom: [ContactPoint] = []
    public var note: [Annotation] = []

    public init() {
    }

    /// `http://hl7.org/fhir/ValueSet/care-team-status`
    public enum Status: String, FHIRCode {
        case proposed, active, suspended, inactive
        case enteredInError = "entered-in-error"
    }

    public struct Participant: Element {
        public var id: String?
        public var `extension`: [Extension] = []
        public var modifierExtension: [Extension] = []
        public var role: [CodeableConcept]
        public var member: Reference?
        public var onBehalfOf: Reference?
        public var period: Period?

        public init(
            role: [CodeableConcept] = [], member: Reference? = nil, onBehalfOf: Reference? = nil, period: Period? = nil
        ) {
            self.role = role
            self.member = member
            self.onBehalfOf = onBehalfOf
            self.period = period
        }
    }
}
