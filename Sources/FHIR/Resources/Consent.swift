/// A citizen's decision about who may see what.
///
/// R4: <http://hl7.org/fhir/R4/consent.html>. ppc-1: a policy or a rule.
public struct Consent: DomainResource {
    public static let resourceType = "Consent"

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
    public var scope: CodeableConcept
    public var category: [CodeableConcept]
    public var patient: Reference?
    public var dateTime: String?
    public var performer: [Reference] = []
    public var organization: [Reference] = []
    public var source: Source?
    public var policy: [Policy] = []
    public var policyRule: CodeableConcept?
    public var verification: [Verification] = []
    public var provision: Provision?

    public init(status: Status, scope: CodeableConcept, category: [CodeableConcept]) {
        self.status = status
        self.scope = scope
        self.category = category
    }

    /// The types that `source[x]` can have.
    public enum Source: Hashable, Sendable {
        case attachment(Attachment)
        case reference(Reference)
    }

    /// `http://hl7.org/fhir/ValueSet/consent-state-codes`
    public enum Status: String, FHIRCode {
        case draft, proposed, active, rejected, inactive
        case enteredInError = "entered-in-error"
    }

    public struct Policy: Element {
        public var id: String?
        public var `extension`: [Extension] = []
        public var modifierExtension: [Extension] = []
        public var authority: String?
        public var uri: String?

        public init(authority: String? = nil, uri: String? = nil) {
            self.authority = authority
            self.uri = uri
        }
    }

    public struct Verification: Element {
        public var id: String?
        public var `extension`: [Extension] = []
        public var modifierExtension: [Extension] = []
        public var verified: Bool
        public var verifiedWith: Reference?
        public var verificationDate: String?

        public init(verified: Bool, verifiedWith: Reference? = nil, verificationDate: String? = nil) {
            self.verified = verified
            self.verifiedWith = verifiedWith
            self.verificationDate = verificationDate
        }
    }

    public struct Provision: Element {
        public var id: String?
        public var `extension`: [Extension] = []
        public var modifierExtension: [Extension] = []
        public var type: Kind?
        public var period: Period?
        public var actor: [Actor]
        public var action: [CodeableConcept]
        public var securityLabel: [Coding]
        public var purpose: [Coding]
        public var `class`: [Coding]
        public var code: [CodeableConcept]
        public var dataPeriod: Period?
        public var data: [Data]
        public var provision: [Provision]

        public init(
            type: Kind? = nil, period: Period? = nil, actor: [Actor] = [], action: [CodeableConcept] = [],
            securityLabel: [Coding] = [], purpose: [Coding] = [], class: [Coding] = [], code: [CodeableConcept] = [],
            dataPeriod: Period? = nil, data: [Data] = [], provision: [Provision] = []
        ) {
            self.type = type
            self.period = period
            self.actor = actor
            self.action = action
            self.securityLabel = securityLabel
            self.purpose = purpose
            self.class = `class`
            self.code = code
            self.dataPeriod = dataPeriod
            self.data = data
            self.provision = provision
        }

        /// `http://hl7.org/fhir/ValueSet/consent-provision-type`
        public enum Kind: String, FHIRCode {
            case deny, permit
        }

        public struct Actor: Element {
            public var id: String?
            public var `extension`: [Extension] = []
            public var modifierExtension: [Extension] = []
            public var role: CodeableConcept
            public var reference: Reference

            public init(role: CodeableConcept, reference: Reference) {
                self.role = role
                self.reference = reference
            }
        }

        public struct Data: Element {
            public var id: String?
            public var `extension`: [Extension] = []
            public var modifierExtension: [Extension] = []
            public var meaning: Meaning
            public var reference: Reference

            public init(meaning: Meaning, reference: Reference) {
                self.meaning = meaning
                self.reference = reference
            }

            /// `http://hl7.org/fhir/ValueSet/consent-data-meaning`
            public enum Meaning: String, FHIRCode {
                case instance, related, dependents, authoredby
            }
        }
    }
}
