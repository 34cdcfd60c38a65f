import Foundation
import GatewayTesting
import RecordTypes
import Sealing
import Testing
import TransparencyLog

@testable import Ledger

@Suite("Appending")
struct AppendTests {
    @Test("a promise says where the entry will stand, and the node has signed it")
    func promise() async throws {
        let house = try LedgerHouse()
        let promise = try await house.running { try await $0.append(.test(1, subject: 1, kind: .record)) }
        #expect(promise.index == 0)
        #expect(promise.leafHash.bytes == MerkleHash.leaf(promise.entry).bytes)
        #expect(promise.time == house.clock.now)
        let entry = try LedgerEntry(bytes: promise.entry)
        #expect(entry.kind == .record)
        let opening = CommitmentOpening(
            salt: promise.salt, statementDigest: promise.statementDigest, envelopeDigest: promise.envelopeDigest)
        #expect(opening.commitment == entry.commitment)
        let said = try Acknowledgement(
            verifying: promise.acknowledgement, keys: [house.keys.acknowledgement.verifierKey])
        #expect(said.index == 0)
        #expect(said.leafHash == promise.leafHash)
        #expect(said.origin == house.keys.origin)
        #expect(throws: (any Error).self) {
            try Acknowledgement(verifying: promise.acknowledgement, keys: [house.keys.log.verifierKey])
        }
    }

    @Test("thirty-two tasks get indexes without gap or repetition, and each person a count without gap")
    func concurrency() async throws {
        let house = try LedgerHouse()
        let promises = try await house.running { ledger throws in
            try await withThrowingTaskGroup(of: [LedgerPromise].self) { group in
                for task in 0..<32 {
                    group.addTask {
                        var promises: [LedgerPromise] = []
                        for number in 0..<8 {
                            promises.append(try await ledger.append(.test(task * 100 + number, subject: task % 5)))
                        }
                        return promises
                    }
                }
                var all: [LedgerPromise] = []
                for try await some in group { all += some }
                return all
            }
        }
        #expect(promises.map(\.index).sorted() == Array(0..<256))
        let statements = try await house.open().statements(from: 0, limit: 1000)
        #expect(statements.map(\.index) == Array(0..<256))
        for person in 0..<5 {
            let counters = statements.filter { $0.subject == .test(person) }.map(\.counter)
            #expect(counters == Array(1...UInt64(counters.count)))
        }
        #expect(Set(promises.map { $0.entry[18..<34] }).count == 256, "no two tags are alike")
    }

    @Test("the same idempotency key gives the same promise: again, at once by many, and after a restart")
    func idempotency() async throws {
        let house = try LedgerHouse()
        let first = try await house.running { ledger throws in
            let first = try await ledger.append(.test(1, subject: 1, key: 9))
            #expect(try await ledger.append(.test(2, subject: 2, key: 9)) == first)
            let others = try await withThrowingTaskGroup(of: LedgerPromise.self) { group in
                for number in 0..<32 { group.addTask { try await ledger.append(.test(number, subject: 3, key: 10)) } }
                var all: Set<LedgerPromise> = []
                for try await promise in group { all.insert(promise) }
                return all
            }
            #expect(others.count == 1)
            #expect(await ledger.size == 2)
            return first
        }
        try await house.running { ledger throws in
            #expect(try await ledger.append(.test(3, subject: 1, key: 9)) == first)
            #expect(try await ledger.promise(forKey: .sha256(Array("9".utf8))) == first)
            #expect(try await ledger.promise(forKey: .sha256(Array("11".utf8))) == nil)
            #expect(await ledger.size == 2)
            #expect(try await ledger.append(.test(4, subject: 1)).index == 2)
        }
        #expect(try await house.open().statements(from: 0, limit: 9).map(\.counter) == [1, 1, 2])
    }

    @Test("time never runs backwards along the log, whatever the clock does")
    func clockBack() async throws {
        let house = try LedgerHouse()
        let start = house.clock.now
        try await house.running { ledger throws in
            #expect(try await ledger.append(.test(1)).time == start)
            house.clock.set(to: start.advanced(by: .seconds(-3600)))
            #expect(try await ledger.append(.test(2)).time == start)
        }
        try await house.running { ledger throws in
            #expect(try await ledger.append(.test(3)).time == start)
            house.clock.set(to: start.advanced(by: .seconds(5)))
            #expect(try await ledger.append(.test(4)).time == start.advanced(by: .seconds(5)))
        }
        #expect(try await house.open().fsck().isSound)
    }

    @Test("entries for somebody and for nobody look alike: one size, every byte of the tags random")
    func nobody() async throws {
        let house = try LedgerHouse()
        try await house.running { ledger throws in
            let known = try await ledger.append(.test(1, subject: 1))
            let unknown = try await ledger.append(.test(1))
            #expect(known.entry.count == LedgerEntry.byteCount)
            #expect(unknown.entry.count == LedgerEntry.byteCount)
            #expect(known.entry[..<18] == unknown.entry[..<18])
            #expect(Set(unknown.entry[18..<34]).count > 4)
            let statements = try await ledger.statements(from: 0, limit: 2)
            #expect(statements.map(\.subject) == [.test(1), nil])
            #expect(statements.map(\.counter) == [1, 0])
            #expect(statements.map(\.statement) == [Array("{\"n\":1}".utf8), Array("{\"n\":1}".utf8)])
        }
    }

    @Test("an erased person's statements are empty, everybody else's stay, and the log is sound")
    func erasure() async throws {
        let house = try LedgerHouse()
        try await house.running { ledger throws in
            for number in 0..<4 { _ = try await ledger.append(.test(number, subject: number % 2, key: number)) }
            try await house.people.erase(.person(.test(1)))
            var statements = try await ledger.statements(from: 0, limit: 9)
            #expect(statements.map(\.statement.isEmpty) == [false, true, false, true])
            #expect(statements.map(\.subject) == [.test(0), nil, .test(0), nil])
            do {
                _ = try await ledger.promise(forKey: .sha256(Array("1".utf8)))
                Issue.record("a promise without a key")
            } catch let error as LedgerError { #expect(error.code == .erased) }
            // A new key for the person opens what is new, and is not blamed for what is old.
            #expect(try await ledger.append(.test(5, subject: 1)).index == 4)
            statements = try await ledger.statements(from: 0, limit: 9)
            #expect(statements.map(\.counter) == [1, 1, 2, 2, 3])
            #expect(!statements[4].statement.isEmpty)
            try await ledger.waitForCheckpoint(covering: 4)
            let receipt = try #require(try await ledger.receipt(index: 1))
            #expect(receipt.opening == nil)
            #expect(receipt.verify(statement: nil, vkey: ledger.verifierKey.text).outcome == .ok)
            let check = try await ledger.fsck()
            #expect(check.isSound)
            #expect(check.erased == 2)
        }
    }

    @Test("a statement above the limit is refused before anything is written")
    func tooLarge() async throws {
        let house = try LedgerHouse()
        try await house.running { ledger throws in
            let statement = [UInt8](repeating: 32, count: LedgerDraft.statementLimitInBytes + 1)
            await #expect(throws: LedgerError.self) {
                try await ledger.append(
                    LedgerDraft(kind: .record, subject: nil, submitter: .gateway, statement: statement))
            }
            #expect(await ledger.size == 0)
        }
    }

    @Test("a stopped ledger refuses, and enters what was handed in before")
    func stopping() async throws {
        let house = try LedgerHouse()
        let ledger = try await house.open()
        try await LedgerHouse.running(ledger) { ledger in _ = try await ledger.append(.test(1)) }
        do {
            _ = try await ledger.append(.test(2))
            Issue.record("appended to a stopped ledger")
        } catch let error as LedgerError { #expect(error.code == .stopped) }
    }

    @Test("nothing personal and no statement stands in the file in clear")
    func sealedFile() async throws {
        let house = try LedgerHouse()
        let secret = Array("{\"name\":\"a secret diagnosis\"}".utf8)
        try await house.running { ledger throws in
            _ = try await ledger.append(
                LedgerDraft(kind: .record, subject: .test(77), submitter: .gateway, statement: secret))
        }
        var all: [UInt8] = []
        for name in ["", "-wal"] {
            all += (try? Array(Data(contentsOf: URL(fileURLWithPath: house.path + name)))) ?? []
        }
        #expect(!all.isEmpty)
        #expect(!all.contains(secret[10..<20]))
        #expect(!all.contains(LedgerIdentity.test(77).bytes))
    }
}

extension Array where Element == UInt8 {
    fileprivate func contains(_ part: some Collection<UInt8>) -> Bool {
        let part = Array(part)
        guard let first = part.first else { return true }
        return indices.dropLast(part.count - 1).contains {
            self[$0] == first && self[$0..<$0 + part.count].elementsEqual(part)
        }
    }
}
