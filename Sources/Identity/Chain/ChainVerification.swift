import Foundation
import RecordTypes
import SwiftASN1
@_spi(FixedExpiryValidationTime) import X509

/// Builds a chain from one certificate to an anchor of the profile and holds every rule against it.
///
/// Only the profile's own certificates take part: what a peer sends beside its own is not looked at, so that the verdict is the same on
/// a resumed session, where the peer sends nothing.
struct ChainVerification {
    let profile: TrustProfile

    /// A chain that kept every rule: who issued, and until when the chain as a whole is in time.
    struct Outcome {
        let leaf: Certificate
        let issuer: IssuingAuthority
        /// The earliest notAfter of the chain.
        let end: Instant
    }

    func verify(_ der: [UInt8], now: Instant) async throws(RefusalReason) -> Outcome {
        let outline = try CertificateOutline(der: der)
        if let reason = CryptographicStrength.refusal(of: outline) { throw reason }
        guard let leaf = try? Certificate(derEncoded: der) else { throw .unparsable }
        guard leaf.issuer != leaf.subject else { throw .selfSigned }

        let authorities = Set(profile.issuers.map(\.certificate.certificate))
        let time = Date(timeIntervalSince1970: Double(now.milliseconds) / 1000)
        var verifier = Verifier(rootCertificates: CertificateStore(profile.anchors.map(\.certificate))) {
            Enforcing(IssuedByKnownAuthority(authorities: authorities))
            Enforcing(LeafIsNoAuthority())
            Enforcing(ValidAt(time: time))
            Enforcing(IssuersAreAuthorities())
            Enforcing(ClientAuthentication())
            Enforcing(PoliciesOfTheIssuer(profile: profile))
            RFC5280Policy(fixedExpiryValidationTime: time)  // version, name constraints, and the above once more
        }
        let between = CertificateStore(authorities.union(profile.intermediates.map(\.certificate)))
        switch await verifier.validate(leaf: leaf, intermediates: between) {
        case .validCertificate(let chain):
            guard chain.count >= 2,
                let issuer = profile.issuers.first(where: { $0.certificate.certificate == chain[1] })
            else {
                throw .issuerNotAllowed
            }
            let end = chain.map(\.notValidAfter.timeIntervalSince1970).min() ?? 0
            return Outcome(leaf: leaf, issuer: issuer, end: Instant(seconds: Int64(end)))
        case .couldNotValidate(let failures):
            if let failure = failures.first { throw RefusalReason(failure.policyFailureReason) }
            throw reasonForNoChain(leaf, enforced: verifier.policy.verifyingCriticalExtensions)
        }
    }

    /// No chain could even be built: which of the three causes it was.
    private func reasonForNoChain(_ leaf: Certificate, enforced: [ASN1ObjectIdentifier]) -> RefusalReason {
        if leaf.extensions.contains(where: { $0.critical && !enforced.contains($0.oid) }) {
            return .unknownCriticalExtension
        }
        let known =
            profile.issuers.map(\.certificate.certificate) + profile.intermediates.map(\.certificate)
            + profile.anchors.map(\.certificate)
        return known.contains { $0.subject == leaf.issuer } ? .badSignature : .unknownIssuer
    }
}
