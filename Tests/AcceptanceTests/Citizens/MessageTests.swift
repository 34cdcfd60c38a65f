import Foundation
import GatewayClient
import JSONText
import TestPKI
import Testing

/// Citizens are told that something happened: by e-mail to a real SMTP server from PyPI (aiosmtpd), by webhook to a server of Python's own.
@Suite("Messages to citizens", .enabled(if: Built.python != nil))
struct MessageTests {
    private static let sink = """
        import asyncio, http.server, json, socket, sys, threading
        from aiosmtpd.controller import Controller
        out = open(sys.argv[1], "a")
        failures = {"smtp": int(sys.argv[2])}
        class Mail:
            async def handle_DATA(self, server, session, envelope):
                if failures["smtp"] > 0:
                    failures["smtp"] -= 1
                    return "451 not now"
                out.write(json.dumps({"to": envelope.rcpt_tos, "mail": envelope.content.decode()}) + "\\n"); out.flush()
                return "250 taken"
        class Hook(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                out.write(json.dumps({"hook": body.decode(), "signature": self.headers["X-Ankur-Signature"]}) + "\\n"); out.flush()
                self.send_response(204); self.end_headers()
            def log_message(self, *args): pass
        # The controller greets itself at the port that it was given, so it must be given a real one.
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        controller = Controller(Mail(), hostname="127.0.0.1", port=port)
        controller.start()
        hook = http.server.HTTPServer(("127.0.0.1", 0), Hook)
        threading.Thread(target=hook.serve_forever, daemon=True).start()
        print(f"ready {port} {hook.server_port}", flush=True)
        threading.Event().wait()
        """

    @Test(
        "by e-mail and by webhook, once, after a try that failed, without a word about health", .timeLimit(.minutes(3)))
    func told() async throws {
        let python = try #require(Built.python)
        let folder = try TemporaryFolder()
        let script = try folder.file("sink.py", Array(Self.sink.utf8))
        let taken = folder.path + "/taken"
        let sink = try RunningCommand(python, [script, taken, "1"])
        var ports: [Int] = []
        for await line in sink.lines where line.hasPrefix("ready ") {
            ports = line.split(separator: " ").compactMap { Int($0) }
            break
        }
        try #require(ports.count == 2)
        let key = try folder.file("hook.key", Array("a key of enough bytes".utf8))
        let gateway = try await RunningGateway(
            extra: """
                messages:
                  everySeconds: 1
                  smtp: {host: 127.0.0.1, port: \(ports[0]), security: none, from: no-reply@ankur.example}
                  webhook: {url: "http://127.0.0.1:\(ports[1])/box", keyFile: \(key)}
                """)
        let citizen = try gateway.client(Holder.citizen)
        let page = try await citizen.send("GET", gateway.url("citizens", "/data")).expecting(200)
        let token = try #require(page.text.firstMatch(of: /name="form-token" value="([0-9a-f]+)"/)?.1)
        _ = try await citizen.send(
            "POST", gateway.url("citizens", "/notifications"),
            headers: [("Content-Type", "application/x-www-form-urlencoded")],
            body: Array("form-token=\(token)&email=jaak%40example.ee&mailbox=on&event-new-document=on".utf8)
        ).expecting(303)
        let hospital = try gateway.client(Holder.northHospital)
        _ = try await hospital.submit(TestDocument.cda("MESSAGE-1").bytes, to: gateway.process).expecting(201)
        let lines = try await Self.lines(of: taken, count: 2, within: .seconds(110))
        let hook = try #require(lines.first { $0["hook"] != nil }?["hook"]?.stringValue)
        let told = try JSONValue(parsing: Array(hook.utf8))
        #expect(told["event"]?.stringValue == "new-document")
        #expect(told["person"]?.stringValue == "PNOEE-38001085718")
        #expect(lines.first { $0["hook"] != nil }?["signature"]?.stringValue?.hasPrefix("sha256=") ?? false)
        let mail = try #require(lines.first { $0["mail"] != nil }?["mail"]?.stringValue)
        #expect(lines.first { $0["mail"] != nil }?["to"]?.arrayValue?.first?.stringValue == "jaak@example.ee")
        let body = mail.components(separatedBy: "\r\n\r\n").last ?? ""
        let text = String(
            decoding: Data(base64Encoded: body.replacing("\r\n", with: "")) ?? Data(), as: UTF8.self)
        #expect(text.contains("new document"))
        for word in ["Vastuvõtu", "Haigla", "hospital", "38001085718", "http"] { #expect(!text.contains(word)) }
        for client in [citizen, hospital] { try await client.shutdown() }
        #expect(await gateway.process.terminate() == 0)
        _ = await sink.terminate()
    }

    private static func lines(of path: String, count: Int, within limit: Duration) async throws -> [JSONValue] {
        let end = ContinuousClock.now + limit
        while true {
            let text = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
            let lines = text.split(separator: "\n").compactMap { try? JSONValue(parsing: Array($0.utf8)) }
            if lines.count >= count { return lines }
            guard ContinuousClock.now < end else { throw UnexpectedAnswer("\(lines.count) messages: \(text)") }
            try await Task.sleep(for: .milliseconds(100))
        }
    }
}
