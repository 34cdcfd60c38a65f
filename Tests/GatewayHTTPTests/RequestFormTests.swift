import HTTPTypes
import Hummingbird
import NIOCore
import RecordTypes
import TestPKI
import Testing

@testable import GatewayHTTP

@Suite("Form of requests")
struct RequestFormTests {
    @Test("a path that is none of ours is nothing, never a file and never a fault of ours")
    func paths() async throws {
        try await TestWorld.with { world in
            let nothing = try await world.ask(world.everyone, .get, "/none", as: nil)
            let paths = [
                "/../etc/passwd", "/%2e%2e/etc/passwd", "/ledger/..%2f..%2fkeys", "/ledger/tile/../checkpoint",
                "/ledger//checkpoint",
                "/./ledger/checkpoint", "/ledger/checkpoint/", "/ledger/checkpoint%00", "/ledger/checkpoint%0d%0a",
                "/%c0%ae%c0%ae/",
                "/ledger/checkpoint%20", "/LEDGER/CHECKPOINT", "/%", "/%4", "/%zz", "\\ledger", "", "*",
                "/ledger\\checkpoint",
                "/ledger/..;/checkpoint", "/ledger/tile/", "/ledger/tile/x/1/2", "/ledger/tile/entries/000",
                "//evil.example/",
            ]
            for path in paths {
                let answer = try await world.ask(world.everyone, .get, path, as: nil)
                #expect(answer.comparable == nothing.comparable, "\(path)")
                #expect(answer.status == 404)
            }
            let long = try await world.ask(world.everyone, .get, "/" + String(repeating: "a", count: 5000), as: nil)
            #expect(long.status == 414)
            let escaped = try await world.ask(
                world.providers, .post, "/documents/%24validate", as: world.northHospital,
                headers: [("Content-Type", "application/xml")], body: Array("38001085718|x".utf8))
            #expect(escaped.status == 200)
        }
    }

    @Test("a wrong method is told the right ones; TRACE and CONNECT are refused")
    func methods() async throws {
        try await TestWorld.with { world in
            let cases: [(HTTPRequest.Method, String, String)] = [
                (.get, "/documents", "POST"), (.delete, "/fhir/DocumentReference", "GET, HEAD"),
                (.put, "/fhir/Bundle/x", "GET, HEAD"),
                (.patch, "/submissions/x", "GET, HEAD"), (.trace, "/fhir/metadata", "GET, HEAD"),
                (.connect, "/fhir/metadata", "GET, HEAD"), (HTTPRequest.Method("BREW")!, "/fhir/metadata", "GET, HEAD"),
                (.options, "/documents", "POST"),
            ]
            for (method, path, allow) in cases {
                let answer = try await world.ask(world.providers, method, path, as: world.northHospital)
                #expect(answer.status == 405, "\(method) \(path)")
                #expect(answer.header("Allow") == allow)
                #expect(answer.text.contains("OperationOutcome"))
            }
            let restrictions = try await world.ask(world.citizens, .delete, "/restrictions", as: world.jaak)
            #expect(restrictions.header("Allow") == "GET, HEAD, POST")
        }
    }

    @Test("HEAD is GET without the body")
    func head() async throws {
        try await TestWorld.with { world in
            let get = try await world.ask(world.providers, .get, "/fhir/metadata", as: world.northHospital)
            let head = try await world.ask(world.providers, .head, "/fhir/metadata", as: world.northHospital)
            #expect(head.status == 200 && head.body.isEmpty)
            #expect(head.header("Content-Length") == get.header("Content-Length"))
            let missing = try await world.ask(world.providers, .head, "/nothing", as: world.northHospital)
            #expect(missing.status == 404 && missing.body.isEmpty)
        }
    }

    @Test("types, sizes and parameters that are not taken are said to be so")
    func refusals() async throws {
        try await TestWorld.with { world in
            func post(_ path: String, _ type: String?, _ body: [UInt8], _ extra: [(String, String)] = []) async throws
                -> Answer
            {
                try await world.ask(
                    world.providers, .post, path, as: world.northHospital,
                    headers: (type.map { [("Content-Type", $0)] } ?? []) + extra, body: body)
            }
            let document = Array("38001085718|x".utf8)
            let untyped = try await post("/documents", nil, document)
            #expect(untyped.status == 415 && untyped.header("Accept")?.contains("application/hl7-v2") == true)
            #expect(try await post("/documents", "application/pdf", document).status == 415)
            #expect(try await post("/documents", "application/xml", []).status == 400)
            #expect(try await post("/documents", "application/xml", document, [("Accept", "text/html")]).status == 406)
            #expect(
                try await post("/documents", "application/xml", document, [("Content-Length", "99999999999")]).status
                    == 413)
            let large = try await world.ask(
                world.providers, .post, "/documents", as: world.northHospital,
                headers: [("Content-Type", "application/xml")],
                stream: RequestBody(asyncSequence: EndlessBody()))
            #expect(large.status == 413 && large.header("Connection") == "close")
            #expect(try await post("/fhir/DocumentReference/_search", "application/xml", document).status == 415)
            let targets = [
                "/fhir/DocumentReference", "/fhir/DocumentReference?patient.identifier=",
                "/fhir/DocumentReference?patient=", "/fhir/DocumentReference?patient.identifier=a%7Cb&colour=red",
                "/fhir/DocumentReference?patient.identifier=a%7Cb&patient.identifier=c%7Cd",
                "/fhir/DocumentReference?patient.identifier=%zz", "/fhir/DocumentReference?patient.identifier=%ff",
                "/fhir/DocumentReference?patient.identifier=%00",
                "/fhir/DocumentReference?patient.identifier=a%7Cb&_count=1e9",
                "/fhir/DocumentReference?patient.identifier=38001085718",
            ]
            for target in targets {
                let answer = try await world.ask(
                    world.providers, .get, target, as: world.northHospital, headers: TestWorld.doctor)
                #expect(answer.status == 400, "\(target)")
                #expect(answer.text.contains("OperationOutcome"))
                #expect(!answer.text.contains("38001085718"), "an error quotes no value")
            }
            let turtle = try await world.ask(
                world.providers, .get, "/fhir/metadata?_format=ttl", as: world.northHospital)
            #expect(turtle.status == 406)
        }
    }

    @Test("the request id is echoed when it is fit, and made when it is not")
    func requestIDs() async throws {
        try await TestWorld.with { world in
            func id(_ sent: String?) async throws -> String? {
                try await world.ask(
                    world.everyone, .get, "/ledger/vkey", as: nil, headers: sent.map { [("X-Request-Id", $0)] } ?? []
                ).header("X-Request-Id")
            }
            #expect(try await id("req-12345678") == "req-12345678")
            for unfit in [
                "short", "has space in it", "38001085718", "PNOEE-38001085718", String(repeating: "a", count: 65),
                "a\"quote\"1234",
            ] {
                let made = try await id(unfit)
                #expect(made != unfit && made?.count == 32)
            }
            #expect(try await id(nil) != id(nil))
        }
    }

    @Test("every answer carries the headers that keep it private")
    func privacyHeaders() async throws {
        try await TestWorld.with { world in
            let page = try await world.ask(world.citizens, .get, "/", as: world.jaak)
            let json = try await world.ask(world.providers, .get, "/none", as: world.northHospital)
            for answer in [page, json] {
                #expect(answer.header("Cache-Control") == "no-store")
                #expect(answer.header("X-Content-Type-Options") == "nosniff")
                #expect(answer.header("Strict-Transport-Security") != nil)
                #expect(answer.header("Content-Security-Policy")?.contains("default-src 'none'") == true)
                #expect(answer.header("Content-Security-Policy")?.contains("unsafe") == false)
            }
            #expect(page.header("Content-Type") == "text/html; charset=utf-8")
        }
    }
}

/// A body without an end.
struct EndlessBody: AsyncSequence, Sendable {
    typealias Element = ByteBuffer

    struct AsyncIterator: AsyncIteratorProtocol, Sendable {
        mutating func next() async throws -> ByteBuffer? { ByteBuffer(repeating: 65, count: 1 << 20) }
    }

    func makeAsyncIterator() -> AsyncIterator { AsyncIterator() }
}
