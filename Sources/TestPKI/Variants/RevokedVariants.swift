import RecordTypes
import X509

extension VariantTable {
    /// Good ones, but for a list (RFC 5280 §6.3).
    mutating func addRevoked(below revokedAuthority: TestAuthority) throws {
        try citizen("revoked", "keyCompromise on the authority's list", .refused("certificate-revoked"))
        try citizen("suspended", "certificateHold on the authority's list", .refused("certificate-revoked"))
        try institution("inst_revoked", "an institution's that has ended", .refused("certificate-revoked"))
        try citizen(
            "revoked_ca", "good leaf, issuing authority on the root's list", .refused("certificate-revoked"),
            by: revokedAuthority)
    }
}
