internal import Crypto
internal import RecordTypes

/// What the cookie of a portal session says: 32 random bytes, written as 64 hexadecimal digits.
///
/// The store knows it by its SHA-256 only, so that whoever reads the database can take over no session.
public struct SessionID: Hashable, Sendable {
    let bytes: [UInt8]

    static let length = 32

    /// Nil unless there are exactly 32 bytes.
    init?(bytes: [UInt8]) {
        guard bytes.count == Self.length else { return nil }
        self.bytes = bytes
    }

    /// Reads a cookie's value; nil for anything but 64 lower-case hexadecimal digits.
    public init?(_ text: some StringProtocol) {
        let text = String(text)
        guard let bytes = Hex.bytes(text), Hex.text(bytes) == text else { return nil }
        self.init(bytes: bytes)
    }

    /// The cookie's value: a secret of the browser that holds it.
    public var cookieValue: String { Hex.text(bytes) }

    /// Under which the store keeps the session.
    var name: [UInt8] { Array(SHA256.hash(data: bytes)) }
}

extension SessionID: CustomStringConvertible, CustomDebugStringConvertible {
    /// Never the secret.
    public var description: String { "session …" }
    public var debugDescription: String { description }
}
