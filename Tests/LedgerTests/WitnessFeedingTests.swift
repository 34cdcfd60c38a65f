import Foundation
import GatewayTesting
import RecordTypes
import Synchronization
import Testing
import TransparencyLog

@testable import Ledger

/// A way to a witness that does what a test says.
final class TestWitness: WitnessClient {
    enum Behaviour: Sendable {
        case honest
        case dead
        /// Never answers, until the task that waits is cancelled.
        case silent
        case answers(Int, [UInt8])
        /// Another key's cosignature.
        case impostor
        case stale
    }

    struct Unreachable: Error {}

    let house: WitnessHouse
    private let witness: Witness
    private let behaviour: Mutex<Behaviour>
    /// What it shows to monitors instead of the truth.
    private let shown = Mutex<[UInt8]?>(nil)

    init(_ name: String, _ log: VerifierKey, _ behaviour: Behaviour = .honest) async throws {
        house = try WitnessHouse(name)
        witness = try await house.open([log])
        self.behaviour = Mutex(behaviour)
    }

    var key: VerifierKey { house.cosigner.verifierKey }

    func become(_ next: Behaviour) { behaviour.withLock { $0 = next } }
    func show(_ note: [UInt8]) { shown.withLock { $0 = note } }

    func addCheckpoint(_ body: [UInt8]) async throws -> (status: Int, body: [UInt8]) {
        switch behaviour.withLock({ $0 }) {
        case .honest: break
        case .dead: throw Unreachable()
        case .silent: try await Task.sleep(for: .seconds(3600))
        case .answers(let status, let answer): return (status, answer)
        case .impostor:
            let checkpoint = try Checkpoint(text: AddCheckpointRequest(bytes: body).checkpoint.text)
            let line = try Cosigner(name: key.name, seed: Array(1...32)).cosignature(
                on: checkpoint, time: 1_780_000_000)
            return (200, line.line)
        case .stale: house.clock.set(to: Instant(seconds: 1_700_000_000))
        }
        let answer = try await witness.addCheckpoint(body)
        return (answer.status, answer.body)
    }

    func latestCheckpoint(of origin: String) async throws -> [UInt8]? {
        if let shown = shown.withLock({ $0 }) { return shown }
        switch behaviour.withLock({ $0 }) {
        case .dead: throw Unreachable()
        case .silent: try await Task.sleep(for: .seconds(3600))
        default: break
        }
        let answer = try await witness.checkpoint(originHash: Witness.hash(of: origin))
        return answer.status == 200 ? answer.body : nil
    }
}

@Suite("A witnessed log")
struct WitnessFeedingTests {
    let house: LedgerHouse
    let notices = Notices()

    init() throws { house = try LedgerHouse() }

    final class Notices: Sendable {
        private let seen = Mutex<[WitnessNotice]>([])
        /// 1 once the quorum was missed.
        let missed = Watermark(0)
        func add(_ notice: WitnessNotice) {
            seen.withLock { $0.append(notice) }
            if notice.kind == .quorumMissed { missed.advance(to: 1) }
        }
        var kinds: [WitnessNotice.Kind] { seen.withLock { $0.map(\.kind) } }
    }

    private func policy(_ witnesses: [TestWitness], _ threshold: String) throws -> TlogPolicy {
        let lines = witnesses.enumerated().map { "witness w\($0) \($1.key.text)\n" }.joined()
        let names = witnesses.indices.map { "w\($0)" }.joined(separator: " ")
        return try TlogPolicy(
            bytes: Array(
                "log \(house.keys.log.verifierKey.text)\n\(lines)group g \(threshold) \(names)\nquorum g\n".utf8))
    }

    /// Waits for ever, as far as a test goes, for a witness that answers; no longer than it takes for one that is silent.
    private func witnessing(
        _ witnesses: [TestWitness], _ threshold: String, timeout: Duration = .seconds(60)
    ) throws -> Witnessing {
        Witnessing(
            policy: try policy(witnesses, threshold),
            clients: Dictionary(uniqueKeysWithValues: witnesses.map { ($0.key, $0) }), timeout: timeout
        ) { notices.add($0) }
    }

    private func witness(_ number: Int, _ behaviour: TestWitness.Behaviour = .honest) async throws -> TestWitness {
        try await TestWitness("witness.example/\(number)", house.keys.log.verifierKey, behaviour)
    }

    private func running<Value: Sendable>(
        _ witnessing: Witnessing, _ work: @escaping @Sendable (Ledger) async throws -> Value
    ) async throws -> Value {
        try await LedgerHouse.running(try await house.open(publication: .witnessed(witnessing)), work)
    }

    @Test("checkpoint and receipts carry the cosignatures of the quorum, and verify with the policy offline")
    func cosigned() async throws {
        let witnesses = [try await witness(0), try await witness(1), try await witness(2)]
        let policy = try policy(witnesses, "2")
        let receipt = try await running(try witnessing(witnesses, "2")) { ledger throws in
            for number in 0..<20 {
                let promise = try await ledger.append(.test(number, subject: 1))
                try await ledger.waitForCheckpoint(covering: promise.index)
            }
            return try #require(try await ledger.receipt(index: 7))
        }
        #expect(try policy.check(receipt.proof.checkpoint).cosignatures.count == 3)
        #expect(receipt.verify(statement: Array("{\"n\":7}".utf8), policy: policy).outcome == .ok)
        let strangers = try self.policy([try await witness(8), try await witness(9)], "any")
        let report = receipt.verify(statement: nil, policy: strangers)
        #expect(report.lines.filter { $0.outcome == .fail }.map(\.check) == ["quorum"])
        #expect(try await house.open().fsck().isSound)
    }

    @Test(
        "a witness that fails does not stop anything while the others are a quorum",
        arguments: [
            ("dead", .dead, .unreachable), ("silent", .silent, .late),
            ("500", .answers(500, []), .refused(status: 500)),
            ("422", .answers(422, []), .refused(status: 422)), ("impostor", .impostor, .badCosignature),
            ("stale", .stale, .wrongTime), ("garbage", .answers(200, [1, 2, 3]), .refused(status: 200)),
            ("nothing", .answers(200, []), .refused(status: 200)),
            ("garbled size", .answers(409, Array("many\n".utf8)), .refused(status: 409)),
            ("conflict for ever", .answers(409, Array("0\n".utf8)), .refused(status: 409)),
            ("claims more", .answers(409, Array("999999\n".utf8)), .claimsMore(size: 999_999)),
            ("claims the most", .answers(409, Array("18446744073709551615\n".utf8)), .claimsMore(size: .max)),
        ] as [(String, TestWitness.Behaviour, WitnessNotice.Kind)])
    func faults(_ name: String, _ behaviour: TestWitness.Behaviour, _ kind: WitnessNotice.Kind) async throws {
        let witnesses = [try await witness(0), try await witness(1, behaviour)]
        let timeout: Duration = name == "silent" ? .milliseconds(300) : .seconds(60)
        let note = try await running(try witnessing(witnesses, "any", timeout: timeout)) { ledger throws in
            for number in 0..<5 {
                let promise = try await ledger.append(.test(number))
                try await ledger.waitForCheckpoint(covering: promise.index)
            }
            return try #require(try await ledger.checkpoint())
        }
        let cosignatures = try SignedNote(bytes: note).cosignatures(by: witnesses.map(\.key))
        #expect(cosignatures.map(\.key) == [witnesses[0].key])
        #expect(notices.kinds.contains(kind), "\(notices.kinds)")
    }

    @Test("without a quorum care goes on and the published checkpoint stays; when the witness is back all is published")
    func missedQuorum() async throws {
        let witnesses = [try await witness(0), try await witness(1)]
        try await running(try witnessing(witnesses, "all")) { ledger throws in
            _ = try await ledger.append(.test(0))
            try await ledger.waitForCheckpoint(covering: 0)
            let before = try await ledger.checkpoint()
            witnesses[1].become(.dead)
            for number in 1..<50 { _ = try await ledger.append(.test(number)) }
            #expect(await ledger.size == 50)
            try await notices.missed.wait(for: 1)
            #expect(await ledger.anchoredSize == 1)
            #expect(try await ledger.checkpoint() == before)
            #expect(try await ledger.receipt(index: 49) == nil)
            witnesses[1].become(.honest)
            try await ledger.waitForCheckpoint(covering: 49)
        }
        #expect(notices.kinds.contains(.quorumMissed) && notices.kinds.last == .quorumMet)
    }

    @Test(
        "a log that was restored from a copy is stopped by any witness that has seen more, before it gives an index twice"
    )
    func restored() async throws {
        let witnesses = [try await witness(0), try await witness(1)]
        let witnessing = try witnessing(witnesses, "any")
        func filled(_ count: Int) async throws {
            try await running(witnessing) { ledger throws in
                for number in 0..<count { _ = try await ledger.append(.test(number)) }
                try await ledger.waitForCheckpoint(covering: await ledger.size - 1)
            }
        }
        try await filled(10)
        let copies = ["", "-wal", "-shm"].compactMap { suffix in
            FileManager.default.contents(atPath: house.path + suffix).map { (suffix, $0) }
        }
        try await filled(5)
        for suffix in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: house.path + suffix) }
        for (suffix, bytes) in copies { try bytes.write(to: URL(fileURLWithPath: house.path + suffix)) }
        witnesses[0].become(.dead)
        do {
            try await filled(1)
            Issue.record("a restored log went on")
        } catch let error as LedgerError {
            let cause = error.cause as? LedgerError ?? error
            #expect(cause.code == .witnessedBeyond, "\(error.debugDescription)")
        }
        #expect(try await house.open().fsck().entries == 10)
    }

    @Test(
        "a log whose own key has signed another root is stopped while it runs, at whatever size the witness stands",
        arguments: [(422, "", 1), (422, "", 2), (409, "1\n", 1), (409, "1\n", 2), (409, "0\n", 1), (409, "77\n", 1)])
    func forked(_ status: Int, _ body: String, _ size: UInt64) async throws {
        let witnesses = [try await witness(0), try await witness(1)]
        let fork = try Checkpoint(origin: house.keys.origin, size: size, root: .leaf([9])).signed(by: house.keys.log)
        do {
            try await running(try witnessing(witnesses, "any")) { ledger throws in
                _ = try await ledger.append(.test(0))
                try await ledger.waitForCheckpoint(covering: 0)
                witnesses[1].show(fork.bytes)
                witnesses[1].become(.answers(status, Array(body.utf8)))
                _ = try await ledger.append(.test(1))
                try await ledger.waitForCheckpoint(covering: 1)
            }
            Issue.record("a forked log went on")
        } catch let error as LedgerError {
            let cause = error.cause as? LedgerError ?? error
            #expect(cause.code == .witnessedBeyond && cause.place == size, "\(error.debugDescription)")
        }
    }

    @Test("what a witness shows without our signature proves nothing", arguments: [0, 1, 2])
    func unproved(_ what: Int) async throws {
        let witnesses = [try await witness(0), try await witness(1, .answers(409, Array("77\n".utf8)))]
        let stranger = try NoteSigner.random(name: house.keys.origin)
        let forged = try Checkpoint(origin: house.keys.origin, size: 77, root: .leaf([])).signed(by: stranger)
        witnesses[1].show([forged.bytes, [1, 2, 3], []][what])
        try await running(try witnessing(witnesses, "any")) { ledger throws in
            _ = try await ledger.append(.test(0))
            await #expect(throws: Never.self) { try await ledger.waitForCheckpoint(covering: 0) }
            #expect(await ledger.size == 1, "it goes on")
        }
    }
}
