import HTTPTypes
import JSONText
import TestPKI
import Testing
import XMLReader

@testable import GatewayHTTP

@Suite("The FHIR read side")
struct ResourceSearchTests {
    static let code = SearchTests.code
    static let conditions = "/fhir/Condition?patient.identifier=PNOEE-\(code)"

    /// Three records with one Condition and one with two.
    private static func filled(_ work: @escaping @Sendable (TestWorld, [String]) async throws -> Void) async throws {
        try await TestWorld.with { world in
            var ids: [String] = []
            for text in ["A", "B", "two|C", "D"] {
                ids.append(try await world.submit("\(code)|\(text)", as: world.northHospital))
            }
            try await work(world, ids)
        }
    }

    private static func names(_ answer: Answer) -> [String] {
        answer.json.entries.filter { $0["search"]?["mode"]?.stringValue == "match" }
            .compactMap { $0["resource"]?["id"]?.stringValue }
    }

    @Test("a resource has one version and a history of it, and carries both in meta and ETag")
    func history() async throws {
        try await Self.filled { world, ids in
            let read = try await world.doctor("/fhir/Condition/\(ids[0])-2")
            let version = try #require(read.json["meta"]?["versionId"]?.stringValue)
            #expect(read.header("ETag") == "W/\"\(version)\"" && read.json["meta"]?["lastUpdated"] != nil)
            for path in ["Condition/\(ids[0])-2", "Bundle/\(ids[0])", "DocumentReference/\(ids[0])"] {
                let history = try await world.doctor("/fhir/\(path)/_history").json
                #expect(history["type"] == .string("history") && history.entries.count == 1, "\(path)")
                #expect(history.entries[0]["response"]?["etag"]?.stringValue == read.header("ETag"))
                #expect(history.entries[0]["request"]?["url"]?.stringValue == path)
            }
            for path in ["Condition/\(ids[0])-1", "Condition/x", "Bundle/x", "DocumentReference/\(ids[0])-2"] {
                #expect(try await world.doctor("/fhir/\(path)/_history").status == 404, "\(path)")
            }
        }
    }

    @Test(
        "every type that records are made of is searched, read and described; each record's Patient names the person for further searches"
    )
    func types() async throws {
        try await Self.filled { world, ids in
            let patients = try await world.doctor("/fhir/Patient?identifier=PNOEE-\(Self.code)")
            #expect(Self.names(patients) == ids.reversed().map { "\($0)-1" })
            for id in ids {
                let found = try await world.doctor("/fhir/Condition?patient=Patient/\(id)-1")
                #expect(Self.names(found).count == 5, "the person, not the record")
            }
            #expect(
                Self.names(try await world.doctor("/fhir/Condition?subject:identifier=PNOEE-\(Self.code)")).count == 5)
            for wrong in ["Patient/\(String(repeating: "0", count: 32))-1", "Patient/x", "Group/\(ids[0])-1", "x"] {
                let found = try await world.doctor("/fhir/Condition?patient=\(wrong)")
                #expect(found.status == 200 && found.json.entries.isEmpty, "\(wrong)")
            }
            let two = try await world.doctor("\(Self.conditions)&patient=Patient/\(ids[0])-1")
            #expect(two.status == 400 && two.text.contains("one-patient-only"))
            for type in SearchedType.searchable {
                let found = try await world.doctor("/fhir/\(type.type)?patient.identifier=PNOEE-\(Self.code)")
                #expect(found.status == 200, "\(type.type)")
            }
            #expect(
                Self.names(try await world.doctor("/fhir/Composition?title=t&subject=Patient/\(ids[0])-1")).count == 4)
        }
    }

    @Test(
        "what is searched by name, time and repeated parameters",
        arguments: [
            ("&_id=ID0-2", 1), ("&_id=ID0-2,ID1-2", 2), ("&_id=ID0-1", 0), ("&_id=x", 0),
            ("&_lastUpdated=ge2026-01-01", 5), ("&_lastUpdated=lt2026-01-01", 0),
            ("&_lastUpdated=ge2026-01-01&_lastUpdated=lt2026-02-01", 0),
            ("&onset-date=ge2026-03-01&onset-date=le2026-03-31", 4),
            ("&onset-date=ge2026-03-01&onset-date=lt2026-03-02", 0),
            ("&code=I10&code=E11", 0), ("&code=I10&code=urn:icd%7C", 4), ("&encounter=Encounter/1", 0),
            ("&_count=1000", 5),
        ])
    func parameters(_ query: String, _ count: Int) async throws {
        try await Self.filled { world, ids in
            let query = query.replacing("ID0", with: ids[0]).replacing("ID1", with: ids[1])
            let found = try await world.doctor(Self.conditions + query)
            #expect(found.status == 200 && Self.names(found).count == count, "\(found.text.prefix(300))")
        }
    }

    @Test("a total is given when it is asked for, counted after the decision, and the same on all pages")
    func totals() async throws {
        try await Self.filled { world, ids in
            #expect(try await world.doctor(Self.conditions).json["total"] == nil)
            var answer = try await world.doctor("\(Self.conditions)&_total=accurate&_count=2")
            var names = Self.names(answer)
            for _ in 0..<5 {
                #expect(answer.json["total"] == .number("5"))
                guard let next = answer.json.link("next") else { break }
                answer = try await world.doctor(String(next.dropFirst("https://providers.example".count)))
                names += Self.names(answer)
            }
            #expect(names.count == 5 && Set(names).count == 5)
            let count = try await world.doctor("\(Self.conditions)&_summary=count").json
            #expect(count["total"] == .number("5") && count.entries.isEmpty && count.link("next") == nil)
            #expect(try await world.doctor("\(Self.conditions)&_count=0").json == count)
            try await world.close(ids[2])
            #expect(try await world.doctor("\(Self.conditions)&_summary=count").json["total"] == .number("3"))
            for id in [ids[0], ids[1], ids[3]] { try await world.close(id) }
            func asked(_ code: String) async throws -> [String] {
                try await world.doctor("/fhir/Condition?patient.identifier=PNOEE-\(code)&_total=accurate&_sort=code")
                    .comparable
            }
            #expect(try await asked(Self.code) == asked("39901012239"), "all closed is as nobody")
        }
    }

    @Test(
        "_sort orders all that there is, what has no value last, and its pages are complete",
        arguments: ["onset-date", "-onset-date", "_id", "-code,_id"])
    func sorted(_ order: String) async throws {
        try await Self.filled { world, ids in
            let whole = Self.names(try await world.doctor("\(Self.conditions)&_sort=\(order)"))
            #expect(whole.count == 5)
            if order == "_id" {
                let written = try await world.ask(
                    world.providers, .get, "\(Self.conditions)&_sort=\(order)", as: world.southHospital,
                    headers: TestWorld.doctor, asWritten: true)
                #expect(Self.names(written) == Self.names(written).sorted(), "by the reader's own names")
            }
            if order.contains("onset") { #expect(whole.last == "\(ids[2])-3") }
            var answer = try await world.doctor("\(Self.conditions)&_sort=\(order)&_count=2")
            var names: [String] = []
            for _ in 0..<5 {
                names += Self.names(answer)
                guard let next = answer.json.link("next") else { break }
                // A record that comes meanwhile moves nothing.
                _ = try await world.submit("\(Self.code)|late \(names.count)", as: world.northHospital)
                answer = try await world.doctor(String(next.dropFirst("https://providers.example".count)))
            }
            #expect(names.filter(whole.contains) == whole)
            #expect(try await world.doctor("\(Self.conditions)&_sort=colour").status == 400)
        }
    }

    @Test("_summary and _elements leave out, and say so; what is mandatory stays")
    func subsets() async throws {
        try await Self.filled { world, ids in
            for (query, there, gone) in [
                ("_elements=code", ["code", "subject"], ["onsetDateTime"]),
                ("_elements=onset", ["onsetDateTime", "subject"], ["code"]),
                ("_summary=true", ["code", "onsetDateTime", "subject"], []),
                ("_summary=text", ["subject"], ["code", "onsetDateTime"]), ("_summary=data", ["code"], []),
            ] {
                let read = try await world.doctor("/fhir/Condition/\(ids[0])-2?\(query)").json
                let found = try #require(
                    try await world.doctor("\(Self.conditions)&_id=\(ids[0])-2&\(query)").json.entries.first?[
                        "resource"])
                #expect(read == found, "\(query)")
                for name in there + ["id", "meta"] { #expect(read[name] != nil, "\(query) \(name)") }
                for name in gone { #expect(read[name] == nil, "\(query) \(name)") }
                #expect(read["meta"]?["tag"]?.arrayValue?.last?["code"] == .string("SUBSETTED"))
            }
            #expect(try await world.doctor("/fhir/Condition/\(ids[0])-2").json["meta"]?["tag"] == nil)
            #expect(try await world.doctor("\(Self.conditions)&_summary=all").status == 400)
        }
    }

    @Test("_include takes along what stands in the same record, once, and nothing of a closed one")
    func includes() async throws {
        try await Self.filled { world, ids in
            let found = try await world.doctor("\(Self.conditions)&_include=Condition:patient").json
            let included = found.entries.filter { $0["search"]?["mode"]?.stringValue == "include" }
            #expect(included.compactMap { $0["resource"]?["id"]?.stringValue } == ids.reversed().map { "\($0)-1" })
            let urls = found.entries.compactMap { $0["fullUrl"]?.stringValue }
            #expect(Set(urls).count == urls.count)
            let other = try await world.doctor("\(Self.conditions)&_include=Condition:patient:Group").json
            #expect(other.entries.count == 5)
            try await world.close(ids[1])
            let less = try await world.doctor("\(Self.conditions)&_include=Condition:patient")
            #expect(!less.text.contains(ids[1]))
            for wrong in ["*", "Condition:colour", "Observation:patient", "Condition"] {
                #expect(try await world.doctor("\(Self.conditions)&_include=\(wrong)").status == 400, "\(wrong)")
            }
        }
    }

    @Test("XML is given where it is wanted more, for errors and searches too; other forms are 406")
    func xml() async throws {
        try await Self.filled { world, ids in
            func ask(_ target: String, _ accept: String?) async throws -> Answer {
                try await world.ask(
                    world.providers, .get, target, as: world.southHospital,
                    headers: TestWorld.doctor + (accept.map { [("Accept", $0)] } ?? []))
            }
            let resource = "/fhir/Condition/\(ids[0])-2"
            for (target, accept, root) in [
                (resource, "application/fhir+xml", "Condition"),
                (resource + "?_format=xml", "application/json", "Condition"),
                (resource + "?_format=application/fhir%2Bxml", nil, "Condition"),
                (resource + "?_format=application/fhir+xml", nil, "Condition"),
                (resource, "application/fhir+json;q=0.5, text/xml", "Condition"),
                (Self.conditions, "application/xml", "Bundle"),
                ("/fhir/Bundle/\(ids[0])", "application/fhir+xml", "Bundle"),
                ("/fhir/metadata", "application/fhir+xml", "CapabilityStatement"),
                ("/fhir/Condition/none", "application/fhir+xml", "OperationOutcome"),
                ("/fhir/Condition?_format=xml", nil, "OperationOutcome"),
                ("/fhir/Patient/$summary?identifier=PNOEE-\(Self.code)", "text/xml", "Bundle"),
            ] as [(String, String?, String)] {
                let answer = try await ask(target, accept)
                #expect(answer.header("Content-Type") == "application/fhir+xml; charset=utf-8", "\(target)")
                let document = try XMLDocument.reading(answer.body)
                #expect(
                    document.root.localName == root && document.root.namespace == "http://hl7.org/fhir", "\(target)")
            }
            for accept in [nil, "*/*", "application/json, application/xml", "application/fhir+xml;q=0.1, */*"] {
                let answer = try await ask(resource, accept)
                #expect(answer.header("Content-Type") == "application/fhir+json; charset=utf-8", "\(accept ?? "")")
            }
            for (target, accept) in [
                (resource, "text/turtle"), (resource + "?_format=ttl", "*/*"),
                (resource, "application/xml;q=0, text/html"),
            ] {
                #expect(try await ask(target, accept).status == 406, "\(target) \(accept)")
            }
            let form = try await world.ask(
                world.providers, .post, "/fhir/Condition/_search", as: world.southHospital,
                headers: TestWorld.doctor + [("Content-Type", "application/x-www-form-urlencoded")],
                body: Array("patient.identifier=PNOEE-\(Self.code)&_format=xml".utf8))
            #expect(form.text.hasPrefix("<?xml"))
            let head = try await world.ask(
                world.providers, .head, resource, as: world.southHospital,
                headers: TestWorld.doctor + [("Accept", "application/fhir+xml")])
            #expect(head.status == 200 && head.body.isEmpty && head.header("Content-Type")?.contains("xml") ?? false)
        }
    }

    @Test("an unknown parameter is refused, or passed over and told where that is preferred")
    func handling() async throws {
        try await Self.filled { world, _ in
            func ask(_ prefer: String?) async throws -> Answer {
                try await world.ask(
                    world.providers, .get, "\(Self.conditions)&colour=red&_count=2", as: world.southHospital,
                    headers: TestWorld.doctor + (prefer.map { [("Prefer", $0)] } ?? []))
            }
            #expect(try await ask(nil).status == 400)
            #expect(try await ask("handling=strict").status == 400)
            #expect(try await ask("return=representation").status == 400)
            let lenient = try await ask("return=minimal; handling=lenient")
            #expect(lenient.status == 200 && Self.names(lenient).count == 2)
            #expect(lenient.text.contains("parameters-ignored") && lenient.json.link("next") != nil)
        }
    }

    @Test(
        "$everything is every resource of every open record, page by page; of a person whom the reader cannot see it is nothing"
    )
    func everything() async throws {
        try await Self.filled { world, ids in
            for start in [
                "/fhir/Patient/$everything?identifier=PNOEE-\(Self.code)&_count=3",
                "/fhir/Patient/\(ids[0])-1/$everything?_count=3",
            ] {
                var answer = try await world.doctor(start)
                var names: [String] = []
                for _ in 0..<10 {
                    #expect(answer.json.entries.count <= 3)
                    names += answer.json.entries.compactMap { $0["fullUrl"]?.stringValue }
                    guard let next = answer.json.link("next") else { break }
                    #expect(!next.contains(Self.code))
                    answer = try await world.doctor(String(next.dropFirst("https://providers.example".count)))
                }
                #expect(names.count == 13 && Set(names).count == 13, "\(start)")
            }
            let some = try await world.doctor(
                "/fhir/Patient/\(ids[0])-1/$everything?_type=Condition,Patient&_since=2026-01-01")
            #expect(some.json.entries.count == 9)
            #expect(try await world.doctor("/fhir/Patient/\(ids[0])-1/$everything?_since=2027").json.entries.isEmpty)
            try await world.close(ids[0])
            let unknown = String(repeating: "0", count: 32)
            for operation in ["$everything", "$summary"] {
                func ask(_ id: String) async throws -> [String] {
                    try await world.doctor("/fhir/Patient/\(id)-1/\(operation)").comparable
                }
                #expect(try await ask(ids[0]) == ask(unknown))
                #expect(try await ask(ids[0]).first == "404")
                #expect(try await world.doctor("/fhir/Patient/\(ids[1])-1/\(operation)").status == 200)
            }
            #expect(try await world.doctor("/fhir/Patient/$everything").status == 400)
        }
    }

    @Test(
        "$summary is a document of what the reader may see, the same for nobody and for somebody whose records are closed"
    )
    func summary() async throws {
        try await Self.filled { world, ids in
            let path = "/fhir/Patient/$summary?identifier=PNOEE-\(Self.code)"
            let summary = try await world.doctor(path).json
            #expect(summary["type"] == .string("document"))
            #expect(summary.entries.first?["resource"]?["resourceType"] == .string("Composition"))
            #expect(
                summary.entries.filter { $0["resource"]?["resourceType"] == .string("Condition") }.count == 2,
                "one a code")
            let own = try await world.ask(world.citizens, .get, "/fhir/Patient/$summary", as: world.jaak)
            #expect(own.status == 200 && own.json.entries.count == summary.entries.count)
            let others = try await world.ask(world.citizens, .get, path, as: world.maarika)
            #expect(others.status == 403)
            for id in ids { try await world.close(id) }
            let closed = try await world.doctor(path)
            #expect(closed.json.entries.count == 3 && !closed.text.contains("I10"))
            let log = try await world.ask(
                world.citizens, .get, "/fhir/AuditEvent?date=ge2020-01-01&date=lt2030-01-01", as: world.jaak)
            #expect(log.status == 200 && log.json.entries.count > 2)
        }
    }

    @Test(
        "ITI-67: the registry is searched by what it knows",
        arguments: [
            ("&status=current", 4), ("&status=superseded", 0), ("&status=current,superseded", 4),
            ("&identifier=urn:oid:2.999%7C38001085718%7CA", 1), ("&identifier=B", 0), ("&type=x", 0),
            ("&date=ge2026-01-01", 4),
            ("&date=ge2026-01-01&date=lt2026-02-01", 0), ("&creation=2026", 0),
            ("&format=urn:ihe:iti:xds:2017:mimeTypeSufficient", 4),
            ("&contenttype=application/xml", 4), ("&author.family=x", 0), ("&author.given=x", 0), ("&category=x", 0),
            ("&event=x", 0), ("&facility=x", 0), ("&setting=x", 0), ("&security-label=x", 0), ("&related=x", 0),
            ("&related.identifier=x", 0), ("&period=2026", 0), ("&description=b", 1), ("&_id=ID0", 1),
            ("&_lastUpdated=2026", 4),
        ])
    func mhd(_ query: String, _ count: Int) async throws {
        try await Self.filled { world, ids in
            let found = try await world.doctor(SearchTests.search + query.replacing("ID0", with: ids[0]))
            #expect(found.status == 200 && Self.names(found).count == count, "\(found.text.prefix(400))")
            let paged = try await world.doctor(
                SearchTests.search + query.replacing("ID0", with: ids[0]) + "&_count=1&_total=accurate")
            #expect(paged.json["total"] == .number(String(count)))
            #expect((paged.json.link("next") != nil) == (count > 1))
        }
    }

    @Test("every answer of every FHIR route has links on the public base alone, and none with a personal code")
    func links() async throws {
        try await Self.filled { world, ids in
            for path in [
                Self.conditions + "&_count=1", SearchTests.search + "&_count=1",
                "/fhir/Patient/$everything?identifier=PNOEE-\(Self.code)&_count=1",
                "/fhir/Condition/\(ids[0])-2/_history", "/fhir/metadata",
            ] {
                let answer = try await world.ask(
                    world.providers, .get, path, as: world.southHospital,
                    headers: TestWorld.doctor + [
                        ("X-Forwarded-Host", "evil.example"), ("Forwarded", "host=evil.example"),
                    ])
                #expect(answer.status == 200 && !answer.text.contains("evil.example"), "\(path)")
                for link in answer.json["link"]?.arrayValue ?? [] {
                    let url = try #require(link["url"]?.stringValue)
                    #expect(url.hasPrefix("https://providers.example/fhir/") && !url.contains(Self.code))
                }
            }
        }
    }
}
