import Foundation
import GatewayTesting
import RecordTypes
import Sealing
import Testing

@testable import Ledger

/// What an outsider with the whole log can make of the tags: nothing that tells one person's from another's.
@Suite("Unlinkable tags")
struct UnlinkableTagTests {
    private static let people = 4
    private static let entries = 1500

    /// Entries in the log's layout, as the ledger makes them, of several persons with keys of their own.
    private static func log() -> [(person: Int, entry: LedgerEntry)] {
        var log: [(Int, LedgerEntry)] = []
        for person in 0..<people {
            let key = PersonKey(SealingKey.random())
            let tags = key.tags(inYear: 2026)
            for counter in 1...UInt64(entries) {
                log.append(
                    (
                        person,
                        LedgerEntry(
                            kind: .access, bucket: 1_972_000, submitter: .gateway, tag: tags.tag(counter: counter),
                            previous: SecureRandom.bytes(16), commitment: .sha256(SecureRandom.bytes(32)))
                    ))
            }
        }
        return log
    }

    private static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
        zip(left, right).reduce(0) { $0 + ($1.0 ^ $1.1).nonzeroBitCount }
    }

    @Test("tags do not repeat, and every bit of them is as often 1 as 0, for each person")
    func uniform() {
        let log = Self.log()
        #expect(Set(log.map(\.entry.tag)).count == log.count)
        for person in 0..<Self.people {
            let tags = log.filter { $0.person == person }.map(\.entry.tag)
            for bit in 0..<128 {
                let ones = tags.count { $0[bit / 8] >> UInt8(bit % 8) & 1 == 1 }
                // Six standard deviations of a fair coin: missed once in 10⁸ of these 512 counts.
                #expect(
                    abs(Double(ones) - Double(tags.count) / 2) < 6 * (Double(tags.count) / 4).squareRoot(), "bit \(bit)"
                )
            }
        }
    }

    @Test("two tags of one person are as far apart as two of different people, next to each other or not")
    func distances() {
        let log = Self.log()
        func mean(_ pairs: [(Int, Int)]) -> Double {
            Double(pairs.reduce(0) { $0 + Self.distance(log[$1.0].entry.tag, log[$1.1].entry.tag) })
                / Double(pairs.count)
        }
        let count = Self.entries
        let neighbours = (0..<count - 1).map { ($0, $0 + 1) }
        let own = (0..<count).map { ($0, ($0 * 7 + 3) % count) }.filter { $0.0 != $0.1 }
        let others = (0..<count).map { ($0, count + $0) }
        for pairs in [neighbours, own, others] {
            // Bits differ as a fair coin falls: 64 ± six times √(128/4/n).
            #expect(abs(mean(pairs) - 64) < 6 * (32 / Double(pairs.count)).squareRoot())
        }
    }

    @Test("the best that 16 simple guessers learn from half the log is no better than a coin on the other half")
    func classifiers() {
        let log = Self.log().filter { $0.person < 2 }.shuffled()
        let (known, asked) = (log[..<(log.count / 2)], log[(log.count / 2)...])
        // A guesser for each byte: which of the two has this value more often among those it was told.
        for byte in 0..<16 {
            var votes = [Int](repeating: 0, count: 256)
            for (person, entry) in known { votes[Int(entry.tag[byte])] += person == 0 ? 1 : -1 }
            let right = asked.count { person, entry in
                let vote = votes[Int(entry.tag[byte])]
                return vote == 0 ? Bool.random() : (vote > 0) == (person == 0)
            }
            let spread = (Double(asked.count) / 4).squareRoot()
            #expect(
                abs(Double(right) - Double(asked.count) / 2) < 6 * spread, "byte \(byte): \(right) of \(asked.count)")
        }
    }

    @Test("apart from tag, previous, commitment and time, entries of different people are the same bytes")
    func structure() {
        let fixed = Self.log().map { entry -> [UInt8] in
            var bytes = entry.entry.bytes
            // Tag and previous (18..<50) and commitment (50..<82): all random to outsiders.
            bytes.replaceSubrange(18..<82, with: repeatElement(0, count: 64))
            return bytes
        }
        #expect(Set(fixed).count == 1)
        #expect(fixed.allSatisfy { $0.count == LedgerEntry.byteCount })
    }

    @Test("with the year's key every entry of that year is found, and none of another year or person")
    func withTheKey() throws {
        let (own, other) = (PersonKey(SealingKey.random()), PersonKey(SealingKey.random()))
        let key = own.tags(inYear: 2026)
        let found = Set((1...200).map { key.tag(counter: $0) })
        #expect(found.count == 200)
        #expect((1...200).allSatisfy { found.contains(own.tags(inYear: 2026).tag(counter: $0)) })
        for foreign in [own.tags(inYear: 2025), own.tags(inYear: 2027), other.tags(inYear: 2026)] {
            #expect((1...200).allSatisfy { !found.contains(foreign.tag(counter: $0)) })
        }
    }

    @Test("an attacker with the log and every personal code finds nothing without the secret")
    func enumeration() {
        // The tags that somebody makes who knows codes, layout and counters, but guesses the key.
        let victim = PersonKey(SealingKey.random()).tags(inYear: 2026)
        let tags = Set((1...1000).map { victim.tag(counter: $0) })
        for code in ["38001085718", "60001017869", "39901012239"] {
            for counter in 1...1000 as ClosedRange<UInt64> {
                let message = Array("HL1/tag".utf8) + Array(code.utf8) + BigEndian.bytes(counter)
                #expect(!tags.contains(Array(Digest.sha256(message).bytes.prefix(16))))
            }
        }
    }
}
