/// SplitMix64: the same numbers for the same seed, so that a failing case can be run again.
struct Randomness: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}

/// Changes bytes as a broken sender would: flips, drops, doubles, swaps, and the characters that mean something.
struct Mutator {
    private var random: Randomness
    private static let special: [UInt8] = Array("|^~\\&\r\n\u{0B}\u{1C}\"MSHPIDX0F.\0".utf8) + [0xFF, 0x80, 0xC3]

    init(seed: UInt64) { random = Randomness(seed: seed) }

    mutating func mutated(_ bytes: [UInt8]) -> [UInt8] {
        var bytes = bytes
        for _ in 0..<Int.random(in: 1...6, using: &random) where !bytes.isEmpty {
            let at = Int.random(in: 0..<bytes.count, using: &random)
            let end = min(bytes.count, at + Int.random(in: 1...20, using: &random))
            switch Int.random(in: 0..<6, using: &random) {
            case 0: bytes[at] = UInt8.random(in: 0...255, using: &random)
            case 1: bytes[at] = Self.special.randomElement(using: &random) ?? 0
            case 2: bytes.removeSubrange(at..<end)
            case 3: bytes.insert(contentsOf: bytes[at..<end], at: at)
            case 4: bytes.insert(Self.special.randomElement(using: &random) ?? 0, at: at)
            default: bytes.removeSubrange(at...)
            }
        }
        return bytes
    }
}
