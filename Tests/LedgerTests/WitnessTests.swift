import Foundation
import GatewayTesting
import RecordTypes
import Testing
import TransparencyLog

@testable import Ledger

/// A log that only makes what a witness is asked with: any size, any branch.
struct GrowingLog {
    let signer: NoteSigner
    private let leaves: [MerkleHash]

    /// - Parameter fork: the first entry that is another than in the log of branch 0.
    init(_ signer: NoteSigner, count: Int = 70, branch: UInt8 = 0, fork: Int = 0) {
        self.signer = signer
        leaves = (0..<count).map { .leaf([UInt8($0), $0 < fork ? 0 : branch]) }
    }

    private func hash(_ node: TreeNode) -> MerkleHash {
        if node.height == 0 { return leaves[Int(node.index)] }
        return .node(
            hash(TreeNode(height: node.height - 1, index: node.index * 2)),
            hash(TreeNode(height: node.height - 1, index: node.index * 2 + 1)))
    }

    func checkpoint(_ size: Int) throws -> Checkpoint {
        let root = size == 0 ? MerkleHash.emptyRoot : ProofPlan.root(of: UInt64(size)).hashes(hash)[0]
        return try Checkpoint(origin: signer.name, size: UInt64(size), root: root)
    }

    func proof(_ old: Int, _ new: Int) throws -> ConsistencyProof {
        ConsistencyProof(hashes: try ConsistencyProof.plan(from: UInt64(old), to: UInt64(new)).hashes(hash))
    }

    /// An add-checkpoint body.
    func request(old: Int, to size: Int, proof: ConsistencyProof? = nil, by signer: NoteSigner? = nil) throws -> [UInt8]
    {
        let note = try SignedNote(text: checkpoint(size).text, signers: [signer ?? self.signer])
        let hashes = try proof ?? (old <= size ? self.proof(old, size) : ConsistencyProof(hashes: []))
        return try AddCheckpointRequest(oldSize: UInt64(old), proof: hashes, checkpoint: note).bytes
    }
}

/// A witness in a folder of its own.
final class WitnessHouse: Sendable {
    let directory: String
    let cosigner: Cosigner
    let clock = ManualClock(Instant(seconds: 1_780_000_000))

    init(_ name: String = "witness.example/w1") throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("witness-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        directory = folder.path
        cosigner = try Cosigner.loadOrCreate(directory: directory, name: name)
    }

    deinit { try? FileManager.default.removeItem(atPath: directory) }

    func open(_ logs: [VerifierKey]) async throws -> Witness {
        try await Witness.open(
            path: "\(directory)/witness.sqlite", cosigner: cosigner, logs: logs, clock: clock.reading)
    }
}

@Suite("A witness")
struct WitnessTests {
    let signer: NoteSigner
    let log: GrowingLog
    let house: WitnessHouse

    init() throws {
        signer = try NoteSigner(name: "log.example/2026", seed: Array(0..<32))
        log = GrowingLog(signer)
        house = try WitnessHouse()
    }

    private func text(_ answer: Witness.Answer) -> String { String(decoding: answer.body, as: UTF8.self) }

    private func cosignature(
        _ answer: Witness.Answer, on checkpoint: Checkpoint
    ) throws -> Cosignature? {
        var note = try checkpoint.signed(by: signer)
        try note.add(NoteSignature.lines(answer.body))
        return try note.cosignatures(by: [house.cosigner.verifierKey]).first
    }

    @Test("a log that only grows is cosigned from size to size, and again at the same size")
    func growth() async throws {
        let witness = try await house.open([signer.verifierKey])
        for (old, size) in [(0, 0), (0, 1), (1, 2), (2, 3), (3, 3), (3, 64), (64, 65), (65, 70), (70, 70)] {
            let answer = try await witness.addCheckpoint(log.request(old: old, to: size))
            #expect(answer.status == 200, "\(old) to \(size)")
            let cosignature = try #require(try cosignature(answer, on: log.checkpoint(size)))
            #expect(cosignature.time == 1_780_000_000)
            let shown = try await witness.checkpoint(originHash: Witness.hash(of: signer.name))
            let note = try SignedNote(bytes: shown.body)
            #expect(try Checkpoint(verifying: note, log: signer.verifierKey) == log.checkpoint(size))
            #expect(try note.cosignatures(by: [house.cosigner.verifierKey]).count == 1)
        }
        #expect(try await witness.evidence().isEmpty)
    }

    @Test("each fault has the answer that the standard gives it, the first one that applies")
    func refusals() async throws {
        let witness = try await house.open([signer.verifierKey])
        #expect(try await witness.addCheckpoint(log.request(old: 0, to: 10)).status == 200)
        let stranger = try NoteSigner.random(name: signer.name)
        let elsewhere = GrowingLog(try .random(name: "other.example"))
        let fork = GrowingLog(signer, branch: 1, fork: 5)
        let empty = try SignedNote(text: "\(signer.name)\n0\n\(MerkleHash.leaf([]).base64)\n", signers: [signer])
        func forged(_ bytes: [UInt8]) -> [UInt8] {
            // The known key's name and id over a signature that is another text's.
            Array(String(decoding: bytes, as: UTF8.self).replacing("\n20\n", with: "\n21\n").utf8)
        }
        let cases: [(String, [UInt8], Int)] = [
            ("no request", [], 400), ("not even text", [0xFF, 0xFE, 10, 10], 400),
            ("old beyond the checkpoint", try log.request(old: 21, to: 20), 400),
            ("extra line", try Array("x\n".utf8) + log.request(old: 10, to: 20), 400),
            (
                "no checkpoint in the note",
                try AddCheckpointRequest(
                    oldSize: 10, proof: ConsistencyProof(hashes: []),
                    checkpoint: SignedNote(text: "\(signer.name)\nten\n", signers: [signer])
                ).bytes, 400
            ),
            ("unknown log", try elsewhere.request(old: 10, to: 20), 404),
            ("unknown log and wrong old", try elsewhere.request(old: 1, to: 20), 404),
            ("another key of the name", try log.request(old: 10, to: 20, by: stranger), 403),
            ("signature of another text", forged(try log.request(old: 10, to: 20)), 403),
            ("wrong key and wrong old", try log.request(old: 3, to: 20, by: stranger), 403),
            ("old too small", try log.request(old: 9, to: 20), 409),
            ("old too large", try log.request(old: 11, to: 20), 409),
            ("old zero to ask", try log.request(old: 0, to: 20), 409),
            ("rollback", try log.request(old: 9, to: 9), 409),
            ("fork", try fork.request(old: 10, to: 20), 422),
            ("other root of the size", try fork.request(old: 10, to: 10), 422),
            ("no proof", try log.request(old: 10, to: 20, proof: ConsistencyProof(hashes: [])), 422),
            ("proof at the same size", try log.request(old: 10, to: 10, proof: log.proof(10, 20)), 422),
            (
                "too long a proof",
                try log.request(
                    old: 10, to: 20, proof: ConsistencyProof(hashes: log.proof(10, 20).hashes + [.emptyRoot])), 422
            ),
            ("proof to another size", try log.request(old: 10, to: 20, proof: log.proof(10, 21)), 422),
        ]
        for (name, body, status) in cases {
            let answer = try await witness.addCheckpoint(body)
            #expect(answer.status == status, "\(name)")
            if status == 409 {
                #expect(text(answer) == "10\n" && answer.contentType == "text/x.tlog.size", "\(name)")
            }
        }
        // None of it moved the witness.
        #expect(try await witness.addCheckpoint(log.request(old: 10, to: 11)).status == 200)
        let newHouse = try WitnessHouse()
        let fresh = try await newHouse.open([signer.verifierKey])
        let emptyRequest = try AddCheckpointRequest(
            oldSize: 0, proof: ConsistencyProof(hashes: []), checkpoint: empty)
        #expect(try await fresh.addCheckpoint(emptyRequest.bytes).status == 422)
        #expect(
            try await fresh.addCheckpoint(log.request(old: 0, to: 20, proof: log.proof(10, 20))).status == 422)
        #expect(try await fresh.checkpoint(originHash: Witness.hash(of: signer.name)).status == 404)
        #expect(try await fresh.checkpoint(originHash: "").status == 404)
        #expect(try await fresh.evidence().map(\.request) == [emptyRequest.bytes], "\(newHouse.directory)")
    }

    @Test("what a log signed against itself is kept whole, once")
    func evidence() async throws {
        let witness = try await house.open([signer.verifierKey])
        #expect(try await witness.addCheckpoint(log.request(old: 0, to: 10)).status == 200)
        let fork = GrowingLog(signer, branch: 1, fork: 5)
        let other = GrowingLog(signer, branch: 2, fork: 7)
        let bodies = try [fork.request(old: 10, to: 20), fork.request(old: 10, to: 10), other.request(old: 3, to: 10)]
        for body in bodies + bodies { _ = try await witness.addCheckpoint(body) }
        // Neither an honest client that asks for the size, nor a stranger's fork.
        _ = try await witness.addCheckpoint(log.request(old: 0, to: 20))
        _ = try await witness.addCheckpoint(fork.request(old: 10, to: 20, by: .random(name: signer.name)))
        let evidence = try await witness.evidence()
        #expect(evidence.map(\.request) == bodies)
        #expect(evidence.allSatisfy { $0.origin == signer.name && $0.cosigned != nil })
    }

    @Test("of forty branches that race for one size just one is cosigned")
    func race() async throws {
        let witness = try await house.open([signer.verifierKey])
        #expect(try await witness.addCheckpoint(log.request(old: 0, to: 5)).status == 200)
        let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
            for branch in 0..<40 {
                let body = try GrowingLog(signer, branch: UInt8(branch), fork: 5).request(old: 5, to: 6)
                group.addTask { try await witness.addCheckpoint(body).status }
            }
            return try await group.reduce(into: [Int]()) { $0.append($1) }
        }
        #expect(statuses.count { $0 == 200 } == 1)
        #expect(statuses.allSatisfy { [200, 409].contains($0) })
    }

    @Test("after a start the witness knows what it cosigned, and its time does not run backwards")
    func restart() async throws {
        _ = try await house.open([signer.verifierKey]).addCheckpoint(log.request(old: 0, to: 10))
        house.clock.set(to: Instant(seconds: 1_000))
        let witness = try await house.open([signer.verifierKey])
        #expect(text(try await witness.addCheckpoint(log.request(old: 0, to: 9))) == "10\n")
        let answer = try await witness.addCheckpoint(log.request(old: 10, to: 12))
        #expect(try cosignature(answer, on: log.checkpoint(12))?.time == 1_780_000_000)
        #expect(try Cosigner.load(directory: house.directory)?.verifierKey == house.cosigner.verifierKey)
        #expect(throws: LedgerError.self) { try Cosigner.loadOrCreate(directory: house.directory, name: "other") }
    }

    @Test("random bytes never move or stop a witness")
    func noise() async throws {
        let witness = try await house.open([signer.verifierKey])
        let good = try log.request(old: 0, to: 7)
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<300 {
            var body = good
            for _ in 0...Int.random(in: 0..<4, using: &generator) {
                body[Int.random(in: 0..<body.count, using: &generator)] = .random(in: 0...255, using: &generator)
            }
            let status = try await witness.addCheckpoint(body).status
            #expect(body == good || [400, 403, 404, 409, 422].contains(status) || status == 200 && body == good)
        }
    }
}
