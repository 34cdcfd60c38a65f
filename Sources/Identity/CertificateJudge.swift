@_spi(Vouching) public import RecordTypes
import Synchronization

/// Says of a certificate who it is, at one door, at one moment. The only maker of verified identities.
///
/// Doors ask in the handshake **and again for every request**: TLS resumption skips verification and cannot be switched off, so the
/// verdict here, with its expiry, is what ends a kept-alive or resumed session. An accepted certificate costs a dictionary look-up until
/// its verdict expires.
public final class CertificateJudge: Sendable {
    public let profile: TrustProfile
    /// How long an acceptance may be used again; revocation and configuration reach every session within it.
    public let freshness: Duration
    private let officials: [CertificateFingerprint: VerifiedOfficial.Role]
    private let revocation: (any RevocationSource)?
    private let verification: ChainVerification
    private let cache: Mutex<VerdictCache>

    /// - Parameters:
    ///   - officials: who at the ministry has which role, by certificate and never by code.
    ///   - revocation: who is asked about revocation; nil is possible only where the profile says `none-test-only`.
    ///   - freshness: at most an hour is sensible.
    ///   - capacity: how many acceptances are remembered, about 500 bytes each.
    /// - Throws: ``TrustProfileError`` with code `revocation` when the profile requires a source and there is none.
    public init(
        profile: TrustProfile, officials: [CertificateFingerprint: VerifiedOfficial.Role] = [:],
        revocation: (any RevocationSource)?, freshness: Duration = .seconds(300), capacity: Int = 20_000
    ) throws(TrustProfileError) {
        guard revocation != nil || profile.revocation == .noneTestOnly else {
            throw TrustProfileError(.revocation, key: "revocation")
        }
        self.profile = profile
        self.officials = officials
        self.revocation = revocation
        self.freshness = freshness
        verification = ChainVerification(profile: profile)
        cache = Mutex(VerdictCache(capacity: capacity))
    }

    /// - Parameter chain: DER, leaf first. Only the leaf counts; the way to an anchor comes from the trust profile.
    public func judge(chain: [[UInt8]], as door: Door, now: Instant) async -> Verdict {
        guard let leaf = chain.first else { return .refused(.missing) }
        return await judge(leaf, fingerprint: CertificateFingerprint(of: leaf), as: door, now: now)
    }

    /// The same where the connection has kept the leaf's fingerprint: nothing is hashed for a request.
    public func judge(
        _ leaf: [UInt8], fingerprint: CertificateFingerprint, as door: Door, now: Instant
    ) async -> Verdict {
        if let known = cache.withLock({ $0.subject(of: fingerprint, now: now) }) { return verdict(on: known, at: door) }
        do throws(RefusalReason) {
            let subject = try await subject(of: leaf, fingerprint: fingerprint, now: now)
            return verdict(on: subject, at: door)
        } catch {
            return .refused(error)
        }
    }

    /// Forgets every verdict, so that each certificate is judged anew: after a change of anchors, officials or CRLs.
    public func forgetVerdicts() { cache.withLock { $0.removeAll() } }

    private func subject(
        of leaf: [UInt8], fingerprint: CertificateFingerprint, now: Instant
    ) async throws(RefusalReason) -> VouchedSubject {
        let chain = try verification.verify(leaf, now: now)
        var expires = min(now.advanced(by: freshness), chain.end)
        if let revocation {
            switch await revocation.status(of: leaf, issuedBy: chain.issuer.certificate.der, now: now) {
            case .good(let until):
                guard until > now else { throw .revocationUnknown }
                expires = min(expires, until)
            case .revoked: throw .revoked
            case .unknown: throw .revocationUnknown
            }
        }
        let subject = try VouchedSubject(of: chain, fingerprint: fingerprint, expires: expires)
        cache.withLock { $0.keep(subject, of: fingerprint, judged: now, expires: expires) }
        return subject
    }

    private func verdict(on subject: VouchedSubject, at door: Door) -> Verdict {
        switch (subject, door) {
        case (.person(let citizen), .citizen): return .citizen(citizen)
        case (.institution(let institution), .institution): return .institution(institution)
        case (.person(let citizen), .official):
            guard let role = officials[citizen.fingerprint] else { return .refused(.noRole) }
            return .official(VerifiedOfficial(citizen: citizen, role: role))
        case (.person, .institution), (.institution, .citizen), (.institution, .official): return .refused(.wrongDoor)
        }
    }
}
