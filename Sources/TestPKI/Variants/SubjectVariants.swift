import SwiftASN1
import X509

private typealias Attribute = RelativeDistinguishedName.Attribute

extension VariantTable {
    /// Subjects from which a careless reader would take the wrong person, or any.
    mutating func addWrongSubjects() throws {
        let jaak = TestPerson.jaak
        let maarika = TestPerson.maarika
        try subject("dup_serial", "two serialNumbers", "identifier-repeated") {
            $0 + [.text(.serialNumber, maarika.serialNumber)]
        }
        try subject("dup_serial_rev", "two serialNumbers, the other first", "identifier-repeated") {
            [.text(.serialNumber, maarika.serialNumber)] + $0
        }
        try citizen("multi_rdn", "two serialNumbers in one RDN", .refused("identifier-repeated")) {
            $0.subject = DistinguishedName([
                RelativeDistinguishedName(.text(.countryName, "EE")),
                RelativeDistinguishedName([
                    .text(.serialNumber, jaak.serialNumber), .text(.serialNumber, maarika.serialNumber),
                ]),
            ])
        }
        try subject("cn_mismatch", "CN names another person", "common-name-mismatch") {
            $0.replacing(.commonName, .text(.commonName, maarika.commonName))
        }
        try subject("cn_injection", "CN imitates another's serialNumber", "common-name-mismatch") {
            $0.replacing(.commonName, .text(.commonName, "X/serialNumber=\(maarika.serialNumber)"))
        }
        try subject("cn_other_digits", "CN names another person in full-width digits", "common-name-mismatch") {
            $0.replacing(.commonName, .text(.commonName, "NÄIDIS,MAARIKA,\(fullWidth(maarika.code))"))
        }
        try subject("no_serial", "code only in CN", "serial-number-missing") { $0.filter { $0.type != .serialNumber } }
        for (name, summary, text) in [
            ("short_code", "ten digits", "PNOEE-3800108571"),
            ("long_code", "twelve digits", "PNOEE-380010857181"),
            ("bare_code", "no prefix", "38001085718"),
            ("unicode_digits", "full-width digits", "PNOEE-\(fullWidth("38001085718"))"),
            ("homoglyph", "Cyrillic Er for P", "\u{420}NOEE-38001085718"),
            ("space_serial", "spaces around", " PNOEE-38001085718 "),
            ("lower_serial", "lower-case prefix", "pnoee-38001085718"),
            ("foreign_pno", "Latvian prefix from the Estonian authority", "PNOLV-38001085718"),
            ("prefix_pas", "a passport number", "PASEE-K1234567"),
            ("empty_serial", "nothing", ""),
        ] {
            try subject(name, summary, "identifier-form") { $0.replacing(.serialNumber, .text(.serialNumber, text)) }
        }
        try subject("bmp_string", "names and serialNumber as BMPString", "subject-string-type") {
            try $0.map { try .bmp($0.type, $0.type == .serialNumber ? jaak.serialNumber : String($0.value) ?? "") }
        }
        try subject("t61_string", "serialNumber as T61String", "subject-string-type") {
            $0.replacing(.serialNumber, try .raw(.serialNumber, tag: 0x14, Array(jaak.serialNumber.utf8)))
        }
        try subject("ia5_serial", "serialNumber as IA5String", "subject-string-type") {
            $0.replacing(.serialNumber, try Attribute(type: .serialNumber, ia5String: jaak.serialNumber))
        }
        try subject("nul_cn", "NUL in CN", "subject-control-character") {
            $0.replacing(.commonName, .text(.commonName, "\(jaak.commonName)\0,X"))
        }
        try subject("nul_serial", "NUL after another's code", "subject-control-character") {
            $0.replacing(.serialNumber, .text(.serialNumber, "\(maarika.serialNumber)\0X"))
        }
        try subject("bidi_name", "a given name that turns the direction of writing", "subject-control-character") {
            $0.replacing(.givenName, .text(.givenName, "\u{202E}KAAJ"))
        }
        try subject("invisible_serial", "an invisible character in serialNumber", "subject-control-character") {
            $0.replacing(.serialNumber, .text(.serialNumber, "PNOEE-3800\u{200B}1085718"))
        }
        try subject("two_cn", "two CNs, the second names another person", "common-name-mismatch") {
            $0 + [.text(.commonName, maarika.commonName)]
        }
        try subject("crlf_cn", "CR LF in CN", "subject-control-character") {
            $0.replacing(.commonName, .text(.commonName, "\(jaak.commonName)\r\nX-Injected: 1"))
        }
    }

    /// The issuing authority decides between person and institution, not the text.
    mutating func addWrongRoles() throws {
        let hospital = TestInstitution.northHospital
        try institution(
            "org_from_citizen_ca", "institution from the citizens' authority",
            .refused("institution-from-citizen-authority"),
            by: pki.citizenAuthority
        ) { $0.policies = [.ncpPlus, .documentType(2025, 1)] }
        try citizen(
            "citizen_from_seal_ca", "person from the institutions' authority",
            .refused("person-from-institution-authority"),
            by: pki.sealAuthority)
        try subject("both_ids", "person and institution in one", "person-and-institution") {
            $0 + [.text(.organizationIdentifier, hospital.identifier)]
        }
        try citizen("citizen_at_institutions", "a citizen where institutions come in", .refused("wrong-door"))
        try institution("inst_at_citizens", "an institution where citizens come in", .refused("wrong-door"))
        swapDoors(ofLast: 2)
        for (name, summary, attributes, reason) in [
            ("org_no_id", "no organizationIdentifier", [], "organization-identifier-missing"),
            ("org_bad_scheme", "VAT for NTR", [.text(.organizationIdentifier, "VATEE-90000015")], "identifier-form"),
            ("org_short", "seven digits", [.text(.organizationIdentifier, "NTREE-9000001")], "identifier-form"),
            (
                "org_dup", "two organizationIdentifiers",
                [
                    .text(.organizationIdentifier, hospital.identifier),
                    .text(.organizationIdentifier, "NTREE-90000021"),
                ],
                "identifier-repeated"
            ),
        ] as [(String, String, [Attribute], String)] {
            try institution(name, summary, .refused(reason)) {
                $0.setSubject([.text(.countryName, "EE"), .text(.organizationName, hospital.name)] + attributes)
            }
        }
    }

    /// A citizen's certificate with its subject's attributes changed.
    private mutating func subject(
        _ name: String, _ summary: String, _ reason: String, _ change: ([Attribute]) throws -> [Attribute]
    ) throws {
        try citizen(name, summary, .refused(reason)) { contents in
            contents.setSubject(try change(contents.subject.flatMap { Array($0) }))
        }
    }
}

/// Digits as they look in East Asian type: U+FF10 to U+FF19.
private func fullWidth(_ digits: String) -> String {
    String(String.UnicodeScalarView(digits.unicodeScalars.compactMap { Unicode.Scalar($0.value + 0xFEE0) }))
}

extension [RelativeDistinguishedName.Attribute] {
    fileprivate func replacing(_ type: ASN1ObjectIdentifier, _ other: Element) -> Self {
        map { $0.type == type ? other : $0 }
    }
}

extension RelativeDistinguishedName.Attribute {
    static func bmp(_ type: ASN1ObjectIdentifier, _ text: String) throws -> Self {
        try raw(type, tag: 0x1E, text.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] })
    }

    /// A value of any string type, shorter than 128 bytes.
    static func raw(_ type: ASN1ObjectIdentifier, tag: UInt8, _ content: [UInt8]) throws -> Self {
        Self(type: type, value: try ASN1Any(derEncoded: [tag, UInt8(content.count)] + content))
    }
}
