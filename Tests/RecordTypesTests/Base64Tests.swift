import Testing

@testable import RecordTypes

@Suite("Base64")
struct Base64Tests {
    @Test(
        "the examples of RFC 4648 §10",
        arguments: [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")])
    func examples(_ plain: String, _ expected: String) throws {
        #expect(Base64.text(Array(plain.utf8)) == expected)
        #expect(try Base64.bytes(expected.utf8) == Array(plain.utf8))
    }

    @Test("what is written reads back, in both alphabets", arguments: 0...70)
    func roundTrip(_ count: Int) throws {
        let bytes = (0..<count).map { UInt8(($0 &* 151 &+ count) & 255) }
        #expect(try Base64.bytes(Base64.text(bytes).utf8) == bytes)
        #expect(Base64URL.bytes(Base64URL.text(bytes)) == bytes)
        #expect(!Base64URL.text(bytes).contains { "+/=".contains($0) })
    }

    @Test(
        "what no encoder writes is no base64, and the place is named",
        arguments: [
            ("A", 1), ("AA", 2), ("AAA", 3), ("AA=A", 3), ("A===", 1), ("====", 0), ("AB==", 1), ("AAB=", 2),
            ("AA==AA==", 2), ("AA=\n", 3), (" AA=", 0), ("AA-_", 2), ("AAAA=", 5), ("é==", 0),
        ])
    func refused(_ text: String, _ place: Int) {
        #expect(throws: Base64.Fault(place: place)) { try Base64.bytes(text.utf8) }
    }

    @Test("bits behind the last byte are forgiven where that is asked for, and nothing else is")
    func lenient() throws {
        #expect(try Base64.bytes("AB==".utf8, isExact: false) == [0])
        #expect(throws: Base64.Fault.self) { try Base64.bytes("AA=A".utf8, isExact: false) }
        #expect(throws: Base64.Fault.self) { try Base64.bytes("AAA".utf8, isExact: false) }
    }

    @Test(
        "in URLs, padding, the other alphabet and a second spelling are refused",
        arguments: ["Zg==", "-+", "_/", "ZZ", "A", "Z g", "é"])
    func refusedInURLs(_ text: String) { #expect(Base64URL.bytes(text) == nil) }

    @Test("whatever is read would have been written so")
    func random() {
        var state = SplitMix(state: 20_261_122)
        let alphabet = Array("AB+/-_= z09\n".utf8)
        var read = 0
        for _ in 0..<20_000 {
            let bytes = (0..<Int.random(in: 0...9, using: &state)).map { _ in alphabet.randomElement(using: &state) ?? 0
            }
            guard let raw = try? Base64.bytes(bytes) else { continue }
            read += 1
            #expect(Array(Base64.text(raw).utf8) == bytes)
        }
        #expect(read > 100)
    }
}

/// SplitMix64, so that every run tries the same texts.
private struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
