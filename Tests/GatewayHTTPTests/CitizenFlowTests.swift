import Crypto
import HTTPTypes
import TestPKI
import Testing

@testable import GatewayHTTP

/// What citizens do on their pages, one after the other.
@Suite("On the citizens' pages")
struct CitizenFlowTests {
    private static let form = [("Content-Type", "application/x-www-form-urlencoded"), ("Accept-Language", "en")]

    private static func post(
        _ world: TestWorld, _ path: String, _ fields: String, as credential: Credential, from page: String,
        cookie: String? = nil
    ) async throws -> Answer {
        let headers = cookie.map { [("Cookie", $0)] } ?? []
        let token = world.formToken(
            on: try await world.ask(world.citizens, .get, page, as: credential, headers: headers))
        return try await world.ask(
            world.citizens, .post, path, as: credential, headers: form + headers,
            body: Array("form-token=\(token)&\(fields)".utf8))
    }

    @Test("a representative acts under a banner, within the mandate, until it is ended")
    func representative() async throws {
        try await TestWorld.with { world in
            let id = try await world.submit("38001085718|Epikriis", as: world.northHospital)
            let appointed = try await Self.post(
                world, "/people", "person=60001017869&name=Maarika&scope-records=on", as: world.jaak, from: "/people")
            #expect(appointed.header("Location") == "/people?saved=1")
            let people = try await world.ask(world.citizens, .get, "/people", as: world.maarika)
            let parts = people.text.split(separator: "name=\"mandate\" value=\"")
            let mandate = String(try #require(parts.dropFirst().first).prefix(64))
            let acting = try await Self.post(
                world, "/people/act", "mandate=\(mandate)", as: world.maarika, from: "/people")
            let cookie = String(try #require(acting.header("Set-Cookie")).prefix { $0 != ";" })
            #expect(acting.header("Set-Cookie")?.contains("HttpOnly; SameSite=Strict") ?? false)
            let headers = [("Cookie", cookie), ("Accept-Language", "en")]
            let list = try await world.ask(world.citizens, .get, "/", as: world.maarika, headers: headers)
            #expect(list.text.contains("You are acting for") && list.text.contains("/records/\(id)"))
            for path in ["/restrictions", "/log", "/inquiries", "/log/file.csv", "/completeness"] {
                #expect(
                    try await world.ask(world.citizens, .get, path, as: world.maarika, headers: headers).status == 404,
                    "\(path) is not in the mandate")
            }
            // The cookie is of no use to anybody else, and a mandate that has ended is an error, not one's own record.
            #expect(try await world.ask(world.citizens, .get, "/", as: world.jaak, headers: headers).status == 403)
            _ = try await Self.post(world, "/people/end", "mandate=\(mandate)", as: world.jaak, from: "/people")
            let over = try await world.ask(world.citizens, .get, "/", as: world.maarika, headers: headers)
            #expect(over.status == 403)
            let log = try await world.ask(
                world.citizens, .get, "/log", as: world.jaak, headers: [("Accept-Language", "en")])
            #expect(log.text.contains("representative"), "both stand in the log")
        }
    }

    @Test("what one does not recognise is asked, answered through the institution's door, and read")
    func inquiry() async throws {
        try await TestWorld.with { world in
            let id = try await world.submit("38001085718|Epikriis", as: world.northHospital)
            _ = try await world.ask(
                world.providers, .get, "/fhir/Bundle/\(id)", as: world.southHospital, headers: TestWorld.doctor)
            let log = try await world.ask(world.citizens, .get, "/log", as: world.jaak)
            let link = try #require(log.text.firstMatch(of: /\/log\/([0-9]+)\/ask/))
            let sent = try await Self.post(
                world, "/inquiries", "look=\(link.1)&text=Who%3F", as: world.jaak, from: String(link.0))
            #expect(sent.header("Location") == "/inquiries?sent=1")
            let asked = try await world.ask(world.providers, .get, "/inquiries", as: world.southHospital)
            let name = try #require(asked.text.firstMatch(of: /inquiries\/([0-9a-f]{32})/)?.1)
            let answer = """
                {"resourceType":"Parameters","parameter":[{"name":"finding","valueCode":"mistake"},\
                {"name":"text","valueString":"A mistyped <code>."}]}
                """
            func reply(_ credential: Credential) async throws -> Int {
                try await world.ask(
                    world.providers, .post, "/inquiries/\(name)/$answer", as: credential,
                    headers: [("Content-Type", "application/fhir+json")], body: Array(answer.utf8)
                ).status
            }
            #expect(try await reply(world.northHospital) == 404)
            #expect(try await reply(world.southHospital) == 200)
            let page = try await world.ask(
                world.citizens, .get, "/inquiries", as: world.jaak, headers: [("Accept-Language", "en")])
            #expect(page.text.contains("A mistyped &lt;code&gt;.") && page.text.contains("It was a mistake"))
        }
    }

    @Test("closing everything says which exceptions stay, and ends them where that is asked")
    func exceptions() async throws {
        try await TestWorld.with { world in
            let id = try await world.submit("38001085718|Epikriis", as: world.northHospital)
            func decide(_ fields: String) async throws -> String? {
                try await Self.post(world, "/restrictions", fields, as: world.jaak, from: "/restrictions")
                    .header("Location")
            }
            func doctor() async throws -> Int {
                try await world.ask(
                    world.providers, .get, "/fhir/Bundle/\(id)", as: world.southHospital, headers: TestWorld.doctor
                ).status
            }
            _ = try await decide("record=all&audience=NTREE-90000021&effect=permit")
            #expect(
                try await decide("record=all&audience=everyone&effect=deny") == "/restrictions?saved=1&exceptions=1")
            #expect(try await doctor() == 200, "the exception stays, and was named")
            let page = try await world.ask(
                world.citizens, .get, "/restrictions?saved=1&exceptions=1", as: world.jaak,
                headers: [("Accept-Language", "en")])
            #expect(page.text.contains("One earlier decision stays an exception"))
            #expect(
                try await decide("record=all&audience=everyone&effect=deny&exceptions=on")
                    == "/restrictions?saved=1&exceptions=0")
            #expect(try await doctor() == 404)
        }
    }

    @Test("what is sealed to a card opens with its key, and is bound to its header")
    func sealed() throws {
        let card = P384.KeyAgreement.PrivateKey()
        let key = try #require(CardKey(point: Array(card.publicKey.x963Representation)))
        let sealed = String(decoding: try key.seal(Array("everything".utf8), contentType: "x-tar"), as: UTF8.self)
        let parts = sealed.split(separator: ".", omittingEmptySubsequences: false)
        #expect(parts.count == 5)
        #expect(CardKey(point: [4]) == nil && CardKey(point: Array(repeating: 4, count: 97)) == nil)
        #expect(!sealed.contains("everything"))
    }
}
