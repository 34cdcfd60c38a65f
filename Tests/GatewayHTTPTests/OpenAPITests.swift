import HTTPTypes
import JSONText
import TestPKI
import Testing

@testable import GatewayHTTP

@Suite("OpenAPI")
struct OpenAPITests {
    @Test("each door publishes what it has: every route with its places, a note of its own, success and failure")
    func documents() async throws {
        try await TestWorld.with { world in
            let doctor = TestWorld.doctor
            for (door, document, routes) in [
                (
                    DoorDescription.providers,
                    try await world.ask(
                        world.providers, .get, "/openapi.json", as: world.southHospital, headers: doctor),
                    world.providers.routeNames
                ),
                (
                    .citizens, try await world.ask(world.citizens, .get, "/openapi.json", as: world.jaak),
                    world.citizens.routeNames
                ),
                (
                    .ministry, try await world.ask(world.ministry, .get, "/openapi.json", as: world.pki.official),
                    world.ministry.routeNames
                ),
                (
                    .everyone, try await world.ask(world.everyone, .get, "/openapi.json", as: nil),
                    world.everyone.routeNames
                ),
            ] {
                #expect(document.header("Content-Type") == "application/json")
                let json = document.json
                #expect(json["openapi"] == .string("3.1.0"))
                #expect(json["servers"]?.arrayValue?.first?["url"]?.stringValue == "https://\(door.name).example")
                var names: Set<String> = []
                for (path, item) in (json["paths"]?.objectValue ?? []).map({ ($0.key, $0.value) }) {
                    for operation in item.objectValue ?? [] {
                        let name = "\(operation.key.uppercased()) \(path.replacing("{path}", with: "**"))"
                        names.insert(name)
                        let places = path.matches(of: /\{([a-z]+)\}/).map { String($0.output.1) }
                        let parameters = operation.value["parameters"]?.arrayValue ?? []
                        #expect(
                            parameters.filter { $0["in"]?.stringValue == "path" }.compactMap { $0["name"]?.stringValue }
                                == places,
                            "\(name)")
                        let answers = operation.value["responses"]?.objectValue?.map(\.key) ?? []
                        #expect(
                            answers.contains { $0.hasPrefix("2") || $0.hasPrefix("3") } && answers.contains("4XX"),
                            "\(name)")
                    }
                }
                let ids = (json["paths"]?.objectValue ?? []).flatMap { $0.value.objectValue ?? [] }
                    .compactMap { $0.value["operationId"]?.stringValue }
                #expect(Set(ids).count == ids.count, "an operationId stands twice")
                #expect(names.subtracting(["POST /$whoami"]) == Set(routes))
            }
        }
    }

    @Test("a route for programs that nobody has described fails here")
    func notes() async throws {
        try await TestWorld.with { world in
            func check<Visitor>(_ door: HTTPDoor<Visitor>, _ description: DoorDescription) {
                for name in door.routes where name.face == .fhir {
                    #expect(OperationNote.of(name, at: description) != nil, "\(name.method) \(name.template)")
                }
            }
            check(world.providers, .providers)
            check(world.citizens, .citizens)
            check(world.ministry, .ministry)
            check(world.everyone, .everyone)
        }
    }
}
