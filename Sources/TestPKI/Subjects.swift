import RecordTypes
import SwiftASN1
import X509

extension CertificateContents {
    /// The authentication certificate of an Estonian card: ESTEID2025's profile, or ESTEID2018's.
    static func citizen(_ person: TestPerson, generation: UInt = 2025, now: Instant) -> CertificateContents {
        var contents = CertificateContents(
            [
                .text(.countryName, "EE"), .text(.commonName, person.commonName), .text(.surname, person.surname),
                .text(.givenName, person.givenName), .text(.serialNumber, person.serialNumber),
            ], from: now.days(-30), to: now.days(-30 + 5 * 365))
        contents.policies =
            generation == 2025 ? [.ncpPlus, .documentType(2025, 1)] : [.documentType(generation, 1), .ncpPlus]
        if generation == 2018 {
            contents.purposes = [.clientAuth, .emailProtection]
            contents.purposesAreCritical = true
        }
        return contents
    }

    static func institution(_ institution: TestInstitution, now: Instant) -> CertificateContents {
        var contents = CertificateContents(
            [
                .text(.countryName, "EE"), .text(.organizationName, institution.name),
                .text(.organizationIdentifier, institution.identifier), .text(.commonName, institution.name),
            ], from: now.days(-30), to: now.days(-30 + 3 * 365))
        contents.usage = KeyUsage(digitalSignature: true)
        return contents
    }

    /// A TLS server on this machine.
    static func server(now: Instant) -> CertificateContents {
        var contents = CertificateContents(
            [.text(.commonName, "localhost")], from: now.days(-30), to: now.days(365))
        contents.key = .p256()
        contents.usage = KeyUsage(digitalSignature: true)
        contents.purposes = [.serverAuth]
        contents.alternativeNames = [
            .dnsName("localhost"), .ipAddress(ASN1OctetString(contentBytes: [127, 0, 0, 1])),
            .ipAddress(ASN1OctetString(contentBytes: [UInt8](repeating: 0, count: 15)[...] + [1])),
        ]
        return contents
    }

    /// A CA. Names of the newer Estonian authorities have CN first and C last, those of the older C first.
    static func authority(
        _ name: String, pathLength: Int, now: Instant, countryFirst: Bool = false
    ) -> CertificateContents {
        let country = RelativeDistinguishedName.Attribute.text(.countryName, "EE")
        let common = RelativeDistinguishedName.Attribute.text(.commonName, name)
        let owner = RelativeDistinguishedName.Attribute.text(.organizationName, "Ankur test PKI")
        var contents = CertificateContents(
            countryFirst ? [country, owner, common] : [common, owner, country], from: now.days(-400),
            to: now.days(10 * 365))
        contents.constraints = .isCertificateAuthority(maxPathLength: pathLength)
        contents.usage = KeyUsage(keyCertSign: true, cRLSign: true)
        contents.purposes = []
        return contents
    }
}

extension RelativeDistinguishedName.Attribute {
    static func text(_ type: ASN1ObjectIdentifier, _ text: String) -> RelativeDistinguishedName.Attribute {
        RelativeDistinguishedName.Attribute(type: type, utf8String: text)
    }
}

extension ASN1ObjectIdentifier {
    static let countryName = RDNAttributeType.countryName
    static let commonName = RDNAttributeType.commonName
    static let organizationName = RDNAttributeType.organizationName
    static let surname: ASN1ObjectIdentifier = [2, 5, 4, 4]
    static let serialNumber: ASN1ObjectIdentifier = [2, 5, 4, 5]
    static let givenName: ASN1ObjectIdentifier = [2, 5, 4, 42]
    static let organizationIdentifier: ASN1ObjectIdentifier = [2, 5, 4, 97]

    static let anyPolicy: ASN1ObjectIdentifier = [2, 5, 29, 32, 0]
    /// ETSI EN 319 411-1 NCP+.
    static let ncpPlus: ASN1ObjectIdentifier = [0, 4, 0, 2042, 1, 2]

    /// An Estonian document type under the example arc: 2.999.1.3.6.1.4.1.51361.(1 for 2018, 2 for 2025).1.`number`.
    static func documentType(_ generation: UInt, _ number: UInt) -> ASN1ObjectIdentifier {
        [2, 999, 1, 3, 6, 1, 4, 1, 51361, generation == 2018 ? 1 : 2, 1, number]
    }
}
