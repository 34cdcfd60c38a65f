import RecordTypes
import Testing
import TransparencyLog

@testable import Ledger

@Suite("fsck")
struct FsckTests {
    static func filled(_ count: Int = 300) async throws -> LedgerHouse {
        let house = try LedgerHouse()
        try await house.running { ledger throws in
            try await withThrowingTaskGroup { group in
                for number in 0..<count {
                    group.addTask {
                        _ = try await ledger.append(
                            .test(number, subject: number % 4 == 3 ? nil : number % 4, key: number))
                    }
                }
                try await group.waitForAll()
            }
            try await ledger.waitForCheckpoint(covering: UInt64(count - 1))
        }
        return house
    }

    @Test("a sound ledger has no defect, empty or full", arguments: [0, 1, 300])
    func sound(_ count: Int) async throws {
        let house = count == 0 ? try LedgerHouse() : try await Self.filled(count)
        let check = try await house.open().fsck()
        #expect(check.defects.isEmpty)
        #expect(check.entries == UInt64(count))
        #expect(check.erased == 0)
        #expect(count == 0 || check.checkpoints > 0)
    }

    struct Tampering: Sendable, CustomTestStringConvertible {
        let name: String
        let kinds: Set<LedgerDefect.Kind>
        let make: @Sendable (LedgerHouse) throws -> Void
        var testDescription: String { name }
    }

    static let tamperings: [Tampering] = [
        Tampering(name: "a bit of an entry's commitment", kinds: [.leafHash, .commitment]) {
            try $0.flip("entry", "entry", byte: 60, where: "idx = 10")
        },
        Tampering(name: "a bit of an entry's magic", kinds: [.leafHash, .entryMalformed]) {
            try $0.flip("entry", "entry", where: "idx = 10")
        },
        Tampering(name: "a bit of an entry's tag", kinds: [.leafHash, .tag]) {
            let row = "idx = (SELECT idx FROM entry WHERE person IS NOT NULL LIMIT 1)"
            try $0.flip("entry", "entry", byte: 20, where: row)
        },
        Tampering(name: "a bit of an entry's coarse time", kinds: [.leafHash, .time]) {
            try $0.flip("entry", "entry", byte: 9, where: "idx = 10")
        },
        Tampering(name: "a bit of a leaf hash", kinds: [.leafHash]) { try $0.flip("entry", "leaf", where: "idx = 10") },
        Tampering(name: "a bit of a sealed statement", kinds: [.sealedStatement]) {
            try $0.flip("entry", "sealed_statement", byte: 20, where: "idx = 10")
        },
        Tampering(name: "a bit of a sealed opening", kinds: [.sealedStatement]) {
            try $0.flip("entry", "sealed_opening", byte: 20, where: "idx = 10")
        },
        Tampering(name: "statements exchanged", kinds: [.sealedStatement]) {
            try $0.tamper(
                "UPDATE entry SET sealed_statement = (SELECT sealed_statement FROM entry WHERE idx = 11) WHERE idx = 10"
            )
        },
        Tampering(name: "a bit of an idempotency key", kinds: [.idempotency]) {
            try $0.flip("entry", "request", where: "idx = 10")
        },
        Tampering(name: "an idempotency key taken out", kinds: [.idempotency]) {
            try $0.tamper("UPDATE entry SET request = NULL WHERE idx = 10")
        },
        Tampering(name: "a person's counter", kinds: [.counter]) {
            try $0.tamper("UPDATE person SET counter = counter + 1 WHERE id = 1")
        },
        Tampering(name: "an entry's counter", kinds: [.counter]) {
            try $0.tamper(
                "UPDATE entry SET counter = 1000 WHERE idx = (SELECT max(idx) FROM entry WHERE person IS NOT NULL)")
        },
        Tampering(name: "an entry filed under nobody", kinds: [.person, .counter]) {
            try $0.tamper("UPDATE entry SET person = NULL, counter = NULL WHERE person = 1 AND counter = 5")
        },
        Tampering(name: "a person's sealed identity", kinds: [.sealedIdentity]) {
            try $0.flip("person", "sealed_identity", byte: 20, where: "id = 1")
        },
        Tampering(name: "a bit of a full tile", kinds: [.tile]) {
            try $0.flip("tile", "hashes", byte: 99, where: "level = 0 AND idx = 0")
        },
        Tampering(name: "a bit of a partial tile", kinds: [.tile]) {
            try $0.flip("tile", "hashes", byte: 99, where: "level = 0 AND idx = 1")
        },
        Tampering(name: "a bit of a level-1 tile", kinds: [.tile]) {
            try $0.flip("tile", "hashes", where: "level = 1 AND idx = 0")
        },
        Tampering(name: "a tile taken out", kinds: [.tileMissing]) {
            try $0.tamper("DELETE FROM tile WHERE level = 1")
        },
        Tampering(name: "an entry taken out", kinds: [.entryMissing, .treeHead, .checkpointAhead]) {
            try $0.tamper("DELETE FROM entry WHERE idx = 100")
        },
        Tampering(name: "a bit of the root", kinds: [.treeHead]) { try $0.flip("tree", "root", where: "shard = 1") },
        Tampering(name: "a bit of the frontier", kinds: [.treeHead]) {
            try $0.flip("tree", "frontier", where: "shard = 1")
        },
        Tampering(name: "a bit of a signed root", kinds: [.checkpointRoot, .published]) {
            try $0.flip("signed", "root", where: "size = 300")
        },
        Tampering(name: "a bit of a signed note", kinds: [.checkpointSignature, .published]) {
            try $0.flip("signed", "note", byte: 130, where: "size = 300")
        },
        Tampering(name: "a checkpoint of a size the log never had", kinds: [.checkpointAhead]) {
            try $0.tamper("INSERT INTO signed SELECT shard, 999, root, note FROM signed WHERE size = 300")
        },
        Tampering(name: "a published note that was not signed", kinds: [.published]) {
            try $0.flip("published", "note", byte: 130, where: "shard = 1")
        },
    ]

    @Test("names what was tampered with, and nothing else", arguments: tamperings)
    func tampered(_ tampering: Tampering) async throws {
        let house = try await Self.filled()
        try tampering.make(house)
        let check = try await house.open().fsck()
        #expect(Set(check.defects.map(\.kind)) == tampering.kinds)
    }
}
