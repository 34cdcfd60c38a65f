import CryptoExtras
import SwiftASN1
import X509

extension VariantTable {
    mutating func addAccepted() throws {
        let jaak = CertificateVariant.Expectation.accepted(as: "PNOEE-38001085718")
        let maarika = CertificateVariant.Expectation.accepted(as: "PNOEE-60001017869")
        try citizen("citizen_ok", "P-384, of 2025", jaak)
        try citizen(
            "citizen_ok_2018", "the same person's older card: critical EKU, document type first", jaak, generation: 2018
        )
        try citizen("citizen2_ok", "another person", maarika, of: .maarika)
        try citizen("citizen_p256", "P-256 key, EU citizen's card", .accepted(as: "PNOEE-39901012239"), of: .peeter) {
            $0.key = .p256()
            $0.policies = [.documentType(2025, 2), .ncpPlus]
        }
        try citizen("citizen_longname", "CN of 64 characters, not all ASCII; residence card", maarika, of: .maarika) {
            let longName = String(repeating: "ŽÕ-", count: 14)
            let surname = String(longName.prefix(43))
            $0.setSubject([
                .text(.commonName, "\(surname),MAARIKA,\(TestPerson.maarika.code)"), .text(.surname, surname),
                .text(.givenName, "MAARIKA"), .text(.serialNumber, TestPerson.maarika.serialNumber),
                .text(.countryName, "EE"),
            ])
            $0.policies = [.ncpPlus, .documentType(2025, 3)]
        }
        try citizen("rsa2048", "RSA-2048 key", jaak) {
            $0.key = Certificate.PrivateKey(try _RSA.Signing.PrivateKey(keySize: .bits2048))
            $0.usage = KeyUsage(digitalSignature: true)
        }
        try citizen("san_other", "SAN names another person: no source of identity", jaak) {
            $0.alternativeNames = [
                .directoryName(
                    DistinguishedName([RelativeDistinguishedName(.text(.serialNumber, TestPerson.maarika.serialNumber))]
                    ))
            ]
        }
        try citizen(
            "bad_checksum", "a published test card whose code breaks the check digit",
            .accepted(as: "PNOEE-11404176865")
        ) {
            $0.setSubject([
                .text(.countryName, "EE"), .text(.commonName, "TESTNUMBER,OK,11404176865"),
                .text(.surname, "TESTNUMBER"), .text(.givenName, "OK"), .text(.serialNumber, "PNOEE-11404176865"),
            ])
        }
        try citizen("multi_rdn_names", "names and serialNumber in one multi-valued RDN", jaak) {
            $0.subject = DistinguishedName([
                RelativeDistinguishedName(.text(.countryName, "EE")),
                RelativeDistinguishedName([
                    .text(.surname, TestPerson.jaak.surname), .text(.givenName, TestPerson.jaak.givenName),
                    .text(.serialNumber, TestPerson.jaak.serialNumber),
                ]),
            ])
        }
        try citizen("citizen_nochain", "sent without its authority's certificate", jaak)
        sendAlone()
        try institution("inst_ok", "a hospital", .accepted(as: TestInstitution.northHospital.identifier))
        try institution("inst2_ok", "another", .accepted(as: TestInstitution.laboratory.identifier), of: .laboratory)
        try institution(
            "ministry_ok", "the ministry's", .accepted(as: "NTREE-70000000"),
            of: TestInstitution(identifier: "NTREE-70000000", name: "Näidisministeerium"))
        try institution(
            "inst_rsa3072", "RSA-3072 key", .accepted(as: TestInstitution.southHospital.identifier), of: .southHospital
        ) {
            $0.key = Certificate.PrivateKey(try _RSA.Signing.PrivateKey(keySize: .bits3072))
        }
        try institution(
            "org_lookalike", "Cyrillic letter in O: the identifier decides", .accepted(as: "NTREE-90000015")
        ) {
            $0.setSubject([
                .text(.countryName, "EE"), .text(.organizationName, "P\u{F5}hja N\u{E4}idish\u{430}igla"),
                .text(.organizationIdentifier, TestInstitution.northHospital.identifier),
            ])
        }
    }
}
