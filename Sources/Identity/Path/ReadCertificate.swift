import RecordTypes
import SwiftASN1
import X509

/// A certificate read in full: its bytes, the library's view of it, and the parts that the library does not show.
///
/// Read is not verified. A certificate that cannot be read wholly is none: it is never skipped or taken for "anonymous".
struct ReadCertificate: Hashable, Sendable {
    let der: [UInt8]
    let outline: CertificateOutline
    let certificate: Certificate

    /// - Throws: `unparsable` or `tooLarge`.
    init(der: [UInt8]) throws(RefusalReason) {
        outline = try CertificateOutline(der: der)
        guard let certificate = try? Certificate(derEncoded: der) else { throw .unparsable }
        self.der = der
        self.certificate = certificate
    }

    static func == (left: ReadCertificate, right: ReadCertificate) -> Bool { left.der == right.der }
    func hash(into hasher: inout Hasher) { hasher.combine(der) }

    var subject: ComparableName { ComparableName(certificate.subject) }
    var issuer: ComparableName { ComparableName(certificate.issuer) }
    /// RFC 5280 §6.1: the same name on both sides, whoever signed.
    var isSelfIssued: Bool { subject == issuer }

    /// Whether its signature is by the key of `issuer`; an algorithm that nobody here trusts signs nothing.
    func isSigned(by issuer: ReadCertificate) -> Bool {
        issuer.certificate.publicKey.isValidSignature(certificate.signature, for: certificate)
    }

    func value(of extensionID: ASN1ObjectIdentifier) -> ASN1Node? {
        certificate.extensions[oid: extensionID].flatMap { try? DER.parse($0.value) }
    }
}
