/// A place where care happens.
///
/// R4: <http://hl7.org/fhir/R4/location.html>
public struct Location: DomainResource {
    public static let resourceType = "Location"

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
    public var operationalStatus: Coding?
    public var name: String?
    public var alias: [String] = []
    public var description: String?
    public var mode: Mode?
    public var type: [CodeableConcept] = []
    public var telecom: [ContactPoint] = []
    public var address: Address?
    public var physicalType: CodeableConcept?
    public var position: Position?
    public var managingOrganization: Reference?
    public var partOf: Reference?
    public var hoursOfOperation: [HoursOfOperation] = []
    public var availabilityExceptions: String?
    public var endpoint: [Reference] = []

    public init() {
    }

    /// `http://hl7.org/fhir/ValueSet/location-status`
    public enum Status: String, FHIRCode {
        case active, suspended, inactive
    }

    /// `http://hl7.org/fhir/ValueSet/location-mode`
    public enum Mode: String, FHIRCode {
        case instance, kind
    }

    public struct Position: Element {
        public var id: String?
        public var `extension`: [Extension] = []
        public var modifierExtension: [Extension] = []
        public var longitude: FHIRDecimal
        public var latitude: FHIRDecimal
        public var altitude: FHIRDecimal?

        public init(longitude: FHIRDecimal, latitude: FHIRDecimal, altitude: FHIRDecimal? = nil) {
            self.longitude = longitude
            self.latitude = latitude
            self.altitude = altitude
        }
    }

    public struct HoursOfOperation: Element {
        public var id: String?
        public var `extension`: [Extension] = []
        public var modifierExtension: [Extension] = []
        public var daysOfWeek: [DayOfWeek]
        public var allDay: Bool?
        public var openingTime: String?
        public var closingTime: String?

        public init(
            daysOfWeek: [DayOfWeek] = [], allDay: Bool? = nil, openingTime: String? = nil, closingTime: String? = nil
        ) {
            self.daysOfWeek = daysOfWeek
            self.allDay = allDay
            self.openingTime = openingTime
            self.closingTime = closingTime
        }
    }
}
