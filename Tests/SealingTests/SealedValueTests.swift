import RecordTypes
@_spi(KeyBytes) import Sealing
import Testing

@Suite("Sealed values")
struct SealedValueTests {
    let key = SealingKey.random()
    let place = SealedPlace(table: "document", column: "source", row: [1, 2, 3])
    let plain = Array("Tammekand, 38001085718".utf8)

    @Test("what was sealed opens at its place", arguments: [0, 1, 15, 16, 17, 4096, 100_000])
    func roundTrip(_ count: Int) throws {
        let plain = (0..<count).map { UInt8(truncatingIfNeeded: $0) }
        let sealed = key.seal(plain, as: place)
        #expect(sealed.count == count + SealingKey.overhead)
        #expect(try key.open(sealed, as: place) == plain)
    }

    @Test("sealing twice gives two values, none with the plain text in it")
    func freshNonces() {
        let first = key.seal(plain, as: place)
        let second = key.seal(plain, as: place)
        #expect(first != second)
        #expect(!first.contains(plain))
    }

    @Test("any changed byte is found")
    func everyByteCounts() {
        let sealed = key.seal(plain, as: place)
        for at in sealed.indices {
            var altered = sealed
            altered[at] ^= 1
            #expect(throws: SealingError.damaged) { try key.open(altered, as: place) }
        }
    }

    @Test("any cut is found")
    func everyLengthCounts() {
        let sealed = key.seal(plain, as: place)
        for count in 0..<sealed.count {
            #expect(throws: SealingError.damaged) { try key.open(Array(sealed.prefix(count)), as: place) }
        }
        #expect(throws: SealingError.damaged) { try key.open(sealed + [0], as: place) }
    }

    @Test(
        "a value moved elsewhere does not open",
        arguments: [
            SealedPlace(table: "documents", column: "source", row: [1, 2, 3]),
            SealedPlace(table: "document", column: "frame", row: [1, 2, 3]),
            SealedPlace(table: "document", column: "source", row: [1, 2, 4]),
            SealedPlace(table: "document", column: "source", row: [1, 2]),
            SealedPlace(table: "document", column: "source\u{1}", row: [2, 3]),
            SealedPlace(table: "documents", column: "ource", row: [1, 2, 3]),
            SealedPlace(table: "", column: "", row: []),
        ])
    func movedValues(_ elsewhere: SealedPlace) {
        let sealed = key.seal(plain, as: place)
        #expect(throws: SealingError.damaged) { try key.open(sealed, as: elsewhere) }
    }

    @Test("another key opens nothing")
    func otherKeys() {
        let sealed = key.seal(plain, as: place)
        for other in [SealingKey.random(), key.derived("other"), key.derived("")] {
            #expect(throws: SealingError.damaged) { try other.open(sealed, as: place) }
        }
    }

    @Test("derivation is the same each time and another for each purpose")
    func derivation() throws {
        #expect(key.derived("a").bytes == key.derived("a").bytes)
        #expect(key.derived("a").bytes != key.derived("b").bytes)
        #expect(key.derived("a").bytes != SealingKey.random().derived("a").bytes)
        #expect(key.derived("a").derived("b").bytes != key.derived("b").derived("a").bytes)
    }

    @Test("a key has exactly 32 bytes", arguments: [0, 16, 31, 33, 64])
    func keyLength(_ count: Int) {
        #expect(throws: SealingError.wrongKeyLength) { try SealingKey(bytes: Array(repeating: 1, count: count)) }
    }

    @Test("a wrapped key comes back, at its place only")
    func wrapping() throws {
        let dataKey = SealingKey.random()
        let wrapped = key.wrap(dataKey, as: place)
        #expect(try key.unwrap(wrapped, as: place).bytes == dataKey.bytes)
        #expect(!wrapped.contains(dataKey.bytes))
        #expect(throws: SealingError.damaged) {
            try key.unwrap(wrapped, as: SealedPlace(table: "document", column: "source", row: []))
        }
        #expect(throws: SealingError.wrongKeyLength) { try key.unwrap(key.seal([1, 2], as: place), as: place) }
    }

    @Test("a key does not show itself")
    func keysAreNotPrinted() {
        #expect("\(key)" == "sealing key …")
        #expect(String(reflecting: key) == "sealing key …")
    }
}

@Suite("Blind indexes")
struct BlindIndexTests {
    let key = SealingKey.random()

    @Test("equal values are found, other values, purposes and keys are not")
    func equality() {
        let index = BlindIndex(key: key, purpose: "person")
        let value = Array("PNOEE-38001085718".utf8)
        #expect(index.value(of: value) == BlindIndex(key: key, purpose: "person").value(of: value))
        #expect(index.value(of: value).count == 32)
        #expect(index.value(of: value) != index.value(of: value + [0]))
        #expect(index.value(of: value) != BlindIndex(key: key, purpose: "code").value(of: value))
        #expect(index.value(of: value) != BlindIndex(key: .random(), purpose: "person").value(of: value))
    }

    @Test(
        "borders between parts count",
        arguments: [
            ([[1, 2], [3]], [[1], [2, 3]]), ([[1], []], [[1]]), ([[], [1]], [[1], []]), ([], [[]]),
            ([[1, 2, 3]], [[1, 2], [3]]),
        ] as [([[UInt8]], [[UInt8]])])
    func borders(_ left: [[UInt8]], _ right: [[UInt8]]) {
        let index = BlindIndex(key: key, purpose: "parts")
        #expect(index.value(ofParts: left) != index.value(ofParts: right))
        #expect(index.value(ofParts: left) == index.value(ofParts: left))
    }
}

extension [UInt8] {
    /// Whether these bytes stand anywhere in it.
    func contains(_ needle: [UInt8]) -> Bool {
        guard !needle.isEmpty, count >= needle.count else { return needle.isEmpty }
        return (0...(count - needle.count)).contains { self[$0..<$0 + needle.count].elementsEqual(needle) }
    }
}
