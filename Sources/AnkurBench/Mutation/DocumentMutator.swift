/// Inputs made from good ones by small faults, the same for the same seed and number.
struct DocumentMutator {
    let seeds: [[UInt8]]
    let seed: UInt64

    /// What stands where a value stood.
    private static let words: [[UInt8]] = [
        "", "0", "-1", "99999999999999999999", "1e999", "0x10", "UNK", "NI", "true", "EVN", "RQO", "INT", "DEF",
        "20260230", "2026",
        "202603121015+0200", "#", "#t1", "2.16", "2.16.840.1.113883.6.1", "^", "..", " ", "a.b", "|", "\\", "&amp;",
        "]]>", "<!--",
        "PIVL_TS", "IVL_PQ", "SXPR_TS", "\u{0}", "\u{FEFF}", "é", "\u{1F600}",
    ].map { Array($0.utf8) }

    /// The input of that number: one of the seeds with one to three faults.
    func input(_ number: Int) -> [UInt8] {
        guard !seeds.isEmpty else { return [] }
        var random = SplitMix(state: seed &+ UInt64(number) &* 0x9E37_79B9_7F4A_7C15)
        var bytes = seeds[random.below(seeds.count)]
        for _ in 0...random.below(3) { mutate(&bytes, &random) }
        return bytes
    }

    private func mutate(_ bytes: inout [UInt8], _ random: inout SplitMix) {
        guard bytes.count > 16 else { return }
        let at = random.below(bytes.count)
        // Two thirds keep the syntax: what breaks it never reaches the mapping.
        switch random.below(21) {
        case 0: bytes[at] = UInt8(truncatingIfNeeded: random.next())
        case 1: bytes[at] ^= 1 << UInt8(random.below(8))
        case 2: bytes.removeSubrange(at..<min(bytes.count, at + 1 + random.below(60)))
        case 3:
            let part = Array(bytes[at..<min(bytes.count, at + 1 + random.below(200))])
            bytes.insert(contentsOf: part, at: random.below(bytes.count))
        case 4:
            // A piece of another input.
            let other = seeds[random.below(seeds.count)]
            let from = random.below(other.count)
            bytes.insert(contentsOf: other[from..<min(other.count, from + random.below(400))], at: at)
        case 5:
            // An element or field twice, or gone: from one mark to the next of its kind.
            let mark = bytes[at...].firstIndex { $0 == UInt8(ascii: "<") || $0 == UInt8(ascii: "|") } ?? at
            let end = bytes[min(bytes.count - 1, mark + 1)...].firstIndex { $0 == bytes[mark] } ?? bytes.count
            if random.below(2) == 0 {
                bytes.removeSubrange(mark..<end)
            } else {
                bytes.insert(contentsOf: Array(bytes[mark..<end]), at: mark)
            }
        case 6: bytes.removeSubrange(at...)
        default:
            // Another value between quotes, bars or tabs: what survives the syntax and reaches the mapping.
            let marks: [UInt8] = [UInt8(ascii: "\""), UInt8(ascii: "|"), UInt8(ascii: "\t"), UInt8(ascii: ":")]
            guard let open = bytes[at...].firstIndex(where: { marks.contains($0) }), open + 1 < bytes.count else {
                return
            }
            let end =
                bytes[(open + 1)...].prefix(60).firstIndex { $0 == bytes[open] || $0 == 10 || $0 == 13 } ?? open + 1
            bytes.replaceSubrange((open + 1)..<end, with: Self.words[random.below(Self.words.count)])
        }
    }
}

/// Steele, Lea and Flood's SplitMix64: one state, no set-up.
struct SplitMix {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(max(bound, 1))) }
}
