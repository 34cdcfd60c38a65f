import HTTPTypes
import JSONText
import TestPKI
import Testing

@testable import GatewayHTTP

@Suite("Searching through the doors")
struct SearchTests {
    static let code = "38001085718"
    static let search = "/fhir/DocumentReference?patient.identifier=PNOEE-\(code)"

    @Test("what a searchset's fullUrl names is there, for whom the search found it")
    func fullURL() async throws {
        try await TestWorld.with { world in
            let id = try await world.submit("\(Self.code)|Epikriis", as: world.northHospital)
            let found = try await world.doctor(Self.search).json
            let url = try #require(found.entries.first?["fullUrl"]?.stringValue)
            #expect(url == "https://providers.example/fhir/DocumentReference/\(id)")
            let read = try await world.doctor(String(url.dropFirst("https://providers.example".count)))
            #expect(read.status == 200)
            #expect(read.json["masterIdentifier"] == found.entries.first?["resource"]?["masterIdentifier"])
            #expect(read.json["subject"]?["identifier"]?["value"]?.stringValue == "PNOEE-\(Self.code)")
            let own = try await world.ask(world.citizens, .get, "/fhir/DocumentReference/\(id)", as: world.jaak)
            #expect(own.status == 200)
        }
    }

    @Test("a closed record's registry entry is as unknown as one that never was; another citizen's too")
    func invisible() async throws {
        try await TestWorld.with { world in
            let id = try await world.submit("\(Self.code)|Epikriis", as: world.northHospital)
            try await world.close(id)
            let unknown = String(repeating: "0", count: 32)
            let closed = try await world.doctor("/fhir/DocumentReference/\(id)")
            #expect(closed.status == 404)
            #expect(closed.comparable == (try await world.doctor("/fhir/DocumentReference/\(unknown)")).comparable)
            #expect(closed.comparable == (try await world.doctor("/fhir/DocumentReference/..x")).comparable)
            func other(_ id: String) async throws -> [String] {
                try await world.ask(world.citizens, .get, "/fhir/DocumentReference/\(id)", as: world.maarika).comparable
            }
            #expect(try await other(id) == other(unknown))
        }
    }

    @Test("links lead through all pages without naming anybody, by GET and by POST", arguments: [false, true])
    func pages(_ byPost: Bool) async throws {
        try await TestWorld.with { world in
            var filed: Set<String> = []
            for number in 0..<5 {
                filed.insert(try await world.submit("\(Self.code)|Epikriis \(number)", as: world.northHospital))
            }
            var answer =
                byPost
                ? try await world.ask(
                    world.providers, .post, "/fhir/DocumentReference/_search", as: world.southHospital,
                    headers: TestWorld.doctor + [("Content-Type", "application/x-www-form-urlencoded")],
                    body: Array("patient.identifier=PNOEE-\(Self.code)&_count=2".utf8))
                : try await world.doctor(Self.search + "&_count=2")
            var sizes: [Int] = []
            var found: [String] = []
            while true {
                sizes.append(answer.json.entries.count)
                found += answer.json.entries.compactMap { $0["resource"]?["id"]?.stringValue }
                for link in answer.json["link"]?.arrayValue ?? [] {
                    #expect(link["url"]?.stringValue?.contains(Self.code) == false)
                }
                guard let next = answer.json.link("next") else { break }
                answer = try await world.doctor(String(next.dropFirst("https://providers.example".count)))
                #expect(answer.status == 200, "\(answer.text)")
            }
            #expect(sizes == [2, 2, 1])
            #expect(Set(found) == filed && found.count == 5)
        }
    }

    @Test("a cursor of another holder, an altered one and one with company are refused")
    func foreignCursor() async throws {
        try await TestWorld.with { world in
            for number in 0..<2 { _ = try await world.submit("\(Self.code)|E\(number)", as: world.northHospital) }
            let next = try #require(try await world.doctor(Self.search + "&_count=1").json.link("next"))
            let target = String(next.dropFirst("https://providers.example".count))
            #expect(try await world.doctor(target).status == 200)
            let foreign = try await world.ask(
                world.providers, .get, target, as: world.northHospital, headers: TestWorld.doctor)
            #expect(foreign.status == 400)
            let citizen = try await world.ask(world.citizens, .get, target, as: world.jaak)
            #expect(citizen.status == 400)
            for wrong in [target + "A", String(target.dropLast(4)), target + "&patient.identifier=PNOEE-39901012239"] {
                #expect(try await world.doctor(wrong).status == 400, "\(wrong)")
            }
            for count in ["0", "-1", "many", ""] {
                #expect(try await world.doctor(Self.search + "&_count=\(count)").status == 400, "\(count)")
            }
        }
    }

    @Test("a citizen turns the pages of her own list")
    func ownPages() async throws {
        try await TestWorld.with { world in
            for number in 0..<3 { _ = try await world.submit("\(Self.code)|Paper \(number)", as: world.northHospital) }
            let first = try await world.ask(world.citizens, .get, "/?_count=2", as: world.jaak)
            let path = try #require(first.text.firstMatch(of: /href="(\/\?cursor=[^"]+)"/)?.1)
            let second = try await world.ask(world.citizens, .get, String(path), as: world.jaak)
            func papers(_ page: Answer) -> Set<String> {
                Set(page.text.matches(of: /Paper \d/).map { String($0.output) })
            }
            #expect(papers(first).count == 2 && papers(second).count == 1)
            #expect(papers(first).isDisjoint(with: papers(second)))
            #expect(!second.text.contains("cursor="))
        }
    }
}

extension TestWorld {
    /// The south hospital's doctor asks.
    func doctor(_ target: String) async throws -> Answer {
        try await ask(providers, .get, target, as: southHospital, headers: TestWorld.doctor)
    }

    /// Jaak decides about one record, towards everyone.
    func close(_ id: String, effect: String = "deny") async throws {
        let page = try await ask(citizens, .get, "/restrictions", as: jaak)
        let saved = try await ask(
            citizens, .post, "/restrictions", as: jaak,
            headers: [("Content-Type", "application/x-www-form-urlencoded")],
            body: Array("form-token=\(formToken(on: page))&record=\(id)&audience=everyone&effect=\(effect)".utf8))
        try #require(saved.status == 303, "\(saved.text)")
    }
}

extension Answer {
    var json: JSONValue { (try? JSONValue(parsing: body)) ?? .null }
}

extension JSONValue {
    var entries: [JSONValue] { self["entry"]?.arrayValue ?? [] }

    /// The address of a Bundle's link.
    func link(_ relation: String) -> String? {
        self["link"]?.arrayValue?.first { $0["relation"]?.stringValue == relation }?["url"]?.stringValue
    }
}
