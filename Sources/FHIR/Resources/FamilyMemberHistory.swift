/// Conditions of a relative that matter for the patient.
///
/// R4: <http://hl7.org/fhir/R4/familymemberhistory.html>. fhs-1 and fhs-2: age or birth date, and an estimate only with
/// an age.
public struct FamilyMemberHistory: DomainResource {
    public static let resourceType = "FamilyMemberHistory"

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
    public var status: Status
    public var dataAbsentReason: CodeableConcept?
    public var patient: Reference
    public var date: String?
    public var name: String?
    public var relationship: CodeableConcept
    public var sex: CodeableConcept?
    public var born: Born?
    public var age: Age?
    public var estimatedAge: Bool?
    public var deceased: Deceased?
    public var reasonCode: [CodeableConcept] = []
    public var reasonReference: [Reference] = []
    public var note: [Annotation] = []
    public var condition: [Condition] = []

    public init(status: Status, patient: Reference, relationship: CodeableConcept) {
        self.status = status
        self.patient = patient
        self.relationship = relationship
    }

    /// The types that `born[x]` can have.
    public enum Born: Hashable, Sendable {
        case period(Period)
        case date(String)
        case string(String)
    }

    /// The types that `age[x]` can have.
    public enum Age: Hashable, Sendable {
        case age(Quantity)
        case range(FHIRRange)
        case string(String)
    }

    /// The types that `deceased[x]` can have.
    public enum Deceased: Hashable, Sendable {
        case boolean(Bool)
        case age(Quantity)
        case range(FHIRRange)
        case date(String)
        case string(String)
    }

    /// `http://hl7.org/fhir/ValueSet/history-status`
    public enum Status: String, FHIRCode {
        case partial, completed
        case enteredInError = "entered-in-error"
        case healthUnknown = "health-unknown"
    }

    public struct Condition: Element {
        public var id: String?
        public var `extension`: [Extension] = []
        public var modifierExtension: [Extension] = []
        public var code: CodeableConcept
        public var outcome: CodeableConcept?
        public var contributedToDeath: Bool?
        public var onset: Onset?
        public var note: [Annotation]

        public init(
            code: CodeableConcept, outcome: CodeableConcept? = nil, contributedToDeath: Bool? = nil,
            onset: Onset? = nil, note: [Annotation] = []
        ) {
            self.code = code
            self.outcome = outcome
            self.contributedToDeath = contributedToDeath
            self.onset = onset
            self.note = note
        }

        /// The types that `onset[x]` can have.
        public enum Onset: Hashable, Sendable {
            case age(Quantity)
            case range(FHIRRange)
            case period(Period)
            case string(String)
        }
    }
}
