import Foundation
import GatewayTesting
import RecordTypes
import Testing
import TransparencyLog

@testable import Ledger

@Suite("The public log")
struct PublicationTests {
    @Test("a receipt verifies offline with nothing but the log's key, and shows what fails")
    func receipts() async throws {
        let house = try LedgerHouse()
        let vkey = house.keys.log.verifierKey.text
        let statement = Array("{\"n\":5}".utf8)
        let receipt = try await house.running { ledger throws in
            for number in 0..<9 { _ = try await ledger.append(.test(number, subject: number)) }
            try await ledger.waitForCheckpoint(covering: 8)
            #expect(try await ledger.receipt(index: 9) == nil)
            return try #require(try await ledger.receipt(index: 5))
        }
        #expect(try LedgerReceipt(entry: receipt.entry, tlogProof: receipt.tlogProof) == receipt)
        let report = receipt.verify(statement: statement, vkey: vkey)
        #expect(report.outcome == .ok)
        #expect(report.lines.allSatisfy { $0.outcome == .ok })
        #expect(report.text.hasSuffix("\nOK\n"))

        func failing(_ receipt: LedgerReceipt, _ statement: [UInt8]?, _ vkey: String) -> [String] {
            let report = receipt.verify(statement: statement, vkey: vkey)
            return report.lines.filter { $0.outcome == .fail }.map(\.check)
        }
        #expect(failing(receipt, [1], vkey) == ["statement"])
        #expect(failing(receipt, statement, "nonsense") == ["checkpoint signature"])
        let stranger = try NoteSigner.random(name: house.keys.origin).verifierKey.text
        #expect(failing(receipt, statement, stranger) == ["checkpoint signature"])
        var altered = receipt.entry
        altered[20] ^= 1
        #expect(failing(LedgerReceipt(entry: altered, proof: receipt.proof), statement, vkey) == ["inclusion"])
        altered = receipt.entry
        altered[60] ^= 1
        #expect(
            failing(LedgerReceipt(entry: altered, proof: receipt.proof), statement, vkey) == [
                "inclusion", "commitment",
            ])
        let anonymous = receipt.withoutOpening
        #expect(anonymous.opening == nil)
        #expect(anonymous.verify(statement: statement, vkey: vkey).outcome == .ok)
        #expect(
            anonymous.verify(statement: nil, vkey: vkey).lines.map(\.outcome) == [
                .ok, .ok, .ok, .notApplicable, .notApplicable,
            ])
    }

    @Test(
        "an exported folder leads to the signed root by recomputation, at every size around a tile's border",
        arguments: [1, 2, 255, 256, 257, 600])
    func export(_ count: Int) async throws {
        let house = try LedgerHouse()
        let leaves = try await house.running { ledger throws in
            try await withThrowingTaskGroup(of: LedgerPromise.self) { group in
                for number in 0..<count {
                    group.addTask { try await ledger.append(.test(number, subject: number % 3)) }
                }
                var leaves: [UInt64: [UInt8]] = [:]
                for try await promise in group { leaves[promise.index] = promise.entry }
                return leaves
            }
        }
        let folder = "\(house.directory)/export"
        // The gateway is stopped; no key is needed.
        try await Ledger.export(path: house.path, to: folder)
        func file(_ path: String) throws -> [UInt8] {
            Array(try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(path)")))
        }
        let vkey = String(decoding: try file("vkey"), as: UTF8.self)
        #expect(vkey.hasSuffix("\n"))
        let note = try SignedNote(bytes: file("checkpoint"))
        let checkpoint = try Checkpoint(verifying: note, log: VerifierKey(vkey.dropLast()))
        #expect(checkpoint.size == UInt64(count))
        var frontier = Frontier()
        var edge = TileEdge()
        var expected: [TileID: Tile] = [:]
        for id in TileID.all(inLogOf: checkpoint.size) {
            guard let bundle = BundleID(under: id) else { continue }
            for entry in try EntryBundle(bytes: file(LogPath.entries(bundle).text)).entries {
                #expect(entry == leaves[frontier.size])
                frontier.append(.leaf(entry))
                edge.append(.leaf(entry)) { expected[$0] = $1 }
            }
        }
        for (id, tile) in edge.partialTiles { expected[id] = tile }
        #expect(frontier.root == checkpoint.root)
        for id in TileID.all(inLogOf: checkpoint.size) {
            #expect(try file(LogPath.tile(id).text) == expected[id]?.bytes)
        }
        // The running log serves the same bytes, and exports the same.
        let ledger = try await house.open()
        for path in ["checkpoint", "vkey"] + TileID.all(inLogOf: checkpoint.size).map({ LogPath.tile($0).text }) {
            #expect(try await ledger.staticFile(path) == file(path), "\(path)")
        }
    }

    @Test("no file exists beyond the published checkpoint, nor under a malformed path")
    func limits() async throws {
        let house = try LedgerHouse()
        #expect(try await house.open().staticFile("checkpoint") == nil)
        #expect(try await house.open().checkpoint() == nil)
        try await house.running { ledger throws in
            for number in 0..<5 { _ = try await ledger.append(.test(number)) }
            try await ledger.waitForCheckpoint(covering: 4)
            for width in 1...5 { #expect(try await ledger.staticFile("tile/0/000.p/\(width)")?.count == width * 32) }
            for width in 1...5 {
                #expect(try await ledger.staticFile("tile/entries/000.p/\(width)")?.count == width * 84)
            }
            for path in [
                "tile/0/000.p/6", "tile/0/000", "tile/0/001", "tile/1/000.p/1", "tile/entries/000.p/6",
                "tile/entries/000",
                "tile/63/000.p/1", "", "../vkey", "tile/0/x018/x446/x744/x073/x709/x551/615", "tile/0/0",
            ] {
                #expect(try await ledger.staticFile(path) == nil, "\(path)")
            }
        }
    }

    @Test("every checkpoint ever signed is consistent with every later one")
    func consistency() async throws {
        let house = try LedgerHouse()
        for round in 0..<12 {
            try await house.running { ledger throws in
                for number in 0...round { _ = try await ledger.append(.test(number)) }
                try await ledger.waitForCheckpoint(covering: await ledger.size - 1)
            }
        }
        let storage = try await SQLiteLedgerStorage.open(path: house.path)
        let signed = try await storage.signed(from: 0, limit: 1000)
        let last = try #require(signed.last)
        #expect(last.size == 78)
        for checkpoint in signed {
            let plan = try ConsistencyProof.plan(from: checkpoint.size, to: last.size)
            let proof = ConsistencyProof(hashes: try await LogReader(storage: storage).hashes(plan, inLogOf: last.size))
            try proof.check(from: checkpoint.size, root: checkpoint.root, to: last.size, root: last.root)
        }
    }

    @Test("waiting for a checkpoint ends in time, or when the ledger stops")
    func waiting() async throws {
        let house = try LedgerHouse()
        let ledger = try await house.open()
        try await LedgerHouse.running(ledger) { ledger throws in
            do {
                try await ledger.waitForCheckpoint(covering: 0, within: .milliseconds(1))
                Issue.record("no entry, and a checkpoint")
            } catch let error as LedgerError { #expect(error.code == .notInTime) }
        }
        do {
            try await ledger.waitForCheckpoint(covering: 0)
            Issue.record("a stopped ledger published")
        } catch let error as LedgerError { #expect(error.code == .stopped) }
    }

    @Test("key files are for the owner only, stay what they are, and do not change their log's name")
    func keyFiles() throws {
        let house = try LedgerHouse()
        let directory = "\(house.directory)/keys"
        for name in ["log.key", "acknowledgement.key"] {
            let attributes = try FileManager.default.attributesOfItem(atPath: "\(directory)/\(name)")
            #expect(attributes[.posixPermissions] as? Int == 0o600)
        }
        let again = try LedgerKeys.loadOrCreate(directory: directory, origin: house.keys.origin)
        #expect(again.log.verifierKey == house.keys.log.verifierKey)
        #expect(again.acknowledgement.verifierKey == house.keys.acknowledgement.verifierKey)
        #expect(throws: LedgerError.self) { try LedgerKeys.loadOrCreate(directory: directory, origin: "other.example") }
        #expect(throws: LedgerError.self) {
            try LedgerKeys.loadOrCreate(directory: "\(house.directory)/k2", origin: "ankur/ack/v1")
        }
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: "\(directory)/log.key")
        #expect(throws: LedgerError.self) {
            try LedgerKeys.loadOrCreate(directory: directory, origin: house.keys.origin)
        }
    }

    @Test("a database belongs to one log")
    func anotherLog() async throws {
        let house = try LedgerHouse()
        _ = try await house.open()
        let keys = try LedgerKeys(
            log: .random(name: house.keys.origin), acknowledgement: house.keys.acknowledgement)
        do {
            _ = try await Ledger.open(
                path: house.path, keys: keys, gateway: house.gateway, people: house.people, clock: house.clock.reading)
            Issue.record("opened with another key")
        } catch let error as LedgerError { #expect(error.code == .anotherLog) }
    }
}
