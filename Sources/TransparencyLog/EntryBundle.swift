/// The entries under one level-0 tile, by C2SP tlog-tiles: for each a big-endian 16-bit length, then its bytes.
public struct EntryBundle: Hashable, Sendable {
    public let entries: [[UInt8]]

    /// The most an entry may measure: its length stands in 16 bits.
    public static let entryLimitInBytes = 65_535

    /// - Throws: `entryTooLong` at the entry's position; `malformedBundle` unless there are 1 to 256 entries.
    public init(entries: [[UInt8]]) throws(TransparencyLogError) {
        guard (1...TileID.fullWidth).contains(entries.count) else { throw TransparencyLogError(.malformedBundle) }
        for (position, entry) in entries.enumerated() where entry.count > Self.entryLimitInBytes {
            throw TransparencyLogError(.entryTooLong, at: position)
        }
        self.entries = entries
    }

    /// - Throws: `malformedBundle` at the byte where an entry would have to start or go on.
    public init(bytes: [UInt8]) throws(TransparencyLogError) {
        entries = try Self.ranges(in: bytes).map { Array(bytes[$0]) }
    }

    /// The leaf hashes of a bundle's entries, without making the entries. The same bytes are refused.
    /// - Throws: as ``init(bytes:)``.
    public static func leafHashes(of bytes: [UInt8]) throws(TransparencyLogError) -> [MerkleHash] {
        MerkleHash.leaves(try ranges(in: bytes), in: bytes)
    }

    /// Where the entries stand.
    private static func ranges(in bytes: [UInt8]) throws(TransparencyLogError) -> [Range<Int>] {
        var ranges: [Range<Int>] = []
        ranges.reserveCapacity(TileID.fullWidth)
        var at = 0
        while at < bytes.count {
            guard at + 2 <= bytes.count, ranges.count < TileID.fullWidth else {
                throw TransparencyLogError(.malformedBundle, at: at)
            }
            let end = at + 2 + (Int(bytes[at]) << 8 | Int(bytes[at + 1]))
            guard end <= bytes.count else { throw TransparencyLogError(.malformedBundle, at: at) }
            ranges.append(at + 2..<end)
            at = end
        }
        guard !ranges.isEmpty else { throw TransparencyLogError(.malformedBundle, at: 0) }
        return ranges
    }

    public var bytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(entries.reduce(0) { $0 + $1.count + 2 })
        for entry in entries {
            bytes.append(UInt8(entry.count >> 8))
            bytes.append(UInt8(entry.count & 0xFF))
            bytes.append(contentsOf: entry)
        }
        return bytes
    }
}
