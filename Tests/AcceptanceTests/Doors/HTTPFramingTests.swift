import GatewayClient
import TestPKI
import Testing

/// Requests that break HTTP's framing: refused, never answered more often than asked, and the next client is served.
@Suite("HTTP framing")
struct HTTPFramingTests {
    struct Raw: Sendable, CustomStringConvertible {
        let description: String
        let request: String
        /// Whether any answer below 300 is allowed.
        var mayPass = false

        init(_ description: String, _ request: String, mayPass: Bool = false) {
            self.description = description
            self.request = request
            self.mayPass = mayPass
        }
    }

    private static func post(_ fields: String, _ body: String) -> String {
        "POST /fhir/Consent HTTP/1.1\r\nHost: a\r\n\(fields)\r\n\r\n\(body)"
    }

    /// Behind each stands what a smuggler would like to see answered.
    private static let smuggled = "GET /fhir/metadata HTTP/1.1\r\nHost: a\r\n\r\n"

    static let requests: [Raw] = [
        Raw("length and coding", post("Content-Length: 4\r\nTransfer-Encoding: chunked", "0\r\n\r\n" + smuggled)),
        Raw("coding and length", post("Transfer-Encoding: chunked\r\nContent-Length: 4", "0\r\n\r\n" + smuggled)),
        Raw("two codings", post("Transfer-Encoding: chunked\r\nTransfer-Encoding: identity", "0\r\n\r\n" + smuggled)),
        Raw("an unknown coding", post("Transfer-Encoding: xchunked\r\nContent-Length: 0", smuggled)),
        Raw("a coding with a tab", post("Transfer-Encoding:\tchunked\r\nContent-Length: 3", "0\r\n\r\n" + smuggled)),
        Raw("a space before the colon", post("Transfer-Encoding : chunked", "0\r\n\r\n")),
        Raw("two lengths", post("Content-Length: 0\r\nContent-Length: 5", "hello" + smuggled)),
        Raw("a signed length", post("Content-Length: +5", "hello")),
        Raw("a negative length", post("Content-Length: -1", smuggled)),
        Raw("a hexadecimal length", post("Content-Length: 0x5", "hello")),
        Raw("a list of lengths", post("Content-Length: 5,6", "hello")),
        Raw("an endless length", post("Content-Length: 99999999999999999999", "hello")),
        Raw("a chunk size that is no number", post("Transfer-Encoding: chunked", "g\r\nhello\r\n0\r\n\r\n")),
        Raw("an endless chunk size", post("Transfer-Encoding: chunked", "FFFFFFFFFFFFFFFFF\r\nhello\r\n0\r\n\r\n")),
        Raw("a chunk longer than it says", post("Transfer-Encoding: chunked", "2\r\nhello\r\n0\r\n\r\n")),
        Raw("chunks in HTTP/1.0", "POST /fhir/Consent HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
        Raw("no host", "GET /fhir/metadata HTTP/1.1\r\n\r\n"),
        Raw("two hosts", "GET /fhir/metadata HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n"),
        Raw("a bare CR in a value", "GET /fhir/metadata HTTP/1.1\r\nHost: a\r\nX: a\rb\r\n\r\n"),
        Raw("a NUL in a value", "GET /fhir/metadata HTTP/1.1\r\nHost: a\r\nX: a\0b\r\n\r\n"),
        Raw("a space in a name", "GET /fhir/metadata HTTP/1.1\r\nHost: a\r\nX Y: a\r\n\r\n"),
        Raw("an empty name", "GET /fhir/metadata HTTP/1.1\r\nHost: a\r\n: a\r\n\r\n"),
        Raw("CONNECT", "CONNECT example.org:443 HTTP/1.1\r\nHost: example.org\r\n\r\n"),
        Raw("another version", "GET /fhir/metadata HTTP/2.1\r\nHost: a\r\n\r\n"),
        Raw("HTTP/0.9", "GET /fhir/metadata\r\n"),
        Raw("a method of 100 kB", String(repeating: "G", count: 100_000) + " / HTTP/1.1\r\nHost: a\r\n\r\n"),
        Raw(
            "a field of 1 MB",
            "GET /fhir/metadata HTTP/1.1\r\nHost: a\r\nX: \(String(repeating: "a", count: 1 << 20))\r\n\r\n"),
        Raw(
            "20,000 fields",
            "GET /fhir/metadata HTTP/1.1\r\nHost: a\r\n\(String(repeating: "X: a\r\n", count: 20_000))\r\n"),
        Raw("a target of 1 MB", "GET /\(String(repeating: "a", count: 1 << 20)) HTTP/1.1\r\nHost: a\r\n\r\n"),
        Raw(
            "another host in absolute form",
            "GET http://example.org/fhir/metadata HTTP/1.1\r\nHost: example.org\r\n\r\n", mayPass: true),
        Raw(
            "an upgrade to h2c",
            "GET /fhir/metadata HTTP/1.1\r\nHost: a\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQ\r\n\r\n",
            mayPass: true),
        Raw("a file", "GET /../../../../etc/passwd HTTP/1.1\r\nHost: a\r\n\r\n"),
        Raw("a file, encoded", "GET /%2e%2e/%2e%2e/etc/passwd HTTP/1.1\r\nHost: a\r\n\r\n"),
        Raw("a line in the path", "GET /fhir/metadata%0d%0aX:%20a HTTP/1.1\r\nHost: a\r\n\r\n"),
    ]

    @Test("none is answered with data, or more often than asked", arguments: requests)
    func refused(_ raw: Raw) async throws {
        let gateway = try await SharedGateway.running
        let conversation = try gateway.conversation("citizens", as: Holder.citizen)
        let heard = try await conversation.say([raw.request.bytes], limit: .seconds(3)) { _ in false }
        let answers = heard.text.split(separator: "HTTP/1.1 ", omittingEmptySubsequences: false).dropFirst()
        let statuses = answers.compactMap { Int($0.prefix(3)) }
        #expect(statuses.count <= 1, "\(heard.text.prefix(600))")
        if !raw.mayPass { #expect(statuses.allSatisfy { $0 >= 400 && $0 != 500 }, "\(heard.text.prefix(600))") }
        #expect(!heard.text.contains("root:"))
        try await serves(gateway)
    }

    @Test("one request, one answer; two pipelined, two in order")
    func controls() async throws {
        let gateway = try await SharedGateway.running
        let conversation = try gateway.conversation("citizens", as: Holder.citizen)
        let unknown = "GET /nothing HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
        let heard = try await conversation.say([(Self.smuggled + unknown).bytes]) { _ in false }
        let statuses = heard.text.split(separator: "HTTP/1.1 ").compactMap { Int($0.prefix(3)) }
        #expect(statuses == [200, 404], "\(heard.text.prefix(300))")
        #expect(heard.isClosed)
    }

    @Test("clients that stall in the middle of a request hold nobody up, and are sent away within half a minute")
    func stalled() async throws {
        let gateway = try await SharedGateway.running
        let halves = [
            "GET /fhir/meta", "GET /fhir/metadata HTTP/1.1\r\nHost: a\r\nX: ", Self.post("Content-Length: 1000", "abc"),
        ]
        let sentAway = try await withThrowingTaskGroup(of: Bool.self) { group in
            for position in 0..<30 {
                let conversation = try gateway.conversation("citizens", as: Holder.citizen)
                group.addTask {
                    try await conversation.say([halves[position % 3].bytes], limit: .seconds(45)) { _ in false }
                        .isClosed
                }
            }
            for _ in 0..<3 { try await serves(gateway) }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(sentAway.count == 30)
        #expect(sentAway.allSatisfy { $0 })
    }

    private func serves(_ gateway: RunningGateway) async throws {
        let answer = try await Curl.ask(gateway, as: Holder.citizen, gateway.url("citizens", "/fhir/metadata"))
        #expect(answer.status == 200, "the next client is served: \(answer.errors)")
    }
}
