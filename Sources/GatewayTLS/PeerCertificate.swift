import Identity
public import RecordTypes
import Synchronization

/// The certificate that the peer of a connection has shown, whether in this handshake or in the one that a resumed session goes back to.
///
/// Shown is not verified: TLS resumption runs no check at all. A door asks `CertificateJudge` with it on every request.
public struct PeerCertificate: Hashable, Sendable {
    /// DER.
    public let leaf: [UInt8]
    public let fingerprint: CertificateFingerprint
    /// Whether the session was resumed, so that no handshake of this connection looked at the certificate.
    public let isResumed: Bool

    public init(leaf: [UInt8], fingerprint: CertificateFingerprint, isResumed: Bool) {
        self.leaf = leaf
        self.fingerprint = fingerprint
        self.isResumed = isResumed
    }

    /// The peer of the connection whose request is being handled: set by ``MutualTLSChannel``, inherited by child tasks.
    /// Nil on listeners that ask for no certificate.
    public static var current: PeerCertificate? { PeerBox.current?.certificate }
}

/// Where one connection keeps its peer: filled on the event loop when the handshake completes, read by request handlers.
public final class PeerBox: Sendable {
    @TaskLocal public static var current: PeerBox?

    private struct State {
        var certificate: PeerCertificate?
        /// What this connection's own handshake has looked at; it counts once the handshake has completed.
        var verified: PeerCertificate?
    }

    private let state = Mutex(State())

    public init() {}

    /// Nil before the handshake has completed, and for ever without a certificate.
    public var certificate: PeerCertificate? { state.withLock { $0.certificate } }

    /// This connection's own handshake looks at a certificate, so it resumes no session.
    func note(verified leaf: [UInt8]) -> CertificateFingerprint {
        let fingerprint = CertificateFingerprint(of: leaf)
        state.withLock {
            $0.verified = PeerCertificate(leaf: leaf, fingerprint: fingerprint, isResumed: false)
        }
        return fingerprint
    }

    /// The handshake has completed: what it has looked at is the peer's. False where it has looked at nothing.
    func takeVerified() -> Bool {
        state.withLock { state in
            state.certificate = state.verified
            return state.certificate != nil
        }
    }

    func fill(withResumed leaf: [UInt8]) {
        let certificate = PeerCertificate(leaf: leaf, fingerprint: CertificateFingerprint(of: leaf), isResumed: true)
        state.withLock { $0.certificate = certificate }
    }
}
