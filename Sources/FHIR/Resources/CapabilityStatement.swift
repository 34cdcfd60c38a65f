/// What a server really does.
///
/// R4: <http://hl7.org/fhir/R4/capabilitystatement.html>. cpb-1 to cpb-16 are the business of the one place that makes
/// ours.
public struct CapabilityStatement: DomainResource {
    public static let resourceType = "CapabilityStatement"

    public var id: String?
    @Indirect public var meta: Meta? = nil
    public var implicitRules: String?
    public var language: String?
    public var text: Narrative?
    public var contained: [AnyResource] = []
    public var `extension`: [Extension] = []
    public var modifierExtension: [Extension] = []
    public var url: String?
    public var version: String?
    public var name: String?
    public var title: String?
    public var status: Status
    public var experimental: Bool?
    public var date: String
    public var publisher: String?
    public var contact: [ContactDetail] = []
    public var description: String?
    public var useContext: [UsageContext] = []
    public var jurisdiction: [CodeableConcept] = []
    public var purpose: String?
    public var copyright: String?
    public var kind: Kind
    public var instantiates: [String] = []
    public var imports: [String] = []
    public var software: Software?
    public var implementation: Implementation?
    public var fhirVersion: String
    public var format: [String]
    public var patchFormat: [String] = []
    public var implementationGuide: [String] = []
    public var rest: [Rest] = []
    public var messaging: [Messaging] = []
    public var document: [Document] = []

    public init(status: Status, date: String, kind: Kind, fhirVersion: String, format: [String]) {
        self.status = status
        self.date = date
        self.kind = kind
        self.fhirVersion = fhirVersion
        self.format = format
    }

    /// `http://hl7.org/fhir/ValueSet/publication-status`
    public enum Status: String, FHIRCode {
        case draft, active, retired, unknown
    }

    /// `http://hl7.org/fhir/ValueSet/capability-statement-kind`
    public enum Kind: String, FHIRCode {
        case instance, capability, requirements
    }

    public struct Software: Element {
        public var id: String?
        public var `extension`: [Extension] = []
        public var modifierExtension: [Extension] = []
        public var name: String
        public var version: String?
        public var releaseDate: String?

        public init(name: String, version: String? = nil, releaseDate: String? = nil) {
            self.name = name
            self.version = version
            self.releaseDate = releaseDate
        }
    }

    public struct Implementation: Element {
        public var id: String?
        public var `extension`: [Extension] = []
        public var modifierExtension: [Extension] = []
        public var description: String
        public var url: String?
        public var custodian: Reference?

        public init(description: String, url: String? = nil, custodian: Reference? = nil) {
            self.description = description
            self.url = url
            self.custodian = custodian
        }
    }

    public struct Rest: Element {
        public var id: String?
        public var `extension`: [Extension] = []
        public var modifierExtension: [Extension] = []
        public var mode: Mode
        public var documentation: String?
        public var security: Security?
        public var resource: [Resource]
        public var interaction: [Interaction]
        public var searchParam: [Resource.SearchParam]
        public var operation: [Resource.Operation]
        public var compartment: [String]

        public init(
            mode: Mode, documentation: String? = nil, security: Security? = nil, resource: [Resource] = [],
            interaction: [Interaction] = [], searchParam: [Resource.SearchParam] = [],
            operation: [Resource.Operation] = [], compartment: [String] = []
        ) {
            self.mode = mode
            self.documentation = documentation
            self.security = security
            self.resource = resource
            self.interaction = interaction
            self.searchParam = searchParam
            self.operation = operation
            self.compartment = compartment
        }

        /// `http://hl7.org/fhir/ValueSet/restful-capability-mode`
        public enum Mode: String, FHIRCode {
            case client, server
        }

        public struct Security: Element {
            public var id: String?
            public var `extension`: [Extension] = []
            public var modifierExtension: [Extension] = []
            public var cors: Bool?
            public var service: [CodeableConcept]
            public var description: String?

            public init(cors: Bool? = nil, service: [CodeableConcept] = [], description: String? = nil) {
                self.cors = cors
                self.service = service
                self.description = description
            }
        }

        public struct Resource: Element {
            public var id: String?
            public var `extension`: [Extension] = []
            public var modifierExtension: [Extension] = []
            public var type: String
            public var profile: String?
            public var supportedProfile: [String]
            public var documentation: String?
            public var interaction: [Interaction]
            public var versioning: Versioning?
            public var readHistory: Bool?
            public var updateCreate: Bool?
            public var conditionalCreate: Bool?
            public var conditionalRead: ConditionalRead?
            public var conditionalUpdate: Bool?
            public var conditionalDelete: ConditionalDelete?
            public var referencePolicy: [ReferencePolicy]
            public var searchInclude: [String]
            public var searchRevInclude: [String]
            public var searchParam: [SearchParam]
            public var operation: [Operation]

            public init(
                type: String, profile: String? = nil, supportedProfile: [String] = [], documentation: String? = nil,
                interaction: [Interaction] = [], versioning: Versioning? = nil, readHistory: Bool? = nil,
                updateCreate: Bool? = nil, conditionalCreate: Bool? = nil, conditionalRead: ConditionalRead? = nil,
                conditionalUpdate: Bool? = nil, conditionalDelete: ConditionalDelete? = nil,
                referencePolicy: [ReferencePolicy] = [], searchInclude: [String] = [],
                searchRevInclude: [String] = [], searchParam: [SearchParam] = [], operation: [Operation] = []
            ) {
                self.type = type
                self.profile = profile
                self.supportedProfile = supportedProfile
                self.documentation = documentation
                self.interaction = interaction
                self.versioning = versioning
                self.readHistory = readHistory
                self.updateCreate = updateCreate
                self.conditionalCreate = conditionalCreate
                self.conditionalRead = conditionalRead
                self.conditionalUpdate = conditionalUpdate
                self.conditionalDelete = conditionalDelete
                self.referencePolicy = referencePolicy
                self.searchInclude = searchInclude
                self.searchRevInclude = searchRevInclude
                self.searchParam = searchParam
                self.operation = operation
            }

            /// `http://hl7.org/fhir/ValueSet/versioning-policy`
            public enum Versioning: String, FHIRCode {
                case noVersion = "no-version"
                case versioned
                case versionedUpdate = "versioned-update"
            }

            /// `http://hl7.org/fhir/ValueSet/conditional-read-status`
            public enum ConditionalRead: String, FHIRCode {
                case notSupported = "not-supported"
                case modifiedSince = "modified-since"
                case notMatch = "not-match"
                case fullSupport = "full-support"
            }

            /// `http://hl7.org/fhir/ValueSet/conditional-delete-status`
            public enum ConditionalDelete: String, FHIRCode {
                case notSupported = "not-supported"
                case single, multiple
            }

            /// `http://hl7.org/fhir/ValueSet/reference-handling-policy`
            public enum ReferencePolicy: String, FHIRCode {
                case literal, logical, resolves, enforced, local
            }

            public struct Interaction: Element {
                public var id: String?
                public var `extension`: [Extension] = []
                public var modifierExtension: [Extension] = []
                public var code: Code
                public var documentation: String?

                public init(code: Code, documentation: String? = nil) {
                    self.code = code
                    self.documentation = documentation
                }

                /// `http://hl7.org/fhir/ValueSet/type-restful-interaction`
                public enum Code: String, FHIRCode {
                    case read, vread, update, patch, delete
                    case historyInstance = "history-instance"
                    case historyType = "history-type"
                    case create
                    case searchType = "search-type"
                }
            }

            public struct SearchParam: Element {
                public var id: String?
                public var `extension`: [Extension] = []
                public var modifierExtension: [Extension] = []
                public var name: String
                public var definition: String?
                public var type: Kind
                public var documentation: String?

                public init(name: String, definition: String? = nil, type: Kind, documentation: String? = nil) {
                    self.name = name
                    self.definition = definition
                    self.type = type
                    self.documentation = documentation
                }

                /// `http://hl7.org/fhir/ValueSet/search-param-type`
                public enum Kind: String, FHIRCode {
                    case number, date, string, token, reference, composite, quantity, uri, special
                }
            }

            public struct Operation: Element {
                public var id: String?
                public var `extension`: [Extension] = []
                public var modifierExtension: [Extension] = []
                public var name: String
                public var definition: String
                public var documentation: String?

                public init(name: String, definition: String, documentation: String? = nil) {
                    self.name = name
                    self.definition = definition
                    self.documentation = documentation
                }
            }
        }

        public struct Interaction: Element {
            public var id: String?
            public var `extension`: [Extension] = []
            public var modifierExtension: [Extension] = []
            public var code: Code
            public var documentation: String?

            public init(code: Code, documentation: String? = nil) {
                self.code = code
                self.documentation = documentation
            }

            /// `http://hl7.org/fhir/ValueSet/system-restful-interaction`
            public enum Code: String, FHIRCode {
                case transaction, batch
                case searchSystem = "search-system"
                case historySystem = "history-system"
            }
        }
    }

    public struct Messaging: Element {
        public var id: String?
        public var `extension`: [Extension] = []
        public var modifierExtension: [Extension] = []
        public var endpoint: [Endpoint]
        public var reliableCache: Int?
        public var documentation: String?
        public var supportedMessage: [SupportedMessage]

        public init(
            endpoint: [Endpoint] = [], reliableCache: Int? = nil, documentation: String? = nil,
            supportedMessage: [SupportedMessage] = []
        ) {
            self.endpoint = endpoint
            self.reliableCache = reliableCache
            self.documentation = documentation
            self.supportedMessage = supportedMessage
        }

        public struct Endpoint: Element {
            public var id: String?
            public var `extension`: [Extension] = []
            public var modifierExtension: [Extension] = []
            public var `protocol`: Coding
            public var address: String

            public init(protocol: Coding, address: String) {
                self.protocol = `protocol`
                self.address = address
            }
        }

        public struct SupportedMessage: Element {
            public var id: String?
            public var `extension`: [Extension] = []
            public var modifierExtension: [Extension] = []
            public var mode: Mode
            public var definition: String

            public init(mode: Mode, definition: String) {
                self.mode = mode
                self.definition = definition
            }

            /// `http://hl7.org/fhir/ValueSet/event-capability-mode`
            public enum Mode: String, FHIRCode {
                case sender, receiver
            }
        }
    }

    public struct Document: Element {
        public var id: String?
        public var `extension`: [Extension] = []
        public var modifierExtension: [Extension] = []
        public var mode: Mode
        public var documentation: String?
        public var profile: String

        public init(mode: Mode, documentation: String? = nil, profile: String) {
            self.mode = mode
            self.documentation = documentation
            self.profile = profile
        }

        /// `http://hl7.org/fhir/ValueSet/document-mode`
        public enum Mode: String, FHIRCode {
            case producer, consumer
        }
    }
}
