import HTTPTypes
import Hummingbird
import JSONText
import NIOCore
import RecordTypes
import TestPKI
import Testing

@testable import GatewayHTTP

@Suite("Orders that hide looks, at the ministry's door")
struct HidingDoorTests {
    private static func post(_ world: TestWorld, _ path: String, _ fields: String) async throws -> Answer {
        let page = try await world.ask(
            world.ministry, .get, "/hiding", as: world.pki.official, headers: [("Accept", "text/html")])
        return try await world.ask(
            world.ministry, .post, path, as: world.pki.official,
            headers: [("Content-Type", "application/x-www-form-urlencoded"), ("Accept", "text/html")],
            body: Array("form-token=\(world.formToken(on: page))&case=POL-1&\(fields)".utf8))
    }

    private static let order = "person=38001085718&institution=NTREE-90000021&text=KrMS+126&until=2026-03-31"

    @Test("an order is a statement like any other: every projection reads it, and the gateway goes on")
    func proposed() async throws {
        try await TestWorld.with { world in
            let id = try await world.submit("38001085718|Epikriis", as: world.northHospital)
            let proposed = try await Self.post(world, "/hiding/propose", Self.order)
            #expect(proposed.status == 200 && proposed.text.contains("KrMS 126"), "\(proposed.text.prefix(400))")
            #expect(try await world.doctor("/fhir/Bundle/\(id)").status == 200)
            #expect(try await world.submit("38001085718|Uus", as: world.northHospital) != "")
        }
    }

    @Test("who proposed an order does not approve it, and nobody sees or decides about one that concerns themselves")
    func conflicts() async throws {
        try await TestWorld.with { world in
            _ = try await world.submit("38001085718|Epikriis", as: world.northHospital)
            let proposed = try await Self.post(world, "/hiding/propose", Self.order)
            let id = try #require(proposed.text.firstMatch(of: /name="order"[^>]*value="([0-9]+)"/)?.1)
            for wrong in ["order=\(id)", "order=999999", "order=x"] {
                #expect(try await Self.post(world, "/hiding/approve", wrong).status >= 400, "\(wrong)")
            }
            // Peeter is the official: an order about him cannot be made by him.
            let own = Self.order.replacing("38001085718", with: "39901012239")
            #expect(try await Self.post(world, "/hiding/propose", own).status == 400)
        }
    }
}
