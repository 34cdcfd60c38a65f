/// A booking of people and places for a time.
///
/// R4: <http://hl7.org/fhir/R4/appointment.html>. app-2: start and end together or not at all.
public struct Appointment: DomainResource {
    public static let resourceType = "Appointment"

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
    public var cancelationReason: CodeableConcept?
    public var serviceCategory: [CodeableConcept] = []
    public var serviceType: [CodeableConcept] = []
    public var specialty: [CodeableConcept] = []
    public var appointmentType: CodeableConcept?
    public var reasonCode: [CodeableConcept] = []
    public var reasonReference: [Reference] = []
    public var priority: Int?
    public var description: String?
    public var supportingInformation: [Reference] = []
    public var start: String?
    public var end: String?
    public var minutesDuration: Int?
    public var slot: [Reference] = []
    public var created: String?
    public var comment: String?
    public var patientInstruction: String?
    public var basedOn: [Reference] = []
    public var participant: [Participant]
    public var requestedPeriod: [Period] = []

    public init(status: Status, participant: [Participant]) {
        self.status = status
        self.participant = participant
    }

    /// `http://hl7.org/fhir/ValueSet/appointmentstatus`
    public enum Status: String, FHIRCode {
        case proposed, pending, booked, arrived, fulfilled, cancelled, noshow
        case enteredInError = "entered-in-error"
        case checkedIn = "checked-in"
        case waitlist
    }

    public struct Participant: Element {
        public var id: String?
        public var `extension`: [Extension] = []
        public var modifierExtension: [Extension] = []
        public var type: [CodeableConcept]
        public var actor: Reference?
        public var required: Required?
        public var status: Status
        public var period: Period?

        public init(
            type: [CodeableConcept] = [], actor: Reference? = nil, required: Required? = nil, status: Status,
            period: Period? = nil
        ) {
            self.type = type
            self.actor = actor
            self.required = required
            self.status = status
            self.period = period
        }

        /// `http://hl7.org/fhir/ValueSet/participantrequired`
        public enum Required: String, FHIRCode {
            case required, optional
            case informationOnly = "information-only"
        }

        /// `http://hl7.org/fhir/ValueSet/participationstatus`
        public enum Status: String, FHIRCode {
            case accepted, declined, tentative
            case needsAction = "needs-action"
        }
    }
}
