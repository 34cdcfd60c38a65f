/// The person a record is about.
///
/// R4: <http://hl7.org/fhir/R4/patient.html>. pat-1 (a contact has a name, a way to reach it or an organisation) is not
/// checked here.
public struct Patient: DomainResource {
    public static let resourceType = "Patient"

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
    public var gender: AdministrativeGender?
    public var birthDate: String?
    /// What stands beside the date of birth (`_birthDate`): the time of birth, an extension of that element alone.
    public var birthDateParts: [Extension] = []
    public var deceased: Deceased?
    public var address: [Address] = []
    public var maritalStatus: CodeableConcept?
    public var multipleBirth: MultipleBirth?
    public var photo: [Attachment] = []
    public var contact: [Contact] = []
    public var communication: [Communication] = []
    public var generalPractitioner: [Reference] = []
    /// The custodian of this record, not the patient's doctor.
    public var managingOrganization: Reference?
    public var link: [Link] = []

    public init() {
    }

    /// The types that `deceased[x]` can have.
    public enum Deceased: Hashable, Sendable {
        case boolean(Bool)
        case dateTime(String)
    }

    /// The types that `multipleBirth[x]` can have.
    public enum MultipleBirth: Hashable, Sendable {
        case boolean(Bool)
        case integer(Int)
    }

    public struct Contact: Element {
        public var id: String?
        public var `extension`: [Extension] = []
        public var modifierExtension: [Extension] = []
        public var relationship: [CodeableConcept]
        public var name: HumanName?
        public var telecom: [ContactPoint]
        public var address: Address?
        public var gender: AdministrativeGender?
        public var organization: Reference?
        public var period: Period?

        public init(
            relationship: [CodeableConcept] = [], name: HumanName? = nil, telecom: [ContactPoint] = [],
            address: Address? = nil, gender: AdministrativeGender? = nil, organization: Reference? = nil,
            period: Period? = nil
        ) {
            self.relationship = relationship
            self.name = name
            self.telecom = telecom
            self.address = address
            self.gender = gender
            self.organization = organization
            self.period = period
        }
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

    public struct Link: Element {
        public var id: String?
        public var `extension`: [Extension] = []
        public var modifierExtension: [Extension] = []
        public var other: Reference
        public var type: Kind

        public init(other: Reference, type: Kind) {
            self.other = other
            self.type = type
        }

        /// `http://hl7.org/fhir/ValueSet/link-type`
        public enum Kind: String, FHIRCode {
            case replacedBy = "replaced-by"
            case replaces, refer, seealso
        }
    }
}
