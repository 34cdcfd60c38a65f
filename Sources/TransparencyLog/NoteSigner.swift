import Crypto

/// A private key that signs notes, in the text form that Go's `sumdb/note` gave the format:
///
///     PRIVATE+KEY+<name>+<key id>+<base64 of: 0x01 ‖ Ed25519 seed>
public struct NoteSigner: Sendable {
    public let verifierKey: VerifierKey
    private let key: Curve25519.Signing.PrivateKey

    public var name: String { verifierKey.name }

    /// A new key from the system's secure generator.
    /// - Throws: `malformedKeyName`.
    public static func random(name: String) throws(TransparencyLogError) -> NoteSigner {
        try NoteSigner(name: name, key: Curve25519.Signing.PrivateKey())
    }

    /// - Parameter seed: 32 bytes.
    /// - Throws: `malformedKeyName`, `malformedKey`.
    public init(name: String, seed: [UInt8]) throws(TransparencyLogError) {
        guard let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: seed) else {
            throw TransparencyLogError(.malformedKey)
        }
        try self.init(name: name, key: key)
    }

    private init(name: String, key: Curve25519.Signing.PrivateKey) throws(TransparencyLogError) {
        verifierKey = try VerifierKey(name: name, publicKey: Array(key.publicKey.rawRepresentation))
        self.key = key
    }

    /// Reads what ``privateText`` gives.
    /// - Throws: as ``VerifierKey/init(_:)``.
    public init(privateText text: some StringProtocol) throws(TransparencyLogError) {
        let secret = try PrivateKeyText(text, algorithm: .ed25519)
        try self.init(name: secret.name, seed: secret.seed)
        guard verifierKey.keyID == secret.keyID else { throw TransparencyLogError(.keyIDMismatch) }
    }

    /// The secret itself: for a key file, nowhere else.
    public var privateText: String { PrivateKeyText.text(verifierKey, seed: Array(key.rawRepresentation)) }

    /// The signature over a note's text. The same text always gets the same signature (RFC 8032 is deterministic, and so is
    /// the library).
    /// - Throws: `badSignature` when the library refuses to sign, which would be a fault of the key.
    func signature(over text: [UInt8]) throws(TransparencyLogError) -> NoteSignature {
        guard let signature = try? key.signature(for: text) else { throw TransparencyLogError(.badSignature) }
        return NoteSignature(name: name, keyID: verifierKey.keyID, bytes: Array(signature))
    }
}

extension NoteSigner: CustomStringConvertible, CustomDebugStringConvertible {
    /// Never the key.
    public var description: String { "signer \(name)" }
    public var debugDescription: String { description }
}
