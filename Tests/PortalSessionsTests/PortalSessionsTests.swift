import Foundation
import GatewayTesting
import PortalSessions
import RecordTypes
import Sealing
import Testing

@Suite("Portal sessions")
struct PortalSessionsTests {
    static let start = Instant(seconds: 1_772_355_600)
    let key = SealingKey.random()

    private func with(
        _ limits: SessionLimits = SessionLimits(), _ work: (PortalSessions, String) async throws -> Void
    ) async throws {
        let folder = NSTemporaryDirectory() + "sessions-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let path = folder + "/portal.sqlite"
        try await work(open(path, limits), path)
    }

    private func open(_ path: String, _ limits: SessionLimits = SessionLimits()) async throws -> PortalSessions {
        try await PortalSessions.open(path: path, key: key, limits: limits) { count in
            (0..<count).map { _ in UInt8.random(in: 0...255) }
        }
    }

    private func later(_ seconds: Int64) -> Instant { Instant(seconds: Self.start.seconds + seconds) }

    private let certificate: [UInt8] = Array(0..<200)

    private func person(_ code: String) throws -> PersonIdentifier {
        try #require(PersonIdentifier(semantics: "PNOEE-\(code)"))
    }

    private func logIn(_ sessions: PortalSessions, _ code: String = "38001085718", at now: Instant = start) async throws
        -> SessionID
    {
        let challenge = try await sessions.challenge(for: nil, now: now)
        return try await sessions.begin(
            with: certificate, of: person(code), replacing: challenge.session, now: now)
    }

    @Test("a nonce has 44 characters for 32 bytes, and no two are alike")
    func nonces() async throws {
        try await with { sessions, _ in
            var seen: Set<String> = []
            for _ in 0..<20 {
                let challenge = try await sessions.challenge(for: nil, now: Self.start)
                #expect(challenge.nonce.utf8.count == 44)
                #expect(Data(base64Encoded: challenge.nonce)?.count == 32)
                #expect(challenge.session.cookieValue.utf8.count == 64)
                #expect(seen.insert(challenge.nonce).inserted)
                #expect(seen.insert(challenge.session.cookieValue).inserted)
            }
        }
    }

    @Test("a nonce is taken once, by its own session")
    func singleUse() async throws {
        try await with { sessions, _ in
            let mine = try await sessions.challenge(for: nil, now: Self.start)
            let other = try await sessions.challenge(for: nil, now: Self.start)
            #expect(try await sessions.takeNonce(of: mine.session, now: later(1)) == mine.nonce)
            #expect(try await sessions.takeNonce(of: mine.session, now: later(1)) == nil)
            #expect(try await sessions.takeNonce(of: other.session, now: later(1)) == other.nonce)
            let stranger = try #require(SessionID(String(repeating: "0", count: 64)))
            #expect(try await sessions.takeNonce(of: stranger, now: later(1)) == nil)
        }
    }

    @Test("of many who take a nonce at the same time, one gets it")
    func race() async throws {
        try await with { sessions, _ in
            let challenge = try await sessions.challenge(for: nil, now: Self.start)
            let got = try await withThrowingTaskGroup(of: String?.self) { group in
                for _ in 0..<20 {
                    group.addTask { try await sessions.takeNonce(of: challenge.session, now: Self.start) }
                }
                return try await group.reduce(into: 0) { if $1 != nil { $0 += 1 } }
            }
            #expect(got == 1)
        }
    }

    @Test("a nonce that was taken stays so when another process opens the store")
    func acrossRestarts() async throws {
        try await with { sessions, path in
            let taken = try await sessions.challenge(for: nil, now: Self.start)
            let kept = try await sessions.challenge(for: nil, now: Self.start)
            #expect(try await sessions.takeNonce(of: taken.session, now: Self.start) != nil)
            let again = try await open(path)
            #expect(try await again.takeNonce(of: taken.session, now: Self.start) == nil)
            #expect(try await again.takeNonce(of: kept.session, now: Self.start) == kept.nonce)
            #expect(try await sessions.takeNonce(of: kept.session, now: Self.start) == nil)
        }
    }

    @Test(
        "a nonce lives five minutes, and never before it was given",
        arguments: [(0, true), (299, true), (301, false), (-1, false)] as [(Int64, Bool)])
    func lifetime(_ seconds: Int64, _ isGood: Bool) async throws {
        try await with { sessions, _ in
            let challenge = try await sessions.challenge(for: nil, now: Self.start)
            #expect(try await (sessions.takeNonce(of: challenge.session, now: later(seconds)) != nil) == isGood)
            #expect(try await sessions.takeNonce(of: challenge.session, now: later(1)) == nil, "and is gone either way")
        }
    }

    @Test("a newer challenge of the same browser replaces the older one")
    func replaced() async throws {
        try await with { sessions, _ in
            let first = try await sessions.challenge(for: nil, now: Self.start)
            let second = try await sessions.challenge(for: first.session, now: later(1))
            #expect(second.session == first.session && second.nonce != first.nonce)
            #expect(try await sessions.takeNonce(of: first.session, now: later(2)) == second.nonce)
        }
    }

    @Test("the session has another id after log-in, and the one before opens nothing")
    func renewed() async throws {
        try await with { sessions, _ in
            let challenge = try await sessions.challenge(for: nil, now: Self.start)
            #expect(try await sessions.certificate(of: challenge.session, now: Self.start) == nil)
            let session = try await sessions.begin(
                with: certificate, of: person("38001085718"), replacing: challenge.session, now: Self.start)
            #expect(session != challenge.session)
            #expect(try await sessions.certificate(of: session, now: Self.start) == certificate)
            #expect(try await sessions.certificate(of: challenge.session, now: Self.start) == nil)
            #expect(try await sessions.takeNonce(of: challenge.session, now: Self.start) == nil)
        }
    }

    @Test(
        "a session ends after fifteen minutes without use",
        arguments: [(0, true), (899, true), (900, false), (-1, false)] as [(Int64, Bool)])
    func idle(_ seconds: Int64, _ isLive: Bool) async throws {
        try await with { sessions, _ in
            let session = try await logIn(sessions)
            #expect(try await (sessions.certificate(of: session, now: later(seconds)) != nil) == isLive)
        }
    }

    @Test("a session in use ends twelve hours after the log-in, across a restart too")
    func absolute() async throws {
        try await with { sessions, path in
            let session = try await logIn(sessions)
            for second in stride(from: Int64(0), to: 12 * 3600, by: 600) {
                #expect(try await sessions.certificate(of: session, now: later(second)) != nil, "\(second) s")
            }
            let again = try await open(path)
            #expect(try await again.certificate(of: session, now: later(12 * 3600 - 1)) != nil)
            #expect(try await again.certificate(of: session, now: later(12 * 3600)) == nil)
        }
    }

    @Test("log-out ends one session, log-out everywhere each of the person's and nobody else's, durably")
    func logOut() async throws {
        try await with { sessions, path in
            let first = try await logIn(sessions)
            let second = try await logIn(sessions)
            let third = try await logIn(sessions)
            let other = try await logIn(sessions, "60001017869")
            try await sessions.end(first)
            #expect(try await sessions.certificate(of: first, now: Self.start) == nil)
            #expect(try await sessions.certificate(of: second, now: Self.start) != nil)
            try await sessions.endAll(of: person("38001085718"))
            let again = try await open(path)
            for ended in [first, second, third] {
                #expect(try await again.certificate(of: ended, now: Self.start) == nil)
            }
            #expect(try await again.certificate(of: other, now: Self.start) != nil)
        }
    }

    @Test("a flood of visitors pushes out visitors, and nobody who is logged in")
    func flood() async throws {
        try await with(SessionLimits(visitors: 10)) { sessions, _ in
            let session = try await logIn(sessions)
            let first = try await sessions.challenge(for: nil, now: later(1))
            for second in 2..<20 { _ = try await sessions.challenge(for: nil, now: later(Int64(second))) }
            let last = try await sessions.challenge(for: nil, now: later(20))
            #expect(try await sessions.takeNonce(of: first.session, now: later(21)) == nil)
            #expect(try await sessions.takeNonce(of: last.session, now: later(21)) != nil)
            #expect(try await sessions.certificate(of: session, now: later(21)) != nil)
        }
    }

    @Test("the file holds no cookie, no personal code and no certificate in clear")
    func atRest() async throws {
        try await with { sessions, path in
            let session = try await logIn(sessions)
            for suffix in ["", "-wal"] {
                guard let bytes = FileManager.default.contents(atPath: path + suffix) else { continue }
                let cookie = Data(try #require(Hex.bytes(session.cookieValue)))
                for secret in [cookie, Data(session.cookieValue.utf8), Data("38001085718".utf8), Data(certificate)] {
                    #expect(bytes.range(of: secret) == nil)
                }
            }
        }
    }

    @Test("another key opens no session of this store")
    func anotherKey() async throws {
        try await with { sessions, path in
            let session = try await logIn(sessions)
            let thief = try await PortalSessions.open(path: path, key: .random()) { Array(repeating: 1, count: $0) }
            await #expect(throws: SealingError.self) { try await thief.certificate(of: session, now: Self.start) }
        }
    }

    @Test(
        "what is no session's id is none",
        arguments: [
            "", "0", String(repeating: "0", count: 63), String(repeating: "0", count: 65),
            String(repeating: "A", count: 64), String(repeating: "g", count: 64), "../../etc/passwd",
        ])
    func malformed(_ text: String) { #expect(SessionID(text) == nil) }
}
