import HTTPTypes
import Hummingbird
import JSONText
import NIOCore
import RecordTypes
import TestPKI
import Testing

@testable import GatewayHTTP

@Suite("Andmejälgija")
struct UsageTests {
    static let code = "38001085718"

    /// A record that a doctor opened, then could not open, and that the ministry asked about.
    private static func lookedAt(_ world: TestWorld) async throws {
        let id = try await world.submit("\(code)|Epikriis", as: world.northHospital)
        _ = try await world.doctor("/fhir/Bundle/\(id)")
        try await world.close(id)
        _ = try await world.doctor("/fhir/Bundle/\(id)")
        _ = try await world.ask(
            world.ministry, .post, "/fhir/AuditEvent/_search", as: world.pki.official,
            headers: [("Content-Type", "application/x-www-form-urlencoded")],
            body: Array("date=ge2020-01-01&case=MOH-1&patient.identifier=PNOEE-\(code)".utf8))
    }

    private static func ask(
        _ world: TestWorld, _ query: String, user: [String] = ["EE\(code)"]
    ) async throws -> Answer {
        try await world.ask(
            world.providers, .get, "/v2/findUsage?\(query)", as: world.laboratory,
            headers: user.map { ("X-Road-UserId", $0) })
    }

    @Test("uses are listed newest first, in the shape of the OpenAPI, without the person's own looks")
    func uses() async throws {
        try await TestWorld.with { world in
            try await Self.lookedAt(world)
            let answer = try await Self.ask(world, "userCode=EE\(Self.code)")
            #expect(answer.status == 200 && answer.header("Content-Type") == "application/json")
            #expect(answer.json.objectValue?.map(\.key) == ["totalUsages", "usages"])
            #expect(answer.json["totalUsages"]?.integerValue == 3)
            let usages = try #require(answer.json["usages"]?.arrayValue)
            #expect(
                usages.map { $0["action"]?.stringValue } == [
                    "Logi vaatamine järelevalveks (järelevalve)", "Terviseandmete vaatamine (ravi), keelduti",
                    "Terviseandmete vaatamine (ravi)",
                ])
            for usage in usages {
                for name in ["logtime", "action", "receiverCode", "receiverSystem"] {
                    #expect(usage[name]?.stringValue != nil, "\(name)")
                }
                #expect(usage["logtime"]?.stringValue.flatMap { Instant(rfc3339: $0) } != nil)
            }
            #expect(usages[1]["receiverCode"]?.stringValue == "90000021")
            let log = try await world.ask(world.citizens, .get, "/log", as: world.jaak)
            #expect(log.text.contains("Näidise Kesklabor"), "the question itself is in the person's log")
        }
    }

    @Test("offset and limit cut, the total does not move, and asking moves nothing")
    func pages() async throws {
        try await TestWorld.with { world in
            try await Self.lookedAt(world)
            var found: [JSONValue] = []
            for offset in 0..<4 {
                let page = try await Self.ask(world, "userCode=EE\(Self.code)&limit=1&offset=\(offset)").json
                #expect(page["totalUsages"]?.integerValue == 3)
                found += page["usages"]?.arrayValue ?? []
            }
            let all = try await Self.ask(world, "userCode=EE\(Self.code)&limit=5000").json["usages"]?.arrayValue
            #expect(found == all && found.count == 3)
            #expect(try await Self.ask(world, "userCode=EE\(Self.code)&limit=0").json["usages"]?.arrayValue == [])
            let before = try await Self.ask(world, "userCode=EE\(Self.code)&periodEnd=2020-01-01T00:00:00Z").json
            #expect(before["totalUsages"]?.integerValue == 0)
            let since = try await Self.ask(
                world, "userCode=EE\(Self.code)&periodStart=2020-01-01T00:00:00%2B02:00"
            ).json
            #expect(since["totalUsages"]?.integerValue == 3)
            let nobody = try await Self.ask(world, "userCode=EE39901012239", user: ["EE60001017869"]).json
            #expect(nobody["totalUsages"]?.integerValue == 0)
        }
    }

    @Test("what the protocol does not allow is 400")
    func malformed() async throws {
        try await TestWorld.with { world in
            for query in [
                "", "userCode=", "userCode=\(Self.code)", "userCode=EE1", "userCode=ee\(Self.code)",
                "userCode=EE3800108571x", "userCode=EE\(Self.code)&limit=-1", "userCode=EE\(Self.code)&limit=x",
                "userCode=EE\(Self.code)&offset=-1", "userCode=EE\(Self.code)&offset=99999999999",
                "userCode=EE\(Self.code)&periodStart=2021-01-31", "userCode=EE\(Self.code)&periodEnd=yesterday",
                "userCode=EE\(Self.code)&periodStart=2021-02-01T00:00:00Z&periodEnd=2021-01-01T00:00:00Z",
                "userCode=EE\(Self.code)&userCode=EE\(Self.code)", "userCode=EE\(Self.code)&more=1",
            ] {
                let answer = try await Self.ask(world, query)
                #expect(answer.status == 400, "\(query)")
            }
            for user in [[], [""], ["\(Self.code)"], ["EE\(Self.code)", "EE\(Self.code)"]] {
                let answer = try await Self.ask(world, "userCode=EE\(Self.code)", user: user)
                #expect(answer.status == 400, "\(user)")
            }
        }
    }

    @Test("to every other institution these addresses do not exist")
    func others() async throws {
        try await TestWorld.with { world in
            for path in ["/v2/findUsage?userCode=EE\(Self.code)", "/v2/usagePeriod", "/v2/heartbeat"] {
                let answer = try await world.ask(world.providers, .get, path, as: world.southHospital)
                let nothing = try await world.ask(world.providers, .get, "/v2/nothing", as: world.southHospital)
                #expect(answer.status == 404 && answer.comparable == nothing.comparable, "\(path)")
            }
        }
    }

    @Test("period and heartbeat")
    func periodAndHeartbeat() async throws {
        try await TestWorld.with { world in
            func get(_ path: String) async throws -> Answer {
                try await world.ask(world.providers, .get, path, as: world.laboratory)
            }
            #expect(
                try await get("/v2/usagePeriod").json["periodStart"]?.stringValue == TestWorld.now.description)
            let heartbeat = try await get("/v2/heartbeat").json
            #expect(heartbeat["status"]?.stringValue == "OK" && heartbeat["message"]?.stringValue != nil)
            #expect(try await get("/v2/heartbeat?x=1").status == 400)
        }
    }
}

extension UsageTests {
    @Test("unless it is said otherwise, the national monitor alone may ask")
    func monitors() {
        #expect(DoorSettings.nationalMonitors.map(\.semantics) == ["NTREE-70006317"])
        let settings = DoorSettings(name: "x", publicBase: { "" }, clock: { TestWorld.now })
        #expect(settings.usageMonitors == DoorSettings.nationalMonitors)
    }
}
