/// A picture, video or sound taken in care.
///
/// R4: <http://hl7.org/fhir/R4/media.html>
public struct Media: DomainResource {
    public static let resourceType = "Media"

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
    public var status: EventStatus
    public var type: CodeableConcept?
    public var modality: CodeableConcept?
    public var view: CodeableConcept?
    public var subject: Reference?
    public var encounter: Reference?
    public var created: Created?
    public var issued: String?
    public var `operator`: Reference?
    public var reasonCode: [CodeableConcept] = []
    public var bodySite: CodeableConcept?
    public var deviceName: String?
    public var device: Reference?
    public var height: Int?
    public var width: Int?
    public var frames: Int?
    public var duration: FHIRDecimal?
    public var content: Attachment
    public var note: [Annotation] = []

    public init(status: EventStatus, content: Attachment) {
        self.status = status
        self.content = content
    }

    /// The types that `created[x]` can have.
    public enum Created: Hashable, Sendable {
        case dateTime(String)
        case period(Period)
    }
}
