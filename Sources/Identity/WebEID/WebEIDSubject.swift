public import RecordTypes
import X509

/// Whom a Web eID token names, as the certificate says it; which scheme of numbers that is, the site's profile must know.
///
/// Personal data: for the person's own session, never for logs.
public struct WebEIDSubject: Hashable, Sendable {
    public let fingerprint: CertificateFingerprint
    /// `PNOEE-38001085718`; Belgian and Finnish cards write the bare number. Nil where there is not exactly one.
    public let serialNumber: String?
    public let surname: String?
    public let givenName: String?
    public let country: String?
    /// For people to read; never a source.
    public let commonName: String?

    init(of read: ReadCertificate) {
        fingerprint = CertificateFingerprint(of: read.der)
        let subject = try? SubjectAttributes(of: read.certificate)
        func one(_ type: SubjectAttributes.AttributeType) -> String? { (try? subject?.single(type)) ?? nil }
        serialNumber = one(SubjectAttributes.serialNumber)
        surname = one(SubjectAttributes.surname)
        givenName = one(SubjectAttributes.givenName)
        country = one(SubjectAttributes.country)
        commonName = one(SubjectAttributes.commonName)
    }
}
