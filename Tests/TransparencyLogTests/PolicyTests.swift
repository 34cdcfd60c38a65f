import Testing
import TransparencyLog

@Suite("Policies and requests to witnesses")
struct PolicyTests {
    let log: NoteSigner
    let witnesses: [Cosigner]
    let checkpoint: Checkpoint

    init() throws {
        log = try NoteSigner(name: "log.example/2026", seed: Array(0..<32))
        witnesses = try (0..<5).map { number in
            try Cosigner(name: "witness.example/\(number)", seed: [UInt8](repeating: UInt8(number + 1), count: 32))
        }
        checkpoint = try Checkpoint(origin: log.name, size: 1, root: .leaf([1]))
    }

    private func vkey(_ number: Int) -> String { witnesses[number].verifierKey.text }

    private func policy(_ end: String) throws -> TlogPolicy {
        let lines = (0..<5).map { "witness w\($0) \(vkey($0)) https://w\($0).example/\n" }.joined()
        return try TlogPolicy(bytes: Array("log \(log.verifierKey.text)\n\(lines)\(end)".utf8))
    }

    private func note(_ signers: [Int], time: UInt64 = 1000) throws -> SignedNote {
        var note = try checkpoint.signed(by: log)
        try note.add(signers.map { try witnesses[$0].cosignature(on: checkpoint, time: time) })
        return note
    }

    @Test("a quorum is met by just the sets that its groups say")
    func quorums() throws {
        let nested = try policy(
            "# two of three, and one of two\n\n \t group x 2 w0 w1\tw2\ngroup y any w3 w4\ngroup q all x y\nquorum q\n")
        let single = try policy("quorum w1\n")
        let none = try policy("quorum none\n")
        for subset in 0..<32 {
            let signers = (0..<5).filter { subset >> $0 & 1 == 1 }
            let keys = Set(signers.map { witnesses[$0].verifierKey })
            let expected = signers.count { $0 < 3 } >= 2 && signers.contains { $0 >= 3 }
            #expect(nested.isMet(by: keys) == expected, "\(signers)")
            #expect(single.isMet(by: keys) == signers.contains(1))
            #expect(none.isMet(by: keys))
            if expected {
                #expect(try nested.check(note(signers)).cosignatures.count == signers.count)
            } else {
                #expect(throws: TransparencyLogError.self) { try nested.check(note(signers)) }
            }
        }
        #expect(nested.witnesses.map(\.url) == (0..<5).map { "https://w\($0).example/" })
    }

    @Test("an old quorum shown again does not count where the moment is given")
    func stale() throws {
        let policy = try policy("group g all w0 w1\nquorum g\n")
        #expect(try policy.check(note([0, 1], time: 1000), at: 1600).cosignatures.count == 2)
        #expect(throws: TransparencyLogError.self) { try policy.check(note([0, 1], time: 1000), at: 1601) }
        #expect(throws: TransparencyLogError.self) { try policy.check(note([0, 1], time: 1000), at: 399) }
    }

    @Test("a note of another log, or by nobody known, is refused")
    func strangers() throws {
        let policy = try policy("quorum none\n")
        let stranger = try NoteSigner.random(name: "other.example")
        let other = try Checkpoint(origin: "other.example", size: 1, root: .leaf([1]))
        #expect(throws: TransparencyLogError.self) { try policy.check(other.signed(by: stranger)) }
        #expect(throws: TransparencyLogError.self) {
            try policy.check(SignedNote(text: other.text, signers: [log]))
        }
    }

    @Test("a malformed policy is refused at its line, with the case named")
    func malformed() throws {
        let w = "witness w0 \(vkey(0))\nwitness w1 \(vkey(1))\n"
        let cases: [(String, TransparencyLogError.Code, Int)] = [
            ("", .malformedPolicy, 1), ("quorum none", .malformedPolicy, 1), (w, .malformedPolicy, 3),
            ("quorum none\nquorum none\n", .malformedPolicy, 2), ("quorum\n", .malformedPolicy, 1),
            ("quorum a b\n", .malformedPolicy, 1), ("quorum w9\n", .unknownName, 1),
            ("what\nquorum none\n", .malformedPolicy, 1),
            ("quorum w0\n" + w, .unknownName, 1), ("log\nquorum none\n", .malformedPolicy, 1),
            ("log \(vkey(0))\nquorum none\n", .unsupportedKeyType, 1), ("log x+1+2\nquorum none\n", .malformedKey, 1),
            ("witness a \(log.verifierKey.text)\nquorum none\n", .unsupportedKeyType, 1),
            ("witness a\nquorum none\n", .malformedPolicy, 1),
            (w + "witness w0 \(vkey(2))\nquorum none\n", .duplicateName, 3),
            (w + "witness w2 \(vkey(1))\nquorum none\n", .duplicateKey, 3),
            ("witness none \(vkey(0))\nquorum none\n", .duplicateName, 1),
            (w + "group g 0 w0 w1\nquorum g\n", .malformedPolicy, 3),
            (w + "group g 3 w0 w1\nquorum g\n", .malformedPolicy, 3),
            (w + "group g 01 w0 w1\nquorum g\n", .malformedPolicy, 3),
            (w + "group g some w0 w1\nquorum g\n", .malformedPolicy, 3),
            (w + "group g all\nquorum g\n", .malformedPolicy, 3),
            (w + "group g all w0 none\nquorum g\n", .unknownName, 3),
            (w + "group g all w0 g\nquorum g\n", .unknownName, 3),
            (w + "group g all w0 w0\nquorum g\n", .duplicateName, 3),
            (w + "group g any w0\ngroup h all w0 w1\nquorum h\n", .duplicateName, 4),
            (w + "group none any w0\nquorum none\n", .duplicateName, 3), ("quorum none\r\n", .malformedPolicy, 1),
            ("log \(log.verifierKey.text)\nlog \(log.verifierKey.text)\nquorum none\n", .duplicateKey, 2),
        ]
        for (text, code, line) in cases {
            do {
                _ = try TlogPolicy(bytes: Array(text.utf8))
                Issue.record("accepted \(text.debugDescription)")
            } catch { #expect(error.code == code && error.place == line, "\(text.debugDescription): \(error)") }
        }
        // Bytes beyond ASCII are opaque: two spellings are two names.
        let opaque = Array("witness ".utf8) + [0xE2, 0x84, 0xAA] + Array(" \(vkey(0))\nquorum K\n".utf8)
        #expect(throws: TransparencyLogError.self) { try TlogPolicy(bytes: opaque) }
        #expect(try TlogPolicy(bytes: Array("# \u{1F43B}\nquorum none\n".utf8)).needsNoCosignature)
    }

    @Test("a receipt is held against a policy: log, quorum and proof")
    func receipts() throws {
        let policy = try policy("group g 2 w0 w1 w2\nquorum g\n")
        let inclusion = InclusionProof(index: 0, hashes: [])
        let good = TlogProof(extra: nil, inclusion: inclusion, checkpoint: try note([0, 2]))
        #expect(try good.verify(leaf: .leaf([1]), policy: policy).checkpoint == checkpoint)
        #expect(throws: TransparencyLogError.self) { try good.verify(leaf: .leaf([2]), policy: policy) }
        let alone = TlogProof(extra: nil, inclusion: inclusion, checkpoint: try note([0, 3]))
        #expect(throws: TransparencyLogError.self) { try alone.verify(leaf: .leaf([1]), policy: policy) }
    }

    @Test("an add-checkpoint request is read and printed alike; a malformed one is refused at its line")
    func requests() throws {
        let note = try note([0])
        for count in [0, 1, 63] {
            let hashes = (0..<count).map { MerkleHash.leaf([UInt8($0)]) }
            let request = try AddCheckpointRequest(
                oldSize: UInt64(count), proof: ConsistencyProof(hashes: hashes), checkpoint: note)
            let read = try AddCheckpointRequest(bytes: request.bytes)
            #expect(read == request)
            #expect(read.bytes == request.bytes)
        }
        #expect(throws: TransparencyLogError.self) {
            try AddCheckpointRequest(
                oldSize: 1, proof: ConsistencyProof(hashes: Array(repeating: .emptyRoot, count: 64)), checkpoint: note)
        }
        let hash = MerkleHash.leaf([]).base64
        let end = String(decoding: note.bytes, as: UTF8.self)
        let cases: [(String, TransparencyLogError.Code)] = [
            ("", .malformedRequest), ("old 1", .malformedRequest), ("old\n\n\(end)", .malformedRequest),
            ("old 01\n\n\(end)", .malformedNumber), ("old -1\n\n\(end)", .malformedNumber),
            ("old 1 \n\n\(end)", .malformedNumber), ("old 18446744073709551616\n\n\(end)", .malformedNumber),
            ("Old 1\n\n\(end)", .malformedRequest), ("old 1\n\(hash)\n\(end)", .malformedRequest),
            ("old 1\n\(hash.dropLast())\n\n\(end)", .malformedRequest), ("old 1\nAAAA\n\n\(end)", .malformedRequest),
            ("old 1\n" + String(repeating: hash + "\n", count: 64) + "\n\(end)", .malformedRequest),
            ("old 1\n\n", .noteTextIncomplete), ("old 1\n\n\(end.dropLast())", .noteTextIncomplete),
        ]
        for (text, code) in cases {
            do {
                _ = try AddCheckpointRequest(bytes: Array(text.utf8))
                Issue.record("accepted \(text.debugDescription)")
            } catch { #expect(error.code == code, "\(text.debugDescription): \(error)") }
        }
        #expect(try AddCheckpointRequest.size(inConflict: Array("42\n".utf8)) == 42)
        for bad in ["", "42", "042\n", "4 2\n", "\n", "42\n\n"] {
            #expect(throws: TransparencyLogError.self) { try AddCheckpointRequest.size(inConflict: Array(bad.utf8)) }
        }
    }
}
