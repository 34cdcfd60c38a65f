import Foundation
import GRDB
import GatewayTesting
import RecordTypes
import Synchronization
import Testing
import TransparencyLog

@testable import Ledger

@Suite("Yearly shards")
struct ShardTests {
    /// 300 entries in the first year, of which every third is about person 1; then the turn of the year.
    private func turned() async throws -> (YearlyHouse, [LedgerPromise]) {
        let yearly = try YearlyHouse()
        let promises = try await yearly.running { ledger throws in
            var promises: [LedgerPromise] = []
            for number in 0..<300 {
                promises.append(try await ledger.append(.test(number, subject: number % 3, key: number)))
            }
            try await ledger.waitForCheckpoint(covering: 299)
            return promises
        }
        try await yearly.turn()
        return (yearly, promises)
    }

    @Test("counts, idempotency keys and positions run on; indexes, origins and keys begin anew")
    func runsOn() async throws {
        let (yearly, promises) = try await turned()
        let old = yearly.house.keys.log.verifierKey
        try await yearly.running { ledger throws in
            #expect(ledger.shards.map(\.origin) == [yearly.house.keys.origin, YearlyHouse.next])
            #expect(ledger.shards.map(\.start) == [0, 301])
            #expect(ledger.shards[0].size == 301 && !ledger.shards[1].isClosed)
            #expect(ledger.verifierKey.name == YearlyHouse.next)
            // The same request has the same promise, of the old log.
            let again = try await ledger.append(.test(7, subject: 1, key: 7))
            #expect(again.index == 7 && again.place == promises[7].place)
            #expect(again.leafHash == promises[7].leafHash && again.place.origin == yearly.house.keys.origin)
            let new = try await ledger.append(.test(500, subject: 1))
            #expect(new.index == 302 && new.place == LogPlace(origin: YearlyHouse.next, index: 1))
            let note = String(decoding: new.acknowledgement, as: UTF8.self)
            #expect(
                note.contains("\n\(YearlyHouse.next)\n1\n"),
                "an acknowledgement names the log and the index in it: \(note)")
            try await ledger.waitForCheckpoint(covering: new.index)
            #expect(try await ledger.ownEntry(at: new.index).counter == 101, "one more than the last year's")

            let receipts = try await (
                ledger.receipt(index: 7), ledger.receipt(index: 300), ledger.receipt(index: 301),
                ledger.receipt(index: 302)
            )
            for (receipt, index, key) in [
                (receipts.0, 7, old), (receipts.1, 300, old), (receipts.2, 0, ledger.verifierKey),
                (receipts.3, 1, ledger.verifierKey),
            ] as [(LedgerReceipt?, UInt64, VerifierKey)] {
                let receipt = try #require(receipt)
                #expect(receipt.index == index)
                #expect(receipt.verify(statement: nil, vkey: key.text).outcome == .ok)
                let other = key == old ? ledger.verifierKey : old
                #expect(receipt.verify(statement: nil, vkey: other.text).outcome == .fail)
            }
            let check = try await ledger.fsck()
            #expect(check.isSound && check.entries == 303, "\(check.defects)")
        }
        #expect(try yearly.folder.list().map(\.state) == [.active, .retired, .active])
    }

    @Test("a stranger audits every year from the files, offline")
    func audit() async throws {
        let (yearly, _) = try await turned()
        try await yearly.running { ledger throws in
            for number in 0..<300 { _ = try await ledger.append(.test(number, subject: number % 3)) }
        }
        try await yearly.turn(to: "log.example/test/2028")
        try await yearly.running { ledger throws in
            let promise = try await ledger.append(.test(1, subject: 1))
            try await ledger.waitForCheckpoint(covering: promise.index)
        }
        let folder = "\(yearly.house.directory)/log"
        try await Ledger.export(path: yearly.house.path, to: folder)
        let newest = try #require(try yearly.folder.list().first { $0.state == .active }?.key)
        let old = LogAudit.OldCheckpoint(
            name: "kept", note: try Array(Data(contentsOf: URL(fileURLWithPath: "\(folder)/shard/1/checkpoint"))))
        func report(_ files: some LogFiles) async throws -> VerificationReport {
            try await ShardAudit(files: files, key: newest, policy: nil, old: [old]).run()
        }
        let sound = try await report(LogFolder(folder))
        #expect(sound.outcome == .ok, "\(sound.text)")
        for name in ["shard 2 link", "shard 1 link", "shard 1 old checkpoint kept"] {
            #expect(sound.lines.contains { $0.outcome == .ok && $0.check == name }, "\(name): \(sound.text)")
        }

        struct Altered: LogFiles {
            let base: LogFolder
            let path: String
            let change: @Sendable ([UInt8]) -> [UInt8]?
            func file(_ path: String) async throws -> [UInt8]? {
                let bytes = try await base.file(path)
                return path == self.path ? bytes.flatMap(change) : bytes
            }
        }
        @Sendable func flip(_ bytes: [UInt8]) -> [UInt8]? {
            var bytes = bytes
            bytes[bytes.count / 2] ^= 1
            return bytes
        }
        for path in [
            "shard/1/tile/0/000", "shard/1/tile/entries/001.p/45", "shard/1/checkpoint", "shard/2/opening",
            "shard/1/closing", "shard/3/opening",
        ] {
            let altered = try await report(Altered(base: LogFolder(folder), path: path, change: flip))
            #expect(altered.outcome == .fail, "\(path): \(altered.text)")
            let missing = try await report(Altered(base: LogFolder(folder), path: path) { _ in nil })
            #expect(missing.outcome == .fail || path.contains("entries"), "\(path): \(missing.text)")
        }
        // Who leaves a year out of the list would hide all its entries.
        let list = try #require(try await LogFolder(folder).file("shards"))
        let lines = list.split(separator: UInt8(ascii: "\n")).map { String(decoding: $0, as: UTF8.self) }
        #expect(lines.count == 3)
        for changed in [
            Array(lines.dropFirst()), Array(lines.suffix(1)), [lines[0], lines[2]], lines.reversed(), lines.dropLast(),
            [lines[2].replacing("3 \(newest.name) 603", with: "1 \(newest.name) 0")],
            [lines[0].replacing(" 301 ", with: " 300 "), lines[1].replacing(" 301 302 ", with: " 300 303 "), lines[2]],
        ] as [[String]] {
            #expect(changed != lines)
            let text = changed.map { $0 + "\n" }.joined()
            let altered = try await report(
                Altered(base: LogFolder(folder), path: "shards") { _ in Array(text.utf8) })
            #expect(altered.outcome == .fail, "\(text)\(altered.text)")
        }
        // A folder that shows one year alone may be a mirror's: what is not in it is said.
        let alone = try await ShardAudit(
            files: Altered(base: LogFolder(folder), path: "shards") { _ in nil }, key: newest, policy: nil, old: []
        ).run()
        #expect(
            alone.outcome == .ok && alone.lines.contains { $0.outcome == .notApplicable && $0.check == "shards" },
            "\(alone.text)")
    }

    @Test("a checkpoint that the old key signs beyond the end is told from the one that was linked")
    func grownAfterItsEnd() async throws {
        let (yearly, _) = try await turned()
        try await yearly.running { ledger throws in
            let promise = try await ledger.append(.test(1))
            try await ledger.waitForCheckpoint(covering: promise.index)
        }
        let folder = "\(yearly.house.directory)/log"
        try await Ledger.export(path: yearly.house.path, to: folder)
        // Somebody stole the key before it was destroyed.
        struct Forged: LogFiles {
            let base: LogFolder
            let note: [UInt8]
            func file(_ path: String) async throws -> [UInt8]? {
                path == "shard/1/checkpoint" ? note : try await base.file(path)
            }
        }
        for size in [301, 302] as [UInt64] {
            let forged = try Checkpoint(origin: yearly.house.keys.origin, size: size, root: .leaf([1])).signed(
                by: yearly.house.keys.log)
            let report = try await ShardAudit(
                files: Forged(base: LogFolder(folder), note: forged.bytes), key: nil, policy: nil, old: []
            ).run()
            #expect(report.outcome == .fail && report.text.contains("FORK"), "\(report.text)")
        }
    }

    @Test("a proof of completeness spans the years, and one entry hidden in any of them is found")
    func completeness() async throws {
        let (yearly, _) = try await turned()
        try await yearly.running { ledger throws in
            for number in 0..<30 { _ = try await ledger.append(.test(number, subject: number % 3)) }
        }
        try await yearly.turn(to: "log.example/test/2028")
        let proof = try await yearly.proof(of: 1)
        #expect(proof.count == 100 + 10 + 1)
        let newest = try #require(try yearly.folder.list().first { $0.state == .active }?.key)
        let report = proof.verify(logs: [newest], policy: nil)
        #expect(report.outcome == .ok, "the newest key leads to every year: \(report.text)")
        let read = try CompletenessProof(bytes: proof.bytes)
        #expect(read == proof)
        try await Ledger.export(path: yearly.house.path, to: "\(yearly.house.directory)/log")
        let search = try await read.search(LogFolder("\(yearly.house.directory)/log"))
        #expect(search.outcome == .ok && search.lines.count == 3, "\(search.text)")
        for position in proof.items.indices {
            var items = proof.items
            items.remove(at: position)
            let altered = CompletenessProof(
                items: items, tagKeys: proof.tagKeys, checkpoint: proof.checkpoint, earlier: proof.earlier)
            #expect(altered.verify(logs: [newest], policy: nil).outcome == .fail, "entry \(position + 1)")
        }
        for earlier in [[], Array(proof.earlier.dropFirst()), Array(proof.earlier.reversed())] {
            let altered = CompletenessProof(
                items: proof.items, tagKeys: proof.tagKeys, checkpoint: proof.checkpoint, earlier: earlier)
            #expect(altered.verify(logs: [newest], policy: nil).outcome == .fail)
        }
    }

    @Test("a mirror goes on with a year's own address, and finds tags; a lost tile of a closed year is healed from it")
    func mirrored() async throws {
        let (yearly, _) = try await turned()
        try await yearly.running { ledger throws in
            let promise = try await ledger.append(.test(1, subject: 1))
            try await ledger.waitForCheckpoint(covering: promise.index)
        }
        let folder = "\(yearly.house.directory)/log"
        try await Ledger.export(path: yearly.house.path, to: folder)
        let own = "\(yearly.house.directory)/mirror"
        try FileManager.default.createDirectory(atPath: own, withIntermediateDirectories: true)
        let mirror = try await Mirror.open(
            folder: own, cosigner: .random(name: "mirror.example/m"),
            logs: [yearly.house.keys.log.verifierKey], needsEntries: true, clock: yearly.house.clock.reading)
        let step = try await mirror.follow(ShardFiles(LogFolder(folder), shard: 1))
        #expect(step == .advanced(from: 0, to: 301))
        let entry = try LedgerEntry(
            bytes: try #require(try await yearly.open().receipt(index: 40)).entry)
        #expect(try await mirror.entries(tagPrefix: entry.tag).map(\.index) == [40])

        try yearly.house.tamper("DELETE FROM tile WHERE shard = 1 AND level = 0 AND idx = 0")
        try yearly.house.tamper("DELETE FROM tile WHERE shard = 2")
        let healed = try await Ledger.heal(
            path: yearly.house.path, keys: try yearly.folder.list().map(\.key), from: LogFolder(folder))
        #expect(healed.tiles == 2 && healed.entries == 0)
        let check = try await yearly.open().fsck()
        #expect(check.isSound, "\(check.defects)")
    }

    @Test("each defect of a row of logs is named")
    func fsck() async throws {
        let (yearly, _) = try await turned()
        try await yearly.running { ledger throws in
            let promise = try await ledger.append(.test(1, subject: 1))
            try await ledger.waitForCheckpoint(covering: promise.index)
        }
        try yearly.house.flip("shard", "opening", byte: 30, where: "number = 2")
        try yearly.house.flip("shard", "closing", byte: 30, where: "number = 1")
        try yearly.house.flip("tile", "hashes", byte: 3, where: "shard = 1 AND level = 0 AND idx = 1")
        try yearly.house.flip("signed", "root", where: "shard = 1 AND size = 301")
        let check = try await yearly.open().fsck()
        #expect(Set(check.defects.map(\.kind)) == [.shardLink, .tile, .checkpointRoot, .published], "\(check.defects)")
        #expect(check.entries == 303)
    }

    // MARK: Refusals

    @Test("no year ends without the next one's key, during a change of keys, or under a name that was used")
    func refusals() async throws {
        let yearly = try YearlyHouse()
        let origin = yearly.house.keys.origin
        await #expect(throws: LedgerError(.shardKey)) { try await yearly.open().openNextShard() }
        #expect(throws: LedgerError(.shardKey)) { try yearly.folder.prepareShard(origin: origin) }
        #expect(throws: LedgerError(.shardKey)) { try yearly.folder.prepareShard(origin: "two words") }
        #expect(throws: LedgerError(.shardKey)) { try yearly.folder.prepareShard(origin: Acknowledgement.label) }
        _ = try yearly.folder.prepare(.log)
        #expect(throws: LedgerError(.shardKey)) { try yearly.folder.prepareShard(origin: YearlyHouse.next) }
        _ = try yearly.folder.retire(.log)
        let key = try yearly.folder.prepareShard(origin: YearlyHouse.next)
        #expect(try yearly.folder.prepareShard(origin: YearlyHouse.next) == key)
        #expect(throws: LedgerError(.shardKey)) { try yearly.folder.prepareShard(origin: "log.example/test/2028") }
        // A key that is only prepared changes nothing.
        try await yearly.running { #expect($0.shards.count == 1 && $0.verifierKey.name == origin) }
        _ = try yearly.folder.prepare(.log)
        await #expect(throws: LedgerError(.shardKey)) { try await yearly.open().openNextShard() }
        #expect(try await yearly.open().shards[0].isClosed == false)
        _ = try yearly.folder.retire(.log)
        try await yearly.open().openNextShard()
        #expect(try await yearly.open().shards.map(\.verifierKey).last == key.text)
        #expect(throws: LedgerError(.shardKey)) { try yearly.folder.prepareShard(origin: origin) }
    }

    @Test("a ledger that was opened before the turn enters nothing after it", arguments: StorageKind.available)
    func staleNode(_ kind: StorageKind) async throws {
        let place = try await StoragePlace(kind)
        let house = try LedgerHouse()
        let opening = try NoteSigner.random(name: YearlyHouse.next)
        let keys = try LedgerKeys(
            log: house.keys.log, acknowledgement: house.keys.acknowledgement, opening: opening)
        let storage = try await place.open()
        try await storage.claim(origin: keys.origin, verifierKey: keys.log.verifierKey.text, formerly: [])
        func open() async throws -> Ledger {
            try await Ledger(
                storage: try await place.open(), keys: keys, gateway: house.gateway, people: house.people, pace: .zero,
                clock: house.clock.reading, random: { SecureRandom.bytes($0) })
        }
        let stale = try await open()
        try await LedgerHouse.running(open()) { ledger throws in
            for number in 0..<3 { _ = try await ledger.append(.test(number, subject: 1)) }
        }
        try await open().openNextShard()
        await #expect(throws: LedgerError(.stopped)) {
            try await LedgerHouse.running(stale) { ledger throws in
                do { _ = try await ledger.append(.test(9, subject: 1)) } catch let error as LedgerError {
                    #expect((error.cause as? LedgerError)?.code == .shardClosed, "\(error.debugDescription)")
                    throw error
                }
            }
        }
        let shards = try await place.open().shards()
        #expect(shards.map(\.number) == [1, 2] && shards[0].end == 4 && shards[1].start == 4)
        #expect(try await place.open().size() == 5)
        // Its tree ends where its shard does, whoever grows it.
        let view = try await place.open().view(of: shards[0])
        #expect(try await view.leaves(from: 0, limit: 100).count == 4)
        #expect(try await view.latestSigned()?.size == 4)
        #expect(try await place.open().view(of: shards[1]).leaves(from: 0, limit: 100).count == 1)
    }

    // MARK: Crashes

    @Test(
        "whatever step of the turn fails, before or reported lost, the next start has one of two whole states",
        arguments: [FailingStorage.Step.sequence, .extend, .keepSigned, .leaves, .tree],
        [FailingStorage.Mode.before, .lost])
    func everyStep(_ step: FailingStorage.Step, _ mode: FailingStorage.Mode) async throws {
        for passing in 1...3 {
            let yearly = try YearlyHouse()
            try await yearly.running { ledger throws in
                for number in 0..<8 { _ = try await ledger.append(.test(number, subject: number % 2, key: number)) }
            }
            _ = try yearly.folder.prepareShard(origin: YearlyHouse.next)
            let base = try await SQLiteLedgerStorage.open(path: yearly.house.path)
            let storage = FailingStorage(base, failing: step, mode, passing: passing)
            let keys = try yearly.keys()
            let ledger = try await Ledger(
                storage: storage, keys: keys, gateway: yearly.house.gateway, people: yearly.house.people, pace: .zero,
                clock: yearly.house.clock.reading, random: { SecureRandom.bytes($0) })
            var isDone = true
            do { try await ledger.openNextShard() } catch is FailingStorage.Fault { isDone = false }
            #expect(isDone || storage.hasFailed)
            let isWhole = isDone
            try await yearly.running { ledger throws in
                // Before the decision was durable: the old year, untouched. After it: the new one.
                let hasTurned = ledger.shards.count == 2
                #expect(hasTurned || (!isWhole && step == .sequence && passing == 1 && mode == .before))
                #expect(ledger.shards.last?.isClosed == false)
                for number in 0..<9 { _ = try await ledger.append(.test(number, subject: number % 2, key: number)) }
                let size = await ledger.size
                #expect(size == (hasTurned ? 11 : 9), "two links, or none")
                try await ledger.waitForCheckpoint(covering: size - 1)
                let check = try await ledger.fsck()
                #expect(check.isSound, "\(check.defects)")
            }
            let report = try await yearly.audit()
            #expect(report.outcome == .ok, "\(report.text)")
        }
    }

    @Test("the final checkpoint gets its quorum later when witnesses were away at the turn; care does not wait for it")
    func witnessedLater() async throws {
        let yearly = try YearlyHouse()
        let clock = yearly.house.clock.reading
        let cosigner = try Cosigner.random(name: "witness.example/w")
        let key = try yearly.folder.prepareShard(origin: YearlyHouse.next)
        let witness = try await Witness.open(
            path: "\(yearly.house.directory)/witness.sqlite", cosigner: cosigner,
            logs: [yearly.house.keys.log.verifierKey, key], clock: clock)
        final class Client: WitnessClient {
            let witness: Witness
            let isAway = Mutex(false)
            init(_ witness: Witness) { self.witness = witness }
            struct Away: Error {}
            func addCheckpoint(_ body: [UInt8]) async throws -> (status: Int, body: [UInt8]) {
                if isAway.withLock({ $0 }) { throw Away() }
                let answer = try await witness.addCheckpoint(body)
                return (answer.status, answer.body)
            }
            func latestCheckpoint(of origin: String) async throws -> [UInt8]? { nil }
        }
        let client = Client(witness)
        let lines = [
            "log \(yearly.house.keys.log.verifierKey.text)", "log \(key.text)",
            "witness w \(cosigner.verifierKey.text)",
            "quorum w",
        ]
        let policy = try TlogPolicy(bytes: Array(lines.map { $0 + "\n" }.joined().utf8))
        func witnessed() -> Ledger.Publication {
            .witnessed(Witnessing(policy: policy, clients: [cosigner.verifierKey: client]))
        }
        try await yearly.running(publication: witnessed()) { ledger throws in
            let promise = try await ledger.append(.test(1, subject: 1))
            try await ledger.waitForCheckpoint(covering: promise.index)
        }
        client.isAway.withLock { $0 = true }
        try await yearly.open().openNextShard()
        try await yearly.running(publication: witnessed()) { ledger throws in
            let promise = try await ledger.append(.test(2, subject: 1))
            #expect(try await ledger.receipt(index: 1) == nil, "the closed year's last entry has no quorum yet")
            #expect(await ledger.anchoredSize == 1)
            client.isAway.withLock { $0 = false }
            try await ledger.waitForCheckpoint(covering: promise.index)
            for (index, checked) in [
                (0, yearly.house.keys.log.verifierKey), (1, yearly.house.keys.log.verifierKey), (3, key),
            ] as [(UInt64, VerifierKey)] {
                let receipt = try #require(try await ledger.receipt(index: index))
                let report = receipt.verify(statement: nil, policy: policy)
                #expect(report.outcome == .ok, "\(report.text)")
                #expect(receipt.verify(statement: nil, vkey: checked.text).outcome == .ok)
            }
        }
    }
}
