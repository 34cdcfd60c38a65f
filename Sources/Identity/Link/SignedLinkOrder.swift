import Crypto
import CryptoExtras
public import RecordTypes
import SwiftASN1
import X509

/// Why a link of two numbers is refused. Raw values are stable.
public enum LinkRefusal: String, Error, Hashable, Sendable, CaseIterable {
    /// Not two, or both signatures are of one person, whatever the card.
    case officials = "link-not-two-officials"
    /// A role that may look and not decide.
    case role = "link-role"
    /// An official would sign about themselves.
    case ownNumber = "link-own-number"
    /// Drawn up in the future, or longer ago than ``SignedLinkOrder/longestAge``.
    case time = "link-time"
    /// Not a signature over the order by the key of the official's certificate.
    case signature = "link-signature"
}

extension LinkRefusal: CustomStringConvertible {
    public var description: String { rawValue }
}

/// One official's word on an order.
public struct OfficialSignature: Sendable {
    public let official: VerifiedOfficial
    /// DER of the certificate that made the official verified.
    public let certificate: [UInt8]
    /// As `openssl dgst -sign` writes it: ECDSA in DER, by the hash of the curve's own strength; RSA as PKCS #1 v1.5 with SHA-256.
    public let signature: [UInt8]

    public init(of official: VerifiedOfficial, certificate: [UInt8], signature: [UInt8]) {
        self.official = official
        self.certificate = certificate
        self.signature = signature
    }
}

/// An order that two different officials have signed, each with the key of the certificate that gives them their role.
///
/// It exists only once that has been verified.
public struct SignedLinkOrder: Sendable {
    public let order: LinkOrder
    /// Two, in the order in which they were given.
    public let officials: [CertificateFingerprint]
    /// What goes on the ledger beside their fingerprints: with it anybody who may read the entry can verify both signatures. The
    /// certificates themselves name the officials and stay away.
    public let signatures: [IdentityBinding.Approval.Signature]

    /// How long after it was drawn up an order may be carried out.
    public static let longestAge = Duration.seconds(30 * 86_400)
    /// How far clocks may differ.
    static let skew = Duration.seconds(300)

    public init(_ order: LinkOrder, by signed: [OfficialSignature], now: Instant) throws(LinkRefusal) {
        guard signed.count == 2, signed[0].official.citizen.person != signed[1].official.citizen.person,
            signed[0].official.citizen.fingerprint != signed[1].official.citizen.fingerprint
        else { throw .officials }
        guard order.time <= now.advanced(by: Self.skew), now < order.time.advanced(by: Self.longestAge) else {
            throw .time
        }
        var signatures: [IdentityBinding.Approval.Signature] = []
        for one in signed {
            guard one.official.role != .analyst else { throw .role }
            let person = one.official.citizen.person
            guard person != order.former, person != order.current else { throw .ownNumber }
            guard one.official.citizen.fingerprint == CertificateFingerprint(of: one.certificate),
                let certificate = try? ReadCertificate(der: one.certificate),
                let key = certificate.publicKeyInfo, order.isSigned(by: key, one.signature)
            else { throw .signature }
            signatures.append(IdentityBinding.Approval.Signature(key: key, signature: one.signature))
        }
        self.order = order
        officials = signed.map(\.official.citizen.fingerprint)
        self.signatures = signatures
    }
}

extension LinkOrder {
    /// Whether the signature is by this key over this order.
    /// - Parameter key: DER of a SubjectPublicKeyInfo.
    public func isSigned(by key: [UInt8], _ signature: [UInt8]) -> Bool {
        guard let key = try? Certificate.PublicKey(derEncoded: key), let algorithm = Self.algorithm(of: key) else {
            return false
        }
        return key.isValidSignature(signature, for: bytes, signatureAlgorithm: algorithm)
    }

    private static func algorithm(of key: Certificate.PublicKey) -> Certificate.SignatureAlgorithm? {
        if P256.Signing.PublicKey(key) != nil { return .ecdsaWithSHA256 }
        if P384.Signing.PublicKey(key) != nil { return .ecdsaWithSHA384 }
        if P521.Signing.PublicKey(key) != nil { return .ecdsaWithSHA512 }
        return _RSA.Signing.PublicKey(key) != nil ? .sha256WithRSAEncryption : nil
    }
}

extension ReadCertificate {
    /// DER of the SubjectPublicKeyInfo.
    var publicKeyInfo: [UInt8]? {
        var coder = DER.Serializer()
        guard (try? coder.serialize(certificate.publicKey)) != nil else { return nil }
        return coder.serializedBytes
    }
}
