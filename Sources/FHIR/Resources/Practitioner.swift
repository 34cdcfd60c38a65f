/// A professional, without the place of work.
///
/// R4: <http://hl7.org/fhir/R4/practitioner.html>
public struct Practitioner: DomainResource {
    public static let resourceType = "Practitioner"

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
    public var name: [HumanName] = []
    public var telecom: [ContactPoint] = []
    public var address: [Address] = []
    public var gender: AdministrativeGender?
    public var birthDate: String?
    public var photo: [Attachment] = []
    public var qualification: [Qualification] = []
    public var communication: [CodeableConcept] = []

    public init() {
    }

    public struct Qualification: Element {
        public var id: String?
        public var `extension`: [Extension] = []
        public var modifierExtension: [Extension] = []
        public var identifier: [Identifier]
        public var code: CodeableConcept
        public var period: Period?
        public var issuer: Reference?

        public init(
            identifier: [Identifier] = [], code: CodeableConcept, period: Period? = nil, issuer: Reference? = nil
        ) {
            self.identifier = identifier
            self.code = code
            self.period = period
            self.issuer = issuer
        }
    }
}
