public import GatewayTLS
public import Identity
public import RecordTypes

/// Whoever is let in through a door, as its type says. Made anew for every request.
public protocol Caller: Sendable {
    /// Who this is, from the certificate of the connection; the reason when they may not come in.
    static func admit(
        _ certificate: PeerCertificate?, judge: CertificateJudge?, now: Instant
    ) async -> Result<Self, RefusalReason>
    /// For whom an X-Road security server speaks, where it may speak at all: at the door for institutions.
    static func admit(
        _ message: XRoadMessage, behind certificate: PeerCertificate, judge: CertificateJudge?, now: Instant
    ) -> Result<(caller: Self, purpose: PurposeOfUse?), RefusalReason>
}

extension Caller {
    public static func admit(
        _ message: XRoadMessage, behind certificate: PeerCertificate, judge: CertificateJudge?, now: Instant
    ) -> Result<(caller: Self, purpose: PurposeOfUse?), RefusalReason> { .failure(.wrongDoor) }
}

extension CertificateJudge {
    /// The verdict on this request's certificate. TLS resumption checks nothing, so every request asks.
    fileprivate func verdict(on certificate: PeerCertificate?, at door: Identity.Door, now: Instant) async -> Verdict {
        guard let certificate else { return .refused(.missing) }
        return await judge(certificate.leaf, fingerprint: certificate.fingerprint, as: door, now: now)
    }
}

extension VerifiedInstitution: Caller {
    public static func admit(
        _ certificate: PeerCertificate?, judge: CertificateJudge?, now: Instant
    ) async -> Result<VerifiedInstitution, RefusalReason> {
        switch await judge?.verdict(on: certificate, at: .institution, now: now) {
        case .institution(let institution): .success(institution)
        case .refused(let reason): .failure(reason)
        case .citizen, .official, nil: .failure(.wrongDoor)
        }
    }

    public static func admit(
        _ message: XRoadMessage, behind certificate: PeerCertificate, judge: CertificateJudge?, now: Instant
    ) -> Result<(caller: VerifiedInstitution, purpose: PurposeOfUse?), RefusalReason> {
        guard let judge else { return .failure(.wrongDoor) }
        let (verdict, purpose) = judge.member(message.client, behind: certificate.fingerprint, now: now)
        return switch verdict {
        case .institution(let institution): .success((institution, purpose))
        case .refused(let reason): .failure(reason)
        case .citizen, .official: .failure(.wrongDoor)
        }
    }
}

extension VerifiedCitizen: Caller {
    public static func admit(
        _ certificate: PeerCertificate?, judge: CertificateJudge?, now: Instant
    ) async -> Result<VerifiedCitizen, RefusalReason> {
        switch await judge?.verdict(on: certificate, at: .citizen, now: now) {
        case .citizen(let citizen): .success(citizen)
        case .refused(let reason): .failure(reason)
        case .institution, .official, nil: .failure(.wrongDoor)
        }
    }
}

extension VerifiedOfficial: Caller {
    public static func admit(
        _ certificate: PeerCertificate?, judge: CertificateJudge?, now: Instant
    ) async -> Result<VerifiedOfficial, RefusalReason> {
        switch await judge?.verdict(on: certificate, at: .official, now: now) {
        case .official(let official): .success(official)
        case .refused(let reason): .failure(reason)
        case .citizen, .institution, nil: .failure(.wrongDoor)
        }
    }
}

/// Anybody at all: the public log and the operations listener.
public struct Anyone: Caller {
    public init() {}

    public static func admit(
        _ certificate: PeerCertificate?, judge: CertificateJudge?, now: Instant
    ) async -> Result<Anyone, RefusalReason> { .success(Anyone()) }
}
