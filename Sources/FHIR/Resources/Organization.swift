/// A hospital, laboratory, pharmacy, insurer or a department of one.
///
/// R4: <http://hl7.org/fhir/R4/organization.html>. org-1: it has an identifier or a name.
public struct Organization: DomainResource {
    public static let resourceType = "Organization"

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
    public var type: [CodeableConcept] = []
    public var name: String?
    public var alias: [String] = []
    public var telecom: [ContactPoint] = []
    public var address: [Address] = []
    public var partOf: Reference?
    public var contact: [Contact] = []
    public var endpoint: [Reference] = []

    public init() {
    }

    public struct Contact: Element {
        public var id: String?
        public var `extension`: [Extension] = []
        public var modifierExtension: [Extension] = []
        public var purpose: CodeableConcept?
        public var name: HumanName?
        public var telecom: [ContactPoint]
        public var address: Address?

        public init(
            purpose: CodeableConcept? = nil, name: HumanName? = nil, telecom: [ContactPoint] = [],
            address: Address? = nil
        ) {
            self.purpose = purpose
            self.name = name
            self.telecom = telecom
            self.address = address
        }
    }
}
