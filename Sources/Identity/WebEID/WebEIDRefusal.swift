/// Why a Web eID authentication token is refused. The raw value is stable; it never says what stands in the token.
///
/// Checks run in the order of these cases, but for revocation, which is asked about once the signature has proved origin and nonce.
public enum WebEIDRefusal: String, Error, Hashable, Sendable, CaseIterable {
    // Form
    /// Shorter than 100 bytes or longer than 10,000.
    case tokenLength = "token-length"
    /// Not JSON, a member of the wrong kind, or a member that this format may not have, or must.
    case tokenMalformed = "token-malformed"
    /// Not `web-eid:1` or `web-eid:1.` and a number.
    case tokenFormat = "token-format-not-supported"
    /// Not one of ES256 … RS512, spelt just so.
    case algorithm = "algorithm-not-supported"
    /// The certificate is not base64 of DER, or cannot be read.
    case certificateUndecodable = "certificate-undecodable"

    // Certificate
    /// No keyUsage, so that nobody said what the certificate is for.
    case purposeMissing = "certificate-purpose-missing"
    /// keyUsage without digitalSignature, or extendedKeyUsage without clientAuth.
    case purposeWrong = "certificate-purpose-wrong"
    /// A policy that this site does not let in (Mobile-ID unless told otherwise).
    case policyDisallowed = "certificate-policy-disallowed"
    case expired = "certificate-expired"
    case notYetValid = "certificate-not-yet-valid"
    /// No sound path to a trusted authority.
    case notTrusted = "certificate-not-trusted"
    case revoked = "certificate-revoked"
    /// No answer about revocation that can be relied on.
    case revocationUnknown = "revocation-unknown"

    // Signature
    /// The algorithm is not one for this key.
    case algorithmMismatch = "algorithm-does-not-fit-key"
    /// Not signed by the certificate's key over this origin and this nonce.
    case signatureInvalid = "signature-invalid"

    // Format 1.1
    /// A signing certificate of format 1.1 cannot be read, is of another subject or authority, not for signing, or not in time.
    case signingCertificate = "signing-certificate-invalid"
}

extension WebEIDRefusal: CustomStringConvertible {
    public var description: String { rawValue }
}
