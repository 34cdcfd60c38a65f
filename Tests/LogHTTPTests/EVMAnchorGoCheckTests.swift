import Foundation
import Ledger
import LogHTTP
import RecordTypes
import Testing
import TimeStamping
import TransparencyLog

/// A real EVM: PyPI's py-evm, by eth-tester, behind JSON-RPC. In the Python that `ANKUR_TEST_PYTHON` names; skipped without.
@Suite("Checkpoints on an EVM chain")
struct EVMAnchorGoCheckTests {
    @Test(
        "the contract keeps when it first saw a checkpoint; an anchored one is not paid for twice",
        .enabled(if: ServingProgram.python != nil, "ANKUR_TEST_PYTHON names no Python"))
    func anchored() async throws {
        let python = try #require(ServingProgram.python)
        let chain = try ServingProgram(python: python, "evm.py", [EVMAnchor.contractCode])
        let (contract, account) = (
            try #require(EVMAddress(chain.words[1])), try #require(EVMAddress(chain.words[2]))
        )
        // The chain's clock is its own: a block is a second or more after the one before.
        let clock: @Sendable () -> Instant = {
            Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1000)).advanced(by: .seconds(86_400))
        }
        let anchor = EVMAnchor(name: "evm", url: chain.url, contract: contract, account: account)
        let note = Array("a checkpoint\n".utf8)
        let digest = TimeStampRequest.imprint(of: note)
        #expect(try await anchor.time(of: digest) == nil)
        let proof = try await anchor.publish(note, clock: clock)
        #expect(try await anchor.time(of: digest) == proof.time)
        let text = String(decoding: proof.bytes, as: UTF8.self)
        #expect(text.contains("0x\(digest.hex)") && text.contains(contract.text) && text.contains("transaction\":\"0x"))
        // The second time the digest is there: no transaction, the same time.
        let again = try await anchor.publish(note, clock: clock)
        #expect(again.time == proof.time && String(decoding: again.bytes, as: UTF8.self).contains("transaction\":null"))
        #expect(try await anchor.time(of: TimeStampRequest.imprint(of: note + [10])) == nil)

        // As the gateway does it: stored and served beside the checkpoint.
        let folder = try Folder()
        let store = try await AnchorStore.open(path: "\(folder.path)/anchors.sqlite")
        let signer = try NoteSigner(name: "log.example/evm", seed: Array(0..<32))
        let checkpoint = try LogOf(3, signer: signer).checkpoint
        let notices = Notices()
        let anchoring = Anchoring(
            anchors: [anchor], store: store, schedule: .init(every: .seconds(3600), timeout: .seconds(30)),
            clock: clock,
            notice: { notices.add($0) })
        try await anchoring.turn(checkpoint: checkpoint)
        #expect(try await store.file("anchor/checkpoint/3.evm.json") != nil, "\(notices.all)")
        #expect(try await anchor.time(of: TimeStampRequest.imprint(of: checkpoint)) != nil)
    }

    @Test(
        "a node that refuses, or another contract's address, gives no proof",
        .enabled(if: ServingProgram.python != nil, "ANKUR_TEST_PYTHON names no Python"))
    func refused() async throws {
        let python = try #require(ServingProgram.python)
        let chain = try ServingProgram(python: python, "evm.py", [EVMAnchor.contractCode])
        let account = try #require(EVMAddress(chain.words[2]))
        let nobody = try #require(EVMAddress("0x" + String(repeating: "11", count: 20)))
        let contract = try #require(EVMAddress(chain.words[1]))
        await #expect(throws: AnchorError.self) {
            // An account whose key the node does not hold.
            _ = try await EVMAnchor(name: "evm", url: chain.url, contract: contract, account: nobody)
                .publish([1], clock: { Instant(seconds: 4_000_000_000) })
        }
        await #expect(throws: AnchorError.self) {
            // Nothing lives at this address.
            _ = try await EVMAnchor(name: "evm", url: chain.url, contract: nobody, account: account)
                .publish([1], clock: { Instant(seconds: 4_000_000_000) })
        }
        await #expect(throws: AnchorError.wrongTime) {
            _ = try await EVMAnchor(name: "evm", url: chain.url, contract: contract, account: account)
                .publish([2], clock: { Instant(seconds: 1_000_000_000) })
        }
    }

    @Test(
        "an address has 0x and 40 digits",
        arguments: ["", "0x", "11", "0x" + String(repeating: "g", count: 40), "0x1234"])
    func noAddress(_ text: String) { #expect(EVMAddress(text) == nil) }
}
