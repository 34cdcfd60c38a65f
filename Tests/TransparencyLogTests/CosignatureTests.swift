import Testing

@testable import TransparencyLog

@Suite("Cosignatures")
struct CosignatureTests {
    let log: NoteSigner
    let witness: Cosigner
    let checkpoint: Checkpoint

    init() throws {
        log = try NoteSigner(name: "log.example/2026", seed: Array(0..<32))
        witness = try Cosigner(name: "witness.example/w1", seed: Array(64..<96))
        checkpoint = try Checkpoint(origin: log.name, size: 1, root: .leaf([1]))
    }

    private func cosigned(time: UInt64) throws -> SignedNote {
        var note = try checkpoint.signed(by: log)
        note.add(try witness.cosignature(on: checkpoint, time: time))
        return note
    }

    @Test(
        "a cosignature verifies with its time, beside the log's signature", arguments: [0, 1, 1_679_315_147, 1 << 62])
    func roundTrip(_ time: UInt64) throws {
        let note = try SignedNote(bytes: try cosigned(time: time).bytes)
        #expect(
            try note.cosignatures(by: [witness.verifierKey]) == [Cosignature(key: witness.verifierKey, time: time)])
        #expect(try Checkpoint(verifying: note, log: log.verifierKey) == checkpoint)
        #expect(try VerifierKey(witness.verifierKey.text) == witness.verifierKey)
        #expect(try Cosigner(privateText: witness.privateText).verifierKey == witness.verifierKey)
    }

    @Test("the signed message is the two lines of the standard and the whole text")
    func message() {
        #expect(
            Cosignature.message(time: 1_679_315_147, text: Array("a\n".utf8))
                == Array("cosignature/v1\ntime 1679315147\na\n".utf8))
    }

    @Test("any flipped bit of a cosignature refuses the note; an unknown cosigner says nothing")
    func flipped() throws {
        let line = try witness.cosignature(on: checkpoint, time: 77)
        for byte in line.bytes.indices {
            var bytes = line.bytes
            bytes[byte] ^= 0x10
            var note = try checkpoint.signed(by: log)
            note.add(NoteSignature(name: line.name, keyID: line.keyID, bytes: bytes))
            #expect(throws: TransparencyLogError.self) { try note.cosignatures(by: [witness.verifierKey]) }
        }
        let other = try Cosigner.random(name: witness.name)
        #expect(try cosigned(time: 77).cosignatures(by: [other.verifierKey]).isEmpty)
        var short = try checkpoint.signed(by: log)
        short.add(NoteSignature(name: line.name, keyID: line.keyID, bytes: Array(line.bytes.dropFirst(8))))
        #expect(throws: TransparencyLogError.self) { try short.cosignatures(by: [witness.verifierKey]) }
    }

    @Test("of two cosignatures by one witness the later counts")
    func later() throws {
        var note = try cosigned(time: 10)
        note.add(try witness.cosignature(on: checkpoint, time: 30))
        note.add(try witness.cosignature(on: checkpoint, time: 20))
        #expect(try note.cosignatures(by: [witness.verifierKey]).map(\.time) == [30])
    }

    @Test("a cosigner speaks for no log, and a log's key is no cosigner")
    func roles() throws {
        let alone = try SignedNote(
            text: checkpoint.text, signatures: [witness.cosignature(on: checkpoint, time: 1)])
        #expect(throws: TransparencyLogError.self) { try Checkpoint(verifying: alone, log: witness.verifierKey) }
        #expect(throws: TransparencyLogError.self) { try Checkpoint(verifying: alone, logs: []) }
        let asLog = try VerifierKey(name: witness.name, publicKey: witness.verifierKey.publicKey)
        #expect(asLog.keyID != witness.verifierKey.keyID)
        #expect(throws: TransparencyLogError.self) { try Cosigner(privateText: log.privateText) }
        #expect(throws: TransparencyLogError.self) { try NoteSigner(privateText: witness.privateText) }
        #expect(throws: TransparencyLogError.self) { try witness.cosignature(on: checkpoint, time: 1 << 63) }
    }

    @Test("signature lines are read alone, exactly")
    func lines() throws {
        let line = try witness.cosignature(on: checkpoint, time: 5)
        #expect(try NoteSignature.lines(line.line + line.line) == [line, line])
        for bad in [[], Array(line.line.dropLast()), line.line + [10], [10], Array("x\n".utf8)] {
            #expect(throws: TransparencyLogError.self) { try NoteSignature.lines(bad) }
        }
    }

    @Test("points of small order and unreduced coordinates are no keys")
    func weakKeys() throws {
        var keys: [[UInt8]] = [
            [UInt8](repeating: 0, count: 32), [1] + [UInt8](repeating: 0, count: 31),
            [0xEC] + [UInt8](repeating: 0xFF, count: 30) + [0x7F],
            [0xED] + [UInt8](repeating: 0xFF, count: 30) + [0x7F],
            [UInt8](repeating: 0xFF, count: 32),
        ]
        keys += keys.map { $0.dropLast() + [$0[31] | 0x80] }
        for key in keys {
            for algorithm in VerifierKey.Algorithm.allCases {
                do {
                    _ = try VerifierKey(name: "a", algorithm: algorithm, publicKey: key)
                    Issue.record("accepted \(key)")
                } catch { #expect(error.code == .malformedKey) }
            }
        }
    }
}

extension SignedNote {
    fileprivate init(text: String, signatures: [NoteSignature]) throws {
        try self.init(text: text, signers: [])
        try add(signatures)
    }

    fileprivate mutating func add(_ signature: NoteSignature) { try? add([signature]) }
}
