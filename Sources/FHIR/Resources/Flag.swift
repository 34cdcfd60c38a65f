/// A warning that a reader of the record should see first.
///
/// R4: <http://hl7.org/fhir/R4/flag.html>
public struct Flag: DomainResource {
    public static let resourceType = "Flag"

    public var id: String?
    @Indirect public var meta: Meta? = nil
    public var implicitRules: String?
    public var language: String?
    public var text: Narrative?
    public var contained: [AnyResource] = []
    public var `extension`: [Extension] = []
    public var modifierExtension: [Extension] = []
    public var identifier: [Identifier] = []
    public var status: Status
    public var category: [CodeableConcept] = []
    public var code: CodeableConcept
    public var subject: Reference
    public var period: Period?
    public var encounter: Reference?
    public var author: Reference?

    public init(status: Status, code: CodeableConcept, subject: Reference) {
        self.status = status
        self.code = code
        self.subject = subject
    }

    /// `http://hl7.org/fhir/ValueSet/flag-status`
    public enum Status: String, FHIRCode {
        case active, inactive
        case enteredInError = "entered-in-error"
    }
}
