/// A keyed fingerprint of at most 32 bytes as a dictionary's key, held inline.
///
/// Its bytes come from HMAC under a key that nobody outside has, so that the first eight of them are spread as well as any hash of the
/// whole. Hashing an array of 32 bytes, one after the other, costs more than what is then looked up.
package struct Fingerprint: Hashable, Sendable {
    private let words: (UInt64, UInt64, UInt64, UInt64)
    private let count: Int

    package static let longest = 32

    package init(_ bytes: [UInt8]) {
        precondition(bytes.count <= Self.longest, "fingerprints are ours")
        count = bytes.count
        var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
        // Sound: the tuple has room for 32 bytes and no padding, and the pointer does not leave the closure.
        unsafe withUnsafeMutableBytes(of: &words) { unsafe $0.copyBytes(from: bytes) }
        self.words = words
    }

    package static func == (left: Fingerprint, right: Fingerprint) -> Bool {
        left.words == right.words && left.count == right.count
    }

    package func hash(into hasher: inout Hasher) { hasher.combine(words.0) }
}
