import RecordTypes

/// The text of a private key: `PRIVATE+KEY+<name>+<key id>+<base64 of: type ‖ seed>`.
struct PrivateKeyText {
    let name: String
    let keyID: UInt32
    let seed: [UInt8]

    private static let label = "PRIVATE+KEY+"

    /// - Throws: `malformedKey`, `malformedBase64`; `unsupportedKeyType` for a key of another type.
    init(_ text: some StringProtocol, algorithm: VerifierKey.Algorithm) throws(TransparencyLogError) {
        guard text.utf8.starts(with: Self.label.utf8) else { throw TransparencyLogError(.malformedKey) }
        let parts = text.utf8.dropFirst(Self.label.utf8.count)
            .split(separator: UInt8(ascii: "+"), maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, let name = String(validating: parts[0], as: UTF8.self) else {
            throw TransparencyLogError(.malformedKey)
        }
        self.name = name
        keyID = try VerifierKey.keyID(parts[1])
        let key = try Base64.formatted(parts[2])
        guard let type = key.first else { throw TransparencyLogError(.malformedKey) }
        guard type == algorithm.rawValue else { throw TransparencyLogError(.unsupportedKeyType) }
        seed = Array(key.dropFirst())
    }

    static func text(_ key: VerifierKey, seed: [UInt8]) -> String {
        let secret = Base64.text([key.algorithm.rawValue] + seed)
        return "\(label)\(key.name)+\(VerifierKey.hexadecimal(key.keyID))+\(secret)"
    }
}
