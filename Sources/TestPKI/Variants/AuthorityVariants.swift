import SwiftASN1
import X509

extension VariantTable {
    /// Excluded subtrees (RFC 5280 §4.2.1.10), in the spellings that a careless comparison lets through.
    mutating func addExcludedNames(by authority: TestAuthority) throws {
        let jaak = TestPerson.jaak
        try citizen("excluded_kept", "no name of an excluded form", .accepted(as: jaak.serialNumber), by: authority)
        let outside: [GeneralName] = [
            .dnsName("allowed.example"), .rfc822Name("a@allowed.example"),
            .uniformResourceIdentifier("https://allowed.example/"),
            .ipAddress(ASN1OctetString(contentBytes: [198, 51, 100, 1])),
        ]
        try citizen(
            "excluded_beside", "alternative names outside every excluded subtree",
            .accepted(as: jaak.serialNumber), by: authority
        ) { $0.alternativeNames = outside }
        for (name, summary, attribute) in [
            ("excluded_subject", "subject in an excluded subtree", .text(.organizationName, "Blocked")),
            ("excluded_case", "and in capitals, with spaces", .text(.organizationName, " BLOCKED  ")),
            ("excluded_full_width", "and in full-width letters", .text(.organizationName, "\u{FF22}\u{FF4C}ocked")),
            ("excluded_soft_hyphen", "and with a soft hyphen", .text(.organizationName, "Block\u{AD}ed")),
            ("excluded_bmp", "and as BMPString", try .bmp(.organizationName, "Blocked")),
            ("excluded_t61", "and as T61String", try .raw(.organizationName, tag: 0x14, Array("Blocked".utf8))),
        ] as [(String, String, RelativeDistinguishedName.Attribute)] {
            try citizen(name, summary, .refused("name-constraint-violated"), by: authority) {
                $0.setSubject([attribute, .text(.countryName, "EE"), .text(.serialNumber, jaak.serialNumber)])
            }
        }
        let blocked = DistinguishedName([
            RelativeDistinguishedName(.text(.organizationName, "Blocked")),
            RelativeDistinguishedName(.text(.commonName, "x")),
        ])
        for (name, summary, alternative) in [
            ("excluded_directory", "alternative directory name", .directoryName(blocked)),
            ("excluded_dns", "DNS name below", .dnsName("a.blocked.example")),
            ("excluded_wildcard", "wildcard over", .dnsName("*.example")),
            ("excluded_dns_dot", "DNS name with a dot at its end", .dnsName("blocked.example.")),
            ("excluded_mail", "mail at the host, in capitals", .rfc822Name("a@BLOCKED.example")),
            ("excluded_mail_form", "mail that is none", .rfc822Name("a@b@blocked.example")),
            ("excluded_uri", "URI with port and user", .uniformResourceIdentifier("https://u@blocked.example:1/")),
            ("excluded_uri_opaque", "URI without a host", .uniformResourceIdentifier("urn:blocked.example")),
            ("excluded_address", "address within", .ipAddress(ASN1OctetString(contentBytes: [192, 0, 2, 9]))),
        ] as [(String, String, GeneralName)] {
            try citizen(name, summary, .refused("name-constraint-violated"), by: authority) {
                $0.alternativeNames = [alternative]
            }
        }
        try citizen(
            "constraints_leaf", "name constraints in an end entity", .refused("name-constraint-violated")
        ) {
            $0.further = [
                try Certificate.Extension(
                    NameConstraints(permittedSubtrees: [.dnsName("example")], excludedSubtrees: []), critical: true)
            ]
        }
    }

    /// requireExplicitPolicy and inhibitAnyPolicy (RFC 5280 §6.1.3 d–f).
    mutating func addPolicies(by authority: TestAuthority) throws {
        let refused = CertificateVariant.Expectation.refused("policy-constraint-violated")
        try citizen(
            "explicit_kept", "an explicit policy asked for, and kept", .accepted(as: TestPerson.jaak.serialNumber),
            by: authority
        ) { $0.policies = [.ncpPlus] }
        try citizen("explicit_none", "asked for, and none", refused, by: authority) { $0.policies = [] }
        try citizen("explicit_other", "asked for, and another", refused, by: authority) {
            $0.policies = [.documentType(2025, 1)]
        }
        try citizen("explicit_any", "anyPolicy where it is inhibited", refused, by: authority) {
            $0.policies = [.anyPolicy]
        }
    }

    /// Good leaves below authorities that the trust profile names and RFC 5280 §6.1.4 refuses.
    mutating func addBelowFaultyAuthorities(_ special: SpecialAuthorities) throws {
        for (name, summary, reason, authority) in [
            ("ca_false", "issuing authority with cA FALSE", "issuer-not-an-authority", special.noAuthority),
            ("ca_no_signer", "issuing authority without keyCertSign", "issuer-not-an-authority", special.noSigner),
            (
                "ca_loose", "issuing authority whose basicConstraints are not critical", "issuer-not-an-authority",
                special.looseConstraints
            ),
            ("ca_server_only", "issuing authority for serverAuth only", "extended-key-usage", special.serverOnly),
            (
                "ca_crit_ext", "unknown critical extension in the issuing authority", "unknown-critical-extension",
                special.strange
            ),
            (
                "ca_loose_names", "name constraints that are not critical", "name-constraint-violated",
                special.looseNames
            ),
        ] {
            try citizen(name, summary, .refused(reason), by: authority)
        }
    }
}
