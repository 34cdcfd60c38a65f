import HTTPTypes
import JSONText
import TestPKI
import Testing

@testable import GatewayHTTP

/// Every operation that a door's OpenAPI document names × every kind of caller, from one table. A route without a row fails, and so does a row
/// without a route, and a route that the document does not name.
@Suite("Route matrix")
struct RouteMatrixTests {
    enum Caller: String, CaseIterable, Sendable {
        case owner, otherCitizen, representative, submitter, treating, pharmacist, insurer, usageMonitor, official
        case analyst, protectionOfficer, revoked, server, nobody
    }

    /// One row: where the route is asked, with what, and what each of the door's own callers gets. Nobody else comes in.
    struct Row: Sendable {
        let path: String
        let answers: [Caller: Int]
        var form: String?
        var type = "application/x-www-form-urlencoded"

        init(_ path: String, _ answers: [Caller: Int], form: String? = nil, type: String? = nil) {
            self.path = path
            self.answers = answers
            self.form = form
            if let type { self.type = type }
        }
    }

    /// - Parameter representative: what somebody gets who may act for the owner in everything; nil for what the owner gets.
    private static func citizens(_ owner: Int, _ others: Int, representative: Int? = nil) -> [Caller: Int] {
        [
            .owner: owner, .otherCitizen: others, .representative: representative ?? owner, .official: others,
            .analyst: others, .protectionOfficer: others,
        ]
    }

    /// The insurer asks for a purpose that gives no right.
    private static func providers(_ reading: Int, insurer: Int) -> [Caller: Int] {
        [.submitter: reading, .treating: reading, .pharmacist: reading, .usageMonitor: reading, .insurer: insurer]
    }

    private static let patient = "patient.identifier=PNOEE-38001085718"
    private static func resources(_ search: [Caller: Int], _ read: [Caller: Int], _ none: [Caller: Int]) -> [String:
        Row]
    {
        var rows: [String: Row] = [:]
        for type in SearchedType.all where type.type != "DocumentReference" {
            let type = type.type
            let place = ["Composition": 0, "Patient": 1, "Condition": 2][type]
            let path = "/fhir/\(type)/ID-\(place ?? 2)"
            let answers = place == nil ? none : read
            rows["GET /fhir/\(type)/{id}"] = Row(path, answers)
            rows["GET /fhir/\(type)/{id}/_history"] = Row("\(path)/_history", answers)
            rows["GET /fhir/\(type)/{id}/_history/{version}"] = Row("\(path)/_history/VERSION", answers)
            guard type != "Consent" else { continue }
            rows["GET /fhir/\(type)"] = Row("/fhir/\(type)?\(patient)", search)
            rows["POST /fhir/\(type)/_search"] = Row("/fhir/\(type)/_search", search, form: patient)
        }
        for operation in ["$everything", "$summary"] {
            rows["GET /fhir/Patient/\(operation)"] = Row("/fhir/Patient/\(operation)?\(patient)", search)
            rows["GET /fhir/Patient/{id}/\(operation)"] = Row("/fhir/Patient/ID-1/\(operation)", read)
        }
        return rows
    }

    static let providerRows: [String: Row] = [
        "POST /documents": Row("/documents", providers(422, insurer: 422), form: "!bad", type: "application/xml"),
        "POST /documents/$validate": Row(
            "/documents/$validate", providers(200, insurer: 200), form: "!bad", type: "application/xml"),
        "GET /submissions/{id}": Row(
            "/submissions/ID",
            [.submitter: 200, .treating: 404, .pharmacist: 404, .usageMonitor: 404, .insurer: 404]),
        "GET /fhir/DocumentReference": Row("/fhir/DocumentReference?\(patient)", providers(200, insurer: 200)),
        "POST /fhir/DocumentReference/_search": Row(
            "/fhir/DocumentReference/_search", providers(200, insurer: 200), form: patient),
        "GET /fhir/DocumentReference/{id}": Row("/fhir/DocumentReference/ID", providers(200, insurer: 404)),
        "GET /fhir/DocumentReference/{id}/_history/{version}": Row(
            "/fhir/DocumentReference/ID/_history/VERSION", providers(200, insurer: 404)),
        "GET /fhir/Bundle/{id}": Row("/fhir/Bundle/ID", providers(200, insurer: 404)),
        "GET /fhir/Bundle/{id}/_history/{version}": Row(
            "/fhir/Bundle/ID/_history/VERSION", providers(200, insurer: 404)),
        "GET /fhir/Binary/{id}": Row("/fhir/Binary/ID", providers(200, insurer: 404)),
        "GET /fhir/DocumentReference/{id}/_history": Row(
            "/fhir/DocumentReference/ID/_history", providers(200, insurer: 404)),
        "GET /fhir/Bundle/{id}/_history": Row("/fhir/Bundle/ID/_history", providers(200, insurer: 404)),
        "GET /fhir/metadata": Row("/fhir/metadata", providers(200, insurer: 200)),
        "GET /openapi.json": Row("/openapi.json", providers(200, insurer: 200)),
        "GET /inquiries": Row("/inquiries", providers(200, insurer: 200)),
        "POST /inquiries/{id}/$answer": Row(
            "/inquiries/ID/$answer", providers(400, insurer: 400), form: "{}", type: "application/fhir+json"),
        "POST /fhir/DocumentReference/{id}/$release": Row(
            "/fhir/DocumentReference/ID/$release",
            [.submitter: 204, .treating: 404, .pharmacist: 404, .usageMonitor: 404, .insurer: 404], form: ""),
        "GET /v2/findUsage": Row("/v2/findUsage?userCode=EE38001085718", monitor),
        "GET /v2/usagePeriod": Row("/v2/usagePeriod", monitor),
        "GET /v2/heartbeat": Row("/v2/heartbeat", monitor),
    ].merging(
        resources(providers(200, insurer: 200), providers(200, insurer: 404), providers(404, insurer: 404))
    ) { first, _ in first }

    private static let monitor: [Caller: Int] = [
        .submitter: 404, .treating: 404, .pharmacist: 404, .insurer: 404, .usageMonitor: 200,
    ]

    static let citizenRows: [String: Row] = [
        "GET /": Row("/", citizens(200, 200)),
        "GET /records/{id}": Row("/records/ID", citizens(200, 404)),
        "GET /records/{id}/receipt": Row("/records/ID/receipt", citizens(200, 404)),
        "GET /records/{id}/receipt.json": Row("/records/ID/receipt.json", citizens(200, 404)),
        "GET /records/{id}/evidence.zip": Row("/records/ID/evidence.zip", citizens(200, 404)),
        "GET /completeness.json": Row("/completeness.json", citizens(200, 200)),
        "GET /identity": Row("/identity", citizens(200, 200)),
        "GET /identity.json": Row("/identity.json", citizens(200, 200)),
        "GET /log": Row("/log", citizens(200, 200)),
        "GET /log/file.pdf": Row("/log/file.pdf", citizens(200, 200)),
        "GET /log/file.csv": Row("/log/file.csv", citizens(200, 200)),
        "GET /log/file.json": Row("/log/file.json", citizens(200, 200)),
        "GET /log/{index}/ask": Row("/log/0/ask", citizens(404, 404)),
        "GET /completeness": Row("/completeness", citizens(200, 200)),
        "GET /inquiries": Row("/inquiries", citizens(200, 200)),
        "POST /inquiries": Row("/inquiries", citizens(403, 403), form: "record=ID&text=a"),
        "GET /records/{id}/correct": Row("/records/ID/correct", citizens(200, 404)),
        "GET /people": Row("/people", citizens(200, 200)),
        "POST /people": Row("/people", citizens(403, 403), form: "person=60001017869&scope-records=on"),
        "POST /people/end": Row("/people/end", citizens(403, 403), form: "mandate=ID"),
        "POST /people/act": Row("/people/act", citizens(403, 403), form: "mandate=ID"),
        "GET /people/own": Row("/people/own", citizens(303, 303)),
        "GET /data": Row("/data", citizens(200, 200)),
        "POST /notifications": Row("/notifications", citizens(403, 403), form: "email=a@example.ee"),
        "POST /data/take": Row("/data/take", citizens(403, 403), form: "encrypt=on"),
        "GET /restrictions": Row("/restrictions?record=ID", citizens(200, 404)),
        "POST /restrictions": Row("/restrictions", citizens(403, 403), form: "record=ID&audience=everyone&effect=deny"),
        "GET /fhir/DocumentReference": Row("/fhir/DocumentReference?\(patient)", citizens(200, 403)),
        "GET /fhir/DocumentReference/{id}": Row("/fhir/DocumentReference/ID", citizens(200, 404)),
        "GET /fhir/DocumentReference/{id}/_history/{version}": Row(
            "/fhir/DocumentReference/ID/_history/VERSION", citizens(200, 404)),
        "GET /fhir/Bundle/{id}": Row("/fhir/Bundle/ID", citizens(200, 404)),
        "GET /fhir/Bundle/{id}/_history/{version}": Row("/fhir/Bundle/ID/_history/VERSION", citizens(200, 404)),
        "GET /fhir/Binary/{id}": Row("/fhir/Binary/ID", citizens(200, 404)),
        "GET /fhir/AuditEvent": Row("/fhir/AuditEvent?date=ge2020-01-01&\(patient)", citizens(200, 403)),
        "GET /fhir/Consent": Row("/fhir/Consent", citizens(200, 200)),
        "POST /fhir/Consent": Row("/fhir/Consent", citizens(400, 400), form: "{}", type: "application/fhir+json"),
        "POST /fhir/DocumentReference/_search": Row(
            "/fhir/DocumentReference/_search", citizens(200, 403), form: patient),
        "GET /fhir/DocumentReference/{id}/_history": Row("/fhir/DocumentReference/ID/_history", citizens(200, 404)),
        "GET /fhir/Bundle/{id}/_history": Row("/fhir/Bundle/ID/_history", citizens(200, 404)),
        "GET /fhir/metadata": Row("/fhir/metadata", citizens(200, 200)),
        "GET /openapi.json": Row("/openapi.json", citizens(200, 200)),
        "GET /language/et": Row("/language/et", citizens(303, 303)),
        "GET /language/en": Row("/language/en", citizens(303, 303)),
        "GET /language/ru": Row("/language/ru", citizens(303, 303)),
    ].merging(resources(citizens(200, 403), citizens(200, 404), citizens(404, 404))) { first, _ in first }

    static let ministryRows: [String: Row] = [
        "GET /": Row("/", [.official: 200]),
        "POST /access-log": Row("/access-log", [.official: 403], form: "case=MATRIX"),
        "GET /explained": Row("/explained", [.official: 200]),
        "POST /explained": Row("/explained", [.official: 403], form: "case=MATRIX"),
        "GET /cases": Row("/cases", [.official: 200]),
        "POST /cases": Row("/cases", [.official: 403], form: "case=MATRIX"),
        "POST /cases/show": Row("/cases/show", [.official: 403], form: "case=MATRIX&case-id=BTG-1"),
        "POST /cases/open": Row("/cases/open", [.official: 403], form: "case=MATRIX&look=1"),
        "POST /cases/step": Row("/cases/step", [.official: 403], form: "case=MATRIX&case-id=BTG-1&act=take"),
        "POST /cases/evidence": Row("/cases/evidence", [.official: 403], form: "case=MATRIX&case-id=BTG-1"),
        "GET /hiding": Row("/hiding", [.official: 200]),
        "POST /hiding": Row("/hiding", [.official: 403], form: "case=MATRIX"),
        "POST /hiding/propose": Row("/hiding/propose", [.official: 403], form: "case=MATRIX"),
        "POST /hiding/approve": Row("/hiding/approve", [.official: 403], form: "case=MATRIX&order=1"),
        "POST /hiding/revoke": Row("/hiding/revoke", [.official: 403], form: "case=MATRIX&order=1"),
        "GET /lateness": Row("/lateness", [.official: 200]),
        "POST /lateness": Row("/lateness", [.official: 403], form: "case=MATRIX"),
        "GET /statistics": Row("/statistics", [.official: 200]),
        "POST /statistics": Row("/statistics", [.official: 403], form: "case=MATRIX"),
        "POST /fhir/AuditEvent/_search": Row(
            "/fhir/AuditEvent/_search", [.official: 200, .analyst: 403], form: "date=ge2020-01-01&case=MATRIX"),
        "GET /fhir/AuditEvent": Row("/fhir/AuditEvent?cursor=AA", [.official: 404]),
        "POST /inquiries/_search": Row("/inquiries/_search", [.official: 200, .analyst: 403], form: "case=MATRIX"),
        "POST /register/_search": Row("/register/_search", [.official: 200, .analyst: 403], form: "case=MATRIX"),
        "POST /guardians": Row(
            "/guardians", [.official: 204, .analyst: 403],
            form:
                "case=MATRIX&guardian=PNOEE-39901012239&person=PNOEE-38001085718&personName=Jaak&scope=records"),
        "GET /fhir/metadata": Row("/fhir/metadata", [.official: 200]),
        "GET /openapi.json": Row("/openapi.json", [.official: 200]),
        "GET /language/et": Row("/language/et", [.official: 303]),
        "GET /language/en": Row("/language/en", [.official: 303]),
        "GET /language/ru": Row("/language/ru", [.official: 303]),
    ]

    @Test("no cell of the matrix is wrong, and every operation of the OpenAPI documents has its row")
    func matrix() async throws {
        try await TestWorld.with { world in
            let id = try await world.submit("38001085718|Epikriis", as: world.northHospital)
            let mandate = try await world.appointMaarika()
            func version(_ credential: Credential) async throws -> String {
                let read = try await world.ask(
                    world.providers, .get, "/fhir/Bundle/\(id)", as: credential, headers: TestWorld.doctor)
                return try #require(read.header("ETag")).filter(\.isHexDigit)
            }
            let (south, own, monitor) = try await (
                version(world.southHospital), version(world.northHospital), version(world.laboratory)
            )
            #expect(
                Set([south, own, monitor]).count == 3, "a version is called differently by whoever has not filed it")
            @Sendable func place(_ text: String, _ caller: Caller) -> String {
                let version =
                    switch caller {
                    case .treating, .pharmacist, .insurer: south
                    case .usageMonitor: monitor
                    default: own
                    }
                return text.replacing("ID", with: id).replacing("VERSION", with: version)
            }
            try await Self.check(world, world.providers, Self.providerRows, mandate, place)
            try await Self.check(world, world.citizens, Self.citizenRows, mandate, place)
            try await Self.check(world, world.ministry, Self.ministryRows, mandate, place)
        }
    }

    /// `GET /fhir/Condition/{id}` for each operation of the document that the door publishes.
    static func operations<Visitor>(
        _ world: TestWorld, _ door: HTTPDoor<Visitor>, as credential: Credential?
    ) async throws -> Set<String> {
        let document = try await world.ask(
            door, .get, "/openapi.json", as: credential, headers: TestWorld.doctor
        ).json
        let paths = try #require(document["paths"]?.objectValue)
        return Set(
            paths.flatMap { path in
                (path.value.objectValue ?? []).map {
                    "\($0.key.uppercased()) \(path.key.replacing("{path}", with: "**"))"
                }
            })
    }

    static func check<Visitor>(
        _ world: TestWorld, _ door: HTTPDoor<Visitor>, _ rows: [String: Row], _ mandate: String,
        _ place: @escaping @Sendable (String, Caller) -> String
    ) async throws {
        let one = try #require(rows["GET /openapi.json"])
        let published = try await operations(world, door, as: Caller.own(one).credential(in: world))
        let routes = published.filter { !$0.hasPrefix("GET /assets/") && $0 != "POST /$whoami" }
        #expect(published.subtracting(["POST /$whoami"]) == Set(door.routeNames), "the document names the routes")
        #expect(
            routes == Set(rows.keys),
            "a route without a row, or a row without a route: \(routes.symmetricDifference(rows.keys))")
        // What brings nothing is held back for a moment: many at once.
        try await withThrowingTaskGroup(of: Void.self) { group in
            var started = 0
            for (name, row) in rows {
                if started >= 16 { try await group.next() }
                started += 1
                group.addTask { try await check(world, door, name, row, mandate, place) }
            }
            try await group.waitForAll()
        }
    }

    private static func check<Visitor>(
        _ world: TestWorld, _ door: HTTPDoor<Visitor>, _ name: String, _ row: Row, _ mandate: String,
        _ place: @Sendable (String, Caller) -> String
    ) async throws {
        let method: HTTPRequest.Method = name.hasPrefix("POST") ? .post : .get
        for caller in Caller.allCases {
            func ask() async throws -> Answer {
                try await world.ask(
                    door, method, place(row.path, caller), as: caller.credential(in: world),
                    headers: caller.headers(row.type, mandate: mandate),
                    body: Array(place(row.form ?? "", caller).utf8))
            }
            var answer = try await ask()
            // A gateway whose log cannot keep up for ten seconds says so, and is asked again.
            for _ in 0..<6 where answer.status == 503 && method == .get { answer = try await ask() }
            // A row for officials is about every role, unless it says more.
            let role = caller == .analyst || caller == .protectionOfficer ? row.answers[.official] : nil
            let expected = row.answers[caller] ?? role ?? 403
            #expect(
                answer.status == expected, "\(door.settings.name): \(name) as \(caller): \(answer.text.prefix(200))"
            )
            if expected >= 400 { #expect(!answer.text.contains("38001085718"), "\(name) as \(caller)") }
        }
        // No other method does anything.
        for other in [HTTPRequest.Method.put, .patch, .delete] {
            let answer = try await world.ask(
                door, other, place(row.path, Caller.own(row)), as: Caller.own(row).credential(in: world))
            #expect(answer.status == 405 && answer.header("Allow") != nil, "\(other) \(name)")
        }
    }
}

extension TestWorld {
    /// Jaak lets Maarika act for him in everything; gives the mandate's name.
    func appointMaarika() async throws -> String {
        let form = [("Content-Type", "application/x-www-form-urlencoded")]
        let page = try await ask(citizens, .get, "/people", as: jaak)
        let scopes = page.text.matches(of: /name="(scope-[a-z-]+)"/).map { String($0.output.1) }
        let fields = Set(scopes).sorted().map { "&\($0)=on" }.joined()
        let appointed = try await ask(
            citizens, .post, "/people", as: jaak, headers: form,
            body: Array("form-token=\(formToken(on: page))&person=60001017869&name=Maarika\(fields)".utf8))
        try #require(appointed.status == 303, "\(appointed.text)")
        let people = try await ask(citizens, .get, "/people", as: maarika)
        return String(
            try #require(people.text.split(separator: "name=\"mandate\" value=\"").dropFirst().first).prefix(64))
    }
}

extension RouteMatrixTests.Caller {
    func credential(in world: TestWorld) -> Credential? {
        switch self {
        case .owner: world.jaak
        case .otherCitizen, .representative: world.maarika
        case .submitter: world.northHospital
        case .treating, .pharmacist, .insurer: world.southHospital
        case .usageMonitor: world.laboratory
        case .official: world.pki.official
        case .analyst: world.analyst
        case .protectionOfficer: world.protectionOfficer
        case .revoked: world.revokedCard
        case .server: world.pki.server
        case .nobody: nil
        }
    }

    func headers(_ type: String, mandate: String) -> [(String, String)] {
        let body = [("Content-Type", type)]
        switch self {
        case .submitter, .treating: return body + TestWorld.doctor
        case .usageMonitor: return body + TestWorld.doctor + [("X-Road-UserId", "EE38001085718")]
        case .pharmacist:
            return body + TestWorld.doctor.map { $0.0 == "X-Ankur-Role" ? ($0.0, "pharmacist") : $0 }
        case .insurer:
            return body + TestWorld.doctor.map { $0.0 == "X-Ankur-Purpose" ? ($0.0, "COVERAGE") : $0 }
        case .representative: return body + [("Cookie", "acting-for=\(mandate)")]
        case .owner, .otherCitizen, .official, .analyst, .protectionOfficer, .revoked, .server, .nobody: return body
        }
    }

    static func own(_ row: RouteMatrixTests.Row) -> RouteMatrixTests.Caller {
        allCases.first { row.answers[$0] != nil } ?? .nobody
    }
}
