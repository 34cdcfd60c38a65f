import HTTPTypes
import RecordTypes
import TestPKI
import Testing

@testable import GatewayHTTP

/// The ministry's pages about hidden looks and late documents, by their forms.
@Suite("Oversight at the door", .timeLimit(.minutes(2)))
struct OversightDoorTests {
    private static func post(
        _ world: TestWorld, _ path: String, _ fields: String, as credential: Credential
    ) async throws -> Answer {
        let form = path.split(separator: "/").first.map { "/\($0)" } ?? "/"
        let page = try await world.ask(world.ministry, .get, form, as: credential)
        return try await world.ask(
            world.ministry, .post, path, as: credential,
            headers: [("Content-Type", "application/x-www-form-urlencoded")],
            body: Array("form-token=\(world.formToken(on: page))&case=HTTP-1&\(fields)".utf8))
    }

    @Test("an order is proposed by its form, waits for another official, and is ended by who checks")
    func hiding() async throws {
        try await TestWorld.with { world in
            let official = world.pki.official
            let fields = "person=38001085718&institution=NTREE-90000015&until=\(world.day(after: 30))"
            let basis = "text=KrMS+%C2%A7+215%0D%0AProkur%C3%B6ri+m%C3%A4%C3%A4rus+12"
            let proposed = try await Self.post(world, "/hiding/propose", "\(fields)&\(basis)", as: official)
            #expect(proposed.status == 200, "\(proposed.text)")
            #expect(proposed.text.contains("KrMS § 215 Prokuröri määrus 12"), "two lines are one")
            #expect(!proposed.text.contains("38001085718"), "whose looks they are is not on the page")
            let order = String(
                try #require(proposed.text.firstMatch(of: /name="order" value="([0-9]+)"/)?.output.1))

            let alone = try await Self.post(world, "/hiding/approve", "order=\(order)", as: official)
            #expect(alone.status == 400 || alone.status == 422, "\(alone.status)")
            let officer = world.protectionOfficer
            #expect(try await Self.post(world, "/hiding/approve", "order=\(order)", as: officer).status == 403)
            #expect(try await Self.post(world, "/hiding", "", as: world.analyst).status == 403)
            let list = try await Self.post(world, "/hiding", "", as: officer)
            #expect(list.status == 200 && !list.text.contains("/hiding/propose"))
            let ended = try await Self.post(world, "/hiding/revoke", "order=\(order)&text=no+ground", as: officer)
            #expect(ended.status == 200 && !ended.text.contains("/hiding/revoke"))
        }
    }

    @Test(
        "an order without a basis, an end, a person or an institution is refused",
        arguments: [
            "person=38001085718&institution=NTREE-90000015&until=DAY",
            "person=38001085718&institution=NTREE-90000015&text=law",
            "person=x&institution=NTREE-90000015&until=DAY&text=law",
            "person=38001085718&institution=x&until=DAY&text=law",
            "person=38001085718&institution=NTREE-90000015&until=2001-01-01&text=law",
        ])
    func refused(_ fields: String) async throws {
        try await TestWorld.with { world in
            let answer = try await Self.post(
                world, "/hiding/propose", fields.replacing("DAY", with: world.day(after: 30)), as: world.pki.official)
            #expect(answer.status == 400 || answer.status == 422, "\(answer.status)")
        }
    }

    @Test("late documents are a page, CSV, NDJSON and a chart, for every role")
    func lateness() async throws {
        try await TestWorld.with { world in
            _ = try await world.submit("38001085718|Epikriis", as: world.northHospital)
            for (format, type, start) in [
                ("page", "text/html", "<!DOCTYPE html>"), ("csv", "text/csv", "institution,documents"),
                ("ndjson", "application/x-ndjson", "{\"institution\""), ("svg", "image/svg+xml", "<svg"),
            ] {
                let answer = try await Self.post(world, "/lateness", "format=\(format)", as: world.analyst)
                #expect(answer.status == 200 && answer.header("Content-Type")?.hasPrefix(type) == true, "\(format)")
                #expect(answer.text.lowercased().hasPrefix(start.lowercased()), "\(answer.text.prefix(80))")
            }
        }
    }
}

extension TestWorld {
    /// So many days after the world's clock: `2026-03-31`.
    fileprivate func day(after days: Int64) -> String {
        String(Self.now.advanced(by: .seconds(days * 86_400)).description.prefix(10))
    }
}
