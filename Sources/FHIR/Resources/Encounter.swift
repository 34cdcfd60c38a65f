/// A visit or stay: one contact between a patient and a provider.
///
/// R4: <http://hl7.org/fhir/R4/encounter.html>
public struct Encounter: DomainResource {
    public static let resourceType = "Encounter"

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
    public var statusHistory: [StatusHistory] = []
    public var `class`: Coding
    public var classHistory: [ClassHistory] = []
    public var type: [CodeableConcept] = []
    public var serviceType: CodeableConcept?
    public var priority: CodeableConcept?
    public var subject: Reference?
    public var episodeOfCare: [Reference] = []
    public var basedOn: [Reference] = []
    public var participant: [Participant] = []
    public var appointment: [Reference] = []
    public var period: Period?
    public var length: Quantity?
    public var reasonCode: [CodeableConcept] = []
    public var reasonReference: [Reference] = []
    public var diagnosis: [Diagnosis] = []
    public var account: [Reference] = []
    public var hospitalization: Hospitalization?
    public var location: [Location] = []
    public var serviceProvider: Reference?
    public var partOf: Reference?

    public init(status: Status, class: Coding) {
        self.status = status
        self.class = `class`
    }

    /// `http://hl7.org/fhir/ValueSet/encounter-status`
    public enum Status: String, FHIRCode {
        case planned, arrived, triaged
        case inProgress = "in-progress"
        case onleave, finished, cancelled
        case enteredInError = "entered-in-error"
        case unknown
    }

    public struct StatusHistory: Element {
        public var id: String?
        public var `extension`: [Extension] = []
        public var modifierExtension: [Extension] = []
        public var status: Status
        public var period: Period

        public init(status: Status, period: Period) {
            self.status = status
            self.period = period
        }
    }

    public struct ClassHistory: Element {
        public var id: String?
        public var `extension`: [Extension] = []
        public var modifierExtension: [Extension] = []
        public var `class`: Coding
        public var period: Period

        public init(class: Coding, period: Period) {
            self.class = `class`
            self.period = period
        }
    }

    public struct Participant: Element {
        public var id: String?
        public var `extension`: [Extension] = []
        public var modifierExtension: [Extension] = []
        public var type: [CodeableConcept]
        public var period: Period?
        public var individual: Reference?
    }

    public struct Diagnosis: Element {
        public var id: String?
        public var `extension`: [Extension] = []
        public var modifierExtension: [Extension] = []
        public var condition: Reference
        public var use: CodeableConcept?
        public var rank: Int?

        public init(condition: Reference, use: CodeableConcept? = nil, rank: Int? = nil) {
            self.condition = condition
            self.use = use
            self.rank = rank
        }
    }

    public struct Hospitalization: Element {
        public var id: String?
        public var `extension`: [Extension] = []
        public var modifierExtension: [Extension] = []
        public var preAdmissionIdentifier: Identifier?
        public var origin: Reference?
        public var admitSource: CodeableConcept?
        public var reAdmission: CodeableConcept?
        public var dietPreference: [CodeableConcept]
        public var specialCourtesy: [CodeableConcept]
        public var specialArrangement: [CodeableConcept]
        public var destination: Reference?
        public var dischargeDisposition: CodeableConcept?
    }

    public struct Location: Element {
        public var id: String?
        public var `extension`: [Extension] = []
        public var modifierExtension: [Extension] = []
        public var location: Reference
        public var status: Status?
        public var physicalType: CodeableConcept?
        public var period: Period?

        /// `http://hl7.org/fhir/ValueSet/encounter-location-status`
        public enum Status: String, FHIRCode {
            case planned, active, reserved, completed
        }
    }
}

extension Encounter.Participant {
    // Through the memberwise initializer: one that sets the members itself is compiled to copy the whole value at its end.
    public init(type: [CodeableConcept] = [], period: Period? = nil, individual: Reference? = nil) {
        self.init(id: nil, extension: [], modifierExtension: [], type: type, period: period, individual: individual)
    }
}

extension Encounter.Location {
    // Through the memberwise initializer: one that sets the members itself is compiled to copy the whole value at its end.
    public init(location: Reference, status: Status? = nil, physicalType: CodeableConcept? = nil, period: Period? = nil)
    {
        self.init(
            id: nil, extension: [], modifierExtension: [], location: location, status: status,
            physicalType: physicalType, period: period)
    }
}

extension Encounter.Hospitalization {
    // Through the memberwise initializer: one that sets the members itself is compiled to copy the whole value at its end.
    public init(
        preAdmissionIdentifier: Identifier? = nil, origin: Reference? = nil, admitSource: CodeableConcept? = nil,
        reAdmission: CodeableConcept? = nil, dietPreference: [CodeableConcept] = [],
        specialCourtesy: [CodeableConcept] = [], specialArrangement: [CodeableConcept] = [],
        destination: Reference? = nil, dischargeDisposition: CodeableConcept? = nil
    ) {
        self.init(
            id: nil, extension: [], modifierExtension: [], preAdmissionIdentifier: preAdmissionIdentifier,
            origin: origin, admitSource: admitSource, reAdmission: reAdmission, dietPreference: dietPreference,
            specialCourtesy: specialCourtesy, specialArrangement: specialArrangement, destination: destination,
            dischargeDisposition: dischargeDisposition)
    }
}
