import Foundation
import GatewayTesting
import RecordTypes
import Testing
import TransparencyLog

@testable import Ledger

@Suite("Keys that change")
struct KeyChangeTests {
    /// A ledger over the keys that lie in the house's folder now.
    private func running<Value: Sendable>(
        _ house: LedgerHouse, mirrors: [any LogFiles] = [],
        _ work: @escaping @Sendable (Ledger) async throws -> Value
    ) async throws -> Value {
        let keys = try LedgerKeys.loadOrCreate(directory: "\(house.directory)/keys", origin: house.keys.origin)
        let ledger = try await Ledger.open(
            path: house.path, keys: keys, gateway: house.gateway, people: house.people, pace: .zero, mirrors: mirrors,
            clock: house.clock.reading)
        return try await LedgerHouse.running(ledger, work)
    }

    private func append(_ ledger: Ledger, _ number: Int) async throws -> LedgerReceipt {
        let promise = try await ledger.append(.test(number))
        try await ledger.waitForCheckpoint(covering: promise.index)
        return try #require(try await ledger.receipt(index: promise.index))
    }

    @Test("during an overlap a checkpoint carries two signatures; afterwards the new key's, and old receipts stay true")
    func rotated() async throws {
        let house = try LedgerHouse()
        let folder = KeyFolder("\(house.directory)/keys")
        let old = house.keys.log.verifierKey
        let first = try await running(house) { try await append($0, 1) }
        let next = try folder.prepare(.log)
        #expect(try folder.prepare(.log) == next)
        #expect(next.name == old.name && next != old)

        let second = try await running(house) { ledger throws in
            #expect(ledger.announcedKeys.map(\.key) == [next])
            return try await append(ledger, 2)
        }
        #expect(second.proof.checkpoint.signatures.count == 2)
        for key in [old, next] { #expect(second.verify(statement: nil, vkey: key.text).outcome == .ok) }

        #expect(try folder.retire(.log) == old)
        #expect(throws: LedgerError(.keyFile)) { try folder.retire(.log) }
        let third = try await running(house) { ledger throws in
            #expect(try await ledger.staticFile("vkey") == Array("\(next.text)\n".utf8))
            return try await append(ledger, 3)
        }
        #expect(third.proof.checkpoint.signatures.count == 1)
        #expect(third.verify(statement: nil, vkey: next.text).outcome == .ok)
        #expect(third.verify(statement: nil, vkey: old.text).outcome == .fail)
        #expect(first.verify(statement: nil, vkey: old.text).outcome == .ok)
        let listed = try folder.list()
        #expect(listed.map(\.state) == [.active, .retired, .active])
        #expect(listed.map(\.key).prefix(2) == [next, old])
        // Checkpoints that the old key signed are no defect, and no other key may take the database.
        let check = try await running(house) { try await $0.fsck() }
        #expect(check.isSound, "\(check.defects)")
        let foreign = try LedgerKeys(
            log: .random(name: house.keys.origin),
            acknowledgement: .random(name: "\(house.keys.origin)/acknowledgement"))
        await #expect(throws: LedgerError(.anotherLog)) {
            _ = try await Ledger.open(
                path: house.path, keys: foreign, gateway: house.gateway, people: house.people,
                clock: house.clock.reading)
        }
    }

    @Test("a witness that changes its key answers with two lines, of which a log takes the one it knows")
    func witness() async throws {
        let directory = FileManager.default.temporaryDirectory.appendingPathComponent("witness-\(UUID().uuidString)")
            .path
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let old = try Cosigner.loadOrCreate(directory: directory, name: "witness.example/w")
        let next = try KeyFolder(directory).prepare(.witness)
        let signer = try NoteSigner(name: "log.example/keys", seed: Array(0..<32))
        let witness = try await Witness.open(
            path: "\(directory)/witness.sqlite", cosigner: old, successor: try Cosigner.loadNext(directory: directory),
            logs: [signer.verifierKey], clock: { Instant(seconds: 1_780_000_000) })
        let checkpoint = try Checkpoint(origin: signer.name, size: 1, root: .leaf([1]))
        var note = try checkpoint.signed(by: signer)
        let answer = try await witness.addCheckpoint(
            AddCheckpointRequest(oldSize: 0, proof: ConsistencyProof(hashes: []), checkpoint: note).bytes)
        #expect(answer.status == 200)
        try note.add(NoteSignature.lines(answer.body))
        #expect(try note.cosignatures(by: [old.verifierKey, next]).count == 2)
        #expect(try KeyFolder(directory).retire(.witness) == old.verifierKey)
        #expect(try Cosigner.load(directory: directory)?.verifierKey == next)
    }

    @Test(
        "a mirror that has seen more than the storage has stops the log before it signs; a dead or foreign one does not"
    )
    func rollback() async throws {
        let house = try LedgerHouse()
        _ = try await running(house) { try await append($0, 1) }
        let copy = "\(house.directory)/copy.sqlite"
        try FileManager.default.copyItem(atPath: house.path, toPath: copy)
        _ = try await running(house) { try await append($0, 2) }
        let mirror = "\(house.directory)/mirror"
        try await Ledger.export(path: house.path, to: mirror)
        // The older copy comes back.
        for end in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: house.path + end) }
        try FileManager.default.moveItem(atPath: copy, toPath: house.path)

        struct Dead: LogFiles {
            func file(_ path: String) async throws -> [UInt8]? { throw CancellationError() }
        }
        let foreign = try AlteredLog(9, signer: .random(name: house.keys.origin))
        await #expect(throws: LedgerError(.witnessedBeyond, at: 2)) {
            do {
                try await running(house, mirrors: [Dead(), foreign, LogFolder(mirror)]) { _ = try await append($0, 3) }
            } catch let error as LedgerError where error.code == .stopped {
                throw error.cause ?? error
            }
        }
        _ = try await running(house, mirrors: [Dead(), foreign]) { try await append($0, 3) }
    }
}
