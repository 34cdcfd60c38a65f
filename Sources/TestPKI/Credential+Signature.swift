import Crypto
import X509

extension Credential {
    /// What `openssl dgst -sha384 -sign` makes with this credential's key (P-384): ECDSA over SHA-384, in DER.
    public func signature(over message: [UInt8]) throws -> [UInt8] {
        let key = try P384.Signing.PrivateKey(pemRepresentation: keyPEM)
        return Array(try key.signature(for: message).derRepresentation)
    }
}
