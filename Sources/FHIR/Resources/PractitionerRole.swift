/// A professional at an organisation, with specialty and place.
///
/// R4: <http://hl7.org/fhir/R4/practitionerrole.html>
public struct PractitionerRole: DomainResource {
    public static let resourceType = "PractitionerRole"

    public var id: String?
    @Indirect public var meta: Meta? = nil
    public var implicitRules: String?
    public var language: String?
    public var text: Narrative?
    public var contained: [AnyResource] = []
    public var `extension`: [Extension] = []
    public var modifierExtension: [Extension] = []
    public var identifier: [Identifier] = []
    public var active: Bool?
    public var period: Period?
    public var practitioner: Reference?
    public var organization: Reference?
    public var code: [CodeableConcept] = []
    public var specialty: [CodeableConcept] = []
    public var location: [Reference] = []
    public var healthcareService: [Reference] = []
    public var telecom: [ContactPoint] = []
    public var availableTime: [AvailableTime] = []
    public var notAvailable: [NotAvailable] = []
    public var availabilityExceptions: String?
    public var endpoint: [Reference] = []

    public init() {
    }

    public struct AvailableTime: Element {
        public var id: String?
        public var `extension`: [Extension] = []
        public var modifierExtension: [Extension] = []
        public var daysOfWeek: [DayOfWeek]
        public var allDay: Bool?
        public var availableStartTime: String?
        public var availableEndTime: String?

        public init(
            daysOfWeek: [DayOfWeek] = [], allDay: Bool? = nil, availableStartTime: String? = nil,
            availableEndTime: String? = nil
        ) {
            self.daysOfWeek = daysOfWeek
            self.allDay = allDay
            self.availableStartTime = availableStartTime
            self.availableEndTime = availableEndTime
        }
    }

    public struct NotAvailable: Element {
        public var id: String?
        public var `extension`: [Extension] = []
        public var modifierExtension: [Extension] = []
        public var description: String
        public var during: Period?

        public init(description: String, during: Period? = nil) {
            self.description = description
            self.during = during
        }
    }
}
