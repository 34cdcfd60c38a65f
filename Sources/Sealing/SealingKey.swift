internal import Crypto

/// Where a sealed value stands. It becomes the associated data, so that a value moved to another row, column or table
/// does not open.
public struct SealedPlace: Hashable, Sendable {
    public let table: String
    public let column: String
    /// The row's own key, in whatever bytes the table uses.
    public let row: [UInt8]

    public init(table: String, column: String, row: [UInt8]) {
        self.table = table
        self.column = column
        self.row = row
    }

    /// `u16 length ‖ table ‖ u16 length ‖ column ‖ row`: no two places share these bytes.
    var associatedData: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(4 + table.utf8.count + column.utf8.count + row.count)
        for var name in [table, column] {
            precondition(name.utf8.count <= UInt16.max, "table and column names are ours and short")
            bytes.append(UInt8(name.utf8.count >> 8))
            bytes.append(UInt8(name.utf8.count & 255))
            // Sound: the bytes are copied before the closure ends.
            name.withUTF8 { unsafe bytes.append(contentsOf: $0) }
        }
        bytes.append(contentsOf: row)
        return bytes
    }
}

/// A 256-bit key that seals values with AES-256-GCM (NIST SP 800-38D) and derives further keys with HKDF-SHA-256 (RFC 5869).
///
/// ```text
/// sealed value:  01 | nonce (12, random) | ciphertext | tag (16)
/// ```
/// Random nonces allow 2³² values a key: keys are made per person and per document, and derived ones per purpose.
public struct SealingKey: Sendable {
    let key: SymmetricKey

    /// A new key from the system's secure generator. Not from an injected one: what can be repeated is no key.
    public static func random() -> SealingKey { SealingKey(key: SymmetricKey(size: .bits256)) }

    /// - Throws: ``SealingError/wrongKeyLength`` unless there are exactly 32 bytes.
    public init(bytes: [UInt8]) throws(SealingError) {
        guard bytes.count == Self.length else { throw .wrongKeyLength }
        key = SymmetricKey(data: bytes)
    }

    init(key: SymmetricKey) { self.key = key }

    /// Bytes of a key.
    public static let length = 32
    /// What sealing adds to a value.
    public static let overhead = 1 + nonceLength + tagLength

    static let format: UInt8 = 1
    static let nonceLength = 12
    static let tagLength = 16

    public func seal(_ plain: [UInt8], as place: SealedPlace) -> [UInt8] {
        guard let box = try? AES.GCM.seal(plain, using: key, authenticating: place.associatedData).combined else {
            preconditionFailure("AES-GCM with a 256-bit key and a fresh nonce does not fail")
        }
        var sealed: [UInt8] = []
        sealed.reserveCapacity(plain.count + Self.overhead)
        sealed.append(Self.format)
        // Nonce, ciphertext and tag, in this order.
        sealed.append(contentsOf: box)
        return sealed
    }

    /// - Throws: ``SealingError/damaged`` when anything differs: a bit of the value, the key or the place.
    public func open(_ sealed: [UInt8], as place: SealedPlace) throws(SealingError) -> [UInt8] {
        guard sealed.count >= Self.overhead, sealed[0] == Self.format else { throw .damaged }
        let body = 1 + Self.nonceLength
        do {
            let box = try AES.GCM.SealedBox(
                nonce: AES.GCM.Nonce(data: sealed[1..<body]), ciphertext: sealed[body..<sealed.count - Self.tagLength],
                tag: sealed[(sealed.count - Self.tagLength)...])
            return try [UInt8](AES.GCM.open(box, using: key, authenticating: place.associatedData))
        } catch {
            throw .damaged
        }
    }

    /// The key for one purpose. Keys of different purposes tell nothing about each other or about this one.
    public func derived(_ purpose: String) -> SealingKey {
        SealingKey(
            key: HKDF<SHA256>.deriveKey(
                inputKeyMaterial: key, info: Array("ankur/v1/\(purpose)".utf8), outputByteCount: Self.length))
    }

    /// The key's own bytes, for the places that must hand a secret to another construction.
    @_spi(KeyBytes)
    public var bytes: [UInt8] { unsafe key.withUnsafeBytes { bytes in unsafe Array(bytes) } }
}

extension SealingKey: CustomStringConvertible, CustomDebugStringConvertible {
    /// Never the key.
    public var description: String { "sealing key …" }
    public var debugDescription: String { description }
}

/// Why something sealed could not be used. Says nothing about the content.
public enum SealingError: Error, Hashable, Sendable {
    /// Not what was sealed at this place with this key: altered, moved, cut short, or another key.
    case damaged
    case wrongKeyLength
}
