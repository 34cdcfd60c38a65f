import Gateway
import HTTPTypes
import JSONText
import TestPKI
import Testing

@testable import GatewayHTTP

/// The doors that ask for no certificate: what is open is open to everybody alike, and the portal gives a session what the citizens' door
/// gives the same person's certificate.
extension RouteMatrixTests {
    /// Everybody alike; but fields that only a security server may send are refused wherever they come.
    private static func everybody(_ status: Int) -> [Caller: Int] {
        Dictionary(uniqueKeysWithValues: Caller.allCases.map { ($0, $0 == .usageMonitor ? 403 : status) })
    }

    static let publicRows: [String: Row] = [
        "GET /": Row("/", everybody(200)),
        "GET /ledger/checkpoint": Row("/ledger/checkpoint", everybody(200)),
        "GET /ledger/vkey": Row("/ledger/vkey", everybody(200)),
        "GET /ledger/shards": Row("/ledger/shards", everybody(200)),
        "GET /ledger/tile/**": Row("/ledger/tile/entries/000", everybody(404)),
        "GET /ledger/shard/**": Row("/ledger/shard/9999/checkpoint", everybody(404)),
        "GET /openapi.json": Row("/openapi.json", everybody(200)),
        "GET /language/et": Row("/language/et", everybody(303)),
        "GET /language/en": Row("/language/en", everybody(303)),
        "GET /language/ru": Row("/language/ru", everybody(303)),
    ]

    static let operationsRows: [String: Row] = [
        "GET /livez": Row("/livez", everybody(200)),
        "GET /readyz": Row("/readyz", everybody(200)),
        "GET /metrics": Row("/metrics", everybody(200)),
        "GET /openapi.json": Row("/openapi.json", everybody(200)),
    ]

    @Test("what is open is open to everybody alike, and tells of nobody", .timeLimit(.minutes(5)))
    func openDoors() async throws {
        try await TestWorld.with { world in
            _ = try await world.submit("38001085718|Epikriis", as: world.northHospital)
            while try await world.gateway.ledgerFile("checkpoint") == nil { await Task.yield() }
            let place: @Sendable (String, Caller) -> String = { path, _ in path }
            try await Self.check(world, world.everyone, Self.publicRows, "", place)
            for row in Self.publicRows.values {
                let answer = try await world.ask(world.everyone, .get, row.path, as: nil)
                for word in ["38001085718", "Epikriis", "90000015"] {
                    #expect(!answer.text.contains(word), "\(row.path) tells of \(word)")
                }
            }
            let settings = DoorSettings(
                name: "operations", publicBase: { "http://operations.example" }, clock: { TestWorld.now })
            let operations = HTTPDoor<Anyone>.operations(
                settings, state: OperationsState(isReady: { true }, metrics: { "ankur_up 1\n" }))
            try await Self.check(world, operations, Self.operationsRows, "", place)
        }
    }

    /// What the portal has beyond the citizens' door. A form without its page's token is refused.
    static let portalRows: [String: Row] = [
        "GET /session": Row("/session", [.owner: 200, .otherCitizen: 200]),
        "POST /logout": Row("/logout", [.owner: 403, .otherCitizen: 403], form: "all=1"),
        "POST /logout/everywhere": Row("/logout/everywhere", [.owner: 403, .otherCitizen: 403], form: "all=1"),
    ]
    private static let entrance: Set<String> = [
        "GET /login", "GET /auth/challenge", "POST /auth/challenge", "POST /auth/login",
    ]

    @Test("a portal session gets what the same person's certificate gets, and without one nothing is told")
    func portal() async throws {
        try await PortalTests.PortalWorld.with { portal in
            let world = portal.world
            let id = try await world.submit("38001085718|Epikriis", as: world.northHospital)
            let own = try await world.ask(world.citizens, .get, "/fhir/Bundle/\(id)", as: world.jaak)
            let tag = try #require(own.header("ETag"))
            let callers: [(Caller, String?)] = [
                (.owner, try await portal.logIn(as: world.jaak)),
                (.otherCitizen, try await portal.logIn(as: world.maarika)), (.nobody, nil),
            ]
            let document = try await portal.ask(.get, "/openapi.json", cookie: callers[0].1).json
            let published = Set(
                try #require(document["paths"]?.objectValue).flatMap { path in
                    (path.value.objectValue ?? []).map {
                        "\($0.key.uppercased()) \(path.key.replacing("{path}", with: "**"))"
                    }
                })
            let rows = Self.citizenRows.merging(Self.portalRows) { first, _ in first }
            let routes = published.subtracting(Self.entrance).filter { !$0.hasPrefix("GET /assets/") }
            #expect(Self.entrance.isSubset(of: published))
            #expect(
                routes == Set(rows.keys),
                "a route without a row, or a row without a route: \(routes.symmetricDifference(rows.keys))")
            try await withThrowingTaskGroup(of: Void.self) { group in
                var started = 0
                for (name, row) in rows {
                    if started >= 16 { try await group.next() }
                    started += 1
                    group.addTask {
                        for (caller, cookie) in callers {
                            let answer = try await portal.ask(
                                name.hasPrefix("POST") ? .post : .get, row.path.named(id, tag), cookie: cookie,
                                headers: [("Content-Type", row.type)], body: (row.form ?? "").named(id, tag))
                            if caller == .nobody, !name.hasPrefix("GET /language/") {
                                #expect(
                                    answer.status == 401
                                        || answer.status == 303 && answer.header("Location") == "/login",
                                    "\(name) without a session: \(answer.status)")
                                #expect(!answer.text.contains("38001085718") && !answer.text.contains("Epikriis"))
                            } else {
                                #expect(
                                    answer.status == row.answers[caller == .nobody ? .owner : caller],
                                    "\(name) as \(caller): \(answer.status) \(answer.text.prefix(200))")
                            }
                        }
                    }
                }
                try await group.waitForAll()
            }
        }
    }
}

extension String {
    fileprivate func named(_ id: String, _ tag: String) -> String {
        replacing("ID", with: id).replacing("VERSION", with: tag.filter(\.isHexDigit))
    }
}
