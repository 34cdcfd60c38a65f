import Crypto
import CryptoExtras
import X509

/// How a token is signed: a name of RFC 7518 §3.1, exactly as spelt there.
public enum WebEIDAlgorithm: String, Hashable, Sendable, CaseIterable {
    case es256 = "ES256"
    case es384 = "ES384"
    case es512 = "ES512"
    case ps256 = "PS256"
    case ps384 = "PS384"
    case ps512 = "PS512"
    case rs256 = "RS256"
    case rs384 = "RS384"
    case rs512 = "RS512"

    /// Whether `signature` is by `key` over H(H(origin) ‖ H(nonce)), H being the hash of this algorithm.
    ///
    /// ECDSA signatures are raw r ‖ s (IEEE P1363); PSS salts are as long as the hash.
    /// - Throws: `algorithmMismatch` for a key of another kind or curve, `signatureInvalid`.
    func verify(
        _ signature: [UInt8], by key: Certificate.PublicKey, origin: String, nonce: String
    ) throws(WebEIDRefusal) {
        let isValid: Bool
        switch self {
        case .es256, .ps256, .rs256: isValid = try verify(signature, key, Self.digest(SHA256.self, origin, nonce))
        case .es384, .ps384, .rs384: isValid = try verify(signature, key, Self.digest(SHA384.self, origin, nonce))
        case .es512, .ps512, .rs512: isValid = try verify(signature, key, Self.digest(SHA512.self, origin, nonce))
        }
        guard isValid else { throw .signatureInvalid }
    }

    private func verify(
        _ signature: [UInt8], _ key: Certificate.PublicKey, _ digest: some Digest
    ) throws(WebEIDRefusal) -> Bool {
        switch self {
        case .es256:
            guard let key = P256.Signing.PublicKey(key) else { throw .algorithmMismatch }
            guard let signature = try? P256.Signing.ECDSASignature(rawRepresentation: signature) else { return false }
            return key.isValidSignature(signature, for: digest)
        case .es384:
            guard let key = P384.Signing.PublicKey(key) else { throw .algorithmMismatch }
            guard let signature = try? P384.Signing.ECDSASignature(rawRepresentation: signature) else { return false }
            return key.isValidSignature(signature, for: digest)
        case .es512:
            guard let key = P521.Signing.PublicKey(key) else { throw .algorithmMismatch }
            guard let signature = try? P521.Signing.ECDSASignature(rawRepresentation: signature) else { return false }
            return key.isValidSignature(signature, for: digest)
        case .ps256, .ps384, .ps512, .rs256, .rs384, .rs512:
            guard let key = _RSA.Signing.PublicKey(key) else { throw .algorithmMismatch }
            let isPSS = self == .ps256 || self == .ps384 || self == .ps512
            return key.isValidSignature(
                _RSA.Signing.RSASignature(rawRepresentation: signature), for: digest,
                padding: isPSS ? .PSS : .insecurePKCS1v1_5)
        }
    }

    private static func digest<Hash: HashFunction>(_: Hash.Type, _ origin: String, _ nonce: String) -> Hash.Digest {
        var whole = Hash()
        whole.update(data: Array(Hash.hash(data: Array(origin.utf8))))
        whole.update(data: Array(Hash.hash(data: Array(nonce.utf8))))
        return whole.finalize()
    }
}
