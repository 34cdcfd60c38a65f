import HTTPTypes
import Hummingbird
import JSONText
import NIOCore
import RecordTypes
import TestPKI
import Testing

@testable import GatewayHTTP

@Suite("The ministry's search of the access log")
struct AuditSearchTests {
    static let code = "38001085718"

    /// Five looks of a doctor at one record.
    private static func looks(_ world: TestWorld) async throws {
        let id = try await world.submit("\(code)|Epikriis", as: world.northHospital)
        for _ in 0..<5 { _ = try await world.doctor("/fhir/Bundle/\(id)") }
    }

    private static func search(_ world: TestWorld, _ question: String) async throws -> Answer {
        try await world.ask(
            world.ministry, .post, "/fhir/AuditEvent/_search", as: world.pki.official,
            headers: [("Content-Type", "application/x-www-form-urlencoded")], body: Array(question.utf8))
    }

    /// The path of the link to the next page.
    private static func next(_ answer: Answer) -> String? {
        let link = answer.json["link"]?.arrayValue?.first { $0["relation"]?.stringValue == "next" }
        return link?["url"]?.stringValue.flatMap { url in
            url.firstRange(of: "/fhir/").map { String(url[$0.lowerBound...]) }
        }
    }

    private static func events(_ answer: Answer) -> [String] {
        (answer.json["entry"]?.arrayValue ?? []).compactMap { entry in
            entry["resource"]?["resourceType"]?.stringValue == "AuditEvent"
                ? entry["resource"]?["id"]?.stringValue : nil
        }
    }

    @Test("the next link is followed by GET to the last row, names nobody, and asks the same question")
    func pages() async throws {
        try await TestWorld.with { world in
            try await Self.looks(world)
            var answer = try await Self.search(
                world,
                "date=ge2020-01-01&case=MOH-1&patient.identifier=PNOEE-\(Self.code)&organization=NTREE-90000021&_count=2"
            )
            var seen = Self.events(answer)
            var pages = 1
            while let path = Self.next(answer) {
                #expect(!path.contains(Self.code) && !path.contains("90000021") && !path.contains("MOH-1"))
                answer = try await world.ask(world.ministry, .get, path, as: world.pki.official)
                #expect(answer.status == 200, "\(answer.text.prefix(300))")
                seen += Self.events(answer)
                pages += 1
                try #require(pages < 10)
            }
            #expect(seen.count == 5 && Set(seen).count == 5 && pages == 3)
            let log = try await world.ask(
                world.citizens, .get, "/fhir/AuditEvent?date=ge2020-01-01", as: world.jaak)
            let questions = (log.json["entry"]?.arrayValue ?? []).filter { "\($0)".contains("MOH-1") }
            #expect(questions.count == 3, "each page is a question in the person's log: \(log.text)")
        }
    }

    @Test("a cursor is of no use in another role, with other parameters, or changed")
    func foreignCursor() async throws {
        try await TestWorld.with { world in
            try await Self.looks(world)
            let path = try #require(
                Self.next(
                    try await Self.search(
                        world, "date=ge2020-01-01&case=MOH-1&patient.identifier=PNOEE-\(Self.code)&_count=2")))
            for (asker, asked, status) in [
                (world.pki.official, path, 200), (world.protectionOfficer, path, 404),
                (world.pki.official, path + "&_count=5", 400), (world.pki.official, path + "A", 404),
                (world.pki.official, "/fhir/AuditEvent", 400),
                (world.pki.official, "/fhir/AuditEvent?date=ge2020-01-01&case=MOH-1", 400),
            ] {
                let answer = try await world.ask(world.ministry, .get, asked, as: asker)
                #expect(answer.status == status, "\(asked): \(answer.text.prefix(200))")
            }
        }
    }

    @Test(
        "_format of the body decides, and one that is none is refused", arguments: ["/fhir/AuditEvent", "/inquiries"])
    func format(_ path: String) async throws {
        try await TestWorld.with { world in
            for (format, status, start) in [("xml", 200, "<?xml"), ("json", 200, "{"), ("yaml", 406, "")] {
                let dates = path == "/inquiries" ? "" : "date=ge2020-01-01&"
                let answer = try await world.ask(
                    world.ministry, .post, "\(path)/_search", as: world.pki.official,
                    headers: [("Content-Type", "application/x-www-form-urlencoded")],
                    body: Array("\(dates)case=MOH-1&_format=\(format)".utf8))
                #expect(
                    answer.status == status && answer.text.hasPrefix(start), "\(format): \(answer.text.prefix(200))")
            }
        }
    }
}
