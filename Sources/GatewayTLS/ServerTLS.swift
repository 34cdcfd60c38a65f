public import Identity
public import NIOCore
public import NIOSSL
public import RecordTypes
import Synchronization

/// One listener's TLS: server certificate, whether clients must show theirs, and who judges it.
///
/// TLS 1.3, and 1.2 with ECDHE and AEAD only. Each listener has a context of its own, because session tickets are bound to one:
/// a ticket of the citizens' listener opens nothing at the ministry's.
public struct ServerTLS: Sendable {
    /// What the listener asks of clients.
    public enum ClientCertificates: Sendable {
        /// No certificate is requested: public pages and the log's files.
        case notRequested
        /// A handshake without a certificate that `judge` accepts at `door` fails.
        case required(judge: CertificateJudge, door: Door)
    }

    public let clientCertificates: ClientCertificates
    private let certificateFile: String
    private let keyFile: String
    private let current: Current
    private let front: FrontPeers
    private let clock: @Sendable () -> Instant
    private let handshakeLimit: TimeAmount
    private let onRefusal: @Sendable (CertificateFingerprint, RefusalReason) -> Void

    /// The context that new connections get. Tickets of an earlier one open nothing any more.
    private final class Current: Sendable {
        let context: Mutex<NIOSSLContext>

        init(_ context: NIOSSLContext) { self.context = Mutex(context) }
    }

    /// The context in use now.
    public var context: NIOSSLContext { current.context.withLock { $0 } }

    /// - Parameters:
    ///   - certificateFile: PEM, leaf first, then intermediates.
    ///   - keyFile: PEM of the leaf's private key.
    ///   - front: peers that the handshake lets in by their pinned certificate; what they may say is for the doors to decide.
    ///   - clock: what time it is when a handshake is judged.
    ///   - handshakeLimit: a connection whose handshake takes longer is closed.
    ///   - onRefusal: told of each certificate that a handshake refuses; the client sees an alert and no reason.
    /// - Throws: ``ServerTLSError``.
    public init(
        certificateFile: String, keyFile: String, clientCertificates: ClientCertificates,
        front: FrontPeers = .none, clock: @escaping @Sendable () -> Instant, handshakeLimit: TimeAmount = .seconds(10),
        onRefusal: @escaping @Sendable (CertificateFingerprint, RefusalReason) -> Void = { _, _ in }
    ) throws(ServerTLSError) {
        current = Current(try Self.context(certificateFile, keyFile, clientCertificates))
        self.certificateFile = certificateFile
        self.keyFile = keyFile
        self.clientCertificates = clientCertificates
        self.front = front
        self.clock = clock
        self.handshakeLimit = handshakeLimit
        self.onRefusal = onRefusal
    }

    /// A new context from the files and the judge's profile as they are now: after a change of anchors, lists or the server's certificate.
    /// Connections that are open keep the old one; sessions made by it cannot be resumed.
    /// - Throws: ``ServerTLSError``; then the old one stays in use.
    public func renew() throws(ServerTLSError) {
        let context = try Self.context(certificateFile, keyFile, clientCertificates)
        current.context.withLock { $0 = context }
    }

    private static func context(
        _ certificateFile: String, _ keyFile: String, _ clientCertificates: ClientCertificates
    ) throws(ServerTLSError) -> NIOSSLContext {
        guard let chain = try? NIOSSLCertificate.fromPEMFile(certificateFile), !chain.isEmpty else {
            throw .unreadableCertificate(file: certificateFile)
        }
        guard let key = try? NIOSSLPrivateKey(file: keyFile, format: .pem) else { throw .unreadableKey(file: keyFile) }
        var settings = TLSConfiguration.makeServerConfiguration(
            certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(key))
        settings.minimumTLSVersion = .tlsv12
        settings.cipherSuiteValues = cipherSuites
        settings.applicationProtocols = ["http/1.1"]
        // Behind a door that has stopped reading the peer's close_notify is never seen: each close, and so draining, lasts this long.
        settings.shutdownTimeout = .seconds(1)
        switch clientCertificates {
        case .notRequested:
            settings.certificateVerification = .none
        case .required(let judge, _):
            // "Required" in NIOSSL's words; trust roots alone would ask nobody for a certificate.
            settings.certificateVerification = .noHostnameVerification
            settings.trustRoots = .certificates(try authorities(of: judge.profile))
            settings.sendCANameList = true
            settings.verifySignatureAlgorithms = clientSignatures
        }
        guard let context = try? NIOSSLContext(configuration: settings) else { throw .keyDoesNotFit }
        return context
    }

    /// The handlers that stand first in a connection's pipeline: TLS, then the one that fills `peer`.
    ///
    /// Use this where there is no ``MutualTLSChannel`` around the connection, as for MLLP:
    ///
    /// ```swift
    /// let peer = PeerBox()
    /// try channel.pipeline.syncOperations.addHandlers(tls.handlers(filling: peer))
    /// ```
    public func handlers(filling peer: PeerBox) -> [any ChannelHandler] {
        let server: NIOSSLServerHandler
        switch clientCertificates {
        case .notRequested:
            server = NIOSSLServerHandler(context: context)
        case .required(let judge, let door):
            let clock = clock
            let front = front
            let onRefusal = onRefusal
            server = NIOSSLServerHandler(
                context: context,
                customVerificationCallback: { certificates, promise in
                    // Whatever cannot be read is refused, never let through as "anonymous".
                    guard let leaf = certificates.first, let der = try? leaf.toDERBytes() else {
                        return promise.succeed(.failed)
                    }
                    let now = clock()
                    let fingerprint = peer.note(verified: der)
                    if !front.isEmpty, front.peer(der, fingerprint: fingerprint, now: now) != nil {
                        return promise.succeed(.certificateVerified)
                    }
                    @Sendable func result(_ verdict: Verdict) -> NIOSSLVerificationResult {
                        guard let reason = verdict.refusal else { return .certificateVerified }
                        onRefusal(fingerprint, reason)
                        return .failed
                    }
                    if let known = judge.remembered(fingerprint, as: door, now: now) {
                        return promise.succeed(result(known))
                    }
                    promise.completeWithTask {
                        result(await judge.certificateVerdict(der, fingerprint: fingerprint, as: door, now: now))
                    }
                })
        }
        return [server, PeerHandler(peer: peer, tls: server, handshakeLimit: handshakeLimit)]
    }

    /// Names of these go out in the certificate request, so that browsers offer the right card.
    private static func authorities(of profile: TrustProfile) throws(ServerTLSError) -> [NIOSSLCertificate] {
        var certificates: [NIOSSLCertificate] = []
        for authority in profile.anchors + profile.issuers.map(\.certificate) {
            guard let certificate = try? NIOSSLCertificate(bytes: authority.der, format: .der) else {
                throw .unreadableAuthority(authority.fingerprint)
            }
            certificates.append(certificate)
        }
        return certificates
    }

    private static let cipherSuites: [NIOTLSCipher] = [
        .TLS_AES_128_GCM_SHA256, .TLS_AES_256_GCM_SHA384, .TLS_CHACHA20_POLY1305_SHA256,
        .TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, .TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
        .TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256, .TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
        .TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384, .TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256,
    ]

    /// How clients may sign the handshake: no SHA-1.
    private static let clientSignatures: [SignatureAlgorithm] = [
        .ecdsaSecp256R1Sha256, .ecdsaSecp384R1Sha384, .ecdsaSecp521R1Sha512, .rsaPssRsaeSha256, .rsaPssRsaeSha384,
        .rsaPssRsaeSha512, .rsaPkcs1Sha256, .rsaPkcs1Sha384, .rsaPkcs1Sha512,
    ]
}

/// Why a listener's TLS cannot be set up, or must not be served.
public enum ServerTLSError: Error, Hashable, Sendable {
    case unreadableCertificate(file: String)
    case unreadableKey(file: String)
    /// The key is not that of the certificate, or TLS refuses the pair.
    case keyDoesNotFit
    case unreadableAuthority(CertificateFingerprint)
    /// The start-up test got through without a certificate.
    case anonymousClientAccepted(port: Int)
    /// The start-up test could not be made: nothing listens, or it does not speak TLS.
    case selfTestInconclusive(port: Int)
}
