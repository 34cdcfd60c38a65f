import Testing
import XMLReader

@Suite("Mutated XML")
struct MutationTests {
    @Test("thousands of mutated documents end in a tree or a fault, never in a trap")
    func mutations() {
        let seed = Array(
            """
            <?xml version="1.0" encoding="UTF-8"?><?x y?>
            <r xmlns="urn:a" xmlns:p="urn:b"><!-- c --><p:e a="1" p:b='2'>t&amp;&#65;<![CDATA[ <x> ]]></p:e>
            <e/>õ𝄞</r>
            """.utf8)
        var random = SplitMix64(state: 20_260_301)
        var read = 0
        for _ in 0..<20_000 {
            var bytes = seed
            for _ in 0...random.below(4) { Self.mutate(&bytes, &random) }
            if let document = try? XMLDocument.reading(bytes) {
                read += 1
                for child in document.root.children {
                    _ = (child.xpath, child.line, child.text, child.attributes.count)
                }
            }
        }
        #expect(read > 100)
    }

    static func mutate(_ bytes: inout [UInt8], _ random: inout SplitMix64) {
        guard !bytes.isEmpty else { return }
        let at = random.below(bytes.count)
        switch random.below(5) {
        case 0: bytes[at] = UInt8(truncatingIfNeeded: random.next())
        case 1: bytes.remove(at: at)
        case 2: bytes.insert(Array("<>&'\"=/!?-[]; \u{0}".utf8)[random.below(15)], at: at)
        case 3: bytes.removeSubrange(at..<min(bytes.count, at + random.below(12)))
        default:
            bytes.insert(contentsOf: bytes[at..<min(bytes.count, at + random.below(24))], at: random.below(bytes.count))
        }
    }
}

/// The same numbers on every run.
struct SplitMix64 {
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
