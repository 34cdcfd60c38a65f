public import RecordTypes

/// Who may stand before the gateway and speak for others. Known by its own certificate, bit for bit, and by nothing else.
public enum FrontPeer: String, Hashable, Sendable, CaseIterable {
    /// A proxy that ends TLS and passes on the certificate that a client has shown it, in `Client-Cert` (RFC 9440).
    case terminatingProxy = "terminating-proxy"
    /// An X-Road security server, which speaks for the member that `X-Road-Client` names.
    case securityServer = "security-server"
}

/// The peers that an operator has named by their certificates' fingerprints. Empty unless configured: then nobody speaks for anybody.
public struct FrontPeers: Hashable, Sendable {
    private let peers: [CertificateFingerprint: FrontPeer]

    public static let none = FrontPeers([:])

    public init(_ peers: [CertificateFingerprint: FrontPeer]) { self.peers = peers }

    public var isEmpty: Bool { peers.isEmpty }

    /// What the holder of this certificate may do; nil for everybody else, and outside the certificate's validity.
    ///
    /// The certificate is pinned: no chain is asked for, because security servers use self-signed ones.
    public func peer(_ der: [UInt8], fingerprint: CertificateFingerprint, now: Instant) -> FrontPeer? {
        guard let peer = peers[fingerprint], let read = try? ReadCertificate(der: der),
            ValidAt(now).refusal(of: CertificatePath(certificates: [read])) == nil
        else { return nil }
        return peer
    }
}
