/// What somebody says the patient takes, took or does not take.
///
/// R4: <http://hl7.org/fhir/R4/medicationstatement.html>. A refused or negated medication has the status `not-taken`.
public struct MedicationStatement: DomainResource {
    public static let resourceType = "MedicationStatement"

    public var id: String?
    @Indirect public var meta: Meta? = nil
    public var implicitRules: String?
    public var language: String?
    public var text: Narrative?
    public var contained: [AnyResource] = []
    public var `extension`: [Extension] = []
    public var modifierExtension: [Extension] = []
    public var identifier: [Identifier] = []
    public var basedOn: [Reference] = []
    public var partOf: [Reference] = []
    public var status: Status
    public var statusReason: [CodeableConcept] = []
    public var category: CodeableConcept?
    public var medication: Medication
    public var subject: Reference
    public var context: Reference?
    public var effective: Effective?
    public var dateAsserted: String?
    public var informationSource: Reference?
    public var derivedFrom: [Reference] = []
    public var reasonCode: [CodeableConcept] = []
    public var reasonReference: [Reference] = []
    public var note: [Annotation] = []
    public var dosage: [Dosage] = []

    public init(status: Status, medication: Medication, subject: Reference) {
        self.status = status
        self.medication = medication
        self.subject = subject
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

    /// `http://hl7.org/fhir/ValueSet/medication-statement-status`
    public enum Status: String, FHIRCode {
        case active, completed
        case enteredInError = "entered-in-error"
        case intended, stopped
        case onHold = "on-hold"
        case unknown
        case notTaken = "not-taken"
    }
}
