/// A known risk of a reaction to a substance; also the statement that none is known.
///
/// R4: <http://hl7.org/fhir/R4/allergyintolerance.html>. ait-1 and ait-2: a clinical status unless entered in error,
/// and none if so.
public struct AllergyIntolerance: DomainResource {
    public static let resourceType = "AllergyIntolerance"

    public var id: String?
    @Indirect public var meta: Meta? = nil
    public var implicitRules: String?
    public var language: String?
    public var text: Narrative?
    public var contained: [AnyResource] = []
    public var `extension`: [Extension] = []
    public var modifierExtension: [Extension] = []
    public var identifier: [Identifier] = []
    public var clinicalStatus: CodeableConcept?
    public var verificationStatus: CodeableConcept?
    public var type: Kind?
    public var category: [Category] = []
    public var criticality: Criticality?
    public var code: CodeableConcept?
    public var patient: Reference
    public var encounter: Reference?
    public var onset: Onset?
    public var recordedDate: String?
    public var recorder: Reference?
    public var asserter: Reference?
    public var lastOccurrence: String?
    public var note: [Annotation] = []
    public var reaction: [Reaction] = []

    public init(patient: Reference) {
        self.patient = patient
    }

    /// The types that `onset[x]` can have.
    public enum Onset: Hashable, Sendable {
        case dateTime(String)
        case age(Quantity)
        case period(Period)
        case range(FHIRRange)
        case string(String)
    }

    /// `http://hl7.org/fhir/ValueSet/allergy-intolerance-type`
    public enum Kind: String, FHIRCode {
        case allergy, intolerance
    }

    /// `http://hl7.org/fhir/ValueSet/allergy-intolerance-category`
    public enum Category: String, FHIRCode {
        case food, medication, environment, biologic
    }

    /// `http://hl7.org/fhir/ValueSet/allergy-intolerance-criticality`
    public enum Criticality: String, FHIRCode {
        case low, high
        case unableToAssess = "unable-to-assess"
    }

    public struct Reaction: Element {
        public var id: String?
        public var `extension`: [Extension] = []
        public var modifierExtension: [Extension] = []
        public var substance: CodeableConcept?
        public var manifestation: [CodeableConcept]
        public var description: String?
        public var onset: String?
        public var severity: Severity?
        public var exposureRoute: CodeableConcept?
        public var note: [Annotation]

        public init(
            substance: CodeableConcept? = nil, manifestation: [CodeableConcept], description: String? = nil,
            onset: String? = nil, severity: Severity? = nil, exposureRoute: CodeableConcept? = nil,
            note: [Annotation] = []
        ) {
            self.substance = substance
            self.manifestation = manifestation
            self.description = description
            self.onset = onset
            self.severity = severity
            self.exposureRoute = exposureRoute
            self.note = note
        }

        /// `http://hl7.org/fhir/ValueSet/reaction-event-severity`
        public enum Severity: String, FHIRCode {
            case mild, moderate, severe
        }
    }
}
