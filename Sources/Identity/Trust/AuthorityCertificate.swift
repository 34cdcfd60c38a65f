import Crypto
import Foundation
public import RecordTypes
import SwiftASN1
import X509

/// The certificate of an authority that the operator trusts, read from a file of the trust profile.
public struct AuthorityCertificate: Hashable, Sendable {
    public let fingerprint: CertificateFingerprint
    let read: ReadCertificate

    public var der: [UInt8] { read.der }

    /// - Throws: ``TrustProfileError`` with code `unreadable-certificate`.
    public init(der: [UInt8]) throws(TrustProfileError) {
        guard let read = try? ReadCertificate(der: der) else { throw TrustProfileError(.unreadableCertificate) }
        self.read = read
        fingerprint = CertificateFingerprint(of: der)
    }

    /// Every certificate in PEM text, in order.
    public static func all(inPEM text: String) throws(TrustProfileError) -> [AuthorityCertificate] {
        guard let documents = try? PEMDocument.parseMultiple(pemString: text), !documents.isEmpty else {
            throw TrustProfileError(.unreadableCertificate)
        }
        var certificates: [AuthorityCertificate] = []
        for document in documents {
            guard document.discriminator == Certificate.defaultPEMDiscriminator else {
                throw TrustProfileError(.unreadableCertificate)
            }
            certificates.append(try AuthorityCertificate(der: document.derBytes))
        }
        return certificates
    }
}

extension CertificateFingerprint {
    /// SHA-256 over the DER bytes.
    public init(of der: [UInt8]) {
        guard let digest = Digest(SHA256.hash(data: der)) else { preconditionFailure("SHA-256 gives 32 bytes") }
        self.init(digest)
    }
}
