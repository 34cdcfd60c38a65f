/// A dose given, or deliberately not given (`not-done`).
///
/// R4: <http://hl7.org/fhir/R4/medicationadministration.html>. mad-1: a dosage has a dose or a rate.
public struct MedicationAdministration: DomainResource {
    public static let resourceType = "MedicationAdministration"

    public var id: String?
    @Indirect public var meta: Meta? = nil
    public var implicitRules: String?
    public var language: String?
    public var text: Narrative?
    public var contained: [AnyResource] = []
    public var `extension`: [Extension] = []
    public var modifierExtension: [Extension] = []
    public var identifier: [Identifier] = []
    public var instantiates: [String] = []
    public var partOf: [Reference] = []
    public var status: Status
    public var statusReason: [CodeableConcept] = []
    public var category: CodeableConcept?
    public var medication: Medication
    public var subject: Reference
    public var context: Reference?
    public var supportingInformation: [Reference] = []
    public var effective: Effective
    public var performer: [Performer] = []
    public var reasonCode: [CodeableConcept] = []
    public var reasonReference: [Reference] = []
    public var request: Reference?
    public var device: [Reference] = []
    public var note: [Annotation] = []
    public var dosage: Dosage?
    public var eventHistory: [Reference] = []

    public init(status: Status, medication: Medication, subject: Reference, effective: Effective) {
        self.status = status
        self.medication = medication
        self.subject = subject
        self.effective = effective
    }

    /// The types that `medication[x]` can have.
    public enum Medication: Hashable, Sendable {
        case codeableConcept(CodeableConcept)
        case reference(Reference)
    }

    /// The types that `effective[x]` can have.
    public enum Effective: Hashable, Sendable {
        case dateTime(String)
        case period(Period)
    }

    /// `http://hl7.org/fhir/ValueSet/medication-admin-status`
    public enum Status: String, FHIRCode {
        case inProgress = "in-progress"
        case notDone = "not-done"
        case onHold = "on-hold"
        case completed
        case enteredInError = "entered-in-error"
        case stopped, unknown
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

    public struct Dosage: Element {
        public var id: String?
        public var `extension`: [Extension] = []
        public var modifierExtension: [Extension] = []
        public var text: String?
        public var site: CodeableConcept?
        public var route: CodeableConcept?
        public var method: CodeableConcept?
        public var dose: Quantity?
        public var rate: Rate?

        public init(
            text: String? = nil, site: CodeableConcept? = nil, route: CodeableConcept? = nil,
            method: CodeableConcept? = nil, dose: Quantity? = nil, rate: Rate? = nil
        ) {
            self.text = text
            self.site = site
            self.route = route
            self.method = method
            self.dose = dose
            self.rate = rate
        }

        /// The types that `rate[x]` can have.
        public enum Rate: Hashable, Sendable {
            case ratio(Ratio)
            case quantity(Quantity)
        }
    }
}
