import Crypto
import RecordTypes

/// A key that verifies signatures on notes, in the text form of C2SP signed-note:
///
///     <name>+<key id, 8 hexadecimal digits>+<base64 of: type ‖ public key>
///
/// The key id is the beginning of SHA-256(name ‖ 0x0A ‖ type ‖ public key).
public struct VerifierKey: Hashable, Sendable {
    /// The signature types of C2SP that we can check. Others on a note are ignored, as the standard demands.
    public enum Algorithm: UInt8, Hashable, Sendable, CaseIterable {
        /// Ed25519 over the note's text.
        case ed25519 = 0x01
        /// Ed25519 over time and text: a witness's ``Cosignature``.
        case cosignature = 0x04
    }

    public let name: String
    public let algorithm: Algorithm
    public let publicKey: [UInt8]
    public let keyID: UInt32

    /// - Parameter publicKey: 32 bytes of Ed25519.
    /// - Throws: `malformedKeyName`; `malformedKey`, also for a point under which anybody could sign.
    public init(name: String, algorithm: Algorithm = .ed25519, publicKey: [UInt8]) throws(TransparencyLogError) {
        try KeyName.check(name)
        guard publicKey.count == 32, !WeakPoint.isEncoded(in: publicKey) else {
            throw TransparencyLogError(.malformedKey)
        }
        self.name = name
        self.algorithm = algorithm
        self.publicKey = publicKey
        keyID = Self.keyID(name: name, type: algorithm.rawValue, publicKey: publicKey)
    }

    /// - Throws: `malformedKey`, `malformedKeyName`, `unsupportedKeyType`, `keyIDMismatch`, `malformedBase64`.
    public init(_ text: some StringProtocol) throws(TransparencyLogError) {
        // Base64 may hold a `+`, so only the first two separate.
        let parts = text.utf8.split(separator: UInt8(ascii: "+"), maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, let name = String(validating: parts[0], as: UTF8.self) else {
            throw TransparencyLogError(.malformedKey)
        }
        let keyID = try Self.keyID(parts[1])
        let key = try Base64.formatted(parts[2])
        guard let type = key.first else { throw TransparencyLogError(.malformedKey) }
        guard let algorithm = Algorithm(rawValue: type) else { throw TransparencyLogError(.unsupportedKeyType) }
        try self.init(name: name, algorithm: algorithm, publicKey: Array(key.dropFirst()))
        guard self.keyID == keyID else { throw TransparencyLogError(.keyIDMismatch) }
    }

    public var text: String {
        "\(name)+\(Self.hexadecimal(keyID))+\(Base64.text([algorithm.rawValue] + publicKey))"
    }

    /// Whether `signature` is this key's over the note text.
    func verifies(_ signature: [UInt8], over text: [UInt8]) -> Bool {
        guard let key = try? Curve25519.Signing.PublicKey(rawRepresentation: publicKey) else { return false }
        switch algorithm {
        case .ed25519: return signature.count == 64 && key.isValidSignature(signature, for: text)
        case .cosignature:
            guard let time = Cosignature.time(of: signature) else { return false }
            return key.isValidSignature(signature[8...], for: Cosignature.message(time: time, text: text))
        }
    }

    /// Whether a signature line claims to be this key's: both halves, name and key id.
    public func isNamed(by signature: NoteSignature) -> Bool {
        keyID == signature.keyID && KeyName.areSame(name, signature.name)
    }

    static func keyID(name: String, type: UInt8, publicKey: [UInt8]) -> UInt32 {
        var hasher = SHA256()
        hasher.update(data: Array(name.utf8) + [0x0A, type] + publicKey)
        return hasher.finalize().prefix(4).reduce(0) { $0 << 8 | UInt32($1) }
    }

    static func hexadecimal(_ keyID: UInt32) -> String {
        let digits = String(keyID, radix: 16)
        return String(repeating: "0", count: 8 - digits.utf8.count) + digits
    }

    /// Eight lower-case hexadecimal digits.
    static func keyID(_ digits: some Collection<UInt8>) throws(TransparencyLogError) -> UInt32 {
        guard digits.count == 8 else { throw TransparencyLogError(.malformedKey) }
        var value: UInt32 = 0
        for digit in digits {
            switch digit {
            case 48...57: value = value << 4 | UInt32(digit - 48)
            case 97...102: value = value << 4 | UInt32(digit - 87)
            default: throw TransparencyLogError(.malformedKey)
            }
        }
        return value
    }
}
