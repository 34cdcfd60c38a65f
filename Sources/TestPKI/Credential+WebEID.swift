import Crypto
import Foundation
import X509

extension Credential {
    /// A Web eID authentication token as the browser extension would make it with this card (P-384).
    ///
    /// ```
    /// signature = ES384 over SHA-384(origin) ‖ SHA-384(nonce), as r ‖ s
    /// ```
    /// - Parameters:
    ///   - nonce: the challenge's base64 text.
    ///   - signingCertificate: another certificate of the card, which makes it format 1.1.
    public func webEIDToken(
        nonce: String, origin: String, signingCertificate: Credential? = nil
    ) throws -> String {
        let key = try P384.Signing.PrivateKey(pemRepresentation: keyPEM)
        let message = Array(SHA384.hash(data: Array(origin.utf8))) + Array(SHA384.hash(data: Array(nonce.utf8)))
        let signature = try key.signature(for: message).rawRepresentation
        var members = [
            "\"unverifiedCertificate\":\"\(Data(leaf).base64EncodedString())\"", "\"algorithm\":\"ES384\"",
            "\"signature\":\"\(signature.base64EncodedString())\"",
            "\"appVersion\":\"https://web-eid.eu/web-eid-app/releases/2.7.0+965\"",
            "\"format\":\"web-eid:\(signingCertificate == nil ? "1.0" : "1.1")\"",
        ]
        if let signingCertificate {
            members.append(
                "\"unverifiedSigningCertificates\":[{\"certificate\":\"\(Data(signingCertificate.leaf).base64EncodedString())\","
                    + "\"supportedSignatureAlgorithms\":[{\"cryptoAlgorithm\":\"ECC\",\"hashFunction\":\"SHA-384\","
                    + "\"paddingScheme\":\"NONE\"}]}]")
        }
        return "{\(members.joined(separator: ","))}"
    }
}

extension TestPKI {
    /// The signing certificate of a person's card, as format 1.1 sends it along: nonRepudiation alone, no EKU.
    public func signingCertificate(of person: TestPerson) throws -> Credential {
        var contents = CertificateContents.citizen(person, now: now)
        contents.usage = .init(nonRepudiation: true)
        contents.purposes = []
        contents.policies = [.documentType(2025, 1)]
        return try citizenAuthority.issue("signing-card", contents)
    }
}
