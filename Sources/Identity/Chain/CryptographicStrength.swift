/// Signature algorithms and key sizes, judged from the bytes before the library reads the certificate.
enum CryptographicStrength {
    /// SP 800-131A and SP 800-57: SHA-2 signatures, P-256/384/521, RSA from 2048 bits.
    static func refusal(of outline: CertificateOutline) -> RefusalReason? {
        guard outline.innerAlgorithm == outline.outerAlgorithm else { return .algorithmMismatch }
        guard AlgorithmOctets.signatures.contains(outline.signatureAlgorithm) else { return .weakSignature }
        switch outline.keyAlgorithm {
        case AlgorithmOctets.ecPublicKey:
            guard let curve = outline.curve, AlgorithmOctets.curves.contains(curve) else { return .weakKey }
        case AlgorithmOctets.rsaEncryption:
            guard let bits = outline.modulusBits, bits >= 2048, bits <= 8192 else { return .weakKey }
        default:
            return .weakKey
        }
        return nil
    }
}
