import Crypto
import Foundation
public import JSONText
import RecordTypes

/// The public keys that an institution has registered for its tokens: a JWK Set (RFC 7517 §5) of EC keys on P-256 and P-384.
///
/// ```json
/// {"keys": [{"kty": "EC", "crv": "P-256", "kid": "2026-1", "use": "sig", "x": "…", "y": "…"}]}
/// ```
public struct SigningKeySet: Sendable {
    enum Key: Sendable {
        case p256(P256.Signing.PublicKey)
        case p384(P384.Signing.PublicKey)

        /// The one algorithm that this key signs with (RFC 7518 §3.4).
        var algorithm: String {
            switch self {
            case .p256: "ES256"
            case .p384: "ES384"
            }
        }

        /// - Parameter signature: r ‖ s.
        func isSignature(_ signature: [UInt8], over message: [UInt8]) -> Bool {
            switch self {
            case .p256(let key):
                guard let signature = try? P256.Signing.ECDSASignature(rawRepresentation: signature) else {
                    return false
                }
                return key.isValidSignature(signature, for: SHA256.hash(data: message))
            case .p384(let key):
                guard let signature = try? P384.Signing.ECDSASignature(rawRepresentation: signature) else {
                    return false
                }
                return key.isValidSignature(signature, for: SHA384.hash(data: message))
            }
        }
    }

    private var keys: [String: Key] = [:]

    /// Nil unless every key has a name of its own, is a public one and lies on its curve.
    public init?(_ json: JSONValue) {
        guard let list = json["keys"]?.arrayValue, !list.isEmpty else { return nil }
        for entry in list {
            guard entry["kty"]?.stringValue == "EC", entry["d"] == nil, let name = entry["kid"]?.stringValue,
                !name.isEmpty, keys[name] == nil, entry["use"] == nil || entry["use"]?.stringValue == "sig",
                let x = entry["x"]?.stringValue.flatMap({ Base64URL.bytes($0) }),
                let y = entry["y"]?.stringValue.flatMap({ Base64URL.bytes($0) }),
                let key = Self.key(entry["crv"]?.stringValue, x, y),
                entry["alg"] == nil || entry["alg"]?.stringValue == key.algorithm
            else { return nil }
            keys[name] = key
        }
    }

    /// The key of that name; without a name, the only one.
    func key(_ name: String?) -> Key? {
        guard let name else { return keys.count == 1 ? keys.values.first : nil }
        return keys[name]
    }

    private static func key(_ curve: String?, _ x: [UInt8], _ y: [UInt8]) -> Key? {
        switch curve {
        case "P-256":
            guard x.count == 32, y.count == 32 else { return nil }
            return (try? P256.Signing.PublicKey(x963Representation: [4] + x + y)).map { .p256($0) }
        case "P-384":
            guard x.count == 48, y.count == 48 else { return nil }
            return (try? P384.Signing.PublicKey(x963Representation: [4] + x + y)).map { .p384($0) }
        default: return nil
        }
    }
}
