/// An order, referral or plan for a procedure or examination.
///
/// R4: <http://hl7.org/fhir/R4/servicerequest.html>. prr-1: order details only with a code.
public struct ServiceRequest: DomainResource {
    public static let resourceType = "ServiceRequest"

    public var id: String?
    @Indirect public var meta: Meta? = nil
    public var implicitRules: String?
    public var language: String?
    public var text: Narrative?
    public var contained: [AnyResource] = []
    public var `extension`: [Extension] = []
    public var modifierExtension: [Extension] = []
    public var identifier: [Identifier] = []
    public var instantiatesCanonical: [String] = []
    public var instantiatesUri: [String] = []
    public var basedOn: [Reference] = []
    public var replaces: [Reference] = []
    public var requisition: Identifier?
    public var status: RequestStatus
    public var intent: Intent
    public var category: [CodeableConcept] = []
    public var priority: RequestPriority?
    /// True: the order is *not* to do it.
    public var doNotPerform: Bool?
    public var code: CodeableConcept?
    public var orderDetail: [CodeableConcept] = []
    public var quantity: Quantity?
    public var subject: Reference
    public var encounter: Reference?
    public var occurrence: Occurrence?
    public var asNeeded: AsNeeded?
    public var authoredOn: String?
    public var requester: Reference?
    public var performerType: CodeableConcept?
    public var performer: [Reference] = []
    public var locationCode: [CodeableConcept] = []
    public var locationReference: [Reference] = []
    public var reasonCode: [CodeableConcept] = []
    public var reasonReference: [Reference] = []
    public var insurance: [Reference] = []
    public var supportingInfo: [Reference] = []
    public var specimen: [Reference] = []
    public var bodySite: [CodeableConcept] = []
    public var note: [Annotation] = []
    public var patientInstruction: String?
    public var relevantHistory: [Reference] = []

    public init(status: RequestStatus, intent: Intent, subject: Reference) {
        self.status = status
        self.intent = intent
        self.subject = subject
    }

    /// The types that `quantity[x]` can have.
    public enum Quantity: Hashable, Sendable {
        case quantity(FHIR.Quantity)
        case ratio(Ratio)
        case range(FHIRRange)
    }

    /// The types that `occurrence[x]` can have.
    public enum Occurrence: Hashable, Sendable {
        case dateTime(String)
        case period(Period)
        case timing(Timing)
    }

    /// The types that `asNeeded[x]` can have.
    public enum AsNeeded: Hashable, Sendable {
        case boolean(Bool)
        case codeableConcept(CodeableConcept)
    }

    /// `http://hl7.org/fhir/ValueSet/request-intent`
    public enum Intent: String, FHIRCode {
        case proposal, plan, directive, order
        case originalOrder = "original-order"
        case reflexOrder = "reflex-order"
        case fillerOrder = "filler-order"
        case instanceOrder = "instance-order"
        case option
    }
}
