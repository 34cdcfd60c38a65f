import JSONText
import Testing

/// SplitMix64: the same seed, the same cases, on every machine.
private struct Seeded: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

private func randomString(_ random: inout Seeded) -> String {
    let alphabet: [Character] = [
        "a", "Z", "\"", "\\", "/", "\u{0}", "\u{1f}", "\n", "õ", "€", "𝄞", "\u{FFFD}", "e\u{301}", " ",
    ]
    return String(
        (0..<Int.random(in: 0..<7, using: &random)).map { _ in alphabet.randomElement(using: &random) ?? "a" })
}

private func randomValue(_ random: inout Seeded, depth: Int) -> JSONValue {
    switch Int.random(in: 0..<(depth > 4 ? 4 : 6), using: &random) {
    case 0: return .string(randomString(&random))
    case 1:
        let numbers = ["0", "-1", "72.50", "1e3", "-0.0", "1E-7", "12345678901234567890", "0.1e+2"]
        return .number(numbers.randomElement(using: &random) ?? "0")
    case 2: return .bool(Bool.random(using: &random))
    case 3: return .null
    case 4:
        return .array((0..<Int.random(in: 0..<5, using: &random)).map { _ in randomValue(&random, depth: depth + 1) })
    default:
        return .object(
            (0..<Int.random(in: 0..<12, using: &random)).map { position in
                JSONMember(key: "\(position)" + randomString(&random), value: randomValue(&random, depth: depth + 1))
            })
    }
}

@Suite("JSON properties")
struct JSONPropertyTests {
    @Test(
        "what is printed reads back as it was; the canonical form is a fixed point", arguments: [1, 2, 3] as [UInt64])
    func roundTrip(_ seed: UInt64) throws {
        var random = Seeded(state: seed)
        for _ in 0..<400 {
            let value = randomValue(&random, depth: 0)
            let again = try JSONValue(parsing: value.bytes)
            #expect(again == value)
            #expect(again.bytes == value.bytes)
            let canonical = try JSONValue(parsing: value.canonicalBytes)
            #expect(canonical.canonicalBytes == value.canonicalBytes)
        }
    }

    @Test(
        "mutated texts never trap; what is accepted prints to a text that reads back the same",
        arguments: [7, 11] as [UInt64])
    func mutations(_ seed: UInt64) {
        var random = Seeded(state: seed)
        let pieces = [
            "{", "}", "[", "]", ",", ":", "\"", "\\u", "d800", "dc00", "e9", "-", "1", "0", ".", "true", "\u{7f}", "é",
        ]
        for _ in 0..<3000 {
            var bytes = randomValue(&random, depth: 2).bytes
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let at = Int.random(in: 0...bytes.count, using: &random)
                switch Int.random(in: 0..<4, using: &random) {
                case 0: bytes.insert(contentsOf: Array((pieces.randomElement(using: &random) ?? "").utf8), at: at)
                case 1: if at < bytes.count { bytes[at] = UInt8.random(in: 0...255, using: &random) }
                case 2: if at < bytes.count { bytes.remove(at: at) }
                default: bytes.removeLast(bytes.count - at)
                }
            }
            if let value = try? JSONValue(parsing: bytes) {
                #expect((try? JSONValue(parsing: value.bytes)) == value)
            }
        }
    }
}
