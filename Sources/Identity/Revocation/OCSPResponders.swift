public import RecordTypes
import SwiftASN1
import Synchronization
import X509

/// Carries an OCSP request to a responder and its answer back.
public protocol OCSPTransport: Sendable {
    /// - Parameters:
    ///   - request: DER of an OCSPRequest, to be posted as `application/ocsp-request`.
    ///   - url: `http://…`, as the certificate says.
    /// - Returns: the body of an answer with status 200 and the type `application/ocsp-response`, at most ``OCSPResponse/sizeLimit`` bytes.
    /// - Throws: whatever keeps an answer from coming within five seconds.
    func answer(to request: [UInt8], from url: String) async throws -> [UInt8]
}

/// Asks the responder that a certificate names in its authorityInfoAccess; fails closed.
///
/// It keeps no answers: who asks remembers the verdict for its own freshness. A grace period, where the operator has chosen one, lets a
/// certificate that was *good* a while ago pass while its responder is silent: not reached, or saying that it cannot answer now. Any other
/// answer that cannot be relied on, and the status *unknown*, refuse and end the grace.
public final class OCSPResponders: RevocationSource {
    /// No answer counts for longer after its thisUpdate, grace or not.
    public static let longestGrace = Duration.seconds(3600)

    private let transport: any OCSPTransport
    private let limits: OCSPLimits
    private let designated: [ReadCertificate]
    private let grace: Duration?
    private let requiresNonce: Bool
    private let random: @Sendable () -> [UInt8]
    private let noteGrace: @Sendable (CertificateFingerprint) -> Void
    /// The thisUpdate of the last good answer.
    private let lastGood: Mutex<[CertificateFingerprint: Instant]>
    private let capacity: Int

    /// - Parameters:
    ///   - responders: certificates of responders that the operator trusts beside those that issuers certify.
    ///   - requiresNonce: whether an answer that does not repeat the nonce of its question is refused. Responders that answer in advance
    ///     (RFC 5019) cannot; then ``OCSPLimits/age`` alone limits how old an answer may be. A nonce that is repeated wrongly is always refused.
    ///   - random: 32 bytes for a nonce, each time anew.
    ///   - grace: how long after its thisUpdate a good answer lets pass while the responder is silent, at most ``longestGrace``; nil =
    ///     no answer, no entry.
    ///   - noteGrace: told each time that somebody passes by grace, for the log.
    ///   - capacity: certificates remembered for the sake of grace.
    public init(
        transport: any OCSPTransport, limits: OCSPLimits = .gateway, responders: [AuthorityCertificate] = [],
        requiresNonce: Bool = false,
        random: @escaping @Sendable () -> [UInt8] = { OCSPResponders.randomNonce() },
        grace: Duration? = nil, capacity: Int = 100_000,
        noteGrace: @escaping @Sendable (CertificateFingerprint) -> Void = { _ in }
    ) {
        self.transport = transport
        self.limits = limits
        designated = responders.map(\.read)
        self.requiresNonce = requiresNonce
        self.random = random
        self.grace = grace.map { min($0, Self.longestGrace) }
        self.capacity = capacity
        self.noteGrace = noteGrace
        lastGood = Mutex([:])
    }

    /// 32 bytes of the system's randomness.
    public static func randomNonce() -> [UInt8] {
        var random = SystemRandomNumberGenerator()
        return (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &random) }
    }

    public func status(of certificate: [UInt8], issuedBy issuer: [UInt8], now: Instant) async -> RevocationStatus {
        let nonce = OCSPNonce(bytes: random(), isRequired: requiresNonce)
        guard let certificate = try? ReadCertificate(der: certificate), let issuer = try? ReadCertificate(der: issuer),
            let url = certificate.responderURL,
            let request = try? OCSPRequest.der(about: certificate, issuedBy: issuer, nonce: nonce.bytes)
        else { return .unknown }
        let fingerprint = CertificateFingerprint(of: certificate.der)
        guard let body = try? await transport.answer(to: request, from: url), !OCSPResponse.isBusy(body) else {
            return silence(about: fingerprint, now: now)
        }
        guard let answer = try? OCSPResponse(der: body),
            let status = try? answer.status(
                of: certificate, issuedBy: issuer, nonce: nonce, designated: designated, limits: limits, now: now)
        else {
            remember(fingerprint, goodAt: nil)
            return .unknown
        }
        if case .good = status {
            // A responder's clock that is ahead lengthens nothing.
            remember(fingerprint, goodAt: answer.thisUpdate.map { min($0, now) })
        } else {
            remember(fingerprint, goodAt: nil)
        }
        return status
    }

    private func silence(about fingerprint: CertificateFingerprint, now: Instant) -> RevocationStatus {
        guard let grace, let last = lastGood.withLock({ $0[fingerprint] }), last <= now,
            now < last.advanced(by: grace)
        else { return .unknown }
        noteGrace(fingerprint)
        return .good(until: min(last.advanced(by: grace), now.advanced(by: .seconds(60))))
    }

    private func remember(_ fingerprint: CertificateFingerprint, goodAt time: Instant?) {
        guard grace != nil else { return }
        lastGood.withLock { known in
            known[fingerprint] = time
            guard known.count > capacity else { return }
            // The older half goes at once, so that sorting is rare.
            let younger = known.sorted { $0.value > $1.value }.prefix(capacity / 2)
            known = Dictionary(uniqueKeysWithValues: younger.map { ($0.key, $0.value) })
        }
    }
}

/// OCSPRequest ::= SEQUENCE { SEQUENCE { SEQUENCE OF SEQUENCE { CertID }, [2] { SEQUENCE OF Extension } } }, with SHA-1 as every responder
/// knows it (RFC 5019 §2.1.1) and a nonce.
enum OCSPRequest {
    private static let sha1: [UInt8] = [0x30, 0x09, 0x06, 0x05, 0x2B, 0x0E, 0x03, 0x02, 0x1A, 0x05, 0x00]

    static func der(
        about certificate: ReadCertificate, issuedBy issuer: ReadCertificate, nonce: [UInt8]
    ) throws -> [UInt8] {
        var inner = DER.Serializer()
        try inner.serialize(ASN1OctetString(contentBytes: nonce[...]))
        let asked = Certificate.Extension(
            oid: OCSPResponse.nonceID, critical: false, value: inner.serializedBytes[...])
        var coder = DER.Serializer()
        try coder.appendConstructedNode(identifier: .sequence) { coder in
            try coder.appendConstructedNode(identifier: .sequence) { coder in
                try coder.appendConstructedNode(identifier: .sequence) { coder in
                    try coder.appendConstructedNode(identifier: .sequence) { coder in
                        try coder.appendConstructedNode(identifier: .sequence) { coder in
                            coder.serializeRawBytes(sha1)
                            let name = CertIDHash.sha1.of(certificate.outline.issuer)
                            try coder.serialize(ASN1OctetString(contentBytes: name[...]))
                            let key = CertIDHash.sha1.of(issuer.outline.keyBits)
                            try coder.serialize(ASN1OctetString(contentBytes: key[...]))
                            coder.appendPrimitiveNode(identifier: .integer) {
                                $0.append(contentsOf: certificate.outline.serialNumber)
                            }
                        }
                    }
                }
                try coder.appendConstructedNode(identifier: .tagged(2)) { try $0.serializeSequenceOf([asked]) }
            }
        }
        return coder.serializedBytes
    }
}

extension ReadCertificate {
    /// The first `http://` responder of authorityInfoAccess.
    fileprivate var responderURL: String? {
        for place in (try? certificate.extensions.authorityInformationAccess) ?? AuthorityInformationAccess() {
            if place.method == .ocspServer, case .uniformResourceIdentifier(let url) = place.location,
                url.lowercased().hasPrefix("http://"), url.utf8.count <= 300
            {
                return url
            }
        }
        return nil
    }
}
