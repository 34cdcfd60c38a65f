/// Signature algorithms and key sizes, from the bytes: SP 800-131A and SP 800-57.
struct CryptographicStrength: ChainRule {
    let name = "cryptographic strength"

    /// An anchor's key counts, its own signature does not.
    func refusal(of path: CertificatePath) -> RefusalReason? {
        for (position, read) in path.certificates.enumerated() {
            let isAnchor = position == path.count - 1
            if !isAnchor, let reason = Self.refusal(ofSignature: read.outline) { return reason }
            if let reason = Self.refusal(ofKey: read.outline) { return reason }
        }
        return nil
    }

    /// One algorithm inside and outside, SHA-2 signature, P-256/384/521 or RSA from 2048 bits.
    static func refusal(of outline: CertificateOutline) -> RefusalReason? {
        refusal(ofSignature: outline) ?? refusal(ofKey: outline)
    }

    private static func refusal(ofSignature outline: CertificateOutline) -> RefusalReason? {
        guard outline.innerAlgorithm == outline.outerAlgorithm else { return .algorithmMismatch }
        return AlgorithmOctets.signatures.contains(outline.signatureAlgorithm) ? nil : .weakSignature
    }

    private static func refusal(ofKey outline: CertificateOutline) -> RefusalReason? {
        switch outline.keyAlgorithm {
        case AlgorithmOctets.ecPublicKey:
            guard let curve = outline.curve, AlgorithmOctets.curves.contains(curve) else { return .weakKey }
        case AlgorithmOctets.rsaEncryption:
            guard let bits = outline.modulusBits, bits >= 2048, bits <= 8192, outline.hasSoundExponent else {
                return .weakKey
            }
        default:
            return .weakKey
        }
        return nil
    }
}
