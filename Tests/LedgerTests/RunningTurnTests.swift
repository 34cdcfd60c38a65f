import Foundation
import GRDB
import GatewayTesting
import RecordTypes
import Synchronization
import Testing
import TransparencyLog

@testable import Ledger

@Suite("The turn of the year while the ledger runs")
struct RunningTurnTests {
    @Test("the year turns while many append: nobody is refused, nothing is lost, and both years are whole")
    func turnsWhileRunning() async throws {
        let yearly = try YearlyHouse()
        let folder = yearly.folder
        try await yearly.running { ledger throws in
            let promises = try await withThrowingTaskGroup(of: [LedgerPromise].self) { group in
                for writer in 0..<16 {
                    group.addTask {
                        var promises: [LedgerPromise] = []
                        for number in 0..<40 {
                            promises.append(
                                try await ledger.append(.test(number, subject: writer, key: writer * 1000 + number)))
                        }
                        return promises
                    }
                }
                group.addTask {
                    // Once something stands in each year; the key is made while the ledger runs.
                    try await ledger.waitForEntry(at: 50)
                    _ = try folder.prepareShard(origin: YearlyHouse.next)
                    try await ledger.beginNextShard()
                    try await ledger.waitForShard(2)
                    _ = try folder.prepareShard(origin: "log.example/test/2028")
                    try await ledger.beginNextShard()
                    return []
                }
                return try await group.reduce(into: []) { $0 += $1 }
            }
            #expect(promises.count == 640)
            #expect(await ledger.size == 640 + 4, "and the links")
            #expect(
                ledger.shards.map(\.origin) == [yearly.house.keys.origin, YearlyHouse.next, "log.example/test/2028"])
            #expect(ledger.verifierKey.name == "log.example/test/2028")
            let more = try await ledger.append(.test(1, subject: 1))
            #expect(more.place.origin == "log.example/test/2028" && more.index == 644)
            try await ledger.waitForCheckpoint(covering: 644)
            let shards = ledger.shards
            for promise in promises {
                let shard = try #require(shards.last { $0.start <= promise.index })
                #expect(promise.place == LogPlace(origin: shard.origin, index: promise.index - shard.start))
                let receipt = try #require(try await ledger.receipt(index: promise.index))
                #expect(receipt.entry == promise.entry)
                #expect(receipt.verify(statement: nil, vkey: shard.verifierKey).outcome == .ok)
            }
            // A document that was sent again has its promise of the year in which it was entered.
            let again = try await ledger.append(.test(7, subject: 3, key: 3007))
            #expect(promises.contains { $0.index == again.index && $0.place == again.place })
            let check = try await ledger.fsck()
            #expect(check.isSound && check.entries == 645, "\(check.defects)")
        }
        // And as it is after a start.
        try await yearly.running { #expect($0.shards.count == 3) }
        #expect(try yearly.folder.list().map(\.state) == [.active, .retired, .retired, .active])
        let report = try await yearly.audit()
        #expect(report.outcome == .ok, "\(report.text)")
    }

    @Test("a turn that cannot begin changes nothing while the ledger runs; one that does not run refuses")
    func runningRefusals() async throws {
        let yearly = try YearlyHouse()
        let stopped = try await yearly.open()
        try await yearly.running { ledger throws in
            await #expect(throws: LedgerError(.shardKey)) { try await ledger.beginNextShard() }
            _ = try yearly.folder.prepare(.log)
            _ = try await ledger.append(.test(1, subject: 1))
            #expect(ledger.shards.count == 1 && ledger.shards[0].isClosed == false)
        }
        _ = try yearly.folder.retire(.log)
        try await LedgerHouse.running(stopped) { _ = try await $0.append(.test(2, subject: 1)) }
        await #expect(throws: LedgerError(.stopped)) { try await stopped.beginNextShard() }
    }

    /// What was acknowledged, by number.
    private final class Entered: Sendable {
        let indexes = Mutex<[Int: UInt64]>([:])
    }

    @Test(
        "whatever step of a turn fails while the ledger runs: it goes on, or its next start finishes; nothing is entered twice",
        arguments: [FailingStorage.Step.sequence, .extend, .keepSigned, .leaves, .tree, .publish],
        [FailingStorage.Mode.before, .lost])
    func everyStepRunning(_ step: FailingStorage.Step, _ mode: FailingStorage.Mode) async throws {
        for passing in 1...4 {
            let yearly = try YearlyHouse()
            try await yearly.running { ledger throws in
                for number in 0..<8 { _ = try await ledger.append(.test(number, subject: number % 2, key: number)) }
                try await ledger.waitForCheckpoint(covering: 7)
            }
            _ = try yearly.folder.prepareShard(origin: YearlyHouse.next)
            let base = try await SQLiteLedgerStorage.open(path: yearly.house.path)
            let storage = FailingStorage(base, failing: step, mode, passing: passing)
            let ledger = try await Ledger(
                storage: storage, keys: try yearly.keys(), gateway: yearly.house.gateway, people: yearly.house.people,
                pace: .zero, clock: yearly.house.clock.reading, random: { SecureRandom.bytes($0) })
            let entered = Entered()
            do {
                try await LedgerHouse.running(ledger) { ledger throws in
                    await withThrowingTaskGroup(of: Void.self) { group in
                        group.addTask { try await ledger.beginNextShard() }
                        for number in 8..<12 {
                            group.addTask {
                                let promise = try await ledger.append(.test(number, subject: 1, key: number))
                                entered.indexes.withLock { $0[number] = promise.index }
                            }
                        }
                        while let result = await group.nextResult() { _ = result }
                    }
                }
            } catch is FailingStorage.Fault {} catch let error as LedgerError {
                #expect(error.code == .stopped || error.code == .shardClosed, "\(error.debugDescription)")
            }
            let known = entered.indexes.withLock { $0 }
            try await yearly.running { ledger throws in
                #expect(ledger.shards.last?.isClosed == false)
                for number in 8..<12 {
                    let promise = try await ledger.append(.test(number, subject: 1, key: number))
                    if let index = known[number] { #expect(promise.index == index) }
                }
                let size = await ledger.size
                #expect(size == 12 + UInt64(2 * (ledger.shards.count - 1)), "entries, and the links")
                try await ledger.waitForCheckpoint(covering: size - 1)
                let check = try await ledger.fsck()
                #expect(check.isSound, "\(check.defects)")
            }
            let report = try await yearly.audit()
            #expect(report.outcome == .ok, "\(report.text)")
        }
    }

    @Test("a full disk before the year is closed refuses the turn; after it, it is waited for", arguments: [2, 3])
    func fullDiskAtTheTurn(_ passing: Int) async throws {
        let yearly = try YearlyHouse()
        let keys = try yearly.keys()
        let base = try await SQLiteLedgerStorage.open(path: yearly.house.path)
        try await base.claim(origin: keys.origin, verifierKey: keys.log.verifierKey.text, formerly: [])
        let ledger = try await Ledger(
            storage: FailingStorage(base, failing: .sequence, .fullOnce, passing: passing), keys: keys,
            gateway: yearly.house.gateway, people: yearly.house.people, pace: .zero,
            clock: yearly.house.clock.reading, random: { SecureRandom.bytes($0) })
        _ = try yearly.folder.prepareShard(origin: YearlyHouse.next)
        try await LedgerHouse.running(ledger) { ledger throws in
            _ = try await ledger.append(.test(1, subject: 1))
            if passing == 2 {
                await #expect(throws: DatabaseError.self) { try await ledger.beginNextShard() }
                #expect(ledger.shards.count == 1)
                let still = try await ledger.append(.test(2, subject: 1))
                #expect(still.place == LogPlace(origin: keys.origin, index: 1))
            }
            try await ledger.beginNextShard()
            let late = try await ledger.append(.test(3, subject: 1))
            #expect(late.place == LogPlace(origin: YearlyHouse.next, index: 1))
            try await ledger.waitForCheckpoint(covering: late.index)
        }
    }
}
