public import RecordTypes

internal import struct Crypto.SHA256

/// What a time-stamping authority is asked, by RFC 3161 §2.4.1: a time over a SHA-256 digest, with a nonce and the signer's certificate.
///
/// ```text
/// SEQUENCE { INTEGER 1, SEQUENCE { SEQUENCE { sha-256, NULL }, OCTET STRING digest }, INTEGER nonce, BOOLEAN TRUE }
/// ```
public struct TimeStampRequest: Hashable, Sendable {
    public let imprint: Digest
    /// Big-endian, positive, as it stands in the request.
    public let nonce: [UInt8]

    /// - Parameter random: at least 8 bytes; of the first 8 the top bits are set so that every request has the same length.
    public init(imprint: Digest, random: [UInt8]) {
        precondition(random.count >= 8, "a nonce has 64 random bits")
        self.imprint = imprint
        nonce = [random[0] & 0x7F | 0x40] + random[1..<8]
    }

    /// A request over data: its imprint is the SHA-256 of all of it.
    public init(over data: [UInt8], random: [UInt8]) { self.init(imprint: Self.imprint(of: data), random: random) }

    /// SHA-256.
    public static func imprint(of data: [UInt8]) -> Digest {
        guard let digest = Digest(SHA256.hash(data: data)) else { preconditionFailure("SHA-256 gives 32 bytes") }
        return digest
    }

    /// DER.
    public var bytes: [UInt8] {
        // SEQUENCE { OBJECT IDENTIFIER 2.16.840.1.101.3.4.2.1, NULL }
        let sha256: [UInt8] = [
            0x30, 0x0D, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01, 0x05, 0x00,
        ]
        let imprint = Self.element(0x30, sha256 + Self.element(0x04, imprint.bytes))
        return Self.element(0x30, [0x02, 0x01, 0x01] + imprint + Self.element(0x02, nonce) + [0x01, 0x01, 0xFF])
    }

    /// Everything here is shorter than 128 bytes.
    private static func element(_ tag: UInt8, _ content: [UInt8]) -> [UInt8] { [tag, UInt8(content.count)] + content }

    public static let mediaType = "application/timestamp-query"
    public static let replyMediaType = "application/timestamp-reply"
}
