import Crypto

/// The private key of a witness or mirror, which cosigns other people's checkpoints.
///
///     PRIVATE+KEY+<name>+<key id>+<base64 of: 0x04 ‖ Ed25519 seed>
///
/// The signed message does not name the cosigner, so a key serves one role only.
public struct Cosigner: Sendable {
    public let verifierKey: VerifierKey
    private let key: Curve25519.Signing.PrivateKey

    public var name: String { verifierKey.name }

    /// A new key from the system's secure generator.
    /// - Throws: `malformedKeyName`.
    public static func random(name: String) throws(TransparencyLogError) -> Cosigner {
        try Cosigner(name: name, key: Curve25519.Signing.PrivateKey())
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
        verifierKey = try VerifierKey(
            name: name, algorithm: .cosignature, publicKey: Array(key.publicKey.rawRepresentation))
        self.key = key
    }

    /// Reads what ``privateText`` gives.
    /// - Throws: as ``VerifierKey/init(_:)``.
    public init(privateText text: some StringProtocol) throws(TransparencyLogError) {
        let secret = try PrivateKeyText(text, algorithm: .cosignature)
        try self.init(name: secret.name, seed: secret.seed)
        guard verifierKey.keyID == secret.keyID else { throw TransparencyLogError(.keyIDMismatch) }
    }

    /// The secret itself: for a key file, nowhere else.
    public var privateText: String { PrivateKeyText.text(verifierKey, seed: Array(key.rawRepresentation)) }

    /// Cosigns a checkpoint's text. Whoever calls has checked that it is consistent with all that this key cosigned before, and
    /// has made that durable.
    /// - Parameter time: POSIX seconds, never earlier than in an earlier cosignature.
    /// - Throws: `malformedNumber` for a time beyond 2^63 − 1; `badSignature` when the library refuses to sign.
    public func cosignature(on checkpoint: Checkpoint, time: UInt64) throws(TransparencyLogError) -> NoteSignature {
        guard time <= UInt64(Int64.max) else { throw TransparencyLogError(.malformedNumber) }
        let message = Cosignature.message(time: time, text: Array(checkpoint.text.utf8))
        guard let signature = try? key.signature(for: message) else { throw TransparencyLogError(.badSignature) }
        let stamp = (0..<8).map { UInt8(truncatingIfNeeded: time >> UInt64(56 - 8 * $0)) }
        return NoteSignature(name: name, keyID: verifierKey.keyID, bytes: stamp + Array(signature))
    }
}

extension Cosigner: CustomStringConvertible, CustomDebugStringConvertible {
    /// Never the key.
    public var description: String { "cosigner \(name)" }
    public var debugDescription: String { description }
}
