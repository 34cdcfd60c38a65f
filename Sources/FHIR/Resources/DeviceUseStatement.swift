/// That a patient uses or has a device.
///
/// R4: <http://hl7.org/fhir/R4/deviceusestatement.html>
public struct DeviceUseStatement: DomainResource {
    public static let resourceType = "DeviceUseStatement"

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
    public var status: Status
    public var subject: Reference
    public var derivedFrom: [Reference] = []
    public var timing: Timing?
    public var recordedOn: String?
    public var source: Reference?
    public var device: Reference
    public var reasonCode: [CodeableConcept] = []
    public var reasonReference: [Reference] = []
    public var bodySite: CodeableConcept?
    public var note: [Annotation] = []

    public init(status: Status, subject: Reference, device: Reference) {
        self.status = status
        self.subject = subject
        self.device = device
    }

    /// The types that `timing[x]` can have.
    public enum Timing: Hashable, Sendable {
        case timing(FHIR.Timing)
        case period(Period)
        case dateTime(String)
    }

    /// `http://hl7.org/fhir/ValueSet/device-statement-status`
    public enum Status: String, FHIRCode {
        case active, completed
        case enteredInError = "entered-in-error"
        case intended, stopped
        case onHold = "on-hold"
    }
}
