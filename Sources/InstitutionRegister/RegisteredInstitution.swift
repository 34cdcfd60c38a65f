public import RecordTypes

/// An institution as the operator has registered it.
public struct RegisteredInstitution: Hashable, Sendable {
    public enum Status: String, Hashable, Sendable, CaseIterable {
        case active
        /// Refused from the next request on, with its own reason.
        case suspended
    }

    /// Whether the institution lists the people who may act for it.
    public enum Professionals: String, Hashable, Sendable, CaseIterable {
        /// It answers for whomever it names.
        case any
        /// Whoever is not listed, or not at this time, is refused.
        case listed
    }

    /// One X-Road subsystem, and what it was given access for.
    public struct Subsystem: Hashable, Sendable {
        /// `EE/GOV/70006317/datatracker`, as `X-Road-Client` has it.
        public let id: String
        public let purpose: PurposeOfUse

        public init(id: String, purpose: PurposeOfUse) {
            self.id = id
            self.purpose = purpose
        }
    }

    public let id: InstitutionID
    public var name: String
    public var status: Status
    /// Which certificates it uses; empty: every one that the trust profile accepts for its identifier.
    public var certificates: Set<CertificateFingerprint>
    /// A JWK Set (RFC 7517) of the public keys that sign its actor tokens, as registered; nil: it sends none.
    public var signingKeys: String?
    public var subsystems: [Subsystem]
    /// Base URLs where the institution's own systems answer.
    public var endpoints: [String]
    /// The folder in which the store of its payloads is made, by the name that the configuration gives it; nil: the gateway's own.
    public var store: String?
    public var professionals: Professionals

    public init(
        id: InstitutionID, name: String, status: Status = .active, certificates: Set<CertificateFingerprint> = [],
        signingKeys: String? = nil, subsystems: [Subsystem] = [], endpoints: [String] = [], store: String? = nil,
        professionals: Professionals = .any
    ) {
        self.id = id
        self.name = name
        self.status = status
        self.certificates = certificates
        self.signingKeys = signingKeys
        self.subsystems = subsystems
        self.endpoints = endpoints
        self.store = store
        self.professionals = professionals
    }
}
