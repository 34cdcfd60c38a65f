@_spi(Vouching) public import RecordTypes
import Synchronization

/// Says of a certificate who it is, at one door, at one moment. The only maker of verified identities.
///
/// Doors ask in the handshake **and again for every request**: TLS resumption skips verification and cannot be switched off, so the
/// verdict here, with its expiry, is what ends a kept-alive or resumed session. An accepted certificate costs a dictionary look-up until
/// its verdict expires.
public final class CertificateJudge: Sendable {
    /// How long an acceptance may be used again; revocation and configuration reach every session within it.
    public let freshness: Duration
    private let officials: [CertificateFingerprint: VerifiedOfficial.Role]
    private let revocation: (any RevocationSource)?
    private let register: (any SubjectRegister)?
    private let trust: Mutex<Trust>

    /// The profile in force and what was judged by it. They change together, so that no verdict outlives its profile.
    private struct Trust {
        var profile: TrustProfile
        var verification: ChainVerification
        var cache: VerdictCache
        /// Counts the times that verdicts were forgotten: one that was begun before is not kept.
        var generation: UInt64 = 0
    }

    /// - Parameters:
    ///   - officials: who at the ministry has which role, by certificate and never by code; a register that knows the certificate decides
    ///     instead.
    ///   - revocation: who is asked about revocation; nil is possible only where the profile says `none-test-only`.
    ///   - register: asked for every request, after the certificate has been accepted; nil lets every accepted institution in.
    ///   - freshness: at most an hour is sensible.
    ///   - capacity: how many acceptances are remembered, about 500 bytes each.
    /// - Throws: ``TrustProfileError`` with code `revocation` when the profile requires a source and there is none.
    public init(
        profile: TrustProfile, officials: [CertificateFingerprint: VerifiedOfficial.Role] = [:],
        revocation: (any RevocationSource)?, register: (any SubjectRegister)? = nil,
        freshness: Duration = .seconds(300), capacity: Int = 20_000
    ) throws(TrustProfileError) {
        guard revocation != nil || profile.revocation == .noneTestOnly else {
            throw TrustProfileError(.revocation, key: "revocation")
        }
        self.officials = officials
        self.revocation = revocation
        self.register = register
        self.freshness = freshness
        trust = Mutex(
            Trust(
                profile: profile, verification: ChainVerification(profile: profile),
                cache: VerdictCache(capacity: capacity)))
    }

    /// The profile in force.
    public var profile: TrustProfile { trust.withLock { $0.profile } }

    /// The verdict of the TLS handshake: on the certificate alone. What the register says is asked for each request, so that an
    /// institution that it does not let in can still be told why.
    ///
    /// - Parameter chain: DER, leaf first. Only the leaf counts; the way to an anchor comes from the trust profile.
    public func judge(chain: [[UInt8]], as door: Door, now: Instant) async -> Verdict {
        guard let leaf = chain.first else { return .refused(.missing) }
        return await certificateVerdict(leaf, fingerprint: CertificateFingerprint(of: leaf), as: door, now: now)
    }

    /// The verdict on a request: the certificate's, and the register's. The connection has kept the leaf's fingerprint, so that nothing
    /// is hashed.
    public func judge(
        _ leaf: [UInt8], fingerprint: CertificateFingerprint, as door: Door, now: Instant
    ) async -> Verdict {
        let verdict = await certificateVerdict(leaf, fingerprint: fingerprint, as: door, now: now)
        if case .institution(let institution) = verdict, let reason = register?.refusal(of: institution, now: now) {
            return .refused(reason)
        }
        return verdict
    }

    /// The verdict on the certificate alone as it is remembered, without a hop between threads; nil where it has to be worked out.
    public func remembered(_ fingerprint: CertificateFingerprint, as door: Door, now: Instant) -> Verdict? {
        trust.withLock { $0.cache.subject(of: fingerprint, now: now) }.map { verdict(on: $0, at: door) }
    }

    /// The verdict on the certificate alone: what the handshake asks.
    public func certificateVerdict(
        _ leaf: [UInt8], fingerprint: CertificateFingerprint, as door: Door, now: Instant
    ) async -> Verdict {
        if let known = remembered(fingerprint, as: door, now: now) { return known }
        do throws(RefusalReason) {
            let subject = try await subject(of: leaf, fingerprint: fingerprint, now: now)
            return verdict(on: subject, at: door)
        } catch {
            return .refused(error)
        }
    }

    /// Who an X-Road security server speaks for: the member that its message names, as the register knows it.
    ///
    /// - Parameters:
    ///   - fingerprint: of the security server's certificate, which the operator has named as one.
    ///   - subsystem: `X-Road-Client`.
    public func member(
        _ subsystem: String, behind fingerprint: CertificateFingerprint, now: Instant
    ) -> (verdict: Verdict, purpose: PurposeOfUse?) {
        guard let member = register?.member(subsystem) else { return (.refused(.institutionNotRegistered), nil) }
        let institution = VerifiedInstitution(
            id: member.institution, name: member.name, fingerprint: fingerprint, profile: Self.xRoadProfile,
            expires: now.advanced(by: freshness))
        if let reason = register?.refusal(of: institution, now: now) { return (.refused(reason), nil) }
        return (.institution(institution), member.purpose)
    }

    /// The profile of an institution that a security server has named.
    public static let xRoadProfile = "x-road"

    /// Forgets every verdict, so that each certificate is judged anew: after a change of anchors, officials or CRLs.
    public func forgetVerdicts() {
        trust.withLock { trust in
            trust.cache.removeAll()
            trust.generation += 1
        }
    }

    /// Judges by another profile from now on. Every verdict made by the old one is forgotten.
    /// - Throws: ``TrustProfileError`` with code `revocation` when it requires a source and there is none; then nothing changes.
    public func adopt(_ profile: TrustProfile) throws(TrustProfileError) {
        guard revocation != nil || profile.revocation == .noneTestOnly else {
            throw TrustProfileError(.revocation, key: "revocation")
        }
        let verification = ChainVerification(profile: profile)
        trust.withLock { trust in
            trust.profile = profile
            trust.verification = verification
            trust.cache.removeAll()
            trust.generation += 1
        }
    }

    /// Every rule's word on a certificate, and revocation's, for whoever wants to know why. It looks at everything anew and remembers
    /// nothing; a responder is asked.
    public func inspect(_ leaf: [UInt8], now: Instant) async -> ProfileInspection {
        let (profile, verification) = trust.withLock { ($0.profile, $0.verification) }
        var finding = PathInspection.Finding(rule: "revocation", word: .na, reason: nil)
        if let revocation, let chain = try? verification.verify(leaf, now: now) {
            switch await Self.status(of: chain, by: revocation, now: now) {
            case .good: finding = PathInspection.Finding(rule: "revocation", word: .ok, reason: nil)
            case .revoked: finding = PathInspection.Finding(rule: "revocation", word: .fail, reason: .revoked)
            case .unknown:
                finding = PathInspection.Finding(rule: "revocation", word: .fail, reason: .revocationUnknown)
            }
        }
        return ProfileInspection(of: leaf, by: profile, revocation: finding, now: now)
    }

    private func subject(
        of leaf: [UInt8], fingerprint: CertificateFingerprint, now: Instant
    ) async throws(RefusalReason) -> VouchedSubject {
        let (verification, generation) = trust.withLock { ($0.verification, $0.generation) }
        let chain = try verification.verify(leaf, now: now)
        var expires = min(now.advanced(by: freshness), chain.end)
        if let revocation {
            switch await Self.status(of: chain, by: revocation, now: now) {
            case .good(let until):
                guard until > now else { throw .revocationUnknown }
                expires = min(expires, until)
            case .revoked: throw .revoked
            case .unknown: throw .revocationUnknown
            }
        }
        let subject = try VouchedSubject(of: chain, fingerprint: fingerprint, expires: expires)
        trust.withLock { trust in
            guard trust.generation == generation else { return }
            trust.cache.keep(subject, of: fingerprint, judged: now, expires: expires)
        }
        return subject
    }

    /// The end entity must be good; an authority above it, where the source speaks of authorities at all, must not be revoked.
    private static func status(
        of chain: ChainVerification.Outcome, by revocation: any RevocationSource, now: Instant
    ) async -> RevocationStatus {
        let path = chain.path.certificates
        for position in 1..<path.count where position + 1 < path.count && revocation.speaksOfAuthorities {
            let status = await revocation.status(
                ofAuthority: path[position].der, issuedBy: path[position + 1].der, now: now)
            if case .revoked = status { return .revoked }
        }
        return await revocation.status(of: path[0].der, issuedBy: chain.issuer.certificate.der, now: now)
    }

    private func verdict(on subject: VouchedSubject, at door: Door) -> Verdict {
        switch (subject, door) {
        case (.person(let citizen), .citizen): return .citizen(citizen)
        case (.institution(let institution), .institution): return .institution(institution)
        case (.person(let citizen), .official):
            guard let role = role(of: citizen.fingerprint) else { return .refused(.noRole) }
            return .official(VerifiedOfficial(citizen: citizen, role: role))
        case (.person, .institution), (.institution, .citizen), (.institution, .official): return .refused(.wrongDoor)
        }
    }

    private func role(of fingerprint: CertificateFingerprint) -> VerifiedOfficial.Role? {
        switch register?.role(of: fingerprint) {
        case .role(let role): role
        case .withdrawn: nil
        case .unknown, nil: officials[fingerprint]
        }
    }
}
