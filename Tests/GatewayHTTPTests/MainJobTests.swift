import HTTPTypes
import JSONText
import RecordTypes
import TestPKI
import Testing

@testable import GatewayHTTP

@Suite("The main job through the doors")
struct MainJobTests {
    private static let code = "38001085718"
    private static let system = "urn:oid:1.3.6.1.4.1.28284.6.2.2.1"

    @Test("a document is filed once, followed by its institution, and unknown to every other")
    func submission() async throws {
        try await TestWorld.with { world in
            let body = Array("\(Self.code)|Epikriis".utf8)
            let headers = [("Content-Type", "application/xml")]
            let first = try await world.ask(
                world.providers, .post, "/documents", as: world.northHospital, headers: headers, body: body)
            let again = try await world.ask(
                world.providers, .post, "/documents", as: world.northHospital, headers: headers, body: body)
            let other = try await world.ask(
                world.providers, .post, "/documents", as: world.southHospital, headers: headers, body: body)
            #expect(first.status == 201 && again.status == 200 && other.status == 201)
            #expect(first.header("Location") == again.header("Location"))
            #expect(first.header("Location") != other.header("Location"))
            let path = String(try #require(first.header("Location")).dropFirst("https://providers.example".count))
            let own = try await world.ask(world.providers, .get, path, as: world.northHospital)
            #expect(own.status == 200)
            #expect(own.text.contains("\"Parameters\""))
            let foreign = try await world.ask(world.providers, .get, path, as: world.southHospital)
            let unknown = try await world.ask(
                world.providers, .get, "/submissions/" + String(repeating: "0", count: 32), as: world.southHospital)
            let malformed = try await world.ask(world.providers, .get, "/submissions/..x", as: world.southHospital)
            #expect(foreign.status == 404)
            #expect(foreign.comparable == unknown.comparable)
            #expect(foreign.comparable == malformed.comparable)
        }
    }

    @Test("a faulty document gets all its faults, validating stores nothing")
    func faults() async throws {
        try await TestWorld.with { world in
            let headers = [("Content-Type", "text/xml; charset=utf-8")]
            let refused = try await world.ask(
                world.providers, .post, "/documents", as: world.northHospital, headers: headers,
                body: Array("!bad".utf8))
            #expect(refused.status == 422)
            #expect(
                refused.text.contains("first-fault") && refused.text.contains("second-fault")
                    && refused.text.contains("/b"))
            let checked = try await world.ask(
                world.providers, .post, "/documents/$validate", as: world.northHospital, headers: headers,
                body: Array("!bad".utf8))
            #expect(checked.status == 200 && checked.text.contains("second-fault"))
            _ = try await world.ask(
                world.providers, .post, "/documents/$validate", as: world.northHospital, headers: headers,
                body: Array("\(Self.code)|Epikriis".utf8))
            let list = try await world.ask(world.citizens, .get, "/", as: world.jaak)
            #expect(list.text.contains("no records about you"))
        }
    }

    @Test("an institution reads for a named person and purpose only")
    func actors() async throws {
        try await TestWorld.with { world in
            let id = try await world.submit("\(Self.code)|Epikriis", as: world.northHospital)
            func read(_ headers: [(String, String)]) async throws -> Int {
                try await world.ask(
                    world.providers, .get, "/fhir/Bundle/\(id)", as: world.southHospital, headers: headers
                ).status
            }
            #expect(try await read(TestWorld.doctor) == 200)
            #expect(try await read([]) == 401)
            #expect(try await read([("X-Ankur-Actor", "PNOEE-60001017869")]) == 401)
            #expect(try await read([("X-Ankur-Actor", "Dr Who"), ("X-Ankur-Purpose", "TREAT")]) == 400)
            #expect(try await read([("X-Ankur-Actor", "PNOEE-60001017869"), ("X-Ankur-Purpose", "CURIOSITY")]) == 400)
            #expect(try await read(TestWorld.doctor + [("X-Ankur-Actor", "PNOEE-39901012239")]) == 400)
            #expect(try await read(TestWorld.doctor + [("Authorization", "Bearer x.y.z")]) == 401)
            let strict = try await world.ask(
                world.strictProviders, .get, "/fhir/Bundle/\(id)", as: world.southHospital, headers: TestWorld.doctor)
            #expect(strict.status == 403 && strict.text.contains("development-headers-refused"))
        }
    }

    @Test("what a citizen closes is as if it did not exist, and the refusal stands in her log")
    func restriction() async throws {
        try await TestWorld.with { world in
            let id = try await world.submit("\(Self.code)|Epikriis", as: world.northHospital)
            func asDoctor(_ target: String) async throws -> Answer {
                try await world.ask(world.providers, .get, target, as: world.southHospital, headers: TestWorld.doctor)
            }
            let search = "/fhir/DocumentReference?patient.identifier=\(Self.system)%7C"
            #expect(try await asDoctor("/fhir/Bundle/\(id)").status == 200)
            #expect(try await asDoctor("/fhir/Binary/\(id)").text == "\(Self.code)|Epikriis")
            #expect(try await asDoctor(search + Self.code).text.contains(id))

            let page = try await world.ask(world.citizens, .get, "/restrictions", as: world.jaak)
            let form = "form-token=\(world.formToken(on: page))&record=\(id)&audience=everyone&effect=deny"
            let saved = try await world.ask(
                world.citizens, .post, "/restrictions", as: world.jaak,
                headers: [
                    ("Content-Type", "application/x-www-form-urlencoded"), ("Origin", "https://citizens.example"),
                ],
                body: Array(form.utf8))
            #expect(saved.status == 303 && saved.header("Location") == "/restrictions?saved=1&exceptions=0")

            let unknown = String(repeating: "0", count: 32)
            for kind in ["Bundle", "Binary"] {
                let closed = try await asDoctor("/fhir/\(kind)/\(id)")
                #expect(closed.status == 404)
                #expect(closed.comparable == (try await asDoctor("/fhir/\(kind)/\(unknown)")).comparable)
            }
            #expect(try await asDoctor(search + Self.code).comparable == asDoctor(search + "39901012239").comparable)

            let log = try await world.ask(world.citizens, .get, "/log", as: world.jaak)
            #expect(
                log.text.contains("Refused") && log.text.contains("Maarika Näidis") && log.text.contains("Epikriis"))
            let own = try await world.ask(world.citizens, .get, "/records/\(id)", as: world.jaak)
            #expect(own.status == 200 && own.text.contains("Closed to everyone"))
        }
    }

    @Test("a form without its token, with another's, or from another site changes nothing")
    func forgery() async throws {
        try await TestWorld.with { world in
            let id = try await world.submit("\(Self.code)|Epikriis", as: world.northHospital)
            let other = try await world.ask(world.citizens, .get, "/restrictions", as: world.maarika)
            let own = try await world.ask(world.citizens, .get, "/restrictions", as: world.jaak)
            let fields = "&record=\(id)&audience=everyone&effect=deny"
            let tries: [(token: String, headers: [(String, String)])] = [
                ("", []), ("00", []), (world.formToken(on: other), []),
                (world.formToken(on: own), [("Origin", "https://evil.example")]),
                (world.formToken(on: own), [("Origin", "null")]),
                (world.formToken(on: own), [("Sec-Fetch-Site", "cross-site")]),
                (world.formToken(on: own), [("Sec-Fetch-Site", "same-site")]),
            ]
            for attempt in tries {
                let answer = try await world.ask(
                    world.citizens, .post, "/restrictions", as: world.jaak,
                    headers: [("Content-Type", "application/x-www-form-urlencoded")] + attempt.headers,
                    body: Array("form-token=\(attempt.token)\(fields)".utf8))
                #expect(answer.status == 403)
            }
            let reading = try await world.ask(
                world.providers, .get, "/fhir/Bundle/\(id)", as: world.southHospital, headers: TestWorld.doctor)
            #expect(reading.status == 200)
        }
    }

    @Test("a Consent by FHIR does what the form does; what cannot be kept is refused")
    func consent() async throws {
        try await TestWorld.with { world in
            let id = try await world.submit("\(Self.code)|Epikriis", as: world.northHospital)
            func post(_ provision: String, patient: String = "") async throws -> Answer {
                let text =
                    "{\"resourceType\":\"Consent\",\"status\":\"active\",\"scope\":{\"coding\":[{\"code\":\"patient-privacy\"}]},\"category\":[{\"text\":\"x\"}]\(patient),\"provision\":\(provision)}"
                return try await world.ask(
                    world.citizens, .post, "/fhir/Consent", as: world.jaak,
                    headers: [("Content-Type", "application/fhir+json")], body: Array(text.utf8))
            }
            let institution =
                "\"actor\":[{\"role\":{\"text\":\"IRCP\"},\"reference\":{\"identifier\":{\"value\":\"NTREE-90000021\"}}}]"
            let data = "\"data\":[{\"meaning\":\"instance\",\"reference\":{\"reference\":\"DocumentReference/\(id)\"}}]"
            #expect(try await post("{\"type\":\"deny\",\(institution),\(data)}").status == 201)
            for wrong in [
                "{}", "{\"type\":\"deny\",\"purpose\":[{\"code\":\"CURIOSITY\"}]}",
                "{\"type\":\"deny\",\"provision\":[{\"type\":\"permit\"}]}",
                "{\"type\":\"deny\",\"data\":[{\"meaning\":\"related\",\"reference\":{\"reference\":\"DocumentReference/\(id)\"}}]}",
                "{\"type\":\"deny\",\"actor\":[{\"role\":{\"text\":\"x\"},\"reference\":{\"reference\":\"Organization/1\"}}]}",
                "{\"type\":\"deny\",\"type\":\"permit\"}", "[",
            ] { #expect(try await post(wrong).status == 400, "\(wrong)") }
            let foreign = try await post(
                "{\"type\":\"deny\"}", patient: ",\"patient\":{\"identifier\":{\"value\":\"PNOEE-39901012239\"}}")
            #expect(foreign.status == 400)
            let south = try await world.ask(
                world.providers, .get, "/fhir/Bundle/\(id)", as: world.southHospital, headers: TestWorld.doctor)
            let north = try await world.ask(
                world.providers, .get, "/fhir/Bundle/\(id)", as: world.northHospital, headers: TestWorld.doctor)
            #expect(south.status == 404 && north.status == 200)
            let listed = try await world.ask(world.citizens, .get, "/fhir/Consent", as: world.jaak)
            #expect(listed.text.contains("NTREE-90000021") && listed.text.contains("DocumentReference/\(id)"))
            #expect(listed.text.contains("\"verified\":true"))
            #expect(listed.text.contains(world.jaak.fingerprint.description), "which card decided is on record")
        }
    }

    @Test("citizens see what is theirs and nobody else's")
    func ownership() async throws {
        try await TestWorld.with { world in
            let id = try await world.submit("\(Self.code)|Epikriis", as: world.northHospital)
            let unknown = String(repeating: "0", count: 32)
            for path in ["/records/ID", "/records/ID/receipt", "/fhir/Bundle/ID", "/fhir/Binary/ID"] {
                func ask(_ id: String, _ who: Credential) async throws -> Answer {
                    try await world.ask(
                        world.citizens, .get, path.replacing("ID", with: id), as: who,
                        headers: [("X-Request-Id", "the-same-id")])
                }
                #expect(try await ask(id, world.jaak).status == 200, "\(path)")
                let foreign = try await ask(id, world.maarika)
                #expect(foreign.status == 404)
                #expect(foreign.comparable == (try await ask(unknown, world.maarika)).comparable)
            }
            let page = try await world.ask(world.citizens, .get, "/records/\(id)", as: world.jaak)
            #expect(page.text.contains("Went well") && page.text.contains("Hypertension &lt;b&gt;"))
            let others = try await world.ask(
                world.citizens, .get, "/fhir/DocumentReference?patient.identifier=PNOEE-39901012239", as: world.jaak)
            #expect(others.status == 403)
            #expect(try await world.ask(world.citizens, .get, "/fhir/AuditEvent", as: world.jaak).status == 400)
            let events = try await world.ask(world.citizens, .get, "/fhir/AuditEvent?date=ge2020-01-01", as: world.jaak)
            #expect(events.status == 200 && events.text.contains("AuditEvent"))
        }
    }

    @Test("the ministry asks under a case number, and the person asked about sees it")
    func ministry() async throws {
        try await TestWorld.with { world in
            let id = try await world.submit("\(Self.code)|Epikriis", as: world.northHospital)
            _ = try await world.ask(
                world.providers, .get, "/fhir/Bundle/\(id)", as: world.southHospital, headers: TestWorld.doctor)
            let start = try await world.ask(world.ministry, .get, "/", as: world.pki.official)
            let token = world.formToken(on: start)
            func ask(_ fields: String) async throws -> Answer {
                try await world.ask(
                    world.ministry, .post, "/access-log", as: world.pki.official,
                    headers: [("Content-Type", "application/x-www-form-urlencoded"), ("Accept", "text/html")],
                    body: Array("form-token=\(token)&\(fields)".utf8))
            }
            let page = try await ask("case=MOH-1&person=\(Self.code)")
            #expect(page.status == 200 && page.text.contains("Maarika Näidis") && page.text.contains("Completeness"))
            let csv = try await ask("case=MOH-1&person=\(Self.code)&format=csv")
            #expect(csv.header("Content-Type")?.hasPrefix("text/csv") == true && csv.text.hasPrefix("time,"))
            #expect(
                try await ask("case=MOH-1&institution=NTREE-90000021&format=ndjson").text.contains(
                    "\"outcome\":\"released\""))
            for wrong in [
                "person=\(Self.code)", "case=&person=x", "case=MOH-1&person=123", "case=MOH-1&from=yesterday",
            ] {
                #expect(try await ask(wrong).status == 400, "\(wrong)")
            }
            let events = try await world.ask(
                world.ministry, .post, "/fhir/AuditEvent/_search", as: world.pki.official,
                headers: [("Content-Type", "application/x-www-form-urlencoded")],
                body: Array("date=ge2020-01-01&case=MOH-2&patient.identifier=PNOEE-\(Self.code)".utf8))
            #expect(events.status == 200 && events.text.contains("NTREE-90000021"))
            let log = try await world.ask(world.citizens, .get, "/log", as: world.jaak)
            #expect(log.text.contains("MOH-1") && log.text.contains("MOH-2"))
        }
    }

    @Test("no log line, error or address holds a personal code")
    func noPersonalData() async throws {
        try await TestWorld.with { world in
            let id = try await world.submit("\(Self.code)|Epikriis", as: world.northHospital)
            let answers = [
                try await world.ask(
                    world.providers, .get, "/fhir/DocumentReference?patient.identifier=\(Self.system)%7C\(Self.code)",
                    as: world.southHospital, headers: TestWorld.doctor + [("X-Request-Id", "PNOEE-\(Self.code)")]),
                try await world.ask(
                    world.providers, .get, "/fhir/Bundle/\(Self.code)", as: world.southHospital,
                    headers: TestWorld.doctor),
                try await world.ask(world.citizens, .get, "/\(Self.code)", as: world.jaak),
                try await world.ask(world.citizens, .get, "/records/\(id)?\(Self.code)=x", as: world.jaak),
            ]
            for answer in answers { #expect(!answer.headers.contains { $0.value.contains(Self.code) }) }
            for answer in answers where answer.status >= 400 { #expect(!answer.text.contains(Self.code)) }
            #expect(world.log.text.contains("/fhir/Bundle/{id}"))
            #expect(!world.log.text.contains(Self.code))
            #expect(!world.log.text.contains("Epikriis"))
        }
    }

    @Test("the public door serves the log to any site, and no entry bundles unless the realm says so")
    func publicLedger() async throws {
        try await TestWorld.with { world in
            let key = try await world.ask(world.everyone, .get, "/ledger/vkey", as: nil)
            #expect(key.status == 200 && key.text.hasPrefix("log.test.example/ankur+"))
            #expect(key.header("Access-Control-Allow-Origin") == "*")
            let landing = try await world.ask(world.everyone, .get, "/", as: nil)
            #expect(landing.status == 200 && landing.text.contains("https://citizens.example"))
            #expect(try await world.ask(world.everyone, .get, "/ledger/tile/entries/000", as: nil).status == 404)
        }
    }
}
