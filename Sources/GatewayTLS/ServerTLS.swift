public import Identity
public import NIOCore
public import NIOSSL
public import RecordTypes

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

    public let context: NIOSSLContext
    public let clientCertificates: ClientCertificates
    private let clock: @Sendable () -> Instant
    private let handshakeLimit: TimeAmount

    /// - Parameters:
    ///   - certificateFile: PEM, leaf first, then intermediates.
    ///   - keyFile: PEM of the leaf's private key.
    ///   - clock: what time it is when a handshake is judged.
    ///   - handshakeLimit: a connection whose handshake takes longer is closed.
    /// - Throws: ``ServerTLSError``.
    public init(
        certificateFile: String, keyFile: String, clientCertificates: ClientCertificates,
        clock: @escaping @Sendable () -> Instant, handshakeLimit: TimeAmount = .seconds(10)
    ) throws(ServerTLSError) {
        guard let chain = try? NIOSSLCertificate.fromPEMFile(certificateFile), !chain.isEmpty else {
            throw .unreadableCertificate(file: certificateFile)
        }
        guard let key = try? NIOSSLPrivateKey(file: keyFile, format: .pem) else { throw .unreadableKey(file: keyFile) }
        var settings = TLSConfiguration.makeServerConfiguration(
            certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(key))
        settings.minimumTLSVersion = .tlsv12
        settings.cipherSuiteValues = Self.cipherSuites
        settings.applicationProtocols = ["http/1.1"]
        // Behind a door that has stopped reading the peer's close_notify is never seen: each close, and so draining, lasts this long.
        settings.shutdownTimeout = .seconds(1)
        switch clientCertificates {
        case .notRequested:
            settings.certificateVerification = .none
        case .required(let judge, _):
            // "Required" in NIOSSL's words; trust roots alone would ask nobody for a certificate.
            settings.certificateVerification = .noHostnameVerification
            settings.trustRoots = .certificates(try Self.authorities(of: judge.profile))
            settings.sendCANameList = true
            settings.verifySignatureAlgorithms = Self.clientSignatures
        }
        guard let context = try? NIOSSLContext(configuration: settings) else { throw .keyDoesNotFit }
        self.context = context
        self.clientCertificates = clientCertificates
        self.clock = clock
        self.handshakeLimit = handshakeLimit
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
            server = NIOSSLServerHandler(
                context: context,
                customVerificationCallback: { certificates, promise in
                    peer.noteVerification()
                    // Whatever cannot be read is refused, never let through as "anonymous".
                    guard let leaf = certificates.first, let der = try? leaf.toDERBytes() else {
                        return promise.succeed(.failed)
                    }
                    promise.completeWithTask {
                        await judge.judge(chain: [der], as: door, now: clock()).refusal == nil
                            ? .certificateVerified : .failed
                    }
                })
        }
        return [server, PeerHandler(peer: peer, handshakeLimit: handshakeLimit)]
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
