import Crypto
import Foundation
import GatewayClient
import TestPKI
import Testing

/// The portal as a process, with curl as the browser and its cookie jar: what must hold across restarts.
@Suite("Portal as a process")
struct PortalAcceptanceTests {
    private static let origin = "https://portal.example"

    /// One browser of one person.
    private struct Browser {
        let realm: TestRealm
        let folder: TemporaryFolder

        init(_ realm: TestRealm) throws {
            self.realm = realm
            folder = try TemporaryFolder()
        }

        func ask(_ process: GatewayProcess, _ path: String, _ options: [String] = [], body: String? = nil) async throws
            -> (status: Int, text: String)
        {
            var arguments = [
                "--silent", "--cacert", realm.trustRootPath, "--cookie-jar", folder.path + "/jar", "--cookie",
                folder.path + "/jar", "--write-out", "\n%{http_code}",
            ]
            if body != nil { arguments += ["--header", "Content-Type: application/json", "--data-binary", "@-"] }
            let run = try await Command.run(
                "curl", arguments + options + [process.url("portal") + path], input: Array((body ?? "").utf8))
            let lines = run.text.split(separator: "\n", omittingEmptySubsequences: false)
            return (lines.last.flatMap { Int($0) } ?? 0, lines.dropLast().joined(separator: "\n"))
        }

        func nonce(_ process: GatewayProcess) async throws -> String {
            let answer = try await ask(process, "/auth/challenge")
            return answer.text.firstMatch(of: /"nonce":"([^"]+)"/).map { String($0.1) } ?? ""
        }

        /// `{"auth-token": …}`, made with the card's own key file.
        func token(_ nonce: String, card: String = Holder.citizen) throws -> String {
            let key = try P384.Signing.PrivateKey(
                pemRepresentation: String(contentsOfFile: realm.keyPath(card), encoding: .utf8))
            let pem = try String(contentsOfFile: realm.certificatePath(card), encoding: .utf8)
            let leaf = pem.split(whereSeparator: \.isNewline).drop { !$0.hasPrefix("-----BEGIN") }.dropFirst()
                .prefix { !$0.hasPrefix("-----END") }.joined()
            let message =
                Array(SHA384.hash(data: Array(PortalAcceptanceTests.origin.utf8)))
                + Array(SHA384.hash(data: Array(nonce.utf8)))
            let signature = try key.signature(for: message).rawRepresentation.base64EncodedString()
            return
                #"{"auth-token":{"unverifiedCertificate":"\#(leaf)","algorithm":"ES384","signature":"\#(signature)","#
                + #""format":"web-eid:1.0","appVersion":"https://web-eid.eu/web-eid-app/releases/2.7.0+965"}}"#
        }

        func logIn(_ process: GatewayProcess) async throws -> Int {
            let body = try token(try await nonce(process))
            return try await ask(process, "/auth/login", body: body).status
        }
    }

    @Test(
        "a nonce outlives a restart and is used once; a session and a log-out outlive it, too; nothing of them is logged"
    )
    func restarts() async throws {
        let gateway = try await RunningGateway(extra: "publicBase: {portal: \"\(Self.origin)\"}")
        let realm = gateway.realm
        let browser = try Browser(realm)
        let other = try Browser(realm)
        let nonce = try await browser.nonce(gateway.process)
        #expect(nonce.utf8.count == 44)
        #expect(await gateway.process.terminate() == 0)

        let second = try await RunningGateway.start(realm)
        let body = try browser.token(nonce)
        #expect(try await other.ask(second, "/auth/login", body: body).status == 401, "another browser's")
        #expect(try await browser.ask(second, "/auth/login", body: body).status == 200)
        #expect(try await browser.ask(second, "/auth/login", body: body).status == 401, "used")
        #expect(try await browser.ask(second, "/fhir/DocumentReference").status == 200)
        #expect(try await other.logIn(second) == 200)
        kill(second.processIdentifier, SIGKILL)
        _ = await second.terminate()

        let third = try await RunningGateway.start(realm)
        defer { if third.isRunning { kill(third.processIdentifier, SIGKILL) } }
        #expect(try await browser.ask(third, "/auth/login", body: body).status == 401, "used, also after a crash")
        let page = try await browser.ask(third, "/session", ["--header", "Accept: text/html"])
        #expect(page.status == 200 && page.text.contains("JÕEORG"))
        let token = try #require(page.text.firstMatch(of: /name="form-token" value="([0-9a-f]+)"/)?.1)
        let out = try await browser.ask(
            third, "/logout/everywhere", ["--data", "form-token=\(token)", "--header", "Origin: \(Self.origin)"])
        #expect(out.status == 303)
        #expect(try await other.ask(third, "/fhir/DocumentReference").status == 401)
        #expect(await third.terminate() == 0)

        let fourth = try await RunningGateway.start(realm)
        defer { if fourth.isRunning { kill(fourth.processIdentifier, SIGKILL) } }
        for browser in [browser, other] {
            #expect(try await browser.ask(fourth, "/fhir/DocumentReference").status == 401)
        }
        #expect(await fourth.terminate() == 0)
        let log = String(
            decoding: FileManager.default.contents(atPath: realm.folder + "/gateway.log") ?? Data(), as: UTF8.self)
        for secret in [nonce, String(token), "38001085718", "__Host-ankur="] { #expect(!log.contains(secret)) }
    }

    @Test("web-eid.js's own calls work: GET and POST of the challenge, the token in a JSON body, answers in JSON")
    func shapes() async throws {
        let gateway = try await RunningGateway(extra: "publicBase: {portal: \"\(Self.origin)\"}")
        let browser = try Browser(gateway.realm)
        for method in ["GET", "POST"] {
            let answer = try await browser.ask(
                gateway.process, "/auth/challenge", ["--request", method, "--header", "Content-Type: application/json"])
            #expect(answer.status == 200)
            #expect(answer.text.wholeMatch(of: /\{"nonce":"[A-Za-z0-9+\/]{43}="\}/) != nil, "\(answer.text)")
        }
        #expect(try await browser.logIn(gateway.process) == 200)
        #expect(await gateway.process.terminate() == 0)
    }
}
