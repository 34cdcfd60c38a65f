/// A payload as a row of length-prefixed byte strings (`u32` big-endian, bytes), so that documents travel unescaped.
struct SectionWriter {
    private(set) var bytes: [UInt8] = []

    init(reserving capacity: Int) { bytes.reserveCapacity(capacity) }

    /// False when the section is longer than its length can say.
    mutating func append(_ section: [UInt8]) -> Bool {
        guard let length = UInt32(exactly: section.count) else { return false }
        bytes.appendBigEndian(length)
        bytes.append(contentsOf: section)
        return true
    }
}

struct SectionReader {
    private let bytes: [UInt8]
    private var offset: Int

    init(_ bytes: [UInt8], from offset: Int) {
        self.bytes = bytes
        self.offset = offset
    }

    var isAtEnd: Bool { offset == bytes.count }

    /// The next section; nil at the end, or when the bytes end before the section does.
    mutating func next() -> [UInt8]? {
        guard let length = bytes.bigEndian(UInt32.self, at: offset) else { return nil }
        let start = offset + 4
        guard Int(length) <= bytes.count - start else { return nil }
        offset = start + Int(length)
        return Array(bytes[start..<offset])
    }
}
