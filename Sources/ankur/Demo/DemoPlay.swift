import DemoDocuments
import Foundation
import GatewayClient
import JSONText
import RecordTypes
import TestPKI

/// The steps in order, and what each leaves for the next.
struct DemoPlay: Sendable {
    let world: DemoWorld
    let narrator: Narrator
    /// Records by who submitted them.
    var epikriis = ""
    var laboratoryReport = ""
    /// Whether the gateway knew the first document already.
    var wasPlayedBefore = false
    /// Titles of records by id, as the citizen's list named them.
    var titles: [String: String] = [:]
    /// The receipt of the epikriis, as the submitter fetched it.
    var receipt: JSONValue?

    init(world: DemoWorld, narrator: Narrator) {
        self.world = world
        self.narrator = narrator
    }

    mutating func run() async throws {
        narrator.say(
            "A test PKI was made in \(world.realm.pkiFolder); the gateway runs as process \(world.gateway.processIdentifier)."
        )
        try await submit()
        try await submitFaulty()
        try await readAsCitizenAndDoctor()
        try await restrict()
        try await seeWhoLooked()
        try await runAccessLog()
        try await proveAndTamper()
        try await askForMessages()
        try await breakTheGlass()
        try await actForAnother()
        try await proveCompleteness()
        narrator.say("")
        narrator.say("Everything above went over TLS with certificates, and every look is on the ledger.")
    }

    var providers: String { world.gateway.url("providers") }
    var citizens: String { world.gateway.url("citizens") }
    var ministry: String { world.gateway.url("ministry") }

    /// Headers with which a hospital says who is acting for it; a test configuration believes them.
    static let actingDoctor: [(String, String)] = [
        ("X-Ankur-Actor", DemoWorld.doctor), ("X-Ankur-Actor-Name", "Maarika N%C3%A4idis"), ("X-Ankur-Role", "doctor"),
        ("X-Ankur-Purpose", "TREAT"), ("X-Ankur-Encounter", "AMB-2026-0931"),
    ]
}

extension HTTPAnswer {
    /// The body as JSON, or a failure that shows it.
    func json() throws -> JSONValue {
        guard let value = try? JSONValue(parsing: body) else {
            throw DemoFailure("the answer \(status) is no JSON: \(text.prefix(300))")
        }
        return value
    }

    /// Stops unless the status is one of those promised.
    func expecting(_ promised: Int...) throws -> HTTPAnswer {
        try expect(promised.contains(status), "status \(promised), it was \(status): \(text.prefix(600))")
        return self
    }
}

extension JSONValue {
    /// The value of a FHIR Parameters member by name, whatever its type.
    func parameter(_ name: String) -> String? {
        let found = self["parameter"]?.arrayValue?.first { $0["name"]?.stringValue == name }
        return found?.objectValue?.first { $0.key.hasPrefix("value") }?.value.stringValue
    }

    /// The resources of a Bundle.
    var resources: [JSONValue] { (self["entry"]?.arrayValue ?? []).compactMap { $0["resource"] } }
}
