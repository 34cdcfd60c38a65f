/// One security event: who did what, to which data, with which outcome.
///
/// R4: <http://hl7.org/fhir/R4/auditevent.html>. sev-1: an entity has a name or a query, not both.
public struct AuditEvent: DomainResource {
    public static let resourceType = "AuditEvent"

    public var id: String?
    @Indirect public var meta: Meta? = nil
    public var implicitRules: String?
    public var language: String?
    public var text: Narrative?
    public var contained: [AnyResource] = []
    public var `extension`: [Extension] = []
    public var modifierExtension: [Extension] = []
    public var type: Coding
    public var subtype: [Coding] = []
    public var action: Action?
    public var period: Period?
    public var recorded: String
    public var outcome: Outcome?
    public var outcomeDesc: String?
    public var purposeOfEvent: [CodeableConcept] = []
    public var agent: [Agent]
    public var source: Source
    public var entity: [Entity] = []

    public init(type: Coding, recorded: String, agent: [Agent], source: Source) {
        self.type = type
        self.recorded = recorded
        self.agent = agent
        self.source = source
    }

    /// `http://hl7.org/fhir/ValueSet/audit-event-action`
    public enum Action: String, FHIRCode {
        case create = "C"
        case read = "R"
        case update = "U"
        case delete = "D"
        case execute = "E"
    }

    /// `http://hl7.org/fhir/ValueSet/audit-event-outcome`
    public enum Outcome: String, FHIRCode {
        case success = "0"
        case minorFailure = "4"
        case seriousFailure = "8"
        case majorFailure = "12"
    }

    public struct Agent: Element {
        public var id: String?
        public var `extension`: [Extension] = []
        public var modifierExtension: [Extension] = []
        public var type: CodeableConcept?
        public var role: [CodeableConcept]
        public var who: Reference?
        public var altId: String?
        public var name: String?
        public var requestor: Bool
        public var location: Reference?
        public var policy: [String]
        public var media: Coding?
        public var network: Network?
        public var purposeOfUse: [CodeableConcept]

        public init(
            type: CodeableConcept? = nil, role: [CodeableConcept] = [], who: Reference? = nil, altId: String? = nil,
            name: String? = nil, requestor: Bool, location: Reference? = nil, policy: [String] = [],
            media: Coding? = nil, network: Network? = nil, purposeOfUse: [CodeableConcept] = []
        ) {
            self.type = type
            self.role = role
            self.who = who
            self.altId = altId
            self.name = name
            self.requestor = requestor
            self.location = location
            self.policy = policy
            self.media = media
            self.network = network
            self.purposeOfUse = purposeOfUse
        }

        public struct Network: Element {
            public var id: String?
            public var `extension`: [Extension] = []
            public var modifierExtension: [Extension] = []
            public var address: String?
            public var type: Kind?

            public init(address: String? = nil, type: Kind? = nil) {
                self.address = address
                self.type = type
            }

            /// `http://hl7.org/fhir/ValueSet/network-type`
            public enum Kind: String, FHIRCode {
                case machineName = "1"
                case ipAddress = "2"
                case telephoneNumber = "3"
                case emailAddress = "4"
                case uri = "5"
            }
        }
    }

    public struct Source: Element {
        public var id: String?
        public var `extension`: [Extension] = []
        public var modifierExtension: [Extension] = []
        public var site: String?
        public var observer: Reference
        public var type: [Coding]

        public init(site: String? = nil, observer: Reference, type: [Coding] = []) {
            self.site = site
            self.observer = observer
            self.type = type
        }
    }

    public struct Entity: Element {
        public var id: String?
        public var `extension`: [Extension] = []
        public var modifierExtension: [Extension] = []
        public var what: Reference?
        public var type: Coding?
        public var role: Coding?
        public var lifecycle: Coding?
        public var securityLabel: [Coding]
        public var name: String?
        public var description: String?
        public var query: String?
        public var detail: [Detail]

        public init(
            what: Reference? = nil, type: Coding? = nil, role: Coding? = nil, lifecycle: Coding? = nil,
            securityLabel: [Coding] = [], name: String? = nil, description: String? = nil, query: String? = nil,
            detail: [Detail] = []
        ) {
            self.what = what
            self.type = type
            self.role = role
            self.lifecycle = lifecycle
            self.securityLabel = securityLabel
            self.name = name
            self.description = description
            self.query = query
            self.detail = detail
        }

        public struct Detail: Element {
            public var id: String?
            public var `extension`: [Extension] = []
            public var modifierExtension: [Extension] = []
            public var type: String
            public var value: Value

            public init(type: String, value: Value) {
                self.type = type
                self.value = value
            }

            /// The types that `value[x]` can have.
            public enum Value: Hashable, Sendable {
                case string(String)
                case base64Binary(String)
            }
        }
    }
}
