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
    /// Sound: the five groups and the hyphens between them are 36 bytes.
    var text: String {
        unsafe String(unsafeUninitializedCapacity: 36) { buffer in
            var start = 0
            func put(_ group: UInt64, digits: Int) {
                if start > 0 {
                    unsafe buffer[start] = UInt8(ascii: "-")
                    start += 1
                }
                var rest = group
                for at in stride(from: start + digits - 1, through: start, by: -1) {
                    let digit = UInt8(truncatingIfNeeded: rest & 15)
                    unsafe buffer[at] = digit + (digit < 10 ? UInt8(ascii: "0") : UInt8(ascii: "a") - 10)
                    rest >>= 4
                }
                start += digits
            }
            put(high >> 32, digits: 8)
            put(high >> 16, digits: 4)
            put(high, digits: 4)
            put(low >> 48, digits: 4)
            put(low, digits: 12)
            return start
        }
    }
}
