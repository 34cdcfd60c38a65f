import HTTPTypes
import Hummingbird
import NIOCore
import Synchronization
import TestPKI
import Testing

@testable import GatewayHTTP

@Suite("Admission")
struct AdmissionTests {
    @Test("each door lets in its own kind of certificate and no other, and reads no body before")
    func doors() async throws {
        try await TestWorld.with { world in
            let credentials: [(String, Credential?)] = [
                ("none", nil), ("institution", world.northHospital), ("citizen", world.jaak),
                ("official", world.pki.official),
                ("server", world.pki.server),
            ]
            for (name, credential) in credentials {
                let body = UnreadBody()
                let provider = try await world.ask(
                    world.providers, .post, "/documents", as: credential, headers: [("Content-Type", "text/plain")],
                    stream: RequestBody(asyncSequence: body))
                #expect(provider.status == (name == "institution" ? 415 : 403), "\(name) at the providers' door")
                #expect(!body.wasRead)
                let citizen = try await world.ask(world.citizens, .get, "/fhir/metadata", as: credential)
                #expect(
                    citizen.status == (name == "citizen" || name == "official" ? 200 : 403),
                    "\(name) at the citizens' door")
                let official = try await world.ask(world.ministry, .get, "/fhir/metadata", as: credential)
                #expect(official.status == (name == "official" ? 200 : 403), "\(name) at the ministry's door")
                for refused in [provider, citizen, official] where refused.status == 403 {
                    #expect(refused.text.contains("OperationOutcome"))
                    #expect(refused.header("Connection") == "close")
                }
            }
        }
    }

    @Test("no header has any effect on who one is or what one asks")
    func spoofedHeaders() async throws {
        try await TestWorld.with { world in
            let names = [
                "X-Forwarded-User", "X-SSL-Client-S-DN", "X-Client-Cert", "Client-Cert", "SSL-CLIENT-VERIFY",
                "X-Real-IP",
                "Forwarded", "X-Original-URL", "X-HTTP-Method-Override", "X-Road-Client", "X-Road-UserId",
            ]
            for name in names {
                let answer = try await world.ask(
                    world.citizens, .get, "/fhir/metadata", as: nil, headers: [(name, "PNOEE-38001085718")])
                #expect(answer.status == 403)
            }
            let posted = try await world.ask(
                world.citizens, .get, "/restrictions", as: world.jaak, headers: [("X-HTTP-Method-Override", "POST")])
            #expect(posted.status == 200)
        }
    }

    @Test("a link is built from the configured base, whatever the request says")
    func links() async throws {
        try await TestWorld.with { world in
            let answer = try await world.ask(
                world.providers, .post, "/documents", as: world.northHospital,
                headers: [
                    ("Content-Type", "application/xml"), ("X-Forwarded-Host", "evil.example"),
                    ("Forwarded", "host=evil.example"),
                ], body: Array("38001085718|Epikriis".utf8))
            #expect(answer.status == 201)
            #expect(answer.header("Location")?.hasPrefix("https://providers.example/submissions/") == true)
        }
    }
}

/// A body that remembers whether anybody began to read it.
final class UnreadBody: AsyncSequence, Sendable {
    typealias Element = ByteBuffer
    private let read = Mutex(false)

    var wasRead: Bool { read.withLock { $0 } }

    struct AsyncIterator: AsyncIteratorProtocol, Sendable {
        let body: UnreadBody

        mutating func next() async throws -> ByteBuffer? {
            body.read.withLock { $0 = true }
            return nil
        }
    }

    func makeAsyncIterator() -> AsyncIterator { AsyncIterator(body: self) }
}
