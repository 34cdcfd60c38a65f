import Crypto

/// A version 5 UUID (RFC 9562 §5.5): the same name gives the same UUID.
struct NameBasedUUID: Hashable {
    private let high: UInt64
    private let low: UInt64

    /// The namespace of all names inside of Bundles that this gateway makes.
    static let namespace: [UInt8] = [
        0x8E, 0x1B, 0x5C, 0x06, 0x2F, 0x6D, 0x4D, 0x57, 0x9C, 0x41, 0x70, 0xA2, 0x33, 0xC4, 0x19, 0xEB,
    ]

    /// The UUID of a name in UTF-8, which must not be made of a person's identifier: it could be guessed.
    init(_ name: [UInt8]) { self.init(ofWhole: Self.namespace + name) }

    /// The UUID of a name that has the ``namespace`` before it already.
    init(ofWhole name: [UInt8]) {
        var hash = Insecure.SHA1()
        hash.update(data: name)
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
    var text: String {
        let digits: StaticString = "0123456789abcdef"
        return unsafe String(unsafeUninitializedCapacity: 36) { buffer in
            digits.withUTF8Buffer { digits in
                var at = 0
                for position in 0..<16 {
                    if position == 4 || position == 6 || position == 8 || position == 10 {
                        unsafe buffer[at] = UInt8(ascii: "-")
                        at += 1
                    }
                    let half = position < 8 ? high : low
                    let byte = Int(truncatingIfNeeded: half >> UInt64(56 - 8 * (position % 8))) & 0xFF
                    unsafe buffer[at] = digits[byte >> 4]
                    unsafe buffer[at + 1] = digits[byte & 15]
                    at += 2
                }
            }
            return 36
        }
    }

    /// The text of a name's UUID.
    static func text(_ name: String) -> String { NameBasedUUID(Array(name.utf8)).text }
}
