internal import Crypto

/// A keyed fingerprint by which a sealed column can still be looked up: HMAC-SHA-256 under a key of its own per purpose.
///
/// Equal values have equal fingerprints within one purpose and unrelated ones in another. Without the key nobody can try
/// values: an unkeyed hash of a personal code would be reversed in minutes.
public struct BlindIndex: Sendable {
    private let key: SymmetricKey
    /// With the key's two blocks hashed: for short values that is half of the work.
    private let keyed: HMAC<SHA256>

    public init(key: SealingKey, purpose: String) {
        self.key = key.derived("blind/\(purpose)").key
        keyed = HMAC(key: self.key)
    }

    /// The key itself, for a person who may have it: with it they check what was made for them, and nothing else.
    @_spi(KeyBytes)
    public var keyBytes: [UInt8] { unsafe key.withUnsafeBytes { bytes in unsafe Array(bytes) } }

    /// 32 bytes.
    public func value(of bytes: [UInt8]) -> [UInt8] {
        var code = keyed
        code.update(data: bytes)
        // Sound: the bytes are copied before the closure ends.
        return unsafe code.finalize().withUnsafeBytes { unsafe Array($0) }
    }

    /// 32 bytes over several parts; each part's length is part of it, so that moving a border gives another value.
    public func value(ofParts parts: [[UInt8]]) -> [UInt8] {
        var joined: [UInt8] = []
        joined.reserveCapacity(parts.reduce(0) { $0 + $1.count + 8 })
        for part in parts {
            for shift in stride(from: 56, through: 0, by: -8) {
                joined.append(UInt8(truncatingIfNeeded: UInt64(part.count) >> UInt64(shift)))
            }
            joined.append(contentsOf: part)
        }
        return value(of: joined)
    }
}
