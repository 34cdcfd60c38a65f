import Foundation
import GatewayTesting
import RecordTypes
import Testing
import TransparencyLog

@testable import Ledger

@Suite("Healing from a mirror")
struct HealingTests {
    /// A stopped ledger of 600 entries and what was exported of it.
    private func damaged() async throws -> (house: LedgerHouse, mirror: LogFolder) {
        let house = try LedgerHouse()
        try await house.running { ledger throws in
            try await withThrowingTaskGroup { group in
                for number in 0..<600 {
                    group.addTask { _ = try await ledger.append(.test(number, subject: number % 3)) }
                }
                try await group.waitForAll()
            }
            try await ledger.waitForCheckpoint(covering: 599)
        }
        try await Ledger.export(path: house.path, to: "\(house.directory)/mirror")
        return (house, LogFolder("\(house.directory)/mirror"))
    }

    private func heal(_ house: LedgerHouse, _ mirror: some LogFiles) async throws -> LedgerHealing {
        try await Ledger.heal(path: house.path, keys: house.keys.verifierKeys, from: mirror)
    }

    @Test("a sound log has nothing to heal")
    func sound() async throws {
        let (house, mirror) = try await damaged()
        #expect(try await heal(house, mirror).isSound)
    }

    @Test(
        "what is damaged or gone is restored, and fsck finds nothing any more",
        arguments: [
            ("UPDATE tile SET hashes = zeroblob(8192) WHERE level = 0 AND idx = 1", 1, 0, 0),
            ("DELETE FROM tile WHERE level = 0 AND idx = 0", 1, 0, 0),
            ("DELETE FROM tile", 4, 0, 0),
            ("UPDATE tile SET hashes = zeroblob(96) WHERE level = 1", 1, 0, 0),
            ("UPDATE entry SET entry = zeroblob(82) WHERE idx = 300", 0, 1, 0),
            ("UPDATE entry SET leaf = zeroblob(32) WHERE idx = 7", 0, 0, 1),
            ("UPDATE tree SET root = zeroblob(32)", 0, 0, 0),
        ])
    func restored(_ damage: String, _ tiles: Int, _ entries: Int, _ leaves: Int) async throws {
        let (house, mirror) = try await damaged()
        try house.tamper(damage)
        let healing = try await heal(house, mirror)
        #expect(healing.tiles == tiles && healing.entries == entries && healing.leafHashes == leaves, "\(healing)")
        #expect(healing.lostStatements == 0)
        let check = try await house.open().fsck()
        #expect(check.isSound, "\(check.defects)")
        // And the log goes on.
        try await house.running { ledger throws in
            let promise = try await ledger.append(.test(600, subject: 1))
            try await ledger.waitForCheckpoint(covering: promise.index)
        }
    }

    @Test("an entry that is gone whole comes back for everybody's proofs; that its statement is lost is said")
    func lost() async throws {
        let (house, mirror) = try await damaged()
        try house.tamper("DELETE FROM entry WHERE idx = 401")
        let healing = try await heal(house, mirror)
        #expect(healing.entries == 1 && healing.lostStatements == 1, "\(healing)")
        try await house.running { ledger throws in
            #expect(try await ledger.receipt(index: 401)?.opening == nil)
            let promise = try await ledger.append(.test(600, subject: 1))
            try await ledger.waitForCheckpoint(covering: promise.index)
        }
    }

    @Test("what a mirror gives and our own root does not prove changes nothing")
    func refused() async throws {
        let (house, mirror) = try await damaged()
        try house.tamper("UPDATE entry SET entry = zeroblob(82), leaf = zeroblob(32) WHERE idx = 300")
        var lying: [String: [UInt8]] = [:]
        for path in ["checkpoint", "tile/entries/000", "tile/entries/001", "tile/entries/002.p/88"] {
            lying[path] = try await mirror.file(path)
        }
        lying["tile/entries/001"]?[2 + (300 - 256) * 84 + 60] ^= 1
        await #expect(throws: LedgerError(.cannotHeal, at: 600)) {
            _ = try await heal(house, FilesOf(files: lying))
        }
        // Nor does one that has nothing.
        await #expect(throws: LedgerError(.cannotHeal, at: 300)) { _ = try await heal(house, FilesOf(files: [:])) }
        #expect(try await house.open().fsck().isSound == false)
        #expect(try await heal(house, mirror).entries == 1)
    }
}

struct FilesOf: LogFiles {
    let files: [String: [UInt8]]
    func file(_ path: String) async throws -> [UInt8]? { files[path] }
}
