import Foundation
import GatewayClient
import JSONText
import TestPKI
import Testing

/// An operator's and an integrator's day, by command line and curl.
@Suite("Institutions, tokens and the register")
struct InstitutionTests {
    private func token(_ realm: TestRealm, _ audience: String, _ more: [String] = []) async throws -> [String] {
        let run = try await Command.ankur(
            [
                "token", "make", "--key", realm.tokenKeyPath(Holder.southHospital), "--certificate",
                realm.certificatePath(Holder.southHospital), "--audience", audience, "--actor-file", realm.actorPath,
                "--role", "doctor", "--lifetime", "300",
            ] + more)
        try #require(run.status == 0, "\(run.transcript)")
        return ["Authorization: Bearer " + run.text.trimmingCharacters(in: .whitespacesAndNewlines)]
    }

    @Test(
        "unregistered, registered, suspended and active again, without a restart; every change stands in the log",
        .timeLimit(.minutes(3)))
    func register() async throws {
        let gateway = try await RunningGateway(extra: "registry: {required: true}")
        let realm = gateway.realm
        let config = ["--config", realm.configurationPath]
        func ask() async throws -> Curl {
            try await Curl.ask(gateway, as: Holder.southHospital, gateway.url("providers", "/fhir/metadata"))
        }
        let stranger = try await ask()
        #expect(stranger.status == 403 && stranger.text.contains("institution-not-registered"), "\(stranger.text)")
        let who = try await Curl.ask(
            gateway, as: Holder.southHospital, gateway.url("providers", "/$whoami"), ["-X", "POST"])
        #expect(who.status == 200 && who.text.contains("\"signing-key\"") && who.text.contains("NTREE-90000021"))
        await #expect(throws: (any Error).self, "no answer to a message of an institution that nobody knows") {
            try await gateway.sender(as: Holder.southHospital).send([TestDocument.oru("STRANGER-1").bytes])
        }

        let load = try await Command.ankur(["registry", "load", realm.registerPath] + config)
        #expect(load.status == 0 && load.errors.contains("3 changes entered"), "\(load.transcript)")
        #expect(try await ask().status == 200)
        let again = try await Command.ankur(["registry", "load", realm.registerPath] + config)
        #expect(again.errors.contains("0 changes entered"), "\(again.transcript)")

        try await realm.withClient(Holder.southHospital) { kept in
            #expect(try await kept.send("GET", gateway.url("providers", "/fhir/metadata")).status == 200)
            #expect(try await Command.ankur(["registry", "suspend", "NTREE-90000021"] + config).status == 0)
            let refused = try await kept.send("GET", gateway.url("providers", "/fhir/metadata"))
            #expect(refused.status == 403 && refused.text.contains("institution-suspended"), "the very next request")
            await #expect(throws: (any Error).self, "nor over MLLP") {
                try await gateway.sender(as: Holder.southHospital).send([TestDocument.oru("STRANGER-2").bytes])
            }
            #expect(try await Command.ankur(["registry", "activate", "NTREE-90000021"] + config).status == 0)
            #expect(try await ask().status == 200)
        }

        let official = ["registry", "official", realm.certificatePath(Holder.official)]
        #expect(try await Command.ankur(official + ["--withdraw"] + config).status == 0)
        let noRole = try await Curl.ask(gateway, as: Holder.official, gateway.url("ministry", "/fhir/metadata"))
        #expect(noRole.status != 200)
        let people = try gateway.folder.file("doctor", Array(TestPerson.maarika.serialNumber.utf8))
        let person = try await Command.ankur(
            [
                "registry", "professional", "NTREE-90000021", "--person-file", people, "--licence", "D01234", "--role",
                "doctor", "--from", "2026-01-01",
            ] + config)
        #expect(person.status == 0, "\(person.transcript)")

        let log = try await Command.ankur(["registry", "log"] + config)
        #expect(log.text.split(separator: "\n").count == 7, "\(log.text)")
        for word in ["suspended", "D01234", "no role any more", NSUserName()] {
            #expect(log.text.contains(word), "\(word)")
        }
        #expect(!log.text.contains(TestPerson.maarika.code))
        for (arguments, status) in [
            (["registry", "suspend", "NTREE-99999999"], 2), (["registry", "suspend", "nobody"], 2),
            (["registry", "load", realm.keyPath(Holder.citizen)], 1),
            (["registry", "keys", "NTREE-90000021", people], 1),
            // Without any registered certificate every valid one passes, the removed one too.
            (
                [
                    "registry", "certificate", "NTREE-90000021", "--remove",
                    realm.certificatePath(Holder.southHospital),
                ], 2
            ),
        ] as [([String], Int32)] {
            #expect(try await Command.ankur(arguments + config).status == status, "\(arguments)")
        }
        #expect(await gateway.process.terminate() == 0)

        // What the gateway knew it knows again, from the data alone.
        let offline = try await Command.ankur(["registry", "show"] + config)
        #expect(offline.text.contains("NTREE-90000021") && offline.text.contains("D01234"), "\(offline.transcript)")
    }

    @Test(
        "a token opens a record once, by curl, and a gateway that was killed takes it no second time",
        .timeLimit(.minutes(3)))
    func replay() async throws {
        let gateway = try await RunningGateway()
        let realm = gateway.realm
        #expect(
            try await Command.ankur(["registry", "load", realm.registerPath, "--config", realm.configurationPath])
                .status
                == 0)
        let submitted = try Acknowledged(
            try await realm.withClient(Holder.northHospital) { client in
                try await client.submit(TestDocument.cda("TOKEN-1").bytes, to: gateway.process)
            })
        let name = try await ReaderName.of(
            submitted.record, for: Holder.southHospital,
            headers: try await self.token(realm, gateway.url("providers", "")), in: gateway)
        let path = "/fhir/Bundle/\(name)"
        let token = try await token(realm, gateway.url("providers", ""))
        let first = try await Curl.ask(
            gateway, as: Holder.southHospital, gateway.url("providers", path), headers: token)
        #expect(first.status == 200, "\(first.text.prefix(300))")
        let second = try await Curl.ask(
            gateway, as: Holder.southHospital, gateway.url("providers", path), headers: token)
        #expect(second.status == 401 && second.text.contains("token-replayed"))
        #expect(second.header("WWW-Authenticate")?.contains("token-replayed") == true)

        await gateway.process.killAtOnce()
        // The same address, so that the token's audience is right: the port that the first one had.
        let port = gateway.process.addresses["providers"]?.split(separator: ":").last.map(String.init) ?? ""
        let next = try await RunningGateway.start(realm, environment: ["ANKUR__LISTENERS__PROVIDERS__PORT": port])
        let third = try await Curl.ask(
            gateway, as: Holder.southHospital, next.url("providers") + path, headers: token)
        #expect(third.status == 401 && third.text.contains("token-replayed"), "\(third.text)")
        let fresh = try await Curl.ask(
            gateway, as: Holder.southHospital, next.url("providers") + path,
            headers: try await self.token(realm, next.url("providers")))
        #expect(fresh.status == 200, "\(fresh.text.prefix(300))")
        #expect(await next.terminate() == 0)
    }

    /// All of the table with three clients takes minutes: `ANKUR_CERTIFICATE_TABLE=1` asks for it. In each run the table is tried by curl at a running
    /// gateway (`CertificateTests`) and by a client of NIO with both versions of TLS (`MutualTLSTests`).
    @Test(
        "every variant of the test PKI gets its verdict from curl and openssl, and no refused one reaches a handler",
        .enabled(
            if: ProcessInfo.processInfo.environment["ANKUR_CERTIFICATE_TABLE"] != nil,
            "ANKUR_CERTIFICATE_TABLE is not set"), .timeLimit(.minutes(15)))
    func variants() async throws {
        let run = try await Command.run(
            Built.ankur, ["certs", "try", "--profiles", Built.profiles], limit: .seconds(880))
        #expect(run.status == 0, "\(run.transcript)")
        #expect(run.text.contains("; 0 wrong"), "\(run.text.suffix(300))")
        #expect(!run.text.contains("\nFAIL"))
        for name in ["dup_serial", "revoked", "suspended", "revoked_ca", "sha1", "wrong_issuer_mixed"] {
            #expect(run.text.contains("OK   \(name) ") || run.text.contains("OK   \(name)"), "\(name)")
        }
    }
}
