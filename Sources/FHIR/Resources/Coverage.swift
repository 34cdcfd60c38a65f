/// Insurance or another promise to pay.
///
/// R4: <http://hl7.org/fhir/R4/coverage.html>
public struct Coverage: DomainResource {
    public static let resourceType = "Coverage"

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
    public var type: CodeableConcept?
    public var policyHolder: Reference?
    public var subscriber: Reference?
    public var subscriberId: String?
    public var beneficiary: Reference
    public var dependent: String?
    public var relationship: CodeableConcept?
    public var period: Period?
    public var payor: [Reference]
    public var `class`: [Class] = []
    public var order: Int?
    public var network: String?
    public var costToBeneficiary: [CostToBeneficiary] = []
    public var subrogation: Bool?
    public var contract: [Reference] = []

    public init(status: Status, beneficiary: Reference, payor: [Reference]) {
        self.status = status
        self.beneficiary = beneficiary
        self.payor = payor
    }

    /// `http://hl7.org/fhir/ValueSet/fm-status`
    public enum Status: String, FHIRCode {
        case active, cancelled, draft
        case enteredInError = "entered-in-error"
    }

    public struct Class: Element {
        public var id: String?
        public var `extension`: [Extension] = []
        public var modifierExtension: [Extension] = []
        public var type: CodeableConcept
        public var value: String
        public var name: String?

        public init(type: CodeableConcept, value: String, name: String? = nil) {
            self.type = type
            self.value = value
            self.name = name
        }
    }

    public struct CostToBeneficiary: Element {
        public var id: String?
        public var `extension`: [Extension] = []
        public var modifierExtension: [Extension] = []
        public var type: CodeableConcept?
        public var value: Value
        public var exception: [Exception]

        public init(type: CodeableConcept? = nil, value: Value, exception: [Exception] = []) {
            self.type = type
            self.value = value
            self.exception = exception
        }

        /// The types that `value[x]` can have.
        public enum Value: Hashable, Sendable {
            case quantity(Quantity)
            case money(Money)
        }

        public struct Exception: Element {
            public var id: String?
            public var `extension`: [Extension] = []
            public var modifierExtension: [Extension] = []
            public var type: CodeableConcept
            public var period: Period?

            public init(type: CodeableConcept, period: Period? = nil) {
                self.type = type
                self.period = period
            }
        }
    }
}
