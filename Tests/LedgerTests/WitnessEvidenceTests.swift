import GatewayTesting
import RecordTypes
import Testing
import TransparencyLog

@testable import Ledger

@Suite("What a witness keeps against a log")
struct WitnessEvidenceTests {
    let signer: NoteSigner
    let log: GrowingLog
    let fork: GrowingLog
    let house: WitnessHouse

    init() throws {
        signer = try NoteSigner(name: "log.example/2026", seed: Array(0..<32))
        log = GrowingLog(signer)
        fork = GrowingLog(signer, branch: 1, fork: 5)
        house = try WitnessHouse()
    }

    private func witness(at size: Int) async throws -> Witness {
        let witness = try await house.open([signer.verifierKey])
        #expect(try await witness.addCheckpoint(log.request(old: 0, to: size)).status == 200)
        return witness
    }

    /// What anybody can make of an honest log's public checkpoint.
    private func garbage(_ number: Int, at old: Int, to size: Int, hashes: Int = 1) throws -> [UInt8] {
        let proof = (0..<hashes).map { MerkleHash.leaf([UInt8(number & 255), UInt8(number >> 8), UInt8($0)]) }
        return try log.request(old: old, to: size, proof: ConsistencyProof(hashes: proof))
    }

    @Test("a stranger's wrong proofs about an honest log are no evidence and take no fork's place")
    func flood() async throws {
        let witness = try await witness(at: 10)
        for number in 0..<1_010 {
            let (size, hashes) = [(10, 1), (20, 1), (20, 5)][number % 3]
            let body = try garbage(number, at: 10, to: size, hashes: hashes)
            #expect(try await witness.addCheckpoint(body).status == 422)
        }
        #expect(try await witness.evidence().isEmpty)
        let proved = try fork.request(old: 10, to: 10)
        #expect(try await witness.addCheckpoint(proved).status == 422)
        #expect(try await witness.evidence().map(\.request) == [proved])
    }

    @Test("one signed text is kept once, however it is asked with")
    func once() async throws {
        let witness = try await witness(at: 10)
        let proved = try fork.request(old: 10, to: 10)
        _ = try await witness.addCheckpoint(proved)
        for number in 0..<20 {
            let proof = ConsistencyProof(hashes: [.leaf([UInt8(number)])])
            _ = try await witness.addCheckpoint(fork.request(old: number % 11, to: 10, proof: proof))
        }
        #expect(try await witness.evidence().map(\.request) == [proved])
    }

    @Test(
        "a larger log's proof is evidence when its hashes make the signed root and another root than the cosigned one",
        arguments: [
            (10, 20, true), (3, 70, false), (7, 8, true), (69, 70, true), (6, 64, true),
            // The old root is itself a part of such a proof: nothing in it shows another.
            (8, 20, false), (64, 70, false),
        ])
    func refutation(_ old: Int, _ size: Int, _ isEvidence: Bool) async throws {
        let witness = try await witness(at: old)
        let body = try fork.request(old: old, to: size)
        let isFork = old > 5
        #expect(try await witness.addCheckpoint(body).status == (isFork ? 422 : 200))
        #expect(try await witness.evidence().map(\.request) == (isEvidence ? [body] : []))
    }

    @Test("a root that no empty log has is evidence by itself, once")
    func emptyRoot() async throws {
        let witness = try await witness(at: 10)
        let note = try SignedNote(text: "\(signer.name)\n0\n\(MerkleHash.leaf([]).base64)\n", signers: [signer])
        for hashes in [[], [MerkleHash.emptyRoot]] {
            let request = try AddCheckpointRequest(
                oldSize: 0, proof: ConsistencyProof(hashes: hashes), checkpoint: note)
            #expect(try await witness.addCheckpoint(request.bytes).status == 409)
        }
        #expect(try await witness.evidence().count == 1)
    }

    @Test("two spellings of one letter are two logs, and neither's key signs for the other")
    func spellings() async throws {
        let composed = try NoteSigner.random(name: "p\u{E4}evik.example")
        let decomposed = try NoteSigner.random(name: "pa\u{308}evik.example")
        #expect(composed.name == decomposed.name)
        func request(_ origin: NoteSigner, by signer: NoteSigner) throws -> [UInt8] {
            try GrowingLog(origin).request(old: 0, to: 3, by: signer)
        }
        let one = try await house.open([composed.verifierKey])
        #expect(try await one.addCheckpoint(request(decomposed, by: composed)).status == 404)
        #expect(try await one.addCheckpoint(request(decomposed, by: decomposed)).status == 404)
        let both = try await house.open([composed.verifierKey, decomposed.verifierKey])
        #expect(try await both.addCheckpoint(request(composed, by: decomposed)).status == 403)
        #expect(try await both.addCheckpoint(request(decomposed, by: composed)).status == 403)
        #expect(try await both.addCheckpoint(request(composed, by: composed)).status == 200)
        #expect(try await both.addCheckpoint(request(decomposed, by: decomposed)).status == 200)
    }
}
