import Crypto
public import RecordTypes
import SwiftASN1
import X509

/// A certificate with its private key and what is sent along with it.
public struct Credential: Sendable {
    /// Name of its files: `citizen-jaak`.
    public let name: String
    /// Leaf first, then the certificates that a client sends with it; DER.
    public let chain: [[UInt8]]
    let certificate: Certificate
    let key: Certificate.PrivateKey

    init(name: String, certificate: Certificate, key: Certificate.PrivateKey, above: [Certificate]) throws {
        self.name = name
        self.certificate = certificate
        self.key = key
        chain = try ([certificate] + above).map { try $0.der }
    }

    /// One whose leaf was edited byte by byte, so that no library type holds it.
    init(
        name: String, leaf: [UInt8], insteadOf certificate: Certificate, key: Certificate.PrivateKey,
        above: [Certificate]
    ) throws {
        self.name = name
        self.certificate = certificate
        self.key = key
        chain = try [leaf] + above.map { try $0.der }
    }

    private init(name: String, chain: [[UInt8]], certificate: Certificate, key: Certificate.PrivateKey) {
        self.name = name
        self.chain = chain
        self.certificate = certificate
        self.key = key
    }

    /// The same, sent without what stands above it.
    var alone: Credential { Credential(name: name, chain: [leaf], certificate: certificate, key: key) }

    /// DER of the certificate itself.
    public var leaf: [UInt8] { chain[0] }

    public var fingerprint: CertificateFingerprint {
        guard let digest = Digest(SHA256.hash(data: leaf)) else { preconditionFailure("SHA-256 gives 32 bytes") }
        return CertificateFingerprint(digest)
    }

    /// PEM, leaf first: what curl takes as `--cert`.
    public var certificatePEM: String {
        chain.map { PEMDocument(type: Certificate.defaultPEMDiscriminator, derBytes: $0).pemString + "\n" }.joined()
    }

    /// PKCS #8 in PEM: what curl takes as `--key`.
    public var keyPEM: String { get throws { try key.serializeAsPEM().pemString + "\n" } }
}

extension Certificate {
    var der: [UInt8] {
        get throws {
            var coder = DER.Serializer()
            try coder.serialize(self)
            return coder.serializedBytes
        }
    }

    var pem: String { get throws { try serializeAsPEM().pemString + "\n" } }
}
