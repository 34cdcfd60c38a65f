import GatewayTLS
import Hummingbird
import Logging
import NIOCore
import NIOPosix
import RecordTypes
import Synchronization
import Testing

@testable import GatewayHTTP

/// Raw bytes over loopback against a listener without TLS: what HTTP/1.1 itself must withstand.
@Suite("Raw HTTP")
struct ConnectionTests {
    private static let good = "GET /livez HTTP/1.1\r\nHost: x\r\n\r\n"

    /// Runs `work` with the port of a door that also takes bodies of up to 1 kB.
    private static func withListener(
        limits: ListenerLimits = ListenerLimits(), _ work: @escaping @Sendable (Int) async throws -> Void
    ) async throws {
        let settings = DoorSettings(
            name: "operations", publicBase: { "http://localhost" }, clock: { Instant(seconds: 1) }, isEncrypted: false)
        let door = HTTPDoor<Anyone>(
            settings, judge: nil, face: .fhir,
            routes: [
                Route(.get, "/livez", .fhir) { _ in Response(bytes: Array("ok\n".utf8), type: MediaType.text) },
                Route(.post, "/take", .fhir) { visit in
                    Response(bytes: Array("\(try await visit.body(limit: 1024).count)\n".utf8), type: MediaType.text)
                },
            ])
        let (ports, announce) = AsyncStream<Int>.makeStream()
        try await withThrowingTaskGroup { group in
            group.addTask {
                // A listener that cannot begin announces no port: nobody waits for one then.
                defer { announce.finish() }
                try await door.listener(
                    host: "127.0.0.1", port: 0, tls: nil, limits: limits,
                    logger: Logger(label: "t") { _ in SwiftLogNoOpLogHandler() }
                ) { announce.yield($0) }.run()
            }
            var isServed = false
            for await port in ports {
                try await work(port)
                isServed = true
                break
            }
            if !isServed { try await group.waitForAll() }
            group.cancelAll()
            #expect(isServed)
        }
    }

    /// Sends bytes and reads until the server closes, or until `answers` status lines have come.
    private static func exchange(_ port: Int, _ request: String, answers: Int = .max) async throws -> String {
        let channel = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .channelOption(.allowRemoteHalfClosure, value: true)
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                }
            }
        return try await channel.executeThenClose { inbound, outbound in
            try? await outbound.write(ByteBuffer(string: request))
            var text = ""
            do {
                for try await part in inbound {
                    text += String(buffer: part)
                    if text.components(of: "HTTP/1.1 ") >= answers { break }
                }
            } catch {
                // A reset after the answer is an end like any other.
            }
            return text
        }
    }

    @Test("connections that come while accepting ends are closed, whether anybody took them up or not")
    func storm() async throws {
        for _ in 0..<20 {
            let storm = Mutex<Task<Void, Never>?>(nil)
            try await Self.withListener { port in
                storm.withLock { $0 = Task { await Self.connectUntilRefused(port: port, atOnce: 8) } }
                await Task.yield()
            }
            // Ends only when every connection that was made has been closed from the other side.
            #expect(await storm.withLock { $0 }?.value != nil)
        }
    }

    private static func connectUntilRefused(port: Int, atOnce: Int) async {
        await withTaskGroup { group in
            for _ in 0..<atOnce {
                group.addTask {
                    while let channel = try? await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
                        .connect(host: "127.0.0.1", port: port).get()
                    {
                        try? await channel.closeFuture.get()
                    }
                }
            }
        }
    }

    @Test("one request has one answer, two pipelined ones have two in order")
    func pipelining() async throws {
        try await Self.withListener { port in
            let one = try await Self.exchange(port, Self.good, answers: 1)
            #expect(one.hasPrefix("HTTP/1.1 200"))
            let two = try await Self.exchange(
                port, "POST /take HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc" + Self.good, answers: 2)
            #expect(two.components(of: "HTTP/1.1 200") == 2)
            #expect(two.contains("3\n") && two.hasSuffix("ok\n"))
        }
    }

    @Test("requests that two servers could read in two ways are refused, and the connection ends")
    func smuggling() async throws {
        try await Self.withListener { port in
            let heads = [
                "Content-Length: 3\r\nTransfer-Encoding: chunked", "Transfer-Encoding: chunked\r\nContent-Length: 3",
                "Transfer-Encoding: xchunked", "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity",
                "Content-Length: +3", "Content-Length: -1", "Content-Length: 3,4", "Content-Length: 0x3",
                "Content-Length: 3 4",
                "Content-Length: 99999999999999999999", "Content-Length: 3\r\nContent-Length: 4", "Content-Length : 3",
                "X Y: 1",
                "Host: y", ": empty", "X-A: a\u{0}b",
            ]
            for head in heads {
                let text = try await Self.exchange(
                    port, "POST /take HTTP/1.1\r\nHost: x\r\n\(head)\r\n\r\nabc")
                #expect(!text.contains("HTTP/1.1 2"), "\(head)")
            }
            for request in [
                "GET /livez HTTP/1.0\r\nHost: x\r\n\r\n", "GET /livez HTTP/1.1\r\n\r\n",
                "GET /livez HTTP/2.1\r\nHost: x\r\n\r\n",
                "GET /livez\r\n\r\n", "\u{16}\u{3}\u{1}",
                "CONNECT x:1 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
                "TRACE /livez HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
                "GET http://[bad HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
                "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
            ] {
                let text = try await Self.exchange(port, request)
                #expect(!text.contains("HTTP/1.1 2"), "\(request)")
                #expect(!text.contains("HTTP/1.1 5"), "\(request)")
            }
            #expect(try await Self.exchange(port, Self.good, answers: 1).hasPrefix("HTTP/1.1 200"))
        }
    }

    @Test("heads beyond the limits are refused")
    func headLimits() async throws {
        try await Self.withListener { port in
            let many = (0..<200).map { "X-\($0): a\r\n" }.joined()
            let long = "X-Long: " + String(repeating: "a", count: 20_000) + "\r\n"
            for fields in [many, long] {
                let text = try await Self.exchange(port, "GET /livez HTTP/1.1\r\nHost: x\r\n\(fields)\r\n")
                #expect(!text.contains("HTTP/1.1 2"))
            }
            #expect(try await Self.exchange(port, Self.good, answers: 1).hasPrefix("HTTP/1.1 200"))
        }
    }

    @Test("a body over its limit is answered 413 and not read to its end")
    func bodyLimit() async throws {
        try await Self.withListener { port in
            let announced = try await Self.exchange(
                port, "POST /take HTTP/1.1\r\nHost: x\r\nContent-Length: 4096\r\n\r\nabc")
            #expect(announced.hasPrefix("HTTP/1.1 413"))
            let chunk = "400\r\n" + String(repeating: "a", count: 1024) + "\r\n"
            let chunked = try await Self.exchange(
                port, "POST /take HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n\(chunk)\(chunk)\(chunk)")
            #expect(chunked.hasPrefix("HTTP/1.1 413"))
            #expect(chunked.components(of: "HTTP/1.1 ") == 1)
        }
    }

    @Test("a silent connection is closed")
    func silence() async throws {
        try await Self.withListener(limits: ListenerLimits(idleTime: .milliseconds(300))) { port in
            for begun in [
                "", "GET /livez HTTP/1.1\r\nHost:", "POST /take HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nabc",
            ] {
                let text = try await Self.exchange(port, begun)
                #expect(!text.contains("HTTP/1.1 2"))
            }
        }
    }
}

extension String {
    /// How often `part` occurs.
    fileprivate func components(of part: String) -> Int { ranges(of: part).count }
}
