import Crypto
import CryptoExtras
import RecordTypes
import SwiftASN1
import X509

extension VariantTable {
    /// Chains that lead nowhere or break a rule on the way.
    mutating func addWronglyTrusted(constrainedAuthority: TestAuthority) throws {
        let rogueRoot = try TestAuthority(root: .authority("TEST EEGovCA", pathLength: 1, now: pki.now))
        var rogue = CertificateContents.authority("TEST ESTEID2025", pathLength: 0, now: pki.now)
        rogue.policies = [.anyPolicy]
        let rogueAuthority = try TestAuthority(rogue, below: rogueRoot)
        let alone = TestAuthority(posing: rogueAuthority.certificate, key: rogueAuthority.key, above: [])
        let mixed = TestAuthority(
            posing: rogueAuthority.certificate, key: rogueAuthority.key, above: [pki.citizenAuthority.certificate])
        let withRoot = TestAuthority(
            posing: rogueAuthority.certificate, key: rogueAuthority.key,
            above: rogueAuthority.above + [rogueRoot.certificate])
        try citizen("wrong_issuer", "issuer of the same name, another key", .refused("signature-invalid"), by: alone)
        try citizen("wrong_issuer_root", "and sends its own root along", .refused("signature-invalid"), by: withRoot)
        try citizen(
            "wrong_issuer_mixed", "and sends the real authority along", .refused("signature-invalid"), by: mixed)

        let selfMade = CertificateContents.citizen(.jaak, now: pki.now)
        let own = try TestAuthority(root: selfMade)
        add(
            "self_signed", "signed by itself", at: .citizen, .refused("self-signed"),
            try Credential(name: "self_signed", certificate: own.certificate, key: own.key, above: []))

        let card = pki.citizen(.maarika)
        let holder = TestAuthority(
            posing: card.certificate, key: card.key, above: [card.certificate, pki.citizenAuthority.certificate])
        try citizen("signed_by_leaf", "issued by a citizen's own card", .refused("issuer-unknown"), by: holder)

        let below = try TestAuthority(
            .authority("TEST SUB CA", pathLength: 0, now: pki.now), below: pki.citizenAuthority)
        try citizen("pathlen", "one authority too many below pathlen:0", .refused("issuer-unknown"), by: below)
        try citizen(
            "server_cert", "from the server authority, with clientAuth", .refused("issuer-not-allowed"),
            by: pki.serverAuthority
        ) {
            $0.purposes = [.serverAuth, .clientAuth]
        }
        try citizen("from_root", "issued by the root itself", .refused("issuer-not-allowed"), by: pki.root)
        try citizen(
            "nc_kept", "C=EE below an authority for C=EE", .accepted(as: TestPerson.jaak.serialNumber),
            by: constrainedAuthority)
        try citizen(
            "nc_violation", "C=LV below an authority for C=EE", .refused("name-constraint-violated"),
            by: constrainedAuthority
        ) {
            $0.setSubject([.text(.countryName, "LV"), .text(.serialNumber, TestPerson.jaak.serialNumber)])
        }
        try edited("badsig", "one bit of the signature flipped", .refused("signature-invalid")) { certificate, _ in
            var der = try certificate.der
            der[der.count - 1] ^= 1
            return der
        }
        try edited("inner_outer", "SHA-384 inside, SHA-512 outside", .refused("algorithm-mismatch")) {
            certificate, key in
            try CertificateSurgery.signAgain(
                Array(certificate.tbsCertificateBytes), saying: CertificateSurgery.ecdsaWithSHA512, by: key,
                over: SHA512.self)
        }
        try edited("truncated", "the last ten bytes missing", .refused("certificate-unparsable")) { certificate, _ in
            try Array(certificate.der.dropLast(10))
        }
    }

    /// SP 800-131A.
    mutating func addWeak() throws {
        try edited("sha1", "ecdsa-with-SHA1", .refused("signature-algorithm-not-allowed")) { certificate, key in
            let tbs = try CertificateSurgery.replacingAlgorithm(
                in: Array(certificate.tbsCertificateBytes), by: CertificateSurgery.ecdsaWithSHA1)
            return try CertificateSurgery.signAgain(
                tbs, saying: CertificateSurgery.ecdsaWithSHA1, by: key, over: Insecure.SHA1.self)
        }
        try citizen("rsa1024", "RSA-1024 key", .refused("key-not-allowed")) {
            $0.key = Certificate.PrivateKey(
                try _RSA.Signing.PrivateKey(unsafeKeySize: _RSA.Signing.KeySize(bitCount: 1024)))
            $0.usage = KeyUsage(digitalSignature: true)
        }
        try citizen("ed25519", "Ed25519 key: not among the keys of the profile", .refused("key-not-allowed")) {
            $0.key = Certificate.PrivateKey(Curve25519.Signing.PrivateKey())
            $0.usage = KeyUsage(digitalSignature: true)
        }
    }

    /// A good citizen's certificate whose bytes are changed afterwards, with the authority's key at hand.
    mutating func edited(
        _ name: String, _ summary: String, _ expectation: CertificateVariant.Expectation,
        _ edit: (Certificate, P384.Signing.PrivateKey) throws -> [UInt8]
    ) throws {
        let contents = CertificateContents.citizen(.jaak, now: pki.now)
        let authority = pki.citizenAuthority
        let certificate = try authority.certify(contents)
        let key = try P384.Signing.PrivateKey(pemRepresentation: authority.key.serializeAsPEM().pemString)
        let credential = try Credential(
            name: name, leaf: edit(certificate, key), insteadOf: certificate, key: contents.key, above: authority.above)
        add(name, summary, at: .citizen, expectation, credential)
    }
}
