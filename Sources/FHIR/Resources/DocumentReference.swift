/// Where a document is and what is known about it: the registry entry of IHE MHD.
///
/// R4: <http://hl7.org/fhir/R4/documentreference.html>
public struct DocumentReference: DomainResource {
    public static let resourceType = "DocumentReference"

    public var id: String?
    @Indirect public var meta: Meta? = nil
    public var implicitRules: String?
    public var language: String?
    public var text: Narrative?
    public var contained: [AnyResource] = []
    public var `extension`: [Extension] = []
    public var modifierExtension: [Extension] = []
    public var masterIdentifier: Identifier?
    public var identifier: [Identifier] = []
    public var status: Status
    public var docStatus: CompositionStatus?
    public var type: CodeableConcept?
    public var category: [CodeableConcept] = []
    public var subject: Reference?
    public var date: String?
    public var author: [Reference] = []
    public var authenticator: Reference?
    public var custodian: Reference?
    public var relatesTo: [RelatesTo] = []
    public var description: String?
    public var securityLabel: [CodeableConcept] = []
    public var content: [Content]
    public var context: Context?

    public init(status: Status, content: [Content]) {
        self.status = status
        self.content = content
    }

    /// `http://hl7.org/fhir/ValueSet/document-reference-status`
    public enum Status: String, FHIRCode {
        case current, superseded
        case enteredInError = "entered-in-error"
    }

    public struct RelatesTo: Element {
        public var id: String?
        public var `extension`: [Extension] = []
        public var modifierExtension: [Extension] = []
        public var code: DocumentRelationshipType
        public var target: Reference

        public init(code: DocumentRelationshipType, target: Reference) {
            self.code = code
            self.target = target
        }
    }

    public struct Content: Element {
        public var id: String?
        public var `extension`: [Extension] = []
        public var modifierExtension: [Extension] = []
        public var attachment: Attachment
        public var format: Coding?

        public init(attachment: Attachment, format: Coding? = nil) {
            self.attachment = attachment
            self.format = format
        }
    }

    public struct Context: Element {
        public var id: String?
        public var `extension`: [Extension] = []
        public var modifierExtension: [Extension] = []
        public var encounter: [Reference]
        public var event: [CodeableConcept]
        public var period: Period?
        public var facilityType: CodeableConcept?
        public var practiceSetting: CodeableConcept?
        public var sourcePatientInfo: Reference?
        public var related: [Reference]

        public init(
            encounter: [Reference] = [], event: [CodeableConcept] = [], period: Period? = nil,
            facilityType: CodeableConcept? = nil, practiceSetting: CodeableConcept? = nil,
            sourcePatientInfo: Reference? = nil, related: [Reference] = []
        ) {
            self.encounter = encounter
            self.event = event
            self.period = period
            self.facilityType = facilityType
            self.practiceSetting = practiceSetting
            self.sourcePatientInfo = sourcePatientInfo
            self.related = related
        }
    }
}
