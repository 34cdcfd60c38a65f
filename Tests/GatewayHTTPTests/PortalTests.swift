import Crypto
import Foundation
import HTTPTypes
import Hummingbird
import Identity
import Logging
import NIOCore
import PortalSessions
import RecordTypes
import Sealing
import Synchronization
import TestPKI
import Testing

@testable import GatewayHTTP

@Suite("Portal")
struct PortalTests {
    /// A portal over a world, with a clock of its own and revocation on demand.
    struct PortalWorld: Sendable {
        let world: TestWorld
        let portal: PortalDoor
        let clock: Clock
        let revoked: Revoked

        static let base = "https://portal.example"

        static func with(_ work: @escaping @Sendable (PortalWorld) async throws -> Void) async throws {
            try await TestWorld.with { world in
                let folder = NSTemporaryDirectory() + "portal-" + UUID().uuidString
                try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
                defer { try? FileManager.default.removeItem(atPath: folder) }
                try world.pki.write(to: folder + "/pki")
                let clock = Clock(TestWorld.now)
                let revoked = Revoked()
                let judge = try CertificateJudge(
                    profile: TrustProfile(contentsOfFile: folder + "/pki/trust.yaml", realm: .test),
                    revocation: revoked,
                    freshness: .seconds(300))
                let sessions = try await PortalSessions.open(path: folder + "/portal.sqlite", key: .random()) { count in
                    (0..<count).map { _ in UInt8.random(in: 0...255) }
                }
                let settings = DoorSettings(name: "portal", publicBase: { Self.base }, clock: { clock.now })
                let portal = PortalDoor(
                    settings, gateway: world.gateway, judge: judge,
                    forms: FormTokens(key: SymmetricKey(size: .bits256)),
                    sessions: sessions, logInRevocation: .none, people: { _, _ in nil },
                    certificateDoor: { "https://citizens.example" })
                try await work(PortalWorld(world: world, portal: portal, clock: clock, revoked: revoked))
            }
        }

        func ask(
            _ method: HTTPRequest.Method = .get, _ target: String, cookie: String? = nil,
            headers: [(String, String)] = [], body: String = ""
        ) async throws -> Answer {
            var fields = HTTPFields()
            for (name, value) in headers + (cookie.map { [("Cookie", "language=en; \($0)")] } ?? []) {
                fields.append(HTTPField(name: HTTPField.Name(wellKnown: name), value: value))
            }
            let head = HTTPRequest(
                method: method, scheme: "https", authority: "localhost", path: target, headerFields: fields)
            let logger = Logger(label: "portal") { _ in CapturedLog.Handler(log: world.log) }
            return try await Answer(
                await portal.respond(
                    to: Request(head: head, body: RequestBody(buffer: ByteBuffer(string: body))),
                    context: DoorContext(logger: logger)))
        }

        func page(_ target: String, cookie: String? = nil) async throws -> Answer {
            try await ask(.get, target, cookie: cookie, headers: [("Accept", "text/html")])
        }

        /// Cookie and nonce, as a browser keeps them.
        func challenge(cookie: String? = nil) async throws -> (cookie: String, nonce: String) {
            let answer = try await ask(.get, "/auth/challenge", cookie: cookie)
            let nonce = answer.text.split(separator: "\"").dropFirst(2).dropFirst().first.map(String.init) ?? ""
            return (Self.cookie(in: answer), nonce)
        }

        static func cookie(in answer: Answer) -> String {
            String((answer.header("Set-Cookie") ?? "").prefix { $0 != ";" })
        }

        func post(_ token: String, cookie: String?, headers: [(String, String)] = [], member: String = "auth-token")
            async throws -> Answer
        {
            try await ask(
                .post, "/auth/login", cookie: cookie,
                headers: [("Content-Type", "application/json")].filter { name, _ in !headers.contains { $0.0 == name } }
                    + headers,
                body: "{\"\(member)\":\(token)}")
        }

        /// The cookie of a new session.
        func logIn(as credential: Credential) async throws -> String {
            let (cookie, nonce) = try await challenge()
            let answer = try await post(credential.webEIDToken(nonce: nonce, origin: Self.base), cookie: cookie)
            #expect(answer.status == 200, "\(answer.text)")
            return Self.cookie(in: answer)
        }

        func token(on page: Answer) -> String { world.formToken(on: page) }
    }

    final class Clock: Sendable {
        private let time: Mutex<Instant>
        init(_ now: Instant) { time = Mutex(now) }
        var now: Instant { time.withLock { $0 } }
        func advance(_ seconds: Int64) { time.withLock { $0 = Instant(seconds: $0.seconds + seconds) } }
    }

    /// A responder that knows nothing but what a test tells it.
    final class Revoked: RevocationSource {
        private let state = Mutex<RevocationStatus?>(nil)
        func say(_ status: RevocationStatus?) { state.withLock { $0 = status } }
        func status(of certificate: [UInt8], issuedBy issuer: [UInt8], now: Instant) async -> RevocationStatus {
            state.withLock { $0 } ?? .good(until: now.advanced(by: .seconds(3600)))
        }
    }

    @Test("a card's token over the challenge opens the citizen's pages and her FHIR, formats 1.0 and 1.1")
    func logsIn() async throws {
        try await PortalWorld.with { portal in
            for signing in [nil, try portal.world.pki.signingCertificate(of: .jaak)] {
                let (cookie, nonce) = try await portal.challenge()
                #expect(nonce.utf8.count == 44)
                let token = try portal.world.jaak.webEIDToken(
                    nonce: nonce, origin: PortalWorld.base, signingCertificate: signing)
                let answer = try await portal.post(token, cookie: cookie)
                #expect(answer.status == 200, "\(answer.text)")
                #expect(answer.text == #"{"givenName":"JAAK-KRISTJAN","surname":"JÕEORG","next":"/"}"#)
                let session = PortalWorld.cookie(in: answer)
                #expect(session != cookie, "the id is renewed")
                let home = try await portal.page("/", cookie: session)
                #expect(home.status == 200 && home.text.contains("JÕEORG"))
                #expect(try await portal.ask(.get, "/fhir/DocumentReference", cookie: session).status == 200)
                #expect(try await portal.page("/", cookie: cookie).status == 303, "the id before opens nothing")
            }
        }
    }

    @Test("cookies are __Host-, Secure, HttpOnly, SameSite=Strict, for the path / and no domain")
    func cookies() async throws {
        try await PortalWorld.with { portal in
            let challenge = try await portal.ask(.get, "/auth/challenge")
            let (cookie, nonce) = try await portal.challenge()
            let token = try portal.world.jaak.webEIDToken(nonce: nonce, origin: PortalWorld.base)
            for answer in [challenge, try await portal.post(token, cookie: cookie)] {
                let field = answer.header("Set-Cookie") ?? ""
                #expect(field.hasPrefix("__Host-ankur="))
                #expect(field.hasSuffix("; Path=/; Secure; HttpOnly; SameSite=Strict"))
                #expect(!field.contains("Domain"))
                #expect(answer.header("Cache-Control") == "no-store")
            }
        }
    }

    @Test("every way in is refused that is not this card, this site and this browser's own nonce, once")
    func refusals() async throws {
        try await PortalWorld.with { portal in
            let jaak = portal.world.jaak
            func refused(_ token: (_ nonce: String) throws -> String, _ code: String, cookie other: String? = nil)
                async throws
            {
                let (cookie, nonce) = try await portal.challenge()
                let answer = try await portal.post(token(nonce), cookie: other ?? cookie)
                #expect(answer.status == 401, "\(code): \(answer.text)")
                #expect(answer.text.contains("\"\(code)\""), "\(code): \(answer.text)")
                #expect(answer.header("Set-Cookie") == nil)
                #expect(try await portal.page("/", cookie: cookie).status == 303)
            }
            try await refused({ try jaak.webEIDToken(nonce: $0, origin: "https://other.example") }, "signature-invalid")
            try await refused(
                { try jaak.webEIDToken(nonce: $0, origin: PortalWorld.base + "/") }, "signature-invalid")
            let stolen = try await portal.challenge()
            try await refused(
                { _ in try jaak.webEIDToken(nonce: stolen.nonce, origin: PortalWorld.base) }, "signature-invalid")
            try await refused(
                { try portal.world.northHospital.webEIDToken(nonce: $0, origin: PortalWorld.base) },
                "certificate-not-trusted")
            let signing = try portal.world.pki.signingCertificate(of: .jaak)
            try await refused(
                { try signing.webEIDToken(nonce: $0, origin: PortalWorld.base) }, "certificate-purpose-wrong")
            try await refused(
                { nonce in
                    try jaak.webEIDToken(nonce: nonce, origin: PortalWorld.base).replacingOccurrences(
                        of: "ES384", with: "NONE")
                }, "algorithm-not-supported")
            try await refused(
                { try jaak.webEIDToken(nonce: $0, origin: PortalWorld.base) }, "no-challenge",
                cookie: "__Host-ankur=" + String(repeating: "0", count: 64))
            try await refused(
                { try jaak.webEIDToken(nonce: $0, origin: PortalWorld.base) }, "no-challenge", cookie: "a=b")
        }
    }

    @Test("a nonce answers once: replayed it is none, also after a token that was refused, and after five minutes")
    func replays() async throws {
        try await PortalWorld.with { portal in
            let jaak = portal.world.jaak
            let (cookie, nonce) = try await portal.challenge()
            let token = try jaak.webEIDToken(nonce: nonce, origin: PortalWorld.base)
            #expect(try await portal.post(token, cookie: cookie).status == 200)
            #expect(try await portal.post(token, cookie: cookie).status == 401)

            let second = try await portal.challenge()
            let wrong = try jaak.webEIDToken(nonce: "x", origin: PortalWorld.base)
            #expect(try await portal.post(wrong, cookie: second.cookie).status == 401)
            let right = try jaak.webEIDToken(nonce: second.nonce, origin: PortalWorld.base)
            #expect(try await portal.post(right, cookie: second.cookie).text.contains("no-challenge"))

            let third = try await portal.challenge()
            portal.clock.advance(301)
            let late = try jaak.webEIDToken(nonce: third.nonce, origin: PortalWorld.base)
            #expect(try await portal.post(late, cookie: third.cookie).text.contains("no-challenge"))
        }
    }

    @Test("another site, a form, or a body that is no token logs nobody in")
    func forged() async throws {
        try await PortalWorld.with { portal in
            let jaak = portal.world.jaak
            for (headers, status) in [
                ([("Origin", "https://evil.example")], 403), ([("Origin", "null")], 403),
                ([("Sec-Fetch-Site", "cross-site")], 403), ([("Sec-Fetch-Site", "same-site")], 403),
                ([("Content-Type", "application/x-www-form-urlencoded")], 415), ([("Content-Type", "text/plain")], 415),
                ([("Origin", PortalWorld.base), ("Sec-Fetch-Site", "same-origin")], 200),
            ] {
                let (cookie, nonce) = try await portal.challenge()
                let token = try jaak.webEIDToken(nonce: nonce, origin: PortalWorld.base)
                #expect(try await portal.post(token, cookie: cookie, headers: headers).status == status, "\(headers)")
            }
            for body in ["", "{}", "[]", "\"x\"", #"{"auth-token":"x"}"#, #"{"auth-token":{},"auth-token":{}}"#] {
                let (cookie, _) = try await portal.challenge()
                let answer = try await portal.ask(
                    .post, "/auth/login", cookie: cookie, headers: [("Content-Type", "application/json")], body: body)
                #expect(answer.status == 400, "\(body): \(answer.text)")
            }
            let (cookie, nonce) = try await portal.challenge()
            let token = try jaak.webEIDToken(nonce: nonce, origin: PortalWorld.base)
            #expect(try await portal.post(token, cookie: cookie, member: "authToken").status == 200)
            let large = String(repeating: " ", count: 17 * 1024)
            let tooLarge = try await portal.ask(
                .post, "/auth/login", headers: [("Content-Type", "application/json")], body: large)
            #expect(tooLarge.status == 413)
        }
    }

    @Test("without a session people are led to the log-in and programs get 401, on every route of a citizen")
    func closed() async throws {
        try await PortalWorld.with { portal in
            for route in portal.portal.citizens.routeNames {
                let parts = route.split(separator: " ").map(String.init)
                let target = parts[1].replacingOccurrences(of: "{id}", with: String(repeating: "0", count: 32))
                    .replacingOccurrences(of: "{version}", with: "1")
                let method = try #require(HTTPRequest.Method(rawValue: parts[0]))
                for cookie in [nil, "__Host-ankur=" + String(repeating: "1", count: 64), "__Host-ankur="] {
                    let program = try await portal.ask(method, target, cookie: cookie)
                    #expect(program.status == 401, "\(route)")
                    #expect(program.header("WWW-Authenticate") != nil)
                    guard !target.hasPrefix("/fhir") else { continue }
                    let person = try await portal.ask(
                        method, target, cookie: cookie, headers: [("Accept", "text/html")])
                    #expect(person.status == 303 && person.header("Location") == "/login", "\(route)")
                }
            }
        }
    }

    @Test("a session ends after fifteen minutes without use and twelve hours in any case")
    func limits() async throws {
        try await PortalWorld.with { portal in
            let session = try await portal.logIn(as: portal.world.jaak)
            portal.clock.advance(14 * 60)
            #expect(try await portal.page("/", cookie: session).status == 200)
            portal.clock.advance(15 * 60 + 1)
            #expect(try await portal.page("/", cookie: session).status == 303)
            let long = try await portal.logIn(as: portal.world.jaak)
            for _ in 0..<71 {
                portal.clock.advance(600)
                #expect(try await portal.page("/session", cookie: long).status == 200)
            }
            portal.clock.advance(600)
            #expect(try await portal.page("/session", cookie: long).status == 303)
        }
    }

    @Test("log-out ends this session; log-out everywhere each of the person's; both need the form's token")
    func logOut() async throws {
        try await PortalWorld.with { portal in
            let first = try await portal.logIn(as: portal.world.jaak)
            let second = try await portal.logIn(as: portal.world.jaak)
            let other = try await portal.logIn(as: portal.world.maarika)
            func post(_ path: String, _ token: String, _ cookie: String) async throws -> Answer {
                try await portal.ask(
                    .post, path, cookie: cookie,
                    headers: [("Content-Type", "application/x-www-form-urlencoded"), ("Accept", "text/html")],
                    body: "form-token=\(token)")
            }
            let token = portal.token(on: try await portal.page("/session", cookie: first))
            #expect(try await post("/logout", "00", first).status == 403)
            #expect(try await post("/logout", portal.token(on: portal.page("/", cookie: other)), first).status == 403)
            let answer = try await post("/logout", token, first)
            #expect(answer.status == 303 && answer.header("Location") == "/login?done=1")
            #expect(answer.header("Set-Cookie")?.contains("Max-Age=0") ?? false)
            #expect(try await portal.page("/", cookie: first).status == 303)
            #expect(try await portal.page("/", cookie: second).status == 200)

            let third = try await portal.logIn(as: try portal.world.pki.secondCard(of: .jaak))
            let again = portal.token(on: try await portal.page("/session", cookie: second))
            #expect(try await post("/logout/everywhere", again, second).status == 303)
            #expect(try await portal.page("/", cookie: second).status == 303)
            #expect(try await portal.page("/", cookie: third).status == 303, "with another card, too")
            #expect(try await portal.page("/", cookie: other).status == 200)
        }
    }

    @Test("a revoked card loses its session within the freshness of a verdict, and for good")
    func revocation() async throws {
        try await PortalWorld.with { portal in
            let session = try await portal.logIn(as: portal.world.jaak)
            portal.revoked.say(.unknown)
            portal.clock.advance(301)
            #expect(try await portal.page("/", cookie: session).status == 403, "nobody can tell: refused, not ended")
            portal.revoked.say(nil)
            #expect(try await portal.page("/", cookie: session).status == 200)
            portal.revoked.say(.revoked)
            portal.clock.advance(301)
            let refused = try await portal.ask(.get, "/fhir/DocumentReference", cookie: session)
            #expect(refused.status == 403 && refused.text.contains("certificate-revoked"))
            portal.revoked.say(nil)
            #expect(try await portal.page("/", cookie: session).status == 303)
            portal.revoked.say(.revoked)
            let (cookie, nonce) = try await portal.challenge()
            let token = try portal.world.maarika.webEIDToken(nonce: nonce, origin: PortalWorld.base)
            #expect(try await portal.post(token, cookie: cookie).text.contains("certificate-revoked"))
        }
    }

    @Test("the log-in page runs our own script alone and leaves a way without it; other pages run none")
    func pages() async throws {
        try await PortalWorld.with { portal in
            let page = try await portal.page("/login")
            let policy = page.header("Content-Security-Policy") ?? ""
            #expect(page.status == 200)
            #expect(policy.contains("default-src 'none'") && policy.contains("script-src 'self'"))
            #expect(!policy.contains("unsafe") && !policy.contains("http"))
            #expect(page.text.components(separatedBy: "<script").count == 2)
            #expect(page.text.contains("<noscript>") && page.text.contains("https://citizens.example"))
            let script = try #require(page.text.firstMatch(of: /src="(\/assets\/login\.[0-9a-f]+\.js)"/))
            let file = try await portal.ask(.get, String(script.1))
            #expect(file.status == 200 && file.header("Content-Type") == "text/javascript; charset=utf-8")
            #expect(!file.text.contains("http:") && !file.text.contains("https:"))
            let home = try await portal.page("/", cookie: try await portal.logIn(as: portal.world.jaak))
            #expect(!home.text.contains("<script"))
            #expect(!(home.header("Content-Security-Policy") ?? "").contains("script-src"))
        }
    }

    @Test("no line of the log tells a cookie, a nonce or a personal code")
    func logs() async throws {
        try await PortalWorld.with { portal in
            let (cookie, nonce) = try await portal.challenge()
            let token = try portal.world.jaak.webEIDToken(nonce: nonce, origin: PortalWorld.base)
            let session = PortalWorld.cookie(in: try await portal.post(token, cookie: cookie))
            _ = try await portal.page("/", cookie: session)
            let lines = portal.world.log.text
            #expect(lines.contains("/auth/login"))
            for secret in [cookie, session, nonce, "38001085718"].map({
                $0.split(separator: "=").last.map(String.init) ?? $0
            }) {
                #expect(!lines.contains(secret))
            }
        }
    }
}
