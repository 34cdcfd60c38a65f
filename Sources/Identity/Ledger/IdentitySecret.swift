public import Crypto

/// The held secret from which ledger identities are derived, in one epoch: a key file, or a token that never lets it out.
///
/// What cannot answer now throws, and nobody is guessed: without the secret nobody can be told from anybody else.
public protocol IdentitySecret: Sendable {
    /// From 1; each rotation counts on.
    var epoch: Int { get }
    /// HMAC-SHA-256 of the message under the secret: 32 bytes. A PKCS#11 token does it as CKM_SHA256_HMAC.
    func code(of message: [UInt8]) throws -> [UInt8]
}

/// Where the secrets of the epochs are kept: one, and two while a rotation is under way.
public protocol IdentitySecretKeeper: Sendable {
    /// By epoch, ascending and without a gap; nil where there is none yet.
    func loadIfPresent() throws -> [any IdentitySecret]?
    /// Adds the secret of the next epoch; durable on return.
    /// - Parameter secret: 32 random bytes. A token makes its own and takes nothing from outside.
    func addNext(_ secret: [UInt8]) throws
    /// Drops every secret but the newest.
    func keepNewest() throws
    /// Drops all: they have moved to another keeper.
    func destroyAll() throws
}

/// A secret held in memory, from a key file.
public struct HeldIdentitySecret: IdentitySecret {
    public let epoch: Int
    private let key: SymmetricKey

    public init(epoch: Int, key: SymmetricKey) {
        self.epoch = epoch
        self.key = key
    }

    public func code(of message: [UInt8]) -> [UInt8] {
        Array(HMAC<SHA256>.authenticationCode(for: message, using: key))
    }
}
