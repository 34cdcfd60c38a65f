/// SHA-256 over a certificate's DER bytes.
public struct CertificateFingerprint: Hashable, Sendable {
    public let digest: Digest

    public init(_ digest: Digest) { self.digest = digest }

    /// 64 hexadecimal digits, with or without colons, in either case.
    public init?(_ text: String) {
        guard let digest = Digest(hex: text.filter { $0 != ":" }) else { return nil }
        self.digest = digest
    }
}

extension CertificateFingerprint: CustomStringConvertible {
    public var description: String { digest.hex }
}

/// A person proved by a certificate that passed every check of the trust profile. Only `Identity` makes one.
///
/// Proved identity is not entitlement. Valid until ``expires`` at the latest and looked up again for every request.
public struct VerifiedCitizen: Hashable, Sendable {
    public let person: PersonIdentifier
    /// From the certificate's SN and GN, for people to read; never for deciding.
    public let surname: String
    public let givenName: String
    public let fingerprint: CertificateFingerprint
    /// Name of the certificate profile that accepted it: `ee-esteid2025`.
    public let profile: String
    /// How sure that profile's authority makes of whom it certifies; nil where it does not say.
    public let assurance: AssuranceLevel?
    /// When this verdict must be made anew, at the latest.
    public let expires: Instant
    /// The certificate's public key where one can encrypt to it: an uncompressed point on P-384 (97 bytes), as ID cards have it.
    public let encryptionKey: [UInt8]?

    @_spi(Vouching)
    public init(
        person: PersonIdentifier, surname: String, givenName: String, fingerprint: CertificateFingerprint,
        profile: String,
        expires: Instant, assurance: AssuranceLevel? = nil, encryptionKey: [UInt8]? = nil
    ) {
        self.encryptionKey = encryptionKey
        self.assurance = assurance
        self.person = person
        self.surname = surname
        self.givenName = givenName
        self.fingerprint = fingerprint
        self.profile = profile
        self.expires = expires
    }
}

/// An institution proved by its certificate. Only `Identity` makes one.
public struct VerifiedInstitution: Hashable, Sendable {
    public let id: InstitutionID
    /// The certificate's O, for people to read.
    public let name: String
    public let fingerprint: CertificateFingerprint
    public let profile: String
    public let expires: Instant

    @_spi(Vouching)
    public init(id: InstitutionID, name: String, fingerprint: CertificateFingerprint, profile: String, expires: Instant)
    {
        self.id = id
        self.name = name
        self.fingerprint = fingerprint
        self.profile = profile
        self.expires = expires
    }
}

/// A ministry official: a verified person whose certificate the configuration gives a role. Only `Identity` makes one.
public struct VerifiedOfficial: Hashable, Sendable {
    public enum Role: String, Hashable, Sendable, CaseIterable {
        case analyst
        case supervisor
        case dataProtectionOfficer = "data-protection-officer"
    }

    public let citizen: VerifiedCitizen
    public let role: Role

    @_spi(Vouching)
    public init(citizen: VerifiedCitizen, role: Role) {
        self.citizen = citizen
        self.role = role
    }
}
