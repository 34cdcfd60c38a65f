import AsyncHTTPClient
import Foundation
import GatewayTesting
import Ledger
import LogHTTP
import Logging
import NIOCore
import NIOHTTP1
import RecordTypes
import Testing
import TransparencyLog

@Suite("A mirror over HTTP")
struct MirrorServerTests {
    let signer: NoteSigner

    init() throws { signer = try NoteSigner(name: "log.example/mirror", seed: Array(0..<32)) }

    @Test("serves its copy with its cosignature, to an auditor and to a monitor; what it does not have is 404")
    func serves() async throws {
        let folder = try Folder()
        let cosigner = try Cosigner.loadOrCreateMirror(directory: folder.path, name: "mirror.example/m1")
        let mirror = try await Mirror.open(
            folder: folder.path, cosigner: cosigner, logs: [signer.verifierKey], needsEntries: true,
            clock: { Instant(seconds: 1_780_000_000) })
        let log = try LogOf(200, signer: signer)
        _ = try await mirror.follow(MemoryFiles(files: log.files))
        let (signer, origin) = (signer, signer.name)
        try await Self.serving(mirror) { url, client throws in
            let files = HTTPLogFiles(url: url, client: client)
            let policy = try TlogPolicy(
                bytes: Array("log \(signer.verifierKey.text)\nwitness m \(cosigner.verifierKey.text)\nquorum m\n".utf8))
            let report = try await LogAudit(files: files, key: signer.verifierKey, policy: policy, old: []).run()
            #expect(report.outcome == .ok, "\(report.text)")
            #expect(try await files.file("\(Witness.hash(of: origin))/checkpoint") == files.file("checkpoint"))
            #expect(try await files.file("vkey") == Array("\(signer.verifierKey.text)\n".utf8))
            for path in ["tile/0/001", "tile/entries/000", "mirror.key", "..%2fmirror.key", "anchor/list", "tag"] {
                #expect(try await files.file(path) == nil, "\(path)")
            }
            for (path, cached, type) in [
                ("checkpoint", "no-cache", "text/plain; charset=utf-8"),
                ("vkey", "no-cache", "text/plain; charset=utf-8"),
                ("tile/0/000.p/200", "public, max-age=31536000, immutable", "application/octet-stream"),
                ("tile/0/000.p/7", "public, max-age=31536000, immutable", "application/octet-stream"),
                ("tile/entries/000.p/7", "public, max-age=31536000, immutable", "application/octet-stream"),
            ] {
                for method in [HTTPMethod.GET, .HEAD] {
                    var request = HTTPClientRequest(url: "\(url)/\(path)")
                    request.method = method
                    let answer = try await client.execute(request, timeout: .seconds(30))
                    #expect(answer.status == .ok, "\(method) \(path)")
                    #expect(answer.headers["Cache-Control"] == [cached] && answer.headers["Content-Type"] == [type])
                }
            }
            for (tag, status) in [("zz", 400), ("aa", 400), ("aabb", 200), (String(repeating: "a", count: 34), 400)] {
                let answer = try await client.execute(
                    HTTPClientRequest(url: "\(url)/tag/\(tag)"), timeout: .seconds(30))
                #expect(Int(answer.status.code) == status, "\(tag)")
            }
            #expect(try await HTTPMirrorTags(url: url, client: client).entries(tagPrefix: [0xAA, 0xBB]).isEmpty)
            await #expect(throws: LogServerError.self) {
                try await HTTPMirrorTags(url: url, client: client).entries(tagPrefix: [0xAA])
            }
        }
    }

    private static func serving(
        _ mirror: Mirror, _ work: @escaping @Sendable (_ url: String, _ client: HTTPClient) async throws -> Void
    ) async throws {
        let client = HTTPClient(eventLoopGroupProvider: .singleton)
        let (ports, port) = AsyncStream.makeStream(of: Int.self)
        try await withThrowingTaskGroup(of: Bool.self) { group in
            group.addTask {
                var logger = Logger(label: "mirror")
                logger.logLevel = .critical
                try await MirrorServer(mirror, logger: logger).run(host: "127.0.0.1", port: 0) { port.yield($0) }
                return false
            }
            group.addTask {
                for await port in ports {
                    try await work("http://127.0.0.1:\(port)", client)
                    return true
                }
                return false
            }
            defer { group.cancelAll() }
            while let isDone = try await group.next() { if isDone { return } }
        }
        try await client.shutdown()
    }
}
