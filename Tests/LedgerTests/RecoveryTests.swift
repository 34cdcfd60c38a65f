import Foundation
import GRDB
import RecordTypes
import Synchronization
import Testing
import TransparencyLog

@testable import Ledger

@Suite("Recovery")
struct RecoveryTests {
    @Test(
        "whatever step fails, before or reported lost: every promise is kept once, and the next start finishes",
        arguments: FailingStorage.Step.allCases, [FailingStorage.Mode.before, .lost])
    func everyStep(_ step: FailingStorage.Step, _ mode: FailingStorage.Mode) async throws {
        for passing in 1...3 {
            let house = try LedgerHouse()
            let storage = FailingStorage(
                try await SQLiteLedgerStorage.open(path: house.path), failing: step, mode, passing: passing)
            let ledger = try await house.open(on: storage)
            let promised = Mutex<[Int: LedgerPromise]>([:])
            // The run may end by the fault; what matters is what was promised until then.
            _ = try? await LedgerHouse.running(ledger) { ledger throws in
                for number in 0..<8 {
                    do {
                        let promise = try await ledger.append(.test(number, subject: number % 2, key: number))
                        promised.withLock { $0[number] = promise }
                    } catch is LedgerError {}
                }
            }
            try await house.running { ledger throws in
                for number in 0..<8 {
                    let promise = try await ledger.append(.test(number, subject: number % 2, key: number))
                    let earlier = promised.withLock { $0[number] }
                    if let earlier { #expect(promise == earlier) }
                }
                #expect(await ledger.size == 8, "nothing is lost and nothing is doubled")
                try await ledger.waitForCheckpoint(covering: 7)
                let check = try await ledger.fsck()
                #expect(check.defects.isEmpty)
            }
        }
    }

    @Test("a commit that is durable but reported lost is acknowledged all the same")
    func lostCommit() async throws {
        let house = try LedgerHouse()
        let storage = FailingStorage(
            try await SQLiteLedgerStorage.open(path: house.path), failing: .sequence, .lost)
        try await LedgerHouse.running(house.open(on: storage)) { ledger throws in
            #expect(try await ledger.append(.test(1, key: 1)).index == 0)
            #expect(try await ledger.append(.test(2, key: 2)).index == 1)
            #expect(storage.hasFailed)
        }
    }

    @Test("a failing storage ends the run, tells who waits, and refuses who comes")
    func failingStorage() async throws {
        let house = try LedgerHouse()
        let storage = FailingStorage(
            try await SQLiteLedgerStorage.open(path: house.path), failing: .sequence, .before)
        let ledger = try await house.open(on: storage)
        await #expect(throws: (any Error).self) {
            try await LedgerHouse.running(ledger) { ledger throws in
                do {
                    _ = try await ledger.append(.test(1))
                    Issue.record("acknowledged what failed")
                } catch let error as LedgerError { #expect(error.code == .stopped) }
                try await ledger.waitForCheckpoint(covering: 0)
            }
        }
    }

    @Test("a ledger restored from an older copy refuses to sign once a larger size was signed")
    func restored() async throws {
        let house = try LedgerHouse()
        try await house.running { ledger throws in
            for number in 0..<5 { _ = try await ledger.append(.test(number)) }
            try await ledger.waitForCheckpoint(covering: 4)
        }
        // As if the tree had been restored and the signed notes had not.
        try house.tamper("DELETE FROM tree")
        try house.tamper("DELETE FROM tile")
        try house.tamper("DELETE FROM entry WHERE idx = 4")
        try house.tamper("UPDATE sequence SET next = 4")
        do {
            try await house.open().run()
            Issue.record("signed a smaller log")
        } catch let error as LedgerError {
            #expect(error == LedgerError(.signedBefore, at: 5))
        }
    }

    @Test("a run that was cancelled before it began leaves nobody waiting")
    func cancelledAtOnce() async throws {
        let house = try LedgerHouse()
        let ledger = try await house.open()
        let early = Task { try await ledger.append(.test(1)) }
        let run = Task {
            unsafe withUnsafeCurrentTask { unsafe $0?.cancel() }
            try await ledger.run()
        }
        try await run.value
        // Entered or refused, but answered; and whoever comes later is refused.
        _ = await early.result
        await #expect(throws: LedgerError(.stopped)) { _ = try await ledger.append(.test(2)) }
    }

    @Test("a second root for a signed size is never kept")
    func secondRoot() async throws {
        let house = try LedgerHouse()
        let storage = try await SQLiteLedgerStorage.open(path: house.path)
        let first = StoredCheckpoint(size: 3, root: .leaf([1]), note: [1])
        try await storage.keepSigned(first)
        try await storage.keepSigned(first)
        for other in [
            StoredCheckpoint(size: 3, root: .leaf([2]), note: [2]),
            StoredCheckpoint(size: 2, root: .leaf([1]), note: [3]),
        ] {
            await #expect(throws: LedgerError.self) { try await storage.keepSigned(other) }
        }
        #expect(try await storage.latestSigned() == first)
        try await storage.publish(first)
        try await storage.publish(StoredCheckpoint(size: 2, root: .leaf([1]), note: [3]))
        #expect(try await storage.published() == first)
    }

    @Test("of two that extend one tree, one wins")
    func twoIntegrators() async throws {
        let house = try LedgerHouse()
        let storage = try await SQLiteLedgerStorage.open(path: house.path)
        var frontier = Frontier()
        frontier.append(.leaf([1]))
        let tree = StoredTree(frontier: frontier, root: frontier.root)
        #expect(try await storage.extend(from: 0, to: tree, tiles: []))
        #expect(try await !storage.extend(from: 0, to: tree, tiles: []))
    }

    @Test("two ledgers on one file share its indexes and counters")
    func twoProcesses() async throws {
        let house = try LedgerHouse()
        let promises = try await house.running { first in
            try await LedgerHouse.running(house.open()) { second in
                try await withThrowingTaskGroup(of: LedgerPromise.self) { group in
                    for number in 0..<40 {
                        group.addTask { try await (number % 2 == 0 ? first : second).append(.test(number, subject: 1)) }
                    }
                    var all: [LedgerPromise] = []
                    for try await promise in group { all.append(promise) }
                    return all
                }
            }
        }
        #expect(promises.map(\.index).sorted() == Array(0..<40))
        #expect(try await house.open().fsck().isSound)
    }

    @Test(
        "a flipped bit in an entry or an edge tile is found before anything more is signed",
        arguments: ["entry", "tile"])
    func flippedBeforeSigning(_ what: String) async throws {
        let house = try LedgerHouse()
        try await house.running { ledger throws in
            for number in 0..<3 { _ = try await ledger.append(.test(number)) }
            try await ledger.waitForCheckpoint(covering: 2)
        }
        // Three more that are durable and not integrated.
        let storage = FailingStorage(try await SQLiteLedgerStorage.open(path: house.path), failing: .tree, .full)
        await #expect(throws: DatabaseError.self) {
            try await LedgerHouse.running(house.open(on: storage)) { ledger throws in
                for number in 3..<6 { _ = try await ledger.append(.test(number)) }
            }
        }
        if what == "entry" {
            try house.flip("entry", "entry", byte: 70, where: "idx = 5")
        } else {
            try house.flip("tile", "hashes", byte: 40, where: "level = 0")
        }
        do {
            try await house.open().run()
            Issue.record("signed over a flipped bit")
        } catch let error as LedgerError {
            #expect(error.code == (what == "entry" ? .leafDiffers : .rootsDiffer))
        }
    }
}
