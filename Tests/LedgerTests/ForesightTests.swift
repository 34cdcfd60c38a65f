import GatewayTesting
import RecordTypes
import Synchronization
import Testing

@testable import Ledger

/// Whole batches are laid out while the one before is being committed. Whatever was foreseen wrongly, what is stored is right.
@Suite("Whole batches")
struct ForesightTests {
    /// Persons, nobody, and idempotency keys that come again: in the same batch, in the next one, much later.
    private static func draft(_ number: Int) -> LedgerDraft {
        .test(number, subject: number % 7 == 0 ? nil : number % 50, key: number % 3 == 0 ? number / 2 : nil)
    }

    private static func appendAll(_ numbers: Range<Int>, to ledger: Ledger) async throws -> [Int: LedgerPromise] {
        try await withThrowingTaskGroup(of: (Int, LedgerPromise).self) { group in
            for number in numbers { group.addTask { (number, try await ledger.append(draft(number))) } }
            var promises: [Int: LedgerPromise] = [:]
            for try await (number, promise) in group { promises[number] = promise }
            return promises
        }
    }

    private static func expectWhole(_ ledger: Ledger, _ promises: [LedgerPromise]) async throws {
        let size = await ledger.size
        #expect(Set(promises.map(\.index)).count == Int(size), "every index was promised, to one key")
        try await ledger.waitForCheckpoint(covering: size - 1)
        let check = try await ledger.fsck()
        #expect(check.isSound && check.entries == size, "\(check.defects.prefix(5))")
        for promise in promises.shuffled().prefix(20) {
            let receipt = try #require(try await ledger.receipt(index: promise.index))
            #expect(receipt.entry == promise.entry)
        }
    }

    @Test("five thousand who wait get indexes and counts without gap or repetition")
    func manyWait() async throws {
        let house = try LedgerHouse()
        try await house.running { ledger throws in
            let promises = try await Self.appendAll(0..<5000, to: ledger)
            try await Self.expectWhole(ledger, Array(promises.values))
            let again = try await Self.appendAll(0..<5000, to: ledger)
            for (number, promise) in promises where Self.draft(number).idempotencyKey != nil {
                #expect(again[number] == promise)
            }
        }
    }

    @Test("another writer on the same file makes what was foreseen wrong, and nothing else")
    func anotherWriter() async throws {
        let house = try LedgerHouse()
        try await house.running { one throws in
            try await LedgerHouse.running(house.open()) { two throws in
                async let first = Self.appendAll(0..<2500, to: one)
                async let second = Self.appendAll(10_000..<12_500, to: two)
                let promises = try await Array(first.values) + Array(second.values)
                // The other one's entries are seen when this one writes or looks.
                let last = try await one.append(.test(20_000))
                try await Self.expectWhole(one, promises + [last])
            }
        }
    }

    @Test("a full disk in between is told to its batch, and the ones after it are whole", arguments: 1...4)
    func failingBatch(_ passing: Int) async throws {
        let house = try LedgerHouse()
        let storage = FailingStorage(
            try await SQLiteLedgerStorage.open(path: house.path), failing: .sequence, .lost, passing: passing)
        try await LedgerHouse.running(house.open(on: storage)) { ledger throws in
            let promises = try await Self.appendAll(0..<6000, to: ledger)
            try await Self.expectWhole(ledger, Array(promises.values))
        }
        #expect(storage.hasFailed)
    }

    @Test("what is foreseen is what happens when nobody else writes; an unknown person is left to the transaction")
    func foresight() async throws {
        let house = try LedgerHouse()
        let people = PeopleKeys(gateway: house.gateway, people: house.people)
        func layout(_ drafts: [LedgerDraft]) async throws -> BatchLayout {
            var prepared: [PreparedDraft] = []
            for draft in drafts {
                prepared.append(try await people.prepare(draft, inYear: 2026) { SecureRandom.bytes($0) })
            }
            return BatchLayout(drafts: prepared, now: house.clock.now)
        }
        let first = try await layout([.test(1, subject: 1), .test(2)])
        _ = try first.decide(
            SequencingState(next: 10, lastTime: house.clock.now, counters: [:], entered: [:]))
        var foresight = Foresight()
        #expect(!foresight.isKnown)
        foresight.learn(from: first)
        #expect(foresight.isKnown && foresight.next == 12)
        let second = try await layout([.test(3, subject: 1), .test(4, subject: 2), .test(5)])
        second.layOut(foresight: &foresight)
        #expect(second.foreseenEnd == 15)
        let blind = Fingerprint(people.blind(.test(1)))
        for (next, counter) in [(12, 1), (12, 7), (40, 1)] as [(UInt64, UInt64)] {
            let entries = try second.decide(
                SequencingState(next: next, lastTime: house.clock.now, counters: [blind: counter], entered: [:]))
            #expect(entries.map(\.index) == [next, next + 1, next + 2])
            #expect(entries.map { $0.person?.counter } == [counter + 1, 1, nil])
        }
        foresight.learn(from: second)
        #expect(!foresight.isKnown, "the batch went elsewhere")
    }
}
