public import Crypto

/// The held secret from which ledger identities are derived, in one epoch: a key file, or a token that never lets it out.
///
/// What can no longer answer must end the process: without the secret nobody can be told from anybody else.
public protocol IdentitySecret: Sendable {
    /// From 1; each rotation counts on.
    var epoch: Int { get }
    /// HMAC-SHA-256 of the message under the secret: 32 bytes. A PKCS#11 token does it as CKM_SHA256_HMAC.
    func code(of message: [UInt8]) -> [UInt8]
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
