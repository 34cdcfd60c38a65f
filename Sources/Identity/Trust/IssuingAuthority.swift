/// A CA that issues to people or to institutions, and what the trust profile lets it say.
///
/// The role comes from here and never from a subject's text: who is issued by a citizen authority is a person or refused.
public struct IssuingAuthority: Hashable, Sendable {
    public enum Role: String, Hashable, Sendable, CaseIterable {
        case citizen
        case institution
    }

    /// An identifier that subjects of this authority may carry: `PNOEE-` and 11 digits.
    public struct IdentifierForm: Hashable, Sendable {
        /// Three letters of ETSI EN 319 412-1 and a country: `PNOEE`, `NTREE`.
        public let prefix: String
        /// How many ASCII digits follow the hyphen; nil = 1 to 64 ASCII letters, digits and hyphens.
        public let digits: Int?

        public init(prefix: String, digits: Int?) {
            self.prefix = prefix
            self.digits = digits
        }
    }

    /// The name of this part of the profile, kept with whoever it accepts: `ee-esteid2025`.
    public let name: String
    public let certificate: AuthorityCertificate
    public let role: Role
    public let identifiers: [IdentifierForm]
    /// Policies that must all be there: `0.4.0.2042.1.2` (ETSI NCP+) for Estonian cards.
    public let requiredPolicies: Set<PolicyIdentifier>
    /// Document types of this authority's generation, one of which must be there; empty = none is asked for.
    public let documentTypes: Set<PolicyIdentifier>

    public init(
        name: String, certificate: AuthorityCertificate, role: Role, identifiers: [IdentifierForm],
        requiredPolicies: Set<PolicyIdentifier>, documentTypes: Set<PolicyIdentifier>
    ) {
        self.name = name
        self.certificate = certificate
        self.role = role
        self.identifiers = identifiers
        self.requiredPolicies = requiredPolicies
        self.documentTypes = documentTypes
    }
}
