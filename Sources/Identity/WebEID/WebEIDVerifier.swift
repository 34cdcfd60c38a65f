public import RecordTypes
import X509

/// Judges Web eID authentication tokens by Web eID's own rules: no national profile takes part.
///
/// ```swift
/// let verifier = WebEIDVerifier(origin: "https://portal.example.ee", trust: authorities, revocation: .required(responders))
/// let login = try await verifier.verify(token, nonce: nonce, now: now)
/// ```
///
/// Revocation is asked about last, unlike in the reference validator: certificates are public, and only who holds the card's key makes the
/// site ask a responder about it.
///
/// The caller has taken the nonce out of its store *before* it asks, so that a nonce is used once whatever the answer.
public struct WebEIDVerifier: Sendable {
    /// How revocation is found out.
    public enum Revocation: Sendable {
        /// A source must answer *good*.
        case required(any RevocationSource)
        /// Nobody is asked, by explicit choice.
        case none
    }

    /// Mobile-ID's policies, which have no business in a card's token.
    public static let mobileID: Set<PolicyIdentifier> = Set(
        ["1.3.6.1.4.1.10015.1.3", "1.3.6.1.4.1.10015.1.3.1", "1.3.6.1.4.1.10015.1.3.2", "1.3.6.1.4.1.10015.1.3.3"]
            .compactMap { PolicyIdentifier($0) })

    /// `https://host[:port]`, of the site's own configuration.
    public let origin: String
    private let anchors: [ReadCertificate]
    private let revocation: Revocation
    private let disallowedPolicies: Set<PolicyIdentifier>

    /// - Parameter trust: the authorities that issue cards; each is an anchor, whether root or not.
    public init(
        origin: String, trust: [AuthorityCertificate], revocation: Revocation,
        disallowedPolicies: Set<PolicyIdentifier> = mobileID
    ) {
        self.origin = origin
        anchors = trust.map(\.read)
        self.revocation = revocation
        self.disallowedPolicies = disallowedPolicies
    }

    /// The certificate's subject, once every check has passed.
    public func verify(
        _ token: [UInt8], nonce: String, now: Instant
    ) async throws(WebEIDRefusal) -> WebEIDSubject {
        let token = try WebEIDToken(parsing: token)
        let leaf = try Self.certificate(token.certificate)
        try Self.checkPurpose(of: leaf)
        try checkPolicies(of: leaf)
        let path = try path(from: leaf, purpose: .authentication, now: now)
        try token.algorithm.verify(token.signature, by: leaf.certificate.publicKey, origin: origin, nonce: nonce)
        for der in token.signingCertificates { try checkSigning(der, beside: leaf, now: now) }
        try await checkRevocation(of: path, now: now)
        return WebEIDSubject(of: leaf)
    }

    /// The certificate itself (DER), once every check has passed: what a site's own profile judges next.
    public func certificate(
        ofVerified token: [UInt8], nonce: String, now: Instant
    ) async throws(WebEIDRefusal) -> [UInt8] {
        _ = try await verify(token, nonce: nonce, now: now)
        return try WebEIDToken(parsing: token).certificate
    }

    /// Decodes a token and verifies its signature, and nothing else: the certificate is not judged at all.
    public static func verifySignatureOnly(
        _ token: [UInt8], nonce: String, origin: String
    ) throws(WebEIDRefusal) -> WebEIDSubject {
        let token = try WebEIDToken(parsing: token)
        let leaf = try certificate(token.certificate)
        try token.algorithm.verify(token.signature, by: leaf.certificate.publicKey, origin: origin, nonce: nonce)
        return WebEIDSubject(of: leaf)
    }

    private static func certificate(_ der: [UInt8]) throws(WebEIDRefusal) -> ReadCertificate {
        guard let certificate = try? ReadCertificate(der: der) else { throw .certificateUndecodable }
        return certificate
    }

    private static func checkPurpose(of leaf: ReadCertificate) throws(WebEIDRefusal) {
        let extensions = leaf.certificate.extensions
        guard extensions[oid: .X509ExtensionID.keyUsage] != nil else { throw .purposeMissing }
        guard let usage = try? extensions.keyUsage, usage.digitalSignature else { throw .purposeWrong }
        if extensions[oid: .X509ExtensionID.extendedKeyUsage] != nil {
            guard let purposes = try? extensions.extendedKeyUsage, purposes.contains(.clientAuth) else {
                throw .purposeWrong
            }
        }
    }

    private func checkPolicies(of leaf: ReadCertificate) throws(WebEIDRefusal) {
        guard let policies = try? CertificatePolicies.of(leaf.certificate) else {
            if leaf.certificate.extensions[oid: CertificatePolicies.extensionID] != nil {
                throw .certificateUndecodable
            }
            return
        }
        guard policies.isDisjoint(with: disallowedPolicies) else { throw .policyDisallowed }
    }

    private enum Purpose {
        case authentication
        case signing
    }

    private func path(
        from leaf: ReadCertificate, purpose: Purpose, now: Instant
    ) throws(WebEIDRefusal) -> CertificatePath {
        let time = ValidAt(now)
        if time.time > leaf.certificate.notValidAfter { throw .expired }
        if time.time < leaf.certificate.notValidBefore { throw .notYetValid }
        var rules: [any ChainRule] = [
            CriticalExtensions(), LeafIsNoAuthority(), time, IssuersAreAuthorities(), CryptographicStrength(),
            CertificateForm(), NameConstraintRule(), PolicyProcessing(),
        ]
        if purpose == .authentication { rules.append(ClientAuthentication(absence: .anyUse)) }
        let search = PathSearch(anchors: anchors, intermediates: [], rules: rules)
        do throws(RefusalReason) {
            return try search.path(from: leaf)
        } catch {
            throw .notTrusted
        }
    }

    private func checkRevocation(of path: CertificatePath, now: Instant) async throws(WebEIDRefusal) {
        guard case .required(let source) = revocation else { return }
        switch await source.status(of: path.certificates[0].der, issuedBy: path.issuer.der, now: now) {
        case .good(let until):
            guard until > now else { throw .revocationUnknown }
        case .revoked: throw .revoked
        case .unknown: throw .revocationUnknown
        }
    }

    /// Format 1.1: the card's signing certificate belongs to the same person and authority, is for signing, in time and trusted.
    private func checkSigning(
        _ der: [UInt8], beside leaf: ReadCertificate, now: Instant
    ) throws(WebEIDRefusal) {
        guard let signing = try? ReadCertificate(der: der), signing.subject.hasSameAttributes(as: leaf.subject),
            let usage = try? signing.certificate.extensions.keyUsage, usage.nonRepudiation,
            let identifier = try? signing.certificate.extensions.authorityKeyIdentifier?.keyIdentifier,
            identifier == (try? leaf.certificate.extensions.authorityKeyIdentifier?.keyIdentifier)
        else { throw .signingCertificate }
        do throws(WebEIDRefusal) {
            _ = try path(from: signing, purpose: .signing, now: now)
        } catch {
            throw .signingCertificate
        }
    }
}
