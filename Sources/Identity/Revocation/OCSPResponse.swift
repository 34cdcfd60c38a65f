import Crypto
import RecordTypes
import SwiftASN1
import X509

/// Why an OCSP answer says nothing that may be relied on. Raw values are stable.
public enum OCSPProblem: String, Error, Hashable, Sendable, CaseIterable {
    case unreadable = "ocsp-unreadable"
    /// tryLater, unauthorized, internalError …: the responder gives no answer.
    case notSuccessful = "ocsp-not-successful"
    /// Not exactly one SingleResponse.
    case notOneResponse = "ocsp-not-one-response"
    /// About another certificate.
    case otherCertificate = "ocsp-other-certificate"
    /// A nonce was asked for and another one, or none, came back.
    case nonce = "ocsp-nonce"
    /// Signed by nobody who may: neither the issuer nor a responder that the issuer, or the operator, has named.
    case responder = "ocsp-responder-not-authorized"
    case signature = "ocsp-signature-invalid"
    /// From the future, or older than may be.
    case notFresh = "ocsp-not-fresh"
    /// The responder does not know the certificate.
    case unknown = "ocsp-status-unknown"
    case criticalExtension = "ocsp-critical-extension"
}

/// How old or early an OCSP answer may be.
public struct OCSPLimits: Hashable, Sendable {
    /// How far clocks may differ.
    public var skew: Duration
    /// How long after thisUpdate an answer is used, whatever its nextUpdate says; nil = until nextUpdate, which then must be there.
    public var age: Duration?

    public init(skew: Duration, age: Duration?) {
        self.skew = skew
        self.age = age
    }

    /// A log-in asks at once: Web eID's 15 minutes of skew, and two minutes of age.
    public static let webEID = OCSPLimits(skew: .seconds(900), age: .seconds(120))
    /// The gateway's: an answer is used for an hour at most.
    public static let gateway = OCSPLimits(skew: .seconds(300), age: .seconds(3600))
    /// An answer kept in a file: until the nextUpdate that it must name.
    public static let stored = OCSPLimits(skew: .seconds(300), age: nil)
}

/// What an answer is to repeat, so that an old one is known (RFC 9654).
struct OCSPNonce: Hashable, Sendable {
    let bytes: [UInt8]
    let isRequired: Bool
}

/// One OCSP answer as received (RFC 6960 §4.2.1), decoded and not yet believed.
///
/// ```
/// OCSPResponse  ::= SEQUENCE { responseStatus ENUMERATED, [0] { SEQUENCE { id-pkix-ocsp-basic, OCTET STRING } } }
/// Basic         ::= SEQUENCE { tbsResponseData, signatureAlgorithm, signature, [0] { SEQUENCE OF Certificate } }
/// ResponseData  ::= SEQUENCE { [0] version, responderID, producedAt, SEQUENCE OF SingleResponse, [1] { Extensions } }
/// ```
public struct OCSPResponse: Sendable {
    /// Bytes that an answer may have.
    public static let sizeLimit = 64 * 1024

    private enum ResponderID {
        case name(ComparableName)
        case keyHash([UInt8])
    }

    private let basic: SignedStructure
    private let responder: ResponderID
    private let responses: [SingleResponse]
    private let extensions: SignedExtensions
    private let certificates: [ReadCertificate]

    static let nonceID: ASN1ObjectIdentifier = [1, 3, 6, 1, 5, 5, 7, 48, 1, 2]
    /// id-pkix-ocsp-nocheck: who may believe a responder's certificate for as long as it is in time (RFC 6960 §4.2.2.2.1).
    static let noCheckID: ASN1ObjectIdentifier = [1, 3, 6, 1, 5, 5, 7, 48, 1, 5]
    static let signingPurpose: ASN1ObjectIdentifier = [1, 3, 6, 1, 5, 5, 7, 3, 9]
    private static let basicType: [UInt8] = [0x2B, 0x06, 0x01, 0x05, 0x05, 0x07, 0x30, 0x01, 0x01]

    /// When the responder knew what it says, once ``status(of:issuedBy:nonce:designated:limits:now:)`` has believed it.
    var thisUpdate: Instant? { responses.first?.thisUpdate }

    /// Whether these bytes are internalError (2) or tryLater (3): the responder has nothing to say now. The other refusals say
    /// that it never will.
    static func isBusy(_ der: [UInt8]) -> Bool {
        guard var parts = try? DER.parse(der).children(), let status = try? parts.following(),
            status.identifier == .enumerated, let value = try? status.octets()
        else { return false }
        return value == [2] || value == [3]
    }

    /// - Throws: `unreadable`, or `notSuccessful`.
    public init(der: [UInt8]) throws(OCSPProblem) {
        guard der.count <= Self.sizeLimit else { throw .unreadable }
        do {
            self = try Self(outer: DER.parse(der))
        } catch let problem as OCSPProblem {
            throw problem
        } catch {
            throw .unreadable
        }
    }

    private init(outer: ASN1Node) throws {
        var parts = try outer.children()
        let status = try parts.following()
        guard status.identifier == .enumerated else { throw OCSPProblem.unreadable }
        guard try status.octets() == [0] else { throw OCSPProblem.notSuccessful }
        var tagged = try parts.following().children()
        var typed = try tagged.following().children()
        guard try typed.following().octets() == Self.basicType else { throw OCSPProblem.unreadable }
        basic = try SignedStructure(DER.parse(typed.following().octets()))

        var data = try basic.tbs.children()
        var field = try data.following()
        if field.identifier == .tagged(0) { field = try data.following() }  // version
        var inside = try field.children()
        let name = try inside.following()
        switch field.identifier {
        case .tagged(1): responder = .name(ComparableName(try DistinguishedName(derEncoded: name)))
        case .tagged(2): responder = .keyHash(try name.octets())
        default: throw OCSPProblem.unreadable
        }
        _ = try Instant(generalizedTime: data.following())  // producedAt
        var entries = try data.following().children()
        var responses: [SingleResponse] = []
        while let entry = entries.next() {
            guard responses.count < 2 else { throw OCSPProblem.notOneResponse }
            responses.append(try SingleResponse(entry))
        }
        self.responses = responses
        if let node = data.next() {
            guard node.identifier == .tagged(1) else { throw OCSPProblem.unreadable }
            var inside = try node.children()
            extensions = try SignedExtensions(inside.following())
        } else {
            extensions = SignedExtensions()
        }
        certificates = try Self.certificates(basic.rest)
    }

    private static func certificates(_ node: ASN1Node?) throws -> [ReadCertificate] {
        guard let node else { return [] }
        var outer = try node.children()
        var list = try outer.following().children()
        var found: [ReadCertificate] = []
        while let certificate = list.next() {
            guard found.count < 8 else { throw OCSPProblem.unreadable }
            // One that we cannot read signs nothing for us.
            if let read = try? ReadCertificate(der: Array(certificate.encodedBytes)) { found.append(read) }
        }
        return found
    }

    /// What the answer says of one certificate, once everything about the answer has been checked.
    ///
    /// - Parameters:
    ///   - nonce: the one that was asked with, and whether the answer must repeat it; another one is refused in any case. Nil when none
    ///     was.
    ///   - designated: responders that the operator has named, beside those that the issuer has certified.
    func status(
        of certificate: ReadCertificate, issuedBy issuer: ReadCertificate, nonce: OCSPNonce?,
        designated: [ReadCertificate], limits: OCSPLimits, now: Instant
    ) throws(OCSPProblem) -> RevocationStatus {
        guard extensions.understood([]) else { throw .criticalExtension }
        guard responses.count == 1, let response = responses.first else { throw .notOneResponse }
        guard response.extensions.understood([]) else { throw .criticalExtension }
        guard response.isAbout(certificate, issuedBy: issuer) else { throw .otherCertificate }
        try checkSignature(issuer: issuer, designated: designated, now: now)
        if let nonce {
            if let echoed = extensions.value(of: Self.nonceID) {
                guard let inner = try? DER.parse(echoed).octets(), inner == nonce.bytes else { throw .nonce }
            } else if nonce.isRequired {
                throw .nonce
            }
        }
        let end = try response.end(limits: limits, now: now)
        switch response.status {
        case .good: return .good(until: end)
        case .revoked: return .revoked
        case .unknown: throw .unknown
        }
    }

    private func checkSignature(
        issuer: ReadCertificate, designated: [ReadCertificate], now: Instant
    ) throws(OCSPProblem) {
        let delegates = certificates.filter { Self.isDelegate($0, of: issuer, now: now) }
        let signers = ([issuer] + designated + delegates).filter(isResponder)
        guard !signers.isEmpty else { throw .responder }
        guard signers.contains(where: { basic.isSigned(by: $0) }) else { throw .signature }
    }

    private func isResponder(_ certificate: ReadCertificate) -> Bool {
        switch responder {
        case .name(let name): certificate.subject == name
        case .keyHash(let hash): Array(Insecure.SHA1.hash(data: certificate.outline.keyBits)) == hash
        }
    }

    /// RFC 6960 §4.2.2.2: issued by the very authority whose certificates it speaks of, for this purpose, and never to be asked about
    /// itself: a responder whose own revocation would have to be found out is not believed.
    private static func isDelegate(_ delegate: ReadCertificate, of issuer: ReadCertificate, now: Instant) -> Bool {
        guard delegate.issuer == issuer.subject, CryptographicStrength.refusal(of: delegate.outline) == nil,
            let purposes = try? delegate.certificate.extensions.extendedKeyUsage,
            purposes.contains(ExtendedKeyUsage.Usage(oid: signingPurpose)),
            delegate.certificate.extensions[oid: noCheckID] != nil
        else { return false }
        if delegate.certificate.extensions[oid: .X509ExtensionID.keyUsage] != nil {
            guard let usage = try? delegate.certificate.extensions.keyUsage, usage.digitalSignature else {
                return false
            }
        }
        let rules: [any ChainRule] = [
            CertificateForm(), CriticalExtensionsOfDelegate(), ValidAt(now), LeafIsNoAuthority(),
        ]
        let path = CertificatePath(certificates: [delegate, issuer])
        return rules.firstRefusal(of: path) == nil && delegate.isSigned(by: issuer)
    }
}

/// A responder's certificate may hold critical extensions that are enforced here, and no others; its issuer was judged with the path.
private struct CriticalExtensionsOfDelegate: ChainRule {
    let name = "responder"

    func refusal(of path: CertificatePath) -> RefusalReason? {
        let isStrange = path.leaf.extensions.contains { $0.critical && !CriticalExtensions.enforced.contains($0.oid) }
        return isStrange ? .unknownCriticalExtension : nil
    }
}

extension ASN1Identifier {
    static func tagged(_ number: UInt) -> ASN1Identifier {
        ASN1Identifier(tagWithNumber: number, tagClass: .contextSpecific)
    }
}
