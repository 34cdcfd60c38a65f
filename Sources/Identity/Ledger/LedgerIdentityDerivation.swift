public import Crypto
public import RecordTypes

/// Derives a person's ledger identity: the first 20 bytes of HMAC-SHA-256 over `scheme ‖ 0 ‖ country ‖ 0 ‖ number`.
///
/// Keyed, because about 10⁸ codes are plausible: any unkeyed hash would be reversed in minutes. Taken from the identifier and never
/// from a name or certificate, so that a renewed or second card leads to the same identity.
public struct LedgerIdentityDerivation: Sendable {
    private let key: SymmetricKey

    public init(key: SymmetricKey) { self.key = key }

    /// Nil for a secret shorter than 32 bytes.
    public init?(secret: [UInt8]) {
        guard secret.count >= 32 else { return nil }
        key = SymmetricKey(data: secret)
    }

    public func identity(of person: PersonIdentifier) -> LedgerIdentity {
        var message = HMAC<SHA256>(key: key)
        message.update(data: Array(person.scheme.rawValue.utf8) + [0])
        message.update(data: Array(person.country.utf8) + [0])
        message.update(data: Array(person.number.utf8))
        guard let identity = LedgerIdentity(message.finalize().prefix(20)) else {
            preconditionFailure("HMAC-SHA-256 gives 32 bytes")
        }
        return identity
    }
}

extension SubmitterTag {
    /// The tag of an institution: the first 8 bytes of SHA-256 over its identifier, `NTREE-…`. Public on purpose.
    public static func of(_ institution: InstitutionID) -> SubmitterTag {
        guard let tag = SubmitterTag(SHA256.hash(data: Array(institution.semantics.utf8)).prefix(8)) else {
            preconditionFailure("SHA-256 gives 32 bytes")
        }
        return tag
    }
}
