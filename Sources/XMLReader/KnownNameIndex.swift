/// The known names by their bytes: a name that a document writes is found without a text made of it.
struct KnownNameIndex {
    static let shared = KnownNameIndex()

    /// All names, one behind the other in the order of their numbers, and where each ends.
    private let bytes: [UInt8]
    private let ends: [Int]
    /// The names by their hash, in a table that is at most a quarter full.
    private let slots: [KnownName?]

    private init() {
        var bytes: [UInt8] = []
        var ends: [Int] = []
        var slots = [KnownName?](repeating: nil, count: 1024)
        for name in KnownName.allCases {
            let start = bytes.count
            bytes.append(contentsOf: name.text.utf8)
            ends.append(bytes.count)
            var slot = Self.hash(bytes.span, start..<bytes.count) & (slots.count - 1)
            while slots[slot] != nil { slot = (slot + 1) & (slots.count - 1) }
            slots[slot] = name
        }
        (self.bytes, self.ends, self.slots) = (bytes, ends, slots)
    }

    /// The name that stands in these bytes, if it is a known one.
    func find(_ text: Span<UInt8>, _ range: Range<Int>) -> KnownName? {
        var slot = Self.hash(text, range) & (slots.count - 1)
        while let candidate = slots[slot] {
            if isSpelled(candidate, text, range) { return candidate }
            slot = (slot + 1) & (slots.count - 1)
        }
        return nil
    }

    private func isSpelled(_ name: KnownName, _ text: Span<UInt8>, _ range: Range<Int>) -> Bool {
        let number = Int(name.rawValue)
        let start = number == 0 ? 0 : ends[number - 1]
        guard ends[number] - start == range.count else { return false }
        for offset in 0..<range.count where bytes[start + offset] != text[range.lowerBound + offset] { return false }
        return true
    }

    /// FNV-1a.
    private static func hash(_ text: Span<UInt8>, _ range: Range<Int>) -> Int {
        var hash: UInt32 = 2_166_136_261
        for at in range { hash = (hash ^ UInt32(text[at])) &* 16_777_619 }
        return Int(hash)
    }
}
