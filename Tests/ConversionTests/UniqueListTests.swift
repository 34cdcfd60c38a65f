import Testing

@testable import Conversion

/// A value that counts how often it is compared.
private struct Counted: Hashable {
    final class Comparisons { var count = 0 }

    let value: Int
    let comparisons: Comparisons

    static func == (one: Counted, other: Counted) -> Bool {
        one.comparisons.count += 1
        return one.value == other.value
    }

    func hash(into hasher: inout Hasher) { hasher.combine(value) }
}

@Suite("Values that a field may repeat")
struct UniqueListTests {
    @Test("stand once, in the order they came", arguments: [3, 16, 17, 500])
    func order(_ count: Int) {
        var list = UniqueList<Int>()
        for value in Array(0..<count) + Array(0..<count).reversed() { list.append(value) }
        #expect(list.values == Array(0..<count))
    }

    @Test("stand twice where one field says them twice, but not again for another field")
    func fields() {
        var list = UniqueList<Int>()
        list.append(contentsOf: [1, 2, 2])
        list.append(contentsOf: [2, 3])
        #expect(list.values == [1, 2, 2, 3])
    }

    @Test("are compared in proportion to their number")
    func comparisons() {
        func comparisons(_ count: Int) -> Int {
            let comparisons = Counted.Comparisons()
            var list = UniqueList<Counted>()
            for value in 0..<count { list.append(Counted(value: value, comparisons: comparisons)) }
            for value in 0..<count { list.append(Counted(value: value, comparisons: comparisons)) }
            return comparisons.count
        }
        #expect(comparisons(8_000) < 8 * 8_000)
        #expect(comparisons(8_000) < 3 * comparisons(4_000))
    }
}
