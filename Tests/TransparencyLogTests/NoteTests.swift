import Testing
import TransparencyLog

@Suite("Signed notes, checkpoints and tlog-proofs")
struct NoteTests {
    let signer: NoteSigner
    let other: NoteSigner

    init() throws {
        signer = try NoteSigner(name: "log.example/2026", seed: Array(0..<32))
        other = try NoteSigner(name: "log.example/2027", seed: Array(32..<64))
    }

    @Test("a signed note is read and printed alike, and its key verifies it")
    func roundTrip() throws {
        let note = try SignedNote(text: "one\n\n— three\n", signers: [signer, other])
        let read = try SignedNote(bytes: note.bytes)
        #expect(read == note)
        #expect(read.bytes == note.bytes)
        #expect(read.text == "one\n\n— three\n")
        #expect(try read.verified(by: [signer.verifierKey]) == [signer.verifierKey])
        #expect(try read.verified(by: [other.verifierKey, signer.verifierKey]).count == 2)
    }

    /// The verifier key and note that the documentation of Go's `sumdb/note` shows.
    @Test("a note of Go's checksum database verifies")
    func goVector() throws {
        let key = try VerifierKey("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")
        let text = """
            If you think cryptography is the answer to your problem,
            then you don't know what your problem is.

            — PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=

            """
        let note = try SignedNote(bytes: Array(text.utf8))
        #expect(try note.verified(by: [key]) == [key])
        #expect(key.text == "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")
    }

    @Test("keys are read and printed alike")
    func keyTexts() throws {
        let key = try VerifierKey(signer.verifierKey.text)
        #expect(key == signer.verifierKey)
        let again = try NoteSigner(privateText: signer.privateText)
        #expect(again.privateText == signer.privateText)
        #expect("\(signer)" == "signer log.example/2026")
    }

    @Test("a malformed verifier key is refused, with the case named")
    func badKeys() throws {
        let good = signer.verifierKey.text
        let parts = good.split(separator: "+", maxSplits: 2).map(String.init)
        let cases: [(String, TransparencyLogError.Code)] = [
            ("", .malformedKey), ("name", .malformedKey), ("name+00000000", .malformedKey),
            ("\(parts[0])+\(parts[1])", .malformedKey), ("\(parts[0])+0000000g+\(parts[2])", .malformedKey),
            ("\(parts[0])+00000000+\(parts[2])", .keyIDMismatch), ("other+\(parts[1])+\(parts[2])", .keyIDMismatch),
            ("\(parts[0])+\(parts[1])+AAAA", .unsupportedKeyType), ("\(parts[0])+\(parts[1])+AQAA", .malformedKey),
            ("\(parts[0])+\(parts[1])+BQ==", .unsupportedKeyType), ("\(parts[0])+\(parts[1])+", .malformedKey),
            ("\(parts[0])+\(parts[1])+!!!!", .malformedBase64), ("+\(parts[1])+\(parts[2])", .malformedKeyName),
            ("a b+\(parts[1])+\(parts[2])", .malformedKeyName), ("a\u{A0}b+\(parts[1])+\(parts[2])", .malformedKeyName),
        ]
        for (text, code) in cases {
            #expect(throws: TransparencyLogError.self) { try VerifierKey(text) }
            do { _ = try VerifierKey(text) } catch { #expect(error.code == code, "\(text)") }
        }
        for name in ["", "a+b", "a b", "a\nb", "a\u{2003}b", "a\u{7F}"] {
            #expect(throws: TransparencyLogError.self) { try NoteSigner.random(name: name) }
        }
        #expect(throws: TransparencyLogError.self) { try NoteSigner(name: "a", seed: [1]) }
        for text in ["", good, "PRIVATE+KEY+a+00000000+AAAA", signer.privateText + "A", "PRIVATE+KEY+a"] {
            #expect(throws: TransparencyLogError.self) { try NoteSigner(privateText: text) }
        }
    }

    @Test("a malformed note is refused, with the case named")
    func badNotes() throws {
        let line = "— log.example/2026 AAAAAAAA"
        let cases: [(String, TransparencyLogError.Code)] = [
            ("", .noteTextIncomplete), ("text", .noteTextIncomplete), ("text\n", .noteUnsigned), ("\n", .noteUnsigned),
            ("text\n\n", .noteUnsigned), ("text\n\(line)\n", .noteUnsigned), ("text\n\n\(line)", .noteTextIncomplete),
            ("te\txt\n\n\(line)\n", .noteControlCharacter), ("te\r\n\n\(line)\n", .noteControlCharacter),
            ("text\n\n- log.example/2026 AAAAAAAA\n", .malformedSignatureLine),
            ("text\n\n—log.example/2026 AAAAAAAA\n", .malformedSignatureLine),
            ("text\n\n—  AAAAAAAA\n", .malformedSignatureLine), ("text\n\n— a+b AAAAAAAA\n", .malformedSignatureLine),
            ("text\n\n— a AAAA\n", .malformedSignatureLine), ("text\n\n— a AAAAA\n", .malformedSignatureLine),
            ("text\n\n— a AAAAAAAA x\n", .malformedSignatureLine), ("text\n\n\(line)\nmore\n", .malformedSignatureLine),
            ("text\n\n" + String(repeating: line + "\n", count: 65), .tooManySignatures),
        ]
        for (text, code) in cases {
            do {
                _ = try SignedNote(bytes: Array(text.utf8))
                Issue.record("accepted: \(text.debugDescription)")
            } catch {
                #expect(error.code == code, "\(text.debugDescription)")
            }
        }
        let invalid = Array("te".utf8) + [0xFF, 0x0A, 0x0A] + Array("\(line)\n".utf8)
        #expect(throws: TransparencyLogError.self) { try SignedNote(bytes: invalid) }
        #expect(throws: TransparencyLogError.self) { try SignedNote(bytes: Array(repeating: 10, count: 1_000_001)) }
        #expect(throws: TransparencyLogError.self) { try SignedNote(text: "no end", signers: [signer]) }
        #expect(throws: TransparencyLogError.self) { try SignedNote(text: "bell\u{7}\n", signers: [signer]) }
    }

    @Test("unknown signatures say nothing; a known one that fails refuses the note")
    func trust() throws {
        let note = try SignedNote(text: "text\n", signers: [signer])
        #expect(throws: TransparencyLogError.self) { try note.verified(by: [other.verifierKey]) }
        #expect(throws: TransparencyLogError.self) { try note.verified(by: []) }
        // The name of one key with the id of another is unknown.
        let half = try VerifierKey(name: signer.name, publicKey: other.verifierKey.publicKey)
        #expect(throws: TransparencyLogError.self) { try note.verified(by: [half]) }
        // Right signature, other text.
        let moved = Array("toxt\n".utf8) + note.bytes.dropFirst(5)
        do {
            _ = try SignedNote(bytes: moved).verified(by: [signer.verifierKey])
            Issue.record("verified")
        } catch { #expect(error.code == .badSignature) }
        // A known failing signature counts even beside a good one.
        var both = try SignedNote(text: "text\n", signers: [other])
        try both.add(SignedNote(text: "toxt\n", signers: [signer]).signatures)
        #expect(throws: TransparencyLogError.self) { try both.verified(by: [signer.verifierKey, other.verifierKey]) }
        #expect(try both.verified(by: [other.verifierKey]).count == 1)
    }

    @Test("a checkpoint is read and printed alike")
    func checkpoints() throws {
        let root = MerkleHash.leaf([1])
        let checkpoint = try Checkpoint(origin: signer.name, size: 1, root: root)
        #expect(checkpoint.text == "log.example/2026\n1\n\(root.base64)\n")
        #expect(try Checkpoint(text: checkpoint.text) == checkpoint)
        let extended = "o\n18446744073709551615\n\(root.base64)\nmore words\n"
        #expect(try Checkpoint(text: extended).text == extended)
        let empty = MerkleHash.emptyRoot.base64
        for text in [
            "", "o\n", "o\n1\n", "o\n1\n\(root)", "\n1\n\(root)\n", "o\n01\n\(root)\n", "o\n-1\n\(root)\n",
            "o\n\n\(root)\n",
            "o\n1\nAAAA\n", "o\n1\n\(root)\n\n", "o\n1\n\(root)\n\nx\n", "o\n18446744073709551616\n\(root)\n",
            "o\n0\n\(root)\n",
            "o\n1 \n\(root)\n", "o\r\n1\n\(empty)\n\r\n",
        ] {
            #expect(throws: TransparencyLogError.self, "\(text.debugDescription)") { try Checkpoint(text: text) }
        }
    }

    @Test("only a log's own key, under its own name, makes a checkpoint its")
    func checkpointTrust() throws {
        let checkpoint = try Checkpoint(origin: signer.name, size: 1, root: .leaf([1]))
        let note = try checkpoint.signed(by: signer)
        #expect(try Checkpoint(verifying: note, log: signer.verifierKey) == checkpoint)
        #expect(throws: TransparencyLogError.self) { try checkpoint.signed(by: other) }
        #expect(throws: TransparencyLogError.self) { try Checkpoint(verifying: note, log: other.verifierKey) }
        let foreign = try SignedNote(text: checkpoint.text, signers: [other])
        #expect(throws: TransparencyLogError.self) { try Checkpoint(verifying: foreign, log: other.verifierKey) }
    }

    @Test("a tlog-proof is read and printed alike, and verifies offline", arguments: [nil, [UInt8](0..<96)])
    func proofs(_ extra: [UInt8]?) throws {
        let slow = SlowTree(size: 300)
        let root = try slow.root(300).hash
        let plan = try InclusionProof.plan(index: 258, size: 300)
        let inclusion = InclusionProof(index: 258, hashes: try slow.hashes(plan, 300, slow.tiles(300)))
        let note = try Checkpoint(origin: signer.name, size: 300, root: root).signed(by: signer)
        let proof = TlogProof(extra: extra, inclusion: inclusion, checkpoint: note)
        let read = try TlogProof(bytes: proof.bytes)
        #expect(read == proof)
        #expect(read.bytes == proof.bytes)
        #expect(try read.verify(leaf: slow.leaf(258), log: signer.verifierKey).size == 300)
        #expect(throws: TransparencyLogError.self) { try read.verify(leaf: slow.leaf(257), log: signer.verifierKey) }
        #expect(throws: TransparencyLogError.self) { try read.verify(leaf: slow.leaf(258), log: other.verifierKey) }
    }

    @Test("a flipped bit anywhere in a tlog-proof is refused, or is in what no signature covers")
    func flippedProofs() throws {
        let slow = SlowTree(size: 5)
        let plan = try InclusionProof.plan(index: 2, size: 5)
        let inclusion = InclusionProof(index: 2, hashes: try slow.hashes(plan, 5, slow.tiles(5)))
        let note = try Checkpoint(origin: signer.name, size: 5, root: slow.root(5).hash).signed(by: signer)
        let bytes = TlogProof(extra: nil, inclusion: inclusion, checkpoint: note).bytes
        for position in bytes.indices {
            for bit in 0..<8 {
                var flipped = bytes
                flipped[position] ^= 1 << bit
                #expect(throws: TransparencyLogError.self, "byte \(position) bit \(bit)") {
                    try TlogProof(bytes: flipped).verify(leaf: slow.leaf(2), log: signer.verifierKey)
                }
            }
        }
    }

    @Test("a malformed tlog-proof is refused")
    func badProofs() throws {
        let note = String(
            decoding: try Checkpoint(origin: signer.name, size: 1, root: .leaf([1])).signed(by: signer).bytes,
            as: UTF8.self)
        let hash = MerkleHash.emptyRoot.base64
        #expect(try TlogProof(bytes: Array("c2sp.org/tlog-proof@v1\nindex 0\n\n\(note)".utf8)).inclusion.hashes.isEmpty)
        for text in [
            "", "c2sp.org/tlog-proof@v1", "c2sp.org/tlog-proof@v2\nindex 0\n\n\(note)",
            "c2sp.org/tlog-proof@v1\nindex 0\n\(note)",
            "c2sp.org/tlog-proof@v1\nindex 00\n\n\(note)", "c2sp.org/tlog-proof@v1\nextra \nindex 0\n\n\(note)",
            "c2sp.org/tlog-proof@v1\nextra !\nindex 0\n\n\(note)",
            "c2sp.org/tlog-proof@v1\nindex 0\nextra AAAA\n\n\(note)",
            "c2sp.org/tlog-proof@v1\nindex 0\nAAAA\n\n\(note)", "c2sp.org/tlog-proof@v1\nindex 0\n\n",
            "c2sp.org/tlog-proof@v1\nindex 0\n" + String(repeating: hash + "\n", count: 64) + "\n\(note)",
        ] {
            #expect(throws: TransparencyLogError.self, "\(text.prefix(60).debugDescription)") {
                try TlogProof(bytes: Array(text.utf8))
            }
        }
    }
}
