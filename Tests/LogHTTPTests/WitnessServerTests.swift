import AsyncHTTPClient
import Foundation
import GatewayTesting
import Ledger
import LogHTTP
import Logging
import NIOCore
import NIOHTTP1
import RecordTypes
import Sealing
import Testing
import TransparencyLog

/// Runs a witness on a free port of loopback while `work` works; its folder is removed.
func withWitness<Value: Sendable>(
    logs: [VerifierKey],
    _ work: @escaping @Sendable (_ url: String, _ key: VerifierKey, _ client: HTTPClient) async throws -> Value
) async throws -> Value {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("log-http-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let cosigner = try Cosigner.loadOrCreate(directory: folder, name: "witness.example/http")
    let witness = try await Witness.open(path: "\(folder)/witness.sqlite", cosigner: cosigner, logs: logs) {
        Instant(seconds: Int64(Date().timeIntervalSince1970))
    }
    let client = HTTPClient(eventLoopGroupProvider: .singleton)
    let (ports, port) = AsyncStream.makeStream(of: Int.self)
    let result = try await withThrowingTaskGroup(of: Value?.self) { group in
        group.addTask {
            var logger = Logger(label: "witness")
            logger.logLevel = .critical
            try await WitnessServer(witness, logger: logger).run(host: "127.0.0.1", port: 0) { port.yield($0) }
            return nil
        }
        group.addTask {
            for await port in ports { return try await work("http://127.0.0.1:\(port)", cosigner.verifierKey, client) }
            return nil
        }
        defer { group.cancelAll() }
        while let ended = try await group.next() { if let value = ended { return Optional(value) } }
        return nil
    }
    try await client.shutdown()
    return try #require(result)
}

@Suite("A witness over HTTP")
struct WitnessServerTests {
    let signer: NoteSigner

    init() throws { signer = try NoteSigner(name: "log.example/http", seed: Array(0..<32)) }

    @Test("status, media type and body go over the wire as the standard has them")
    func wire() async throws {
        let signer = signer
        try await withWitness(logs: [signer.verifierKey]) { url, key, client throws in
            let witness = HTTPWitness(url: url + "/", client: client)
            #expect(try await witness.latestCheckpoint(of: signer.name) == nil)
            func request(_ old: UInt64, _ size: UInt64, _ root: MerkleHash) throws -> [UInt8] {
                try AddCheckpointRequest(
                    oldSize: old, proof: ConsistencyProof(hashes: []),
                    checkpoint: Checkpoint(origin: signer.name, size: size, root: root).signed(by: signer)
                ).bytes
            }
            let answer = try await witness.addCheckpoint(request(0, 1, .leaf([1])))
            #expect(answer.status == 200)
            let lines = try NoteSignature.lines(answer.body)
            #expect(lines.allSatisfy { key.isNamed(by: $0) })
            let latest = try #require(try await witness.latestCheckpoint(of: signer.name))
            #expect(try SignedNote(bytes: latest).cosignatures(by: [key]).count == 1)
            #expect(try await witness.addCheckpoint(request(1, 1, .leaf([2]))).status == 422)
            #expect(try await witness.addCheckpoint(Array(repeating: 0x61, count: 70_000)).status == 400)
            #expect(try await witness.addCheckpoint([]).status == 400)

            var conflict = HTTPClientRequest(url: "\(url)/add-checkpoint")
            conflict.method = .POST
            conflict.body = .bytes(try request(0, 2, .leaf([1])))
            let response = try await client.execute(conflict, timeout: .seconds(10))
            #expect(response.status == .conflict)
            #expect(response.headers["content-type"] == ["text/x.tlog.size"])
            #expect(String(buffer: try await response.body.collect(upTo: 100)) == "1\n")
        }
    }

    @Test("an absent file is told from a server that cannot be reached")
    func files() async throws {
        let signer = signer
        try await withWitness(logs: [signer.verifierKey]) { url, _, client throws in
            let files = HTTPLogFiles(url: url, client: client)
            #expect(try await files.file("checkpoint") == nil)
            await #expect(throws: (any Error).self) {
                try await HTTPLogFiles(url: "http://127.0.0.1:1", client: client).file("checkpoint")
            }
        }
    }
}
