import Foundation
import GatewayClient
import TestPKI
import Testing

/// Both citizens' doors in a real browser: headless Chromium with the test card's certificate, and with a Web eID extension that is played.
@Suite(
    "Browser",
    .enabled(if: Built.python != nil, "ANKUR_TEST_PYTHON names no Python with the packages of .ci/python-packages"),
    .enabled(if: Command.exists("chromium") && Command.exists("certutil"), "chromium or libnss3-tools is absent"),
    .enabled(if: geteuid() == 0, "a policy for the browser is laid over /etc, which needs root"))
struct BrowserTests {
    @Test("a citizen logs in by certificate and by Web eID, and is out after log-out")
    func logsIn() async throws {
        let gateway = try await SharedGateway.running
        let run = try await Command.run(
            Built.python ?? "python3",
            [
                Built.package + "/.ci/browser-login", "--citizens", gateway.process.url("citizens"), "--portal",
                gateway.process.url("portal"), "--pki", gateway.realm.pkiFolder,
            ], limit: .seconds(300))
        #expect(run.status == 0, "\(run.transcript)")
        #expect(run.text.split(separator: "\n").count { $0.hasPrefix("OK") } >= 15, "\(run.transcript)")
    }
}
