import HTTPTypes
import TestPKI
import Testing

@testable import GatewayHTTP

/// Every route of every door × every kind of caller, from one table. A route without a row fails, and so does a row without a route.
@Suite("Route matrix")
struct RouteMatrixTests {
    enum Caller: String, CaseIterable, Sendable {
        case owner, otherCitizen, submitter, treating, pharmacist, insurer, usageMonitor, official, server, nobody
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

    private static func citizens(_ owner: Int, _ others: Int) -> [Caller: Int] {
        [.owner: owner, .otherCitizen: others, .official: others]
    }

    /// The insurer asks for a purpose that gives no right.
    private static func providers(_ reading: Int, insurer: Int) -> [Caller: Int] {
        [.submitter: reading, .treating: reading, .pharmacist: reading, .usageMonitor: reading, .insurer: insurer]
    }

    private static let patient = "patient.identifier=PNOEE-38001085718"
    private static let types = [
        "AllergyIntolerance", "Condition", "DiagnosticReport", "Encounter", "Immunization", "MedicationRequest",
        "MedicationStatement", "Observation", "Procedure",
    ]

    private static func resources(_ search: [Caller: Int], _ read: [Caller: Int], _ none: [Caller: Int]) -> [String:
        Row]
    {
        var rows: [String: Row] = [:]
        for type in types {
            let isThere = type == "Condition"
            rows["GET /fhir/\(type)"] = Row("/fhir/\(type)?\(patient)", search)
            rows["POST /fhir/\(type)/_search"] = Row("/fhir/\(type)/_search", search, form: patient)
            rows["GET /fhir/\(type)/{id}"] = Row("/fhir/\(type)/ID-2", isThere ? read : none)
            rows["GET /fhir/\(type)/{id}/_history/{version}"] = Row(
                "/fhir/\(type)/ID-2/_history/VERSION", isThere ? read : none)
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
        "GET /fhir/metadata": Row("/fhir/metadata", providers(200, insurer: 200)),
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
        "GET /fhir/metadata": Row("/fhir/metadata", citizens(200, 200)),
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
        "GET /statistics": Row("/statistics", [.official: 200]),
        "POST /statistics": Row("/statistics", [.official: 403], form: "case=MATRIX"),
        "POST /fhir/AuditEvent/_search": Row(
            "/fhir/AuditEvent/_search", [.official: 200], form: "date=ge2020-01-01&case=MATRIX"),
        "POST /inquiries/_search": Row("/inquiries/_search", [.official: 200], form: "case=MATRIX"),
        "POST /guardians": Row(
            "/guardians", [.official: 204],
            form:
                "case=MATRIX&guardian=PNOEE-39901012239&person=PNOEE-38001085718&personName=Jaak&scope=records"),
        "GET /fhir/metadata": Row("/fhir/metadata", [.official: 200]),
        "GET /language/et": Row("/language/et", [.official: 303]),
        "GET /language/en": Row("/language/en", [.official: 303]),
        "GET /language/ru": Row("/language/ru", [.official: 303]),
    ]

    @Test("no cell of the matrix is wrong, and every route has its row")
    func matrix() async throws {
        try await TestWorld.with { world in
            let id = try await world.submit("38001085718|Epikriis", as: world.northHospital)
            let tag = try #require(try await world.doctor("/fhir/Bundle/\(id)").header("ETag"))
            func place(_ text: String) -> String {
                text.replacing("ID", with: id).replacing("VERSION", with: tag.filter(\.isHexDigit))
            }
            try await Self.check(world, world.providers, Self.providerRows, place)
            try await Self.check(world, world.citizens, Self.citizenRows, place)
            try await Self.check(world, world.ministry, Self.ministryRows, place)
        }
    }

    private static func check<Visitor>(
        _ world: TestWorld, _ door: HTTPDoor<Visitor>, _ rows: [String: Row], _ place: (String) -> String
    ) async throws {
        let routes = Set(door.routeNames.filter { !$0.hasPrefix("GET /assets/") })
        #expect(
            routes == Set(rows.keys),
            "a route without a row, or a row without a route: \(routes.symmetricDifference(rows.keys))")
        for (name, row) in rows {
            let method: HTTPRequest.Method = name.hasPrefix("POST") ? .post : .get
            for caller in Caller.allCases {
                let answer = try await world.ask(
                    door, method, place(row.path), as: caller.credential(in: world), headers: caller.headers(row.type),
                    body: Array(place(row.form ?? "").utf8))
                let expected = row.answers[caller] ?? 403
                #expect(
                    answer.status == expected, "\(door.settings.name): \(name) as \(caller): \(answer.text.prefix(200))"
                )
                if expected >= 400 { #expect(!answer.text.contains("38001085718"), "\(name) as \(caller)") }
            }
            // No other method does anything.
            for other in [HTTPRequest.Method.put, .patch, .delete] {
                let answer = try await world.ask(
                    door, other, place(row.path), as: Caller.own(row).credential(in: world))
                #expect(answer.status == 405, "\(other) \(name)")
            }
        }
    }
}

extension RouteMatrixTests.Caller {
    func credential(in world: TestWorld) -> Credential? {
        switch self {
        case .owner: world.jaak
        case .otherCitizen: world.maarika
        case .submitter: world.northHospital
        case .treating, .pharmacist, .insurer: world.southHospital
        case .usageMonitor: world.laboratory
        case .official: world.pki.official
        case .server: world.pki.server
        case .nobody: nil
        }
    }

    func headers(_ type: String) -> [(String, String)] {
        let body = [("Content-Type", type)]
        switch self {
        case .submitter, .treating: return body + TestWorld.doctor
        case .usageMonitor: return body + TestWorld.doctor + [("X-Road-UserId", "EE38001085718")]
        case .pharmacist:
            return body + TestWorld.doctor.map { $0.0 == "X-Ankur-Role" ? ($0.0, "pharmacist") : $0 }
        case .insurer:
            return body + TestWorld.doctor.map { $0.0 == "X-Ankur-Purpose" ? ($0.0, "COVERAGE") : $0 }
        case .owner, .otherCitizen, .official, .server, .nobody: return body
        }
    }

    static func own(_ row: RouteMatrixTests.Row) -> RouteMatrixTests.Caller {
        allCases.first { row.answers[$0] != nil } ?? .nobody
    }
}
