import Foundation
import RecordTypes
import SwiftASN1
import X509

/// A CA of the test PKI with its key.
public struct TestAuthority: Sendable {
    let certificate: Certificate
    let key: Certificate.PrivateKey
    /// Between this authority and the root: what a client sends after its own certificate.
    let above: [Certificate]

    /// PEM of its certificate.
    public var certificatePEM: String { get throws { try certificate.pem } }

    /// PKCS #8 in PEM: for a responder that somebody else wrote. Never part of a PKI's folder.
    public var keyPEM: String { get throws { try key.serializeAsPEM().pemString + "\n" } }

    /// A root, signed by itself.
    init(root contents: CertificateContents) throws {
        key = contents.key
        certificate = try Self.sign(contents, issuer: contents.subject, with: contents.key)
        above = []
    }

    /// A CA below another.
    init(_ contents: CertificateContents, below parent: TestAuthority) throws {
        key = contents.key
        certificate = try parent.certify(contents)
        above = [certificate] + parent.above
    }

    /// The pair of a certificate and key as if it were an authority, for forgeries.
    init(posing certificate: Certificate, key: Certificate.PrivateKey, above: [Certificate]) {
        self.certificate = certificate
        self.key = key
        self.above = above
    }

    func certify(_ contents: CertificateContents) throws -> Certificate {
        try Self.sign(contents, issuer: certificate.subject, with: key)
    }

    func issue(_ name: String, _ contents: CertificateContents) throws -> Credential {
        try Credential(name: name, certificate: certify(contents), key: contents.key, above: above)
    }

    private static func sign(
        _ contents: CertificateContents, issuer: DistinguishedName, with key: Certificate.PrivateKey
    ) throws -> Certificate {
        try Certificate(
            version: .v3, serialNumber: .positive(), publicKey: contents.key.publicKey,
            notValidBefore: contents.notBefore.date, notValidAfter: contents.notAfter.date, issuer: issuer,
            subject: contents.subject, extensions: contents.extensions(issuerKey: key.publicKey), issuerPrivateKey: key)
    }
}

extension Certificate.SerialNumber {
    /// 126 random bits: positive, and within the 20 octets of RFC 5280 §4.1.2.2.
    static func positive() -> Certificate.SerialNumber {
        var bytes = (0..<16).map { _ in UInt8.random(in: 0...255) }
        bytes[0] = bytes[0] & 0x3F | 0x40
        return Certificate.SerialNumber(bytes: bytes)
    }
}

extension Instant {
    /// Whole seconds, as certificates have them.
    var date: Date { Date(timeIntervalSince1970: Double(seconds)) }

    func days(_ count: Int64) -> Instant { Instant(seconds: seconds + count * 86_400) }
}
