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
    /// What the other hospital calls it: no institution's name of another's record leads anywhere but there.
    var epikriisAtSouth = ""
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
        try register()
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
        try await workOnCase()
        narrator.say("")
        narrator.say("Everything above went over TLS with certificates, and every look is on the ledger.")
    }

    /// Before anything else: the operator registers the institutions with their certificates and the keys of their tokens.
    private func register() throws {
        let run = try ChildCommand.run(
            world.executable, ["registry", "load", world.realm.registerPath, "--config", world.realm.configurationPath])
        try expect(run.status == 0, "the institutions are registered: \(run.output)")
        narrator.say(
            "The operator registers two hospitals and a laboratory (ankur registry load); each is on the ledger.")
    }

    var providers: String { world.gateway.url("providers") }
    var citizens: String { world.gateway.url("citizens") }
    var ministry: String { world.gateway.url("ministry") }

    /// The signed token with which Lõuna Näidishaigla says who is acting for it, for one request.
    func actingDoctor() throws -> [(String, String)] { try acting(by: tokenCommand) }

    /// The same for the paramedic who breaks the glass.
    func actingParamedic(because reason: String) throws -> [(String, String)] {
        try acting(by: tokenStart + ["--role", "paramedic", "--purpose", "BTG", "--reason", reason])
    }

    private func acting(by command: [String]) throws -> [(String, String)] {
        let run = try ChildCommand.run(world.executable, command)
        try expect(run.status == 0, "a token is made: \(run.output)")
        return [("Authorization", "Bearer " + run.output.trimmingCharacters(in: .whitespacesAndNewlines))]
    }

    /// What an integrator types to get one.
    var tokenCommand: [String] {
        tokenStart + ["--role", "doctor", "--purpose", "TREAT", "--encounter", "AMB-2026-0931"]
    }

    private var tokenStart: [String] {
        let realm = world.realm
        let hospital = "institution-90000021"
        return [
            "token", "make", "--key", realm.tokenKeyPath(hospital), "--certificate", realm.certificatePath(hospital),
            "--audience", providers, "--actor-file", realm.actorPath, "--name", "Maarika Näidis",
        ]
    }
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
