public import RecordTypes

/// What the operator's register says about subjects whose certificates were accepted: asked anew for every request, so that a change
/// holds from the next request on, on every kind of session.
public protocol SubjectRegister: Sendable {
    /// Why this institution may not come in now; nil when it may.
    func refusal(of institution: VerifiedInstitution, now: Instant) -> RefusalReason?
    /// What the holder of this certificate is at the ministry.
    func role(of fingerprint: CertificateFingerprint) -> OfficialRole
    /// The public keys by which the institution signs actor tokens; nil when it has registered none.
    func signingKeys(of institution: InstitutionID) -> SigningKeySet?
    /// Whether the institution may name this person as acting for it now.
    func professional(_ person: PersonIdentifier, of institution: InstitutionID, now: Instant) -> ProfessionalStanding
    /// The institution behind an X-Road client identifier (`EE/GOV/70006317/datatracker`); nil when nobody has registered it.
    func member(_ subsystem: String) -> RegisteredMember?
    /// What an integrator is told of its institution's registration.
    func registration(of institution: VerifiedInstitution, now: Instant) -> Registration
}

/// What the register says of a certificate at the ministry's door.
public enum OfficialRole: Hashable, Sendable {
    /// The register does not know it: the configuration decides.
    case unknown
    case role(VerifiedOfficial.Role)
    /// It had a role.
    case withdrawn
}

/// What the register says of a person whom an institution names as acting for it.
public enum ProfessionalStanding: Hashable, Sendable {
    /// The institution answers for whom it names; nobody is listed.
    case unlisted
    /// Listed, and within the period that the institution gave; with the licence's role and speciality.
    case listed(role: String?, speciality: String?, licence: String?)
    /// The institution lists its professionals, and this one is not among them now.
    case refused
}

/// A member of X-Road, registered here.
public struct RegisteredMember: Hashable, Sendable {
    public let institution: InstitutionID
    public let name: String
    /// What its subsystem was given access for: X-Road itself has no word for a purpose.
    public let purpose: PurposeOfUse

    public init(institution: InstitutionID, name: String, purpose: PurposeOfUse) {
        self.institution = institution
        self.name = name
        self.purpose = purpose
    }
}

/// What an integrator is told about its institution's registration: enough to ask the operator for the rest.
public struct Registration: Hashable, Sendable {
    public enum Status: String, Hashable, Sendable {
        case active
        case suspended
        /// Nobody has registered the institution.
        case none
    }

    public let status: Status
    /// Whether the gateway lets only registered institutions in.
    public let isRequired: Bool
    /// What the operator still has to enter: `institution`, `certificate`, `signing-key`.
    public let missing: [String]
    /// The institution's X-Road subsystems and the addresses of its own systems, as registered.
    public let subsystems: [String]
    public let endpoints: [String]

    public init(
        status: Status, isRequired: Bool, missing: [String], subsystems: [String] = [], endpoints: [String] = []
    ) {
        self.subsystems = subsystems
        self.endpoints = endpoints
        self.status = status
        self.isRequired = isRequired
        self.missing = missing
    }
}
