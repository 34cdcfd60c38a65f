public import Crypto
public import RecordTypes

/// Derives a person's ledger identity: the first 20 bytes of HMAC-SHA-256 over `scheme ‖ 0 ‖ country ‖ 0 ‖ number`.
///
/// Keyed, because about 10⁸ codes are plausible: any unkeyed hash would be reversed in minutes. Taken from the identifier and never
/// from a name or certificate, so that a renewed or second card leads to the same identity.
public struct LedgerIdentityDerivation: Sendable {
    private let secret: any IdentitySecret

    public init(secret: any IdentitySecret) { self.secret = secret }

    public init(key: SymmetricKey) { secret = HeldIdentitySecret(epoch: 1, key: key) }

    /// Nil for a secret shorter than 32 bytes.
    public init?(secret: [UInt8]) {
        guard secret.count >= 32 else { return nil }
        self.init(key: SymmetricKey(data: secret))
    }

    public var epoch: Int { secret.epoch }

    /// - Throws: what the secret throws where it cannot answer now.
    public func identity(of person: PersonIdentifier) throws -> LedgerIdentity {
        guard let identity = LedgerIdentity(try secret.code(of: Self.message(person)).prefix(20)) else {
            preconditionFailure("HMAC-SHA-256 gives 32 bytes")
        }
        return identity
    }

    /// Under which a directory finds a person in this epoch: 32 bytes that tell nothing of the identity.
    /// - Throws: what the secret throws where it cannot answer now.
    public func lookUp(of person: PersonIdentifier) throws -> [UInt8] {
        try secret.code(of: Array("ankur/directory/v1".utf8) + [0] + Self.message(person))
    }

    private static func message(_ person: PersonIdentifier) -> [UInt8] {
        Array(person.scheme.rawValue.utf8) + [0] + Array(person.country.utf8) + [0] + Array(person.number.utf8)
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
