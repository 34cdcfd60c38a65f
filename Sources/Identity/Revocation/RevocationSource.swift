public import RecordTypes

/// Who is asked whether a certificate was revoked (OCSP, CRL).
///
/// Asked once per verdict, after the chain has been found sound, and never inside the TLS handshake's own checks. The
/// answer's freshness bounds the verdict's.
public protocol RevocationSource: Sendable {
    /// - Parameters:
    ///   - certificate: DER of the end entity.
    ///   - issuer: DER of the issuing authority, from the trust profile.
    func status(of certificate: [UInt8], issuedBy issuer: [UInt8], now: Instant) async -> RevocationStatus
    /// Whether authorities below the anchor are worth asking about, too: lists name them, and a responder mostly does not.
    var speaksOfAuthorities: Bool { get }
    /// The same about an authority below the anchor; asked only of a source that speaks of them. *Unknown* refuses nobody here: the
    /// trust profile has named the authority.
    func status(ofAuthority certificate: [UInt8], issuedBy issuer: [UInt8], now: Instant) async -> RevocationStatus
}

extension RevocationSource {
    public var speaksOfAuthorities: Bool { false }

    public func status(
        ofAuthority certificate: [UInt8], issuedBy issuer: [UInt8], now: Instant
    ) async -> RevocationStatus {
        await status(of: certificate, issuedBy: issuer, now: now)
    }
}

public enum RevocationStatus: Hashable, Sendable {
    /// Not revoked, as far as an answer says that holds until then.
    case good(until: Instant)
    case revoked
    /// No answer, or none that can be trusted: refused.
    case unknown
}
