import Crypto
import Foundation
public import JSONText
import RecordTypes

/// An institution's private key for actor tokens: EC on P-256 (ES256) or P-384 (ES384), in PEM as `openssl` writes it.
public struct ActorSigningKey: Sendable {
    private enum Key: Sendable {
        case p256(P256.Signing.PrivateKey)
        case p384(P384.Signing.PrivateKey)
    }

    private let key: Key

    /// A new key on P-256.
    public init() { key = .p256(P256.Signing.PrivateKey()) }

    /// Reads PKCS #8 or SEC 1; nil for any other key.
    public init?(pem: String) {
        if let key = try? P256.Signing.PrivateKey(pemRepresentation: pem) {
            self.key = .p256(key)
        } else if let key = try? P384.Signing.PrivateKey(pemRepresentation: pem) {
            self.key = .p384(key)
        } else {
            return nil
        }
    }

    public var pem: String {
        switch key {
        case .p256(let key): key.pemRepresentation + "\n"
        case .p384(let key): key.pemRepresentation + "\n"
        }
    }

    /// `ES256` or `ES384` (RFC 7518 §3.4).
    public var algorithm: String {
        switch key {
        case .p256: "ES256"
        case .p384: "ES384"
        }
    }

    private var curve: String {
        switch key {
        case .p256: "P-256"
        case .p384: "P-384"
        }
    }

    private var point: (x: String, y: String) {
        let bytes: [UInt8] =
            switch key {
            case .p256(let key): Array(key.publicKey.rawRepresentation)
            case .p384(let key): Array(key.publicKey.rawRepresentation)
            }
        let half = bytes.count / 2
        return (Base64URL.text(Array(bytes[..<half])), Base64URL.text(Array(bytes[half...])))
    }

    /// The JWK thumbprint (RFC 7638), which serves as `kid`: nobody has to keep a name beside the key.
    public var id: String {
        let required = JSONValue.object([
            JSONMember(key: "crv", value: .string(curve)), JSONMember(key: "kty", value: .string("EC")),
            JSONMember(key: "x", value: .string(point.x)), JSONMember(key: "y", value: .string(point.y)),
        ])
        return Base64URL.text(Array(SHA256.hash(data: required.canonicalBytes)))
    }

    /// The JWK Set (RFC 7517) of its public key alone: what the gateway's operator registers.
    public var publicKeySet: JSONValue {
        let members = [
            ("kty", "EC"), ("crv", curve), ("kid", id), ("use", "sig"), ("alg", algorithm), ("x", point.x),
            ("y", point.y),
        ]
        let key = JSONValue.object(members.map { JSONMember(key: $0.0, value: .string($0.1)) })
        return .object([JSONMember(key: "keys", value: .array([key]))])
    }

    /// r ‖ s.
    func signature(over message: [UInt8]) throws -> [UInt8] {
        switch key {
        case .p256(let key): Array(try key.signature(for: SHA256.hash(data: message)).rawRepresentation)
        case .p384(let key): Array(try key.signature(for: SHA384.hash(data: message)).rawRepresentation)
        }
    }
}
