import Foundation
import HTTPTypes
import Identity
import JSONText
import RecordTypes
import TestPKI
import Testing

@testable import GatewayHTTP

@Suite("Names that two institutions cannot join")
struct PairwiseNameTests {
    static let code = SearchTests.code

    /// Three records that the laboratory has filed, asked for by the two hospitals as each writes them.
    private static func filled(_ work: @escaping @Sendable (TestWorld, [String]) async throws -> Void) async throws {
        try await TestWorld.with { world in
            var ids: [String] = []
            for text in ["A", "B", "two|C"] {
                ids.append(try await world.submit("\(code)|\(text)", as: world.laboratory))
            }
            try await work(world, ids)
        }
    }

    private static let paths = [
        "/fhir/DocumentReference?patient.identifier=PNOEE-\(code)", "/fhir/Condition?patient.identifier=PNOEE-\(code)",
        "/fhir/Patient?identifier=PNOEE-\(code)", "/fhir/Composition?patient.identifier=PNOEE-\(code)&_count=1",
        "/fhir/Condition?patient.identifier=PNOEE-\(code)&_include=Condition:patient",
        "/fhir/Patient/$everything?patient.identifier=PNOEE-\(code)",
        "/fhir/Patient/$summary?patient.identifier=PNOEE-\(code)",
    ]

    /// Everything in an answer that is a name the gateway gives: runs of 16 hexadecimal digits or more, UUIDs of summaries, cursors.
    private static func names(in answer: Answer) -> Set<String> {
        var names: Set<String> = []
        let fields = answer.headers.map { "\($0.name): \($0.value)" }.joined(separator: "\n")
        for run in (answer.text + "\n" + fields).split(whereSeparator: { !$0.isHexDigit && $0 != "-" && $0 != "_" }) {
            for part in [run] + run.split(separator: "-") where part.utf8.count >= 16 { names.insert(String(part)) }
        }
        for entry in (answer.json["link"]?.arrayValue ?? []) {
            if let cursor = entry["url"]?.stringValue?.split(separator: "cursor=").dropFirst().first {
                names.insert(String(cursor))
            }
        }
        return names
    }

    @Test(
        "whatever two hospitals are told of one person, no id, reference, fullUrl, ETag or cursor of one stands at the other"
    )
    func join() async throws {
        try await Self.filled { world, ids in
            func seen(_ credential: Credential) async throws -> Set<String> {
                var all: Set<String> = []
                for path in Self.paths {
                    let answer = try await world.ask(
                        world.providers, .get, path, as: credential, headers: TestWorld.doctor, asWritten: true)
                    #expect(answer.status == 200, "\(path): \(answer.text.prefix(200))")
                    all.formUnion(Self.names(in: answer))
                    for entry in answer.json.entries.prefix(2) {
                        guard let url = entry["fullUrl"]?.stringValue, url.hasPrefix("https://providers.example") else {
                            continue
                        }
                        for suffix in ["", "/_history"] {
                            let read = try await world.ask(
                                world.providers, .get, String(url.dropFirst(25)) + suffix, as: credential,
                                headers: TestWorld.doctor, asWritten: true)
                            #expect(read.status == 200, "\(url)\(suffix)")
                            all.formUnion(Self.names(in: read))
                        }
                    }
                }
                // The name of the request is its own each time; the digest of an attachment is of the document, not of the gateway.
                return all
            }
            let north = try await seen(world.northHospital)
            let south = try await seen(world.southHospital)
            #expect(north.count > 10 && south.count > 10)
            #expect(north.isDisjoint(with: south), "\(north.intersection(south).sorted().prefix(8))")
            // Nor does the name in the laboratory's receipts stand anywhere.
            for id in ids { #expect(!north.contains(id) && !south.contains(id)) }
        }
    }

    @Test("another institution's name is answered, by bytes, like one that never was, wherever a name goes in")
    func foreignNames() async throws {
        try await Self.filled { world, ids in
            func ask(_ path: String) async throws -> Answer {
                try await world.ask(
                    world.providers, .get, path, as: world.southHospital, headers: TestWorld.doctor, asWritten: true)
            }
            func patient(_ credential: Credential) async throws -> JSONValue {
                let found = try await world.ask(
                    world.providers, .get, "/fhir/Patient?identifier=PNOEE-\(Self.code)", as: credential,
                    headers: TestWorld.doctor, asWritten: true)
                return try #require(found.json.entries.first?["resource"])
            }
            let norths = try #require(try await patient(world.northHospital)["id"]?.stringValue)
            let own = try #require(try await patient(world.southHospital)["id"]?.stringValue)
            #expect(norths != own)
            let never = String(repeating: "0", count: 32)
            let record = String(norths.prefix(32))
            for name in [record, ids[0]] {
                for path in [
                    "/fhir/Bundle/NAME", "/fhir/Bundle/NAME/_history", "/fhir/Binary/NAME",
                    "/fhir/DocumentReference/NAME", "/fhir/DocumentReference/NAME/_history", "/fhir/Patient/NAME-1",
                    "/fhir/Condition/NAME-2/_history", "/fhir/Patient/NAME-1/$everything",
                    "/fhir/Patient/NAME-1/$summary", "/fhir/Condition?patient=Patient/NAME-1", "/submissions/NAME",
                    "/fhir/Condition?patient.identifier=PNOEE-\(Self.code)&_id=NAME-2",
                    "/fhir/DocumentReference?patient.identifier=PNOEE-\(Self.code)&_id=NAME",
                ] {
                    let foreign = try await ask(path.replacing("NAME", with: name))
                    let unknown = try await ask(path.replacing("NAME", with: never))
                    func plain(_ answer: Answer) -> [String] {
                        answer.comparable.map { $0.replacing(name, with: "NAME").replacing(never, with: "NAME") }
                            // Cursors and the moment of a summary differ from one answer to the next anyway.
                            .filter { !$0.contains("cursor=") }
                    }
                    #expect(plain(foreign) == plain(unknown), "\(path)")
                }
            }
            #expect(try await ask("/fhir/Condition?patient=Patient/\(own)").json.entries.count == 4)
        }
    }

    @Test("an institution finds a patient by its own name of them, and by nobody else's")
    func ownIdentifier() async throws {
        try await Self.filled { world, _ in
            func identifier(_ credential: Credential) async throws -> String {
                let found = try await world.ask(
                    world.providers, .get, "/fhir/Patient?identifier=PNOEE-\(Self.code)", as: credential,
                    headers: TestWorld.doctor, asWritten: true)
                let values = found.json.entries.compactMap { entry in
                    entry["resource"]?["identifier"]?.arrayValue?
                        .first { $0["system"]?.stringValue == PairwiseIdentifiers.system }?["value"]?.stringValue
                }
                #expect(values.count == 3 && Set(values).count == 1, "one person, one name")
                return try #require(values.first)
            }
            let north = try await identifier(world.northHospital)
            let south = try await identifier(world.southHospital)
            #expect(north != south)
            func found(_ name: String) async throws -> Answer {
                try await world.ask(
                    world.providers, .get, "/fhir/Condition?patient.identifier=urn:ankur:pairwise%7C\(name)",
                    as: world.southHospital, headers: TestWorld.doctor, asWritten: true)
            }
            #expect(try await found(south).json.entries.count == 4)
            let unknown = try await found(String(repeating: "0", count: 40))
            #expect(unknown.status == 200 && unknown.json.entries.isEmpty)
            for other in [north, "x", "", String(south.dropLast()), south.uppercased()] {
                #expect(try await found(other).comparable == unknown.comparable, "\(other)")
            }
            // A citizen asks for nobody else, whatever they are called.
            let citizen = try await world.ask(
                world.citizens, .get, "/fhir/Condition?patient.identifier=urn:ankur:pairwise%7C\(south)",
                as: world.maarika)
            #expect(citizen.status == 403)
        }
    }

    @Test("what an institution has filed itself it calls as its receipt does, and so does the citizen")
    func ownRecords() async throws {
        try await Self.filled { world, ids in
            let found = try await world.ask(
                world.providers, .get, "/fhir/DocumentReference?patient.identifier=PNOEE-\(Self.code)",
                as: world.laboratory, headers: TestWorld.doctor)
            #expect(found.json.entries.compactMap { $0["resource"]?["id"]?.stringValue } == ids.reversed())
            let own = try await world.ask(world.citizens, .get, "/fhir/Bundle/\(ids[0])", as: world.jaak)
            #expect(own.status == 200)
        }
    }
}
