import RecordTypes
import X509

/// Builds a path from one certificate to an anchor of the profile and holds every rule against it.
///
/// Only the profile's own certificates take part: what a peer sends beside its own is not looked at, so that the verdict is the same on
/// a resumed session, where the peer sends nothing.
struct ChainVerification: Sendable {
    let profile: TrustProfile
    private let anchors: [ReadCertificate]
    private let between: [ReadCertificate]
    private let authorities: Set<[UInt8]>

    /// A path that kept every rule: who issued, and until when the path as a whole is in time.
    struct Outcome {
        let path: CertificatePath
        let issuer: IssuingAuthority

        var leaf: Certificate { path.leaf }
        var end: Instant { path.end }
    }

    init(profile: TrustProfile) {
        self.profile = profile
        anchors = profile.anchors.map(\.read)
        between = profile.issuers.map(\.certificate.read) + profile.intermediates.map(\.read)
        authorities = Set(profile.issuers.map(\.certificate.der))
    }

    func verify(_ der: [UInt8], now: Instant) throws(RefusalReason) -> Outcome {
        // Strength first, from the bytes alone: the library cannot read keys that are too weak for it.
        if let reason = CryptographicStrength.refusal(of: try CertificateOutline(der: der)) { throw reason }
        let leaf = try ReadCertificate(der: der)
        guard !leaf.isSelfIssued else { throw .selfSigned }
        // Recognised whoever issued it: "issuer unknown" would tell a person nothing.
        if let policies = try? CertificatePolicies.of(leaf.certificate), policies.contains(where: profile.isOfPhone) {
            throw .phoneIdentity
        }
        let path = try search(at: now).path(from: leaf)
        guard let issuer = profile.issuer(path.issuer) else { throw .issuerNotAllowed }
        return Outcome(path: path, issuer: issuer)
    }

    /// The search with this profile's rules.
    func search(at now: Instant) -> PathSearch {
        PathSearch(
            anchors: anchors, intermediates: between,
            rules: [
                IssuedByKnownAuthority(authorities: authorities), CriticalExtensions(), LeafIsNoAuthority(),
                ValidAt(now), IssuersAreAuthorities(), ClientAuthenticationOfTheIssuer(profile: profile),
                PoliciesOfTheIssuer(profile: profile),
                CryptographicStrength(), CertificateForm(), NameConstraintRule(), PolicyProcessing(),
            ])
    }
}

extension TrustProfile {
    /// The issuing authority that this certificate is, bit for bit.
    func issuer(_ certificate: ReadCertificate) -> IssuingAuthority? {
        issuers.first { $0.certificate.read == certificate }
    }
}
