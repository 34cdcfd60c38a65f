import Crypto

/// A version 5 UUID (RFC 9562 §5.5): the same name gives the same UUID.
struct NameBasedUUID: Hashable {
    private let high: UInt64
    private let low: UInt64

    /// The namespace of all names inside of Bundles that this gateway makes.
    static let namespace: [UInt8] = [
        0x8E, 0x1B, 0x5C, 0x06, 0x2F, 0x6D, 0x4D, 0x57, 0x9C, 0x41, 0x70, 0xA2, 0x33, 0xC4, 0x19, 0xEB,
    ]

    /// What all names in one Bundle begin with, hashed once for all of them.
    struct Beginning {
        fileprivate let hash: Insecure.SHA1

        /// The ``namespace`` and a text in UTF-8, which must not be made of a person's identifier: names could be guessed.
        init(_ text: String) {
            var hash = Insecure.SHA1()
            hash.update(data: NameBasedUUID.namespace)
            hash.update(data: Array(text.utf8))
            self.hash = hash
        }
    }

    /// The UUID of a name in UTF-8: a beginning and what follows it.
    init(_ beginning: Beginning, _ rest: [UInt8]) {
        var hash = beginning.hash
        hash.update(data: rest)
        var (high, low): (UInt64, UInt64) = (0, 0)
        // Sound: the digest has twenty bytes, and any eight are an integer.
        unsafe hash.finalize().withUnsafeBytes { digest in
            high = unsafe UInt64(bigEndian: digest.loadUnaligned(fromByteOffset: 0, as: UInt64.self))
            low = unsafe UInt64(bigEndian: digest.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
        }
        self.high = high & ~0xF000 | 0x5000
        self.low = low & ~(3 << 62) | 2 << 62
    }

    /// Half of a digest is as good as the whole.
    func hash(into hasher: inout Hasher) { hasher.combine(low) }

    /// Lower case, with hyphens.
    ///
    /// Sound: the 32 digits and the hyphens between their five groups are the 36 bytes, and any four or eight bytes are an integer.
    var text: String {
        unsafe String(unsafeUninitializedCapacity: 36) { buffer in
            let bytes = UnsafeMutableRawBufferPointer(buffer)
            let second = Self.digits(high)
            let third = Self.digits(low >> 32)
            unsafe bytes.storeBytes(of: Self.digits(high >> 32), toByteOffset: 0, as: UInt64.self)
            unsafe bytes.storeBytes(of: UInt32(truncatingIfNeeded: second), toByteOffset: 9, as: UInt32.self)
            unsafe bytes.storeBytes(of: UInt32(truncatingIfNeeded: second >> 32), toByteOffset: 14, as: UInt32.self)
            unsafe bytes.storeBytes(of: UInt32(truncatingIfNeeded: third), toByteOffset: 19, as: UInt32.self)
            unsafe bytes.storeBytes(of: UInt32(truncatingIfNeeded: third >> 32), toByteOffset: 24, as: UInt32.self)
            unsafe bytes.storeBytes(of: Self.digits(low), toByteOffset: 28, as: UInt64.self)
            for hyphen in stride(from: 8, through: 23, by: 5) { unsafe buffer[hyphen] = UInt8(ascii: "-") }
            return 36
        }
    }

    /// The hexadecimal digits of the lower four bytes, the first one lowest: half bytes are spread to bytes of their own, and those
    /// above nine told by the carry that six more give.
    private static func digits(_ bytes: UInt64) -> UInt64 {
        var digits = UInt64(UInt32(truncatingIfNeeded: bytes).byteSwapped)
        digits = (digits | digits << 16) & 0x0000_FFFF_0000_FFFF
        digits = (digits | digits << 8) & 0x00FF_00FF_00FF_00FF
        digits = (digits >> 4 | digits << 8) & 0x0F0F_0F0F_0F0F_0F0F
        let ones: UInt64 = 0x0101_0101_0101_0101
        let letters = (digits + ones * 6) >> 4 & ones
        return (digits + ones * 48 + letters * 39).littleEndian
    }
}
