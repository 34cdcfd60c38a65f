import Foundation
import GatewayTesting
import RecordTypes
import Synchronization
import Testing
import TransparencyLog

@testable import Ledger

/// An anchor whose proofs are the bytes themselves, and which fails when it is told to.
private final class ScriptedAnchor: Anchor {
    let name: String
    let fileExtension = "txt"
    private let life: Duration?
    private let state = Mutex<(fails: Bool, asked: [[UInt8]])>((false, []))

    init(_ name: String, life: Duration? = nil) {
        self.name = name
        self.life = life
    }

    var asked: [[UInt8]] { state.withLock { $0.asked } }
    func fail(_ fails: Bool) { state.withLock { $0.fails = fails } }

    func publish(_ bytes: [UInt8], clock: @Sendable () -> Instant) async throws -> AnchorProof {
        let fails = state.withLock { state in
            state.asked.append(bytes)
            return state.fails
        }
        if fails { throw AnchorError.refused }
        return AnchorProof(
            bytes: Array(name.utf8) + bytes, time: clock(), ends: life.map { clock().advanced(by: $0) })
    }
}

@Suite("Anchoring")
struct AnchoringTests {
    let house: MirrorHouse
    let clock = ManualClock(Instant(seconds: 1_780_000_000))
    let signer: NoteSigner

    init() throws {
        house = try MirrorHouse()
        signer = try NoteSigner(name: "log.example/audit", seed: Array(0..<32))
    }

    private func store() async throws -> AnchorStore {
        try await AnchorStore.open(path: "\(house.directory)/anchors.sqlite")
    }

    private func anchoring(_ anchors: [any Anchor], _ store: AnchorStore) -> Anchoring {
        Anchoring(
            anchors: anchors, store: store, schedule: .init(every: .seconds(3600), lead: .seconds(100_000)),
            clock: clock.reading, notice: { _ in })
    }

    private func files(_ store: AnchorStore) async throws -> [String] { try await store.list().map(\.file) }

    @Test("a shard that begins while the store is open has proofs of its own; the old ones are served below its number")
    func anotherShard() async throws {
        func path(_ number: Int) -> String { "\(house.directory)/anchors-\(number).sqlite" }
        let first = Shard(number: 1, origin: signer.name, verifierKey: signer.verifierKey.text, start: 0)
        let store = try await AnchorStore.open(shards: [first], path: path)
        let log = try AlteredLog(3, signer: signer)
        let own = try #require(store.store(ofShard: 1))
        try await anchoring([ScriptedAnchor("one")], own).turn(checkpoint: log.checkpoint)
        let list = try #require(try await store.file("anchor/list"))
        #expect(!list.isEmpty && store.store(ofShard: 2) == nil)
        for _ in 0..<2 { try await store.begin(shard: 2, path: path(2)) }
        #expect(try await store.file("anchor/list")?.isEmpty == true)
        #expect(try await store.file("shard/1/anchor/list") == list)
        #expect(try await store.file("shard/1/anchor/checkpoint/3") == log.checkpoint)
        #expect(try await store.file("shard/3/anchor/list") == nil)
        #expect(store.store(ofShard: 2) != nil)
    }

    @Test("every anchor gets a checkpoint an hour, of one size once; an empty log none")
    func schedule() async throws {
        let (one, two) = (ScriptedAnchor("one"), ScriptedAnchor("two"))
        let store = try await store()
        let anchoring = anchoring([one, two], store)
        try await anchoring.turn(checkpoint: nil)
        try await anchoring.turn(checkpoint: AlteredLog(0, signer: signer).checkpoint)
        #expect(one.asked.isEmpty)
        for (size, seconds) in [(3, 0), (4, 1800), (5, 1800), (5, 7200), (6, 10)] {
            clock.advance(by: .seconds(seconds))
            try await anchoring.turn(checkpoint: AlteredLog(size, signer: signer).checkpoint)
        }
        // 4 was too early; the second 5 was known; 6 was due at last.
        #expect(
            Set(try await files(store))
                == [
                    "checkpoint/3.one.txt", "checkpoint/5.one.txt", "checkpoint/6.one.txt", "checkpoint/3.two.txt",
                    "checkpoint/5.two.txt", "checkpoint/6.two.txt",
                ])
        #expect(one.asked == two.asked && one.asked.count == 3)
    }

    @Test("an anchor that failed is asked again later and gets the very bytes that the others have")
    func again() async throws {
        let (one, two) = (ScriptedAnchor("one"), ScriptedAnchor("two"))
        two.fail(true)
        let store = try await store()
        let anchoring = anchoring([one, two], store)
        let note = try AlteredLog(3, signer: signer).checkpoint
        try await anchoring.turn(checkpoint: note)
        two.fail(false)
        try await anchoring.turn(checkpoint: note)
        #expect(try await files(store) == ["checkpoint/3.one.txt"], "not at once")
        clock.advance(by: .seconds(10))
        // Cosigned anew meanwhile: other bytes, the same checkpoint.
        let witness = try Cosigner(name: "w", seed: Array(0..<32))
        try await anchoring.turn(checkpoint: AlteredLog(3, signer: signer, witnesses: [witness]).checkpoint)
        #expect(try await files(store) == ["checkpoint/3.one.txt", "checkpoint/3.two.txt"])
        #expect(two.asked == [note, note])
        #expect(try await store.file("anchor/checkpoint/3") == note)
    }

    @Test("what ends is carried on once, after half its life, by whoever can; another process goes on with it")
    func renewal() async throws {
        let (short, long) = (ScriptedAnchor("short", life: .seconds(10_000)), ScriptedAnchor("long"))
        let first = try await store()
        try await anchoring([short], first).turn(checkpoint: AlteredLog(3, signer: signer).checkpoint)
        clock.advance(by: .seconds(4_999))
        try await anchoring([long], first).turn(checkpoint: nil)
        #expect(long.asked.isEmpty)
        clock.advance(by: .seconds(1))
        long.fail(true)
        try await anchoring([long], first).turn(checkpoint: nil)
        long.fail(false)
        let second = try await store()
        for _ in 0..<2 { try await anchoring([long], second).turn(checkpoint: nil) }
        // What failed left its object, and the same object was taken up.
        #expect(try await files(second) == ["checkpoint/3.short.txt", "renewal/1.long.txt"])
        let note = try AlteredLog(3, signer: signer).checkpoint
        let list = String(decoding: try #require(try await second.file("anchor/renewal/1")), as: UTF8.self)
        #expect(
            Set(list.split(separator: "\n").map(String.init))
                == [
                    "\(Digest.sha256(note))  anchor/checkpoint/3",
                    "\(Digest.sha256(Array("short".utf8) + note))  anchor/checkpoint/3.short.txt",
                ])
    }

    @Test(
        "nothing but what the list names is a file",
        arguments: [
            "anchor/", "anchor", "list", "anchor/checkpoint", "anchor/checkpoint/", "anchor/checkpoint/03",
            "anchor/checkpoint/3.one", "anchor/checkpoint/3.one.tsr", "anchor/checkpoint/3.one.txt.x",
            "anchor/renewal/1",
            "anchor/other/3", "anchor/checkpoint/-3", "anchor/../keys", "checkpoint/3",
        ])
    func paths(_ path: String) async throws {
        let store = try await store()
        try await anchoring([ScriptedAnchor("one")], store).turn(checkpoint: AlteredLog(3, signer: signer).checkpoint)
        #expect(try await store.file("anchor/checkpoint/3.one.txt") != nil)
        #expect(try await store.file(path) == nil)
    }

    @Test(
        "a line of the list that is none is not read",
        arguments: [
            "", "checkpoint/3", "checkpoint/3 one.tsr 2026-05-28T20:26:40.000Z", "checkpoint/3 one.tsr x -",
            "checkpoint/x one.tsr 2026-05-28T20:26:40.000Z -", "checkpoint/3 ../k.tsr 2026-05-28T20:26:40.000Z -",
            "checkpoint/3 one 2026-05-28T20:26:40.000Z -", "keys/3 one.tsr 2026-05-28T20:26:40.000Z -",
        ])
    func lines(_ line: String) {
        #expect(AnchorListLine(line) == nil)
        let good = "checkpoint/3 one.tsr 2026-05-28T20:26:40.000Z -"
        #expect(AnchorListLine(good)?.line == good)
    }

    @Test(
        "an audit tells a log that has gone back behind an anchored checkpoint, or whose anchored checkpoint is another's"
    )
    func audited() async throws {
        let store = try await store()
        let anchoring = anchoring([ScriptedAnchor("one")], store)
        try await anchoring.turn(checkpoint: AlteredLog(300, signer: signer).checkpoint)
        func audit(_ log: AlteredLog) async throws -> String {
            var log = log
            for path in ["list", "checkpoint/300", "checkpoint/300.one.txt"] {
                log.files["anchor/\(path)"] = try await store.file("anchor/\(path)")
            }
            return try await LogAudit(files: log, key: signer.verifierKey, policy: nil, old: []).run().text
        }
        #expect(try await audit(AlteredLog(300, signer: signer)).hasSuffix("\nOK\n"))
        #expect(try await audit(AlteredLog(700, signer: signer)).contains("OK\tanchored checkpoints\t1 are"))
        #expect(try await audit(AlteredLog(299, signer: signer)).contains("ROLLBACK: 300 entries were anchored"))
        #expect(try await audit(AlteredLog(700, signer: signer, differingFrom: 200)).contains("FORK"))
        let other = try NoteSigner(name: "log.example/audit", seed: Array(1..<33))
        let foreign = try await AnchorStore.open(path: "\(house.directory)/foreign.sqlite")
        try await self.anchoring([ScriptedAnchor("one")], foreign).turn(
            checkpoint: AlteredLog(300, signer: other).checkpoint)
        var log = try AlteredLog(300, signer: signer)
        log.files["anchor/list"] = try await foreign.file("anchor/list")
        log.files["anchor/checkpoint/300"] = try await foreign.file("anchor/checkpoint/300")
        let report = try await LogAudit(files: log, key: signer.verifierKey, policy: nil, old: []).run()
        #expect(report.outcome == .fail && report.text.contains("is not signed by this log"), "\(report.text)")
    }
}
