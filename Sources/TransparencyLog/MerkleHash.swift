import Crypto
import RecordTypes

/// One hash of the tree: 32 bytes of SHA-256, held inline.
public struct MerkleHash: Hashable, Sendable {
    /// The bytes in memory order, eight a word.
    private let words: (UInt64, UInt64, UInt64, UInt64)

    public static let byteCount = 32

    /// - Throws: `wrongHashLength` unless there are exactly 32 bytes.
    public init(_ bytes: some Collection<UInt8>) throws(TransparencyLogError) {
        guard bytes.count == Self.byteCount else { throw TransparencyLogError(.wrongHashLength) }
        var gathered: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
        var position = 0
        for byte in bytes {
            let shifted = UInt64(byte) << (8 * UInt64(position & 7))
            switch position >> 3 {
            case 0: gathered.0 |= shifted
            case 1: gathered.1 |= shifted
            case 2: gathered.2 |= shifted
            default: gathered.3 |= shifted
            }
            position += 1
        }
        words = (
            UInt64(littleEndian: gathered.0), UInt64(littleEndian: gathered.1), UInt64(littleEndian: gathered.2),
            UInt64(littleEndian: gathered.3)
        )
    }

    /// The whole hashes in `bytes`, one after the other.
    static func hashes(in bytes: [UInt8]) -> [MerkleHash] {
        // Sound: each hash is read inside the buffer, which does not leave the closure.
        unsafe bytes.withUnsafeBytes { buffer in
            (0..<buffer.count / byteCount).map { unsafe MerkleHash(loading: buffer, at: $0 * byteCount) }
        }
    }

    /// Reads 32 bytes, which the caller knows to be there.
    private init(loading bytes: UnsafeRawBufferPointer, at offset: Int) {
        unsafe words = (
            bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self),
            bytes.loadUnaligned(fromByteOffset: offset + 8, as: UInt64.self),
            bytes.loadUnaligned(fromByteOffset: offset + 16, as: UInt64.self),
            bytes.loadUnaligned(fromByteOffset: offset + 24, as: UInt64.self)
        )
    }

    init(_ digest: SHA256.Digest) {
        // Sound: a SHA-256 digest is 32 bytes, and the pointer does not leave the closure.
        self = unsafe digest.withUnsafeBytes { unsafe MerkleHash(loading: $0, at: 0) }
    }

    public var bytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(Self.byteCount)
        append(to: &bytes)
        return bytes
    }

    public func append(to bytes: inout [UInt8]) {
        // Sound: the tuple of four words has no padding, and the pointer does not leave the closure.
        unsafe withUnsafeBytes(of: words) { unsafe bytes.append(contentsOf: $0) }
    }

    public var base64: String { Base64.text(bytes) }

    public static func == (left: MerkleHash, right: MerkleHash) -> Bool { left.words == right.words }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(words.0)
        hasher.combine(words.1)
        hasher.combine(words.2)
        hasher.combine(words.3)
    }
}

extension MerkleHash: CustomStringConvertible {
    public var description: String { base64 }
}

/// The hashing of RFC 6962 §2.1 (RFC 9162 §2.1.1): leaves and nodes have different first bytes, so neither passes for the other.
extension MerkleHash {
    /// The root of a tree without leaves: SHA-256 of nothing.
    public static let emptyRoot = MerkleHash(SHA256().finalize())

    /// SHA-256(0x00 ‖ entry).
    public static func leaf(_ entry: [UInt8]) -> MerkleHash { prefixed(0, entry) }

    /// The leaf hashes of the entries at these ranges of a buffer, without a copy of any.
    static func leaves(_ ranges: [Range<Int>], in bytes: [UInt8]) -> [MerkleHash] {
        unsafe bytes.withUnsafeBytes { buffer in
            ranges.map { range in
                var hasher = SHA256()
                // Sound: the subscript checks the range, and the pointers do not leave the closures.
                unsafe withUnsafeBytes(of: UInt8(0)) { unsafe hasher.update(bufferPointer: $0) }
                unsafe hasher.update(bufferPointer: UnsafeRawBufferPointer(rebasing: buffer[range]))
                return MerkleHash(hasher.finalize())
            }
        }
    }

    /// SHA-256(0x01 ‖ left ‖ right).
    public static func node(_ left: MerkleHash, _ right: MerkleHash) -> MerkleHash {
        var hasher = SHA256()
        // Sound: the tuples have no padding (a byte, then two times 32), and the pointers do not leave the closures.
        unsafe withUnsafeBytes(of: UInt8(1)) { unsafe hasher.update(bufferPointer: $0) }
        unsafe withUnsafeBytes(of: (left.words, right.words)) { unsafe hasher.update(bufferPointer: $0) }
        return MerkleHash(hasher.finalize())
    }

    private static func prefixed(_ prefix: UInt8, _ bytes: [UInt8]) -> MerkleHash {
        var hasher = SHA256()
        // Sound: the pointers do not leave the closures.
        unsafe withUnsafeBytes(of: prefix) { unsafe hasher.update(bufferPointer: $0) }
        unsafe bytes.withUnsafeBytes { unsafe hasher.update(bufferPointer: $0) }
        return MerkleHash(hasher.finalize())
    }
}
