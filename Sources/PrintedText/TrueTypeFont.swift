import CAssets

/// What is needed of a TrueType font to print with it: its bytes, and for each character its glyph and width.
///
/// Reads the tables of a font that is part of this program; what is wrong with it stops the first test.
struct TrueTypeFont: Sendable {
    let bytes: [UInt8]
    let name: String
    private let glyphs: [UInt16: UInt16]
    private let advances: [UInt16]
    /// Font units of an em.
    let unitsPerEm: Int
    let ascent: Int
    let descent: Int
    let box: [Int]

    static let regular = TrueTypeFont(
        unsafe Array(UnsafeBufferPointer(start: ankur_print_regular(), count: ankur_print_regular_length())),
        name: "ANKURA+DejaVuSans")
    static let bold = TrueTypeFont(
        unsafe Array(UnsafeBufferPointer(start: ankur_print_bold(), count: ankur_print_bold_length())),
        name: "ANKURB+DejaVuSans-Bold")

    init(_ bytes: [UInt8], name: String) {
        self.bytes = bytes
        self.name = name
        let reader = SFNTReader(bytes)
        let (head, hhea) = (reader.table("head"), reader.table("hhea"))
        unitsPerEm = reader.u16(head + 18)
        box = (0..<4).map { reader.i16(head + 36 + 2 * $0) }
        ascent = reader.i16(hhea + 4)
        descent = reader.i16(hhea + 6)
        let count = reader.u16(hhea + 34)
        let hmtx = reader.table("hmtx")
        advances = (0..<count).map { UInt16(reader.u16(hmtx + 4 * $0)) }
        glyphs = reader.characterMap()
    }

    /// The glyph of a character; of one that the font has not, the box that stands for it.
    func glyph(_ character: Unicode.Scalar) -> UInt16 {
        UInt16(exactly: character.value).flatMap { glyphs[$0] } ?? 0
    }

    /// In thousandths of the font's size.
    func width(_ glyph: UInt16) -> Int {
        let advance = Int(glyph) < advances.count ? advances[Int(glyph)] : advances.last ?? 0
        return Int(advance) * 1000 / unitsPerEm
    }

    func width(_ text: some StringProtocol) -> Int {
        text.unicodeScalars.reduce(0) { $0 + width(glyph($1)) }
    }

    /// Every character that the font has with its glyph, by glyph.
    var characters: [(glyph: UInt16, character: UInt16)] {
        glyphs.map { ($0.value, $0.key) }.sorted { $0 < $1 }
    }
}

/// Big-endian numbers of an OpenType file.
private struct SFNTReader {
    let bytes: [UInt8]

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    func u16(_ at: Int) -> Int { Int(bytes[at]) << 8 | Int(bytes[at + 1]) }
    func i16(_ at: Int) -> Int { Int(Int16(truncatingIfNeeded: u16(at))) }
    func u32(_ at: Int) -> Int { u16(at) << 16 | u16(at + 2) }

    /// Where a table begins.
    func table(_ tag: String) -> Int {
        let name = Array(tag.utf8)
        for index in 0..<u16(4) where Array(bytes[12 + 16 * index..<16 + 16 * index]) == name {
            return u32(12 + 16 * index + 8)
        }
        preconditionFailure("our font has a table \(tag)")
    }

    /// `cmap`, format 4: characters of the basic plane.
    func characterMap() -> [UInt16: UInt16] {
        let cmap = table("cmap")
        for index in 0..<u16(cmap + 2) {
            let subtable = cmap + u32(cmap + 4 + 8 * index + 4)
            if u16(subtable) == 4 { return segments(subtable) }
        }
        preconditionFailure("our font maps characters by format 4")
    }

    private func segments(_ at: Int) -> [UInt16: UInt16] {
        let count = u16(at + 6) / 2
        let (ends, starts) = (at + 14, at + 16 + 2 * count)
        let (deltas, offsets) = (starts + 2 * count, starts + 4 * count)
        var map: [UInt16: UInt16] = [:]
        for segment in 0..<count {
            let (start, end) = (u16(starts + 2 * segment), u16(ends + 2 * segment))
            let (delta, offset) = (u16(deltas + 2 * segment), u16(offsets + 2 * segment))
            for character in start...max(start, end) where character != 0xFFFF {
                var glyph = character
                if offset != 0 {
                    glyph = u16(offsets + 2 * segment + offset + 2 * (character - start))
                    if glyph == 0 { continue }
                }
                map[UInt16(character)] = UInt16(truncatingIfNeeded: glyph + delta)
            }
        }
        return map
    }
}
