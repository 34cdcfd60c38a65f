/// Changes bytes as a broken sender would: flips, drops, doubles, swaps, and puts in what means something to the reader.
///
/// The same seed changes the same bytes in the same way.
struct MessageMutator {
    private var state: UInt64
    private static let special: [UInt8] =
        Array("|^~\\&#\r\n\u{0B}\u{1C}\"MSHPIDOBXZ0F.-+\0".utf8) + [0xFF, 0x80, 0xC3, 0xE4]
    private static let pieces: [[UInt8]] = [
        "\r\nMSH|^~\\&|", "|\"\"|", "\\X0D\\", "\\X1C\\", "\\C2842\\", "\\M2442\\", "\\.sp 99999999\\", "\\E\\",
        "^^^^^^^^",
        "&&&&", "~~~~", "|||||||||", "\rOBX|1|NM|1||1E999999", "\rOBX|1|ED|1||^^^Base64^PENsaW5pY2FsRG9jdW1lbnQ+",
        "\rBTS|1\r", "\rFHS|^~\\&\r", "UNICODE UTF-8", "8859/15", "20261340", "99999999999999999999", "-0000", "\rZZZ|",
    ].map { Array($0.utf8) }

    init(seed: UInt64) { state = seed }

    /// SplitMix64.
    private mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }

    /// - Parameter bound: more than 0.
    mutating func next(below bound: Int) -> Int { Int(next() % UInt64(bound)) }

    mutating func mutated(_ bytes: [UInt8]) -> [UInt8] {
        var bytes = bytes
        for _ in 0..<(1 + next(below: 6)) where !bytes.isEmpty {
            let at = next(below: bytes.count)
            let end = min(bytes.count, at + 1 + next(below: 20))
            switch next(below: 8) {
            case 0: bytes[at] = UInt8(next(below: 256))
            case 1: bytes[at] = Self.special[next(below: Self.special.count)]
            case 2: bytes.removeSubrange(at..<end)
            case 3: bytes.insert(contentsOf: bytes[at..<end], at: at)
            case 4: bytes.insert(Self.special[next(below: Self.special.count)], at: at)
            case 5: bytes.insert(contentsOf: Self.pieces[next(below: Self.pieces.count)], at: at)
            case 6: bytes.swapAt(at, next(below: bytes.count))
            default: if next(below: 4) == 0 { bytes.removeSubrange(at...) }
            }
        }
        return bytes
    }
}
