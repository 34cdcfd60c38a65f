import RecordTypes
import SwiftASN1
import X509

extension VariantTable {
    /// RFC 5280 §6.1.3 (a) (2).
    mutating func addOutOfTime(expiredAuthority: TestAuthority) throws {
        let now = pki.now
        try citizen("expired", "a month ago", .refused("certificate-expired")) {
            $0.notBefore = now.days(-400)
            $0.notAfter = now.days(-30)
        }
        try citizen("expired_1s", "one second ago", .refused("certificate-expired")) {
            $0.notAfter = Instant(seconds: now.seconds - 1)
        }
        try citizen("notyet", "from tomorrow on", .refused("certificate-not-yet-valid")) { $0.notBefore = now.days(1) }
        try citizen(
            "expired_ca", "good leaf, issuing authority expired", .refused("issuer-out-of-time"), by: expiredAuthority)
        try institution("inst_expired", "an institution's, a month ago", .refused("certificate-expired")) {
            $0.notBefore = now.days(-400)
            $0.notAfter = now.days(-30)
        }
    }

    /// keyUsage, extendedKeyUsage, policies and the generation of the document type.
    mutating func addWrongUsage() throws {
        try citizen("wrong_eku", "serverAuth only", .refused("extended-key-usage")) { $0.purposes = [.serverAuth] }
        try citizen("email_eku", "emailProtection only", .refused("extended-key-usage")) {
            $0.purposes = [.emailProtection]
        }
        try citizen("any_eku", "anyExtendedKeyUsage alone", .refused("extended-key-usage")) { $0.purposes = [.any] }
        try citizen("missing_eku", "no extendedKeyUsage", .refused("extended-key-usage")) { $0.purposes = [] }
        try citizen("signing_cert", "the card's signing certificate: nonRepudiation", .refused("signing-certificate")) {
            $0.usage = KeyUsage(nonRepudiation: true)
            $0.purposes = []
        }
        try citizen("ku_no_ds", "keyAgreement only", .refused("key-usage")) { $0.usage = KeyUsage(keyAgreement: true) }
        try citizen("missing_ku", "no keyUsage", .refused("key-usage")) { $0.usage = nil }
        try citizen("ca_leaf", "CA:TRUE", .refused("leaf-is-an-authority")) {
            $0.constraints = .isCertificateAuthority(maxPathLength: nil)
        }
        try citizen("ku_certsign", "CA:FALSE, but keyCertSign", .refused("leaf-is-an-authority")) {
            $0.usage = KeyUsage(digitalSignature: true, keyCertSign: true)
        }
        try citizen(
            "wrong_generation", "2018's document type from 2025's authority",
            .refused("document-type-of-another-generation")
        ) {
            $0.policies = [.ncpPlus, .documentType(2018, 1)]
        }
        try citizen(
            "both_generations", "document types of both generations", .refused("document-type-of-another-generation")
        ) {
            $0.policies = [.ncpPlus, .documentType(2025, 1), .documentType(2018, 1)]
        }
        try citizen("wrong_policy", "an unknown document type", .refused("document-type-not-allowed")) {
            $0.policies = [.ncpPlus, .documentType(2025, 99)]
        }
        try citizen("no_ncp", "document type without NCP+", .refused("required-policy-missing")) {
            $0.policies = [.documentType(2025, 1)]
        }
        try citizen("no_policies", "no policies at all", .refused("required-policy-missing")) { $0.policies = [] }
        try citizen("any_policy_leaf", "anyPolicy in the leaf proves nothing", .refused("required-policy-missing")) {
            $0.policies = [.anyPolicy]
        }
        try citizen(
            "unlisted_policy", "a document type that 2018's authority may not give",
            .refused("document-type-not-allowed"),
            generation: 2018
        ) { $0.policies = [.ncpPlus, .documentType(2018, 8)] }
        try citizen("crit_ext", "unknown critical extension", .refused("unknown-critical-extension")) {
            $0.further = [Certificate.Extension(oid: [2, 999, 7], critical: true, value: [0x05, 0x00])]
        }
        try citizen("huge_subject", "3000 alternative names", .refused("certificate-too-large")) {
            $0.alternativeNames = (0..<3000).map { .dnsName("name-\($0).example") }
        }
    }
}
