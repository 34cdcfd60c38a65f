public import RecordTypes

/// A CA that issues to people or to institutions, and what the trust profile lets it say.
///
/// The role comes from here and never from a subject's text: who is issued by a citizen authority is a person or refused.
public struct IssuingAuthority: Hashable, Sendable {
    public enum Role: String, Hashable, Sendable, CaseIterable {
        case citizen
        case institution
    }

    /// Whether an extendedKeyUsage must be there.
    public enum ExtendedKeyUsage: String, Hashable, Sendable, CaseIterable {
        /// With clientAuth in it.
        case required
        /// With clientAuth in it where it is there: Finland's authority writes none (RFC 5280 §4.2.1.12: any use).
        case optional
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
    public let extendedKeyUsage: ExtendedKeyUsage
    /// Whether a policy counts only when the authority's own certificate lists it, or anyPolicy. Belgium's and Finland's list others
    /// than their cards have.
    public let listsPolicies: Bool
    /// How sure this authority makes of whom it certifies; nil where the profile does not say.
    public let assurance: AssuranceLevel?

    public init(
        name: String, certificate: AuthorityCertificate, role: Role, identifiers: [IdentifierForm],
        requiredPolicies: Set<PolicyIdentifier>, documentTypes: Set<PolicyIdentifier>,
        extendedKeyUsage: ExtendedKeyUsage = .required, listsPolicies: Bool = true, assurance: AssuranceLevel? = nil
    ) {
        self.name = name
        self.certificate = certificate
        self.role = role
        self.identifiers = identifiers
        self.requiredPolicies = requiredPolicies
        self.documentTypes = documentTypes
        self.extendedKeyUsage = extendedKeyUsage
        self.listsPolicies = listsPolicies
        self.assurance = assurance
    }
}
