public import Crypto
import RecordTypes

/// Keyed tokens for forms. A client certificate goes along with every request a browser makes, so a form says by its token that we
/// made it, for this certificate, not long ago.
///
/// ```
/// token = hex( seconds u64 ‖ HMAC-SHA-256(key, "ankur/form/v1" ‖ listener ‖ 0 ‖ fingerprint[32] ‖ seconds u64) )
/// ```
public struct FormTokens: Sendable {
    private let key: SymmetricKey
    static let life = Duration.seconds(2 * 3600)

    public init(key: SymmetricKey) { self.key = key }

    func token(for fingerprint: CertificateFingerprint, listener: String, now: Instant) -> String {
        let seconds = Self.bytes(of: UInt64(clamping: now.seconds))
        return Hex.text(seconds + code(fingerprint, listener, seconds))
    }

    /// - Throws: ``HTTPFault/formExpired`` for any other token, and for one that is older than ``life`` or from the future.
    func check(_ token: String?, for fingerprint: CertificateFingerprint, listener: String, now: Instant) throws {
        guard let bytes = token.flatMap({ Hex.bytes($0) }), bytes.count == 40 else { throw HTTPFault.formExpired }
        let seconds = Array(bytes[0..<8])
        let made = seconds.reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        guard
            HMAC<SHA256>.isValidAuthenticationCode(
                Array(bytes[8...]), authenticating: Self.message(fingerprint, listener, seconds), using: key),
            made <= UInt64(clamping: now.seconds),
            UInt64(clamping: now.seconds) - made <= UInt64(Self.life.components.seconds)
        else { throw HTTPFault.formExpired }
    }

    private func code(_ fingerprint: CertificateFingerprint, _ listener: String, _ seconds: [UInt8]) -> [UInt8] {
        Array(HMAC<SHA256>.authenticationCode(for: Self.message(fingerprint, listener, seconds), using: key))
    }

    private static func message(_ fingerprint: CertificateFingerprint, _ listener: String, _ seconds: [UInt8])
        -> [UInt8]
    {
        Array("ankur/form/v1".utf8) + Array(listener.utf8) + [0] + fingerprint.digest.bytes + seconds
    }

    private static func bytes(of value: UInt64) -> [UInt8] {
        (0..<8).map { UInt8(truncatingIfNeeded: value >> (56 - 8 * $0)) }
    }
}
