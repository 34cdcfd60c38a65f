import Crypto
import Foundation
import RecordTypes

/// The key of a citizen's ID card, and what only its holder can open: JWE (RFC 7516) in compact form, ECDH-ES+A256KW (RFC 7518 §4.6) on
/// P-384, contents with A256GCM.
///
/// ```
/// BASE64URL(header) . BASE64URL(encrypted content key) . BASE64URL(nonce) . BASE64URL(ciphertext) . BASE64URL(tag)
/// header = {"alg":"ECDH-ES+A256KW","enc":"A256GCM","epk":{"kty":"EC","crv":"P-384","x":…,"y":…},"cty":…}
/// ```
struct CardKey {
    private let key: P384.KeyAgreement.PublicKey

    /// Nil for a citizen whose certificate's key is not on P-384.
    init?(of citizen: VerifiedCitizen) {
        guard let point = citizen.encryptionKey else { return nil }
        self.init(point: point)
    }

    /// - Parameter point: `04 ‖ x ‖ y`, 97 bytes.
    init?(point: [UInt8]) {
        guard let key = try? P384.KeyAgreement.PublicKey(x963Representation: point) else { return nil }
        self.key = key
    }

    /// - Parameter contentType: the media type of `plain` without `application/` (RFC 7516 §4.1.12).
    func seal(_ plain: [UInt8], contentType: String) throws -> [UInt8] {
        let ephemeral = P384.KeyAgreement.PrivateKey()
        let point = Array(ephemeral.publicKey.x963Representation)
        let header = Self.header(point, contentType)
        let protected = Array(Base64URL.text(header).utf8)
        let shared = try ephemeral.sharedSecretFromKeyAgreement(with: key)
        let wrapping = Self.derived(shared)
        let content = SymmetricKey(size: .bits256)
        let wrapped = try AES.KeyWrap.wrap(content, using: wrapping)
        let box = try AES.GCM.seal(plain, using: content, authenticating: protected)
        var bytes = protected
        for part in [Array(wrapped), Array(box.nonce), Array(box.ciphertext), Array(box.tag)] {
            bytes.append(UInt8(ascii: "."))
            bytes += Base64URL.text(part).utf8
        }
        return bytes
    }

    private static func header(_ point: [UInt8], _ contentType: String) -> [UInt8] {
        let x = Base64URL.text(Array(point[1..<49]))
        let y = Base64URL.text(Array(point[49..<97]))
        return Array(
            """
            {"alg":"ECDH-ES+A256KW","cty":"\(contentType)","enc":"A256GCM",\
            "epk":{"crv":"P-384","kty":"EC","x":"\(x)","y":"\(y)"}}
            """.utf8)
    }

    /// Concat KDF (NIST SP 800-56A §5.8.1) with SHA-256, one round: 256 bits for the algorithm, no party information.
    private static func derived(_ shared: SharedSecret) -> SymmetricKey {
        func length(_ value: Int) -> [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: value >> (24 - 8 * $0)) } }
        let algorithm = Array("ECDH-ES+A256KW".utf8)
        var hash = SHA256()
        hash.update(data: length(1))
        unsafe shared.withUnsafeBytes { unsafe hash.update(bufferPointer: $0) }
        hash.update(data: length(algorithm.count) + algorithm + length(0) + length(0) + length(256))
        return SymmetricKey(data: Array(hash.finalize()))
    }
}
