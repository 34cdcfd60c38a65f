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
            for count in ["-1", "many", ""] {
                #expect(try await world.doctor(Self.search + "&_count=\(count)").status == 400, "\(count)")
            }
        }
    }

    @Test("what records are made of is found by code, status and date, and can be read by its name and version")
    func resources() async throws {
        try await TestWorld.with { world in
            let id = try await world.submit("\(Self.code)|Epikriis", as: world.northHospital)
            let conditions = "/fhir/Condition?patient.identifier=PNOEE-\(Self.code)"
            let found = try await world.doctor(conditions).json
            let resource = try #require(found.entries.first?["resource"])
            #expect(found.entries.count == 1 && found["total"] == nil)
            let name = try #require(resource["id"]?.stringValue)
            #expect(name == "\(id)-2" && resource["subject"]?["reference"]?.stringValue == "Patient/\(id)-1")
            let read = try await world.doctor("/fhir/Condition/\(name)")
            #expect(read.status == 200 && read.json == resource)
            let tag = try #require(read.header("ETag"))
            let version = tag.filter(\.isHexDigit)
            #expect(try await world.doctor("/fhir/Condition/\(name)/_history/\(version)").body == read.body)
            let known = try await world.ask(
                world.providers, .get, "/fhir/Condition/\(name)", as: world.southHospital,
                headers: TestWorld.doctor + [("If-None-Match", tag)])
            #expect(known.status == 304 && known.body.isEmpty && known.header("ETag") == tag)
            for (query, count) in [
                ("&code=I10", 1), ("&code=urn:icd%7CI10", 1), ("&code=urn:icd%7C", 1), ("&code=E11,I10", 1),
                ("&code=E11", 0), ("&code=other%7CI10", 0), ("&code=%7CI10", 0), ("&onset-date=2026-03", 1),
                ("&onset-date=ge2026-04", 0), ("&code=I10&onset-date=lt2026", 0), ("&clinical-status=active", 0),
            ] {
                #expect(try await world.doctor(conditions + query).json.entries.count == count, "\(query)")
            }
            for wrong in ["&colour=red", "&onset-date=never", "&code=", "&_total=most", "&_include=*"] {
                #expect(try await world.doctor(conditions + wrong).status == 400, "\(wrong)")
            }
            #expect(try await world.doctor("/fhir/Condition?code=I10").status == 400)
            for other in [
                "/fhir/Condition/\(id)-0", "/fhir/Condition/\(id)-9", "/fhir/Condition/\(id)", "/fhir/Condition/x",
                "/fhir/Condition/\(name)/_history/0", "/fhir/Condition/\(id)-02", "/fhir/Condition/\(id)--2",
            ] {
                #expect(try await world.doctor(other).status == 404, "\(other)")
            }
            let own = try await world.ask(world.citizens, .get, "/fhir/Condition?code=I10", as: world.jaak)
            #expect(own.json.entries.count == 1)
            let others = try await world.ask(
                world.citizens, .get, "/fhir/Condition?patient.identifier=PNOEE-\(Self.code)", as: world.maarika)
            #expect(others.status == 403)
        }
    }

    @Test("what a closed record is made of is nowhere, and its version tags tell nothing")
    func closedResources() async throws {
        try await TestWorld.with { world in
            let id = try await world.submit("\(Self.code)|Epikriis", as: world.northHospital)
            let tag = try #require(try await world.doctor("/fhir/Bundle/\(id)").header("ETag"))
            try await world.close(id)
            let unknown = String(repeating: "0", count: 32)
            for path in [
                "/fhir/Condition/ID-2", "/fhir/Condition/ID-9", "/fhir/Bundle/ID",
                "/fhir/Bundle/ID/_history/\(tag.filter(\.isHexDigit))", "/fhir/DocumentReference/ID/_history/1",
            ] {
                func ask(_ id: String) async throws -> [String] {
                    try await world.ask(
                        world.providers, .get, path.replacing("ID", with: id), as: world.southHospital,
                        headers: TestWorld.doctor + [("If-None-Match", tag)]
                    ).comparable
                }
                #expect(try await ask(id) == ask(unknown), "\(path)")
                #expect(try await ask(id).first == "404")
            }
            func search(_ person: String) async throws -> [String] {
                try await world.doctor("/fhir/Condition?patient.identifier=PNOEE-\(person)").comparable
            }
            #expect(try await search(Self.code) == search("39901012239"))
        }
    }

    @Test(
        "a search in records turns its pages inside of a record too, complete and without repetition",
        arguments: [1, 2, 5])
    func resourcePages(_ count: Int) async throws {
        try await TestWorld.with { world in
            for number in 0..<3 { _ = try await world.submit("\(Self.code)|two|E\(number)", as: world.northHospital) }
            var answer = try await world.doctor("/fhir/Condition?patient.identifier=PNOEE-\(Self.code)&_count=\(count)")
            var names: [String] = []
            for _ in 0..<20 {
                #expect(answer.json.entries.count <= count)
                names += answer.json.entries.compactMap { $0["resource"]?["id"]?.stringValue }
                guard let next = answer.json.link("next") else { break }
                answer = try await world.doctor(String(next.dropFirst("https://providers.example".count)))
            }
            #expect(names.count == 6 && Set(names).count == 6)
        }
    }

    @Test("the CapabilityStatement names what is there, and nothing else")
    func capabilities() async throws {
        try await TestWorld.with { world in
            for (door, base) in [(true, "providers"), (false, "citizens")] {
                func ask(_ path: String) async throws -> Answer {
                    door
                        ? try await world.doctor(path)
                        : try await world.ask(world.citizens, .get, path, as: world.jaak)
                }
                let resources = try await ask("/fhir/metadata").json["rest"]?.arrayValue?.first?["resource"]?.arrayValue
                for resource in try #require(resources) {
                    let type = try #require(resource["type"]?.stringValue)
                    let codes = resource["interaction"]?.arrayValue?.compactMap { $0["code"]?.stringValue } ?? []
                    let unknown = String(repeating: "0", count: 32)
                    let method = try await ask("/fhir/\(type)/\(unknown)")
                    #expect(method.status == 404, "\(base) \(type)")
                    let search = try await ask("/fhir/\(type)?date=ge2026-01-01")
                    #expect((search.status != 404) == codes.contains("search-type"), "\(base) \(type)")
                    for parameter in resource["searchParam"]?.arrayValue ?? [] {
                        let name = try #require(parameter["name"]?.stringValue)
                        let value = parameter["type"]?.stringValue == "date" ? "2026-03-01" : "x%7Cy"
                        guard !name.hasPrefix("patient"), type != "AuditEvent" else { continue }
                        let found = try await ask(
                            "/fhir/\(type)?patient.identifier=PNOEE-\(Self.code)&\(name)=\(value)")
                        #expect(found.status == 200, "\(base) \(type) \(name)")
                    }
                }
            }
        }
    }

    @Test("who breaks the glass says why, and the citizen reads it")
    func breakTheGlass() async throws {
        try await TestWorld.with { world in
            let id = try await world.submit("\(Self.code)|Epikriis", as: world.northHospital)
            try await world.close(id)
            func override(_ reason: String?) async throws -> Answer {
                let headers = TestWorld.doctor.filter { $0.0 != "X-Ankur-Purpose" } + [("X-Ankur-Purpose", "BTG")]
                return try await world.ask(
                    world.providers, .get, "/fhir/Bundle/\(id)", as: world.southHospital,
                    headers: headers + (reason.map { [("X-Ankur-Reason", $0)] } ?? []))
            }
            for reason in [nil, "", "%20", "..."] { #expect(try await override(reason).status == 400) }
            #expect(try await override("unconscious").status == 404, "closed stays closed")
            let page = try await world.ask(world.citizens, .get, "/restrictions?record=\(id)", as: world.jaak)
            #expect(page.text.contains("Who can see this now"))
            try await world.decide("record=all&audience=everyone&purpose=BTG&effect=permit")
            #expect(try await override("unconscious %3Cb%3E").status == 200)
            #expect(try await world.doctor("/fhir/Bundle/\(id)").status == 404, "for treatment it stays closed")
            let log = try await world.ask(world.citizens, .get, "/log", as: world.jaak)
            #expect(log.text.contains("Emergency override") && log.text.contains("unconscious &lt;b&gt;"))
        }
    }

    @Test(
        "decisions of every kind hold at the next request, until they are taken back",
        arguments: [
            ("record=author:NTREE-90000015&audience=everyone", nil),
            (
                "record=period&period-from=2026-02-01&period-until=2026-03-31&audience=everyone",
                "record=period:2026-01-31T22:00:00.000Z/2026-03-31T21:00:00.000Z&audience=everyone"
            ),
            ("record=all&audience=professional&professional=60001017869", "record=all&audience=PNOEE-60001017869"),
            ("record=all&audience=role&role=doctor", "record=all&audience=role:doctor"),
            ("record=all&audience=institution&institution=NTREE-90000021", "record=all&audience=NTREE-90000021"),
            ("record=all&audience=everyone&purpose=TREAT", nil),
        ] as [(String, String?)])
    func decisions(_ closing: String, _ opening: String?) async throws {
        try await TestWorld.with { world in
            let id = try await world.submit("\(Self.code)|Epikriis", as: world.northHospital)
            #expect(try await world.doctor("/fhir/Bundle/\(id)").status == 200)
            try await world.decide("\(closing)&effect=deny")
            #expect(try await world.doctor("/fhir/Bundle/\(id)").status == 404)
            try await world.decide("\(opening ?? closing)&effect=permit")
            #expect(try await world.doctor("/fhir/Bundle/\(id)").status == 200)
        }
    }

    @Test("a form that says what cannot be decided decides nothing")
    func undecidable() async throws {
        try await TestWorld.with { world in
            let page = try await world.ask(world.citizens, .get, "/restrictions", as: world.jaak)
            for fields in [
                "record=period&audience=everyone",
                "record=period&period-from=2026-02-01&period-until=2026-01-01&audience=everyone",
                "record=period&period-from=soon&audience=everyone", "record=author:x&audience=everyone",
                "record=all&audience=professional", "record=all&audience=professional&professional=123",
                "record=all&audience=role", "record=all&audience=somebody", "record=all&audience=everyone&purpose=FUN",
                "record=all", "audience=everyone",
            ] {
                let answer = try await world.ask(
                    world.citizens, .post, "/restrictions", as: world.jaak,
                    headers: [("Content-Type", "application/x-www-form-urlencoded")],
                    body: Array("form-token=\(world.formToken(on: page))&\(fields)&effect=deny".utf8))
                #expect(answer.status == 400, "\(fields)")
            }
            let consents = try await world.ask(world.citizens, .get, "/fhir/Consent", as: world.jaak)
            #expect(consents.json.entries.isEmpty)
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
        try await decide("record=\(id)&audience=everyone&effect=\(effect)")
    }

    /// Jaak sends the page's form with these fields.
    func decide(_ fields: String) async throws {
        let page = try await ask(citizens, .get, "/restrictions", as: jaak)
        let saved = try await ask(
            citizens, .post, "/restrictions", as: jaak,
            headers: [("Content-Type", "application/x-www-form-urlencoded")],
            body: Array("form-token=\(formToken(on: page))&\(fields)".utf8))
        try #require(saved.status == 303, "\(fields): \(saved.text)")
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
