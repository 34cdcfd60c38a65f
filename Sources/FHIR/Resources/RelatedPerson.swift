/// Someone who acts for the patient or is kin: guardian, informant, next of kin.
///
/// R4: <http://hl7.org/fhir/R4/relatedperson.html>
public struct RelatedPerson: DomainResource {
    public static let resourceType = "RelatedPerson"

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
    public var patient: Reference
    public var relationship: [CodeableConcept] = []
    public var name: [HumanName] = []
    public var telecom: [ContactPoint] = []
    public var gender: AdministrativeGender?
    public var birthDate: String?
    public var address: [Address] = []
    public var photo: [Attachment] = []
    public var period: Period?
    public var communication: [Communication] = []

    public init(patient: Reference) {
        self.patient = patient
    }

    public struct Communication: Element {
        public var id: String?
        public var `extension`: [Extension] = []
        public var modifierExtension: [Extension] = []
        public var language: CodeableConcept
        public var preferred: Bool?

        public init(language: CodeableConcept, preferred: Bool? = nil) {
            self.language = language
            self.preferred = preferred
        }
    }
}
