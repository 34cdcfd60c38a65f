import GatewayTesting
import RecordTypes
import Synchronization
import Testing
import TransparencyLog

@testable import Ledger

/// A whole ledger on every storage: what it promised it keeps, whatever step of the storage fails.
@Suite("Ledger conformance")
struct LedgerConformanceTests {
    @Test("promises, receipts and statements hold, at once and after a restart", arguments: StorageKind.available)
    func wholeLife(_ kind: StorageKind) async throws {
        let (house, place) = (try LedgerHouse(), try await StoragePlace(kind))
        let promises = try await LedgerHouse.running(house.open(on: place.open())) { ledger throws in
            let promises = try await Self.append(0..<300, to: [ledger])
            try await ledger.waitForCheckpoint(covering: 299)
            return promises
        }
        #expect(promises.values.map(\.index).sorted() == Array(0..<300))
        try await LedgerHouse.running(house.open(on: place.open())) { ledger throws in
            #expect(await ledger.size == 300)
            for (number, promise) in promises where number % 50 == 0 {
                #expect(try await ledger.append(.test(number, subject: 1, key: number)) == promise)
            }
            #expect(try await ledger.append(.test(300, subject: 1, key: 300)).index == 300)
            try await ledger.waitForCheckpoint(covering: 300)
            for index: UInt64 in [0, 255, 256, 300] {
                let receipt = try #require(try await ledger.receipt(index: index))
                #expect(receipt.verify(statement: nil, vkey: ledger.verifierKey.text).outcome == .ok)
            }
            let check = try await ledger.fsck()
            #expect(check.defects.isEmpty)
            #expect(check.entries == 301)
        }
    }

    @Test(
        "two nodes on one storage give no index twice, see each other's entries and sign one log",
        arguments: StorageKind.available.filter { $0 != .memory })
    func twoNodes(_ kind: StorageKind) async throws {
        let (house, place) = (try LedgerHouse(), try await StoragePlace(kind))
        let (first, second) = (try await house.open(on: place.open()), try await house.open(on: place.open()))
        let isShared = try await place.open().isShared
        try await LedgerHouse.running(first) { first in
            try await LedgerHouse.running(second) { second throws in
                let promises = try await Self.append(0..<120, to: [first, second])
                #expect(promises.values.map(\.index).sorted() == Array(0..<120))
                // The same document handed to the other node.
                #expect(try await second.append(.test(0, subject: 0, key: 0)) == promises[0])
                guard isShared else { return }
                for ledger in [first, second] {
                    try await ledger.waitForEntry(at: 119)
                    try await ledger.waitForCheckpoint(covering: 119)
                    #expect(try await ledger.statements(from: 0, limit: 200).map(\.index) == Array(0..<120))
                }
            }
            // One node is gone: the other goes on alone.
            let promise = try await first.append(.test(500, subject: 1, key: 500))
            try await first.waitForCheckpoint(covering: promise.index)
        }
        let check = try await house.open(on: place.open()).fsck()
        #expect(check.defects.isEmpty)
        #expect(check.entries == 121)
    }

    static let faults = FailingStorage.Step.allCases.flatMap { step in
        [FailingStorage.Mode.before, .lost].flatMap { mode in
            StorageKind.available.map { (step, mode, $0) }
        }
    }

    @Test(
        "whatever step fails, before or reported lost: every promise is kept once, and the next start finishes",
        arguments: faults)
    func everyStep(_ step: FailingStorage.Step, _ mode: FailingStorage.Mode, _ kind: StorageKind) async throws {
        for passing in 1...2 {
            let (house, place) = (try LedgerHouse(), try await StoragePlace(kind))
            let ledger = try await house.open(
                on: FailingStorage(try await place.open(), failing: step, mode, passing: passing))
            let promised = Mutex<[Int: LedgerPromise]>([:])
            // The run may end by the fault; what matters is what was promised until then.
            _ = try? await LedgerHouse.running(ledger) { ledger throws in
                for number in 0..<6 {
                    do {
                        let promise = try await ledger.append(.test(number, subject: number % 2, key: number))
                        promised.withLock { $0[number] = promise }
                    } catch is LedgerError {}
                }
            }
            try await LedgerHouse.running(house.open(on: place.open())) { ledger throws in
                for number in 0..<6 {
                    let promise = try await ledger.append(.test(number, subject: number % 2, key: number))
                    if let earlier = promised.withLock({ $0[number] }) { #expect(promise == earlier) }
                }
                #expect(await ledger.size == 6, "nothing is lost and nothing is doubled")
                try await ledger.waitForCheckpoint(covering: 5)
                #expect(try await ledger.fsck().defects.isEmpty)
            }
        }
    }

    @Test(
        "the clock jumps back a day or ahead a year: time runs forwards, and the log stays whole",
        arguments: StorageKind.available)
    func clock(_ kind: StorageKind) async throws {
        let (house, place) = (try LedgerHouse(), try await StoragePlace(kind))
        let start = house.clock.now
        let jumps = [0, 86_400 * 365, -86_400, 86_400 * 365 + 1, 3]
        var times: [Instant] = []
        for (number, jump) in jumps.enumerated() {
            house.clock.set(to: start.advanced(by: .seconds(jump)))
            times.append(
                try await LedgerHouse.running(house.open(on: place.open())) { ledger throws in
                    let time = try await ledger.append(.test(number, subject: 1)).time
                    try await ledger.waitForCheckpoint(covering: UInt64(number))
                    return time
                })
        }
        #expect(times == times.sorted())
        #expect(try await house.open(on: place.open()).fsck().defects.isEmpty)
    }

    /// Each number with its own key and one of seven persons, from many tasks, round the nodes.
    static func append(_ numbers: Range<Int>, to ledgers: [Ledger]) async throws -> [Int: LedgerPromise] {
        try await withThrowingTaskGroup(of: (Int, LedgerPromise).self) { group in
            for number in numbers {
                let ledger = ledgers[number % ledgers.count]
                group.addTask { (number, try await ledger.append(.test(number, subject: number % 7, key: number))) }
            }
            var all: [Int: LedgerPromise] = [:]
            for try await (number, promise) in group { all[number] = promise }
            return all
        }
    }
}
