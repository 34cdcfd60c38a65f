import Foundation
import GatewayClient
import RecordTypes
import TestPKI

/// What the demonstration is played with: a realm in a folder, the gateway as a process of its own, and one client for each person.
struct DemoWorld: Sendable {
    let realm: TestRealm
    let gateway: GatewayProcess
    let executable: String

    let northHospital: MutualTLSClient
    let southHospital: MutualTLSClient
    let laboratory: MutualTLSClient
    let citizen: MutualTLSClient
    let ministry: MutualTLSClient
    let anyone: MutualTLSClient
    /// Somebody whom the citizen will let act.
    let representative: MutualTLSClient
    /// Where mail goes; nil in a folder of an earlier play, whose gateway was told of another place.
    let mail: MailSink?

    static let citizenCode = "38001085718"

    /// Makes the realm and starts the gateway as an operator would, with `ankur serve`.
    init(folder: String, profiles: String, executable: String, now: Instant) async throws {
        let isNew = !FileManager.default.fileExists(atPath: folder + "/ankur.yaml")
        mail = isNew ? try await MailSink() : nil
        let messages = mail.map {
            """
            messages:
              everySeconds: 1
              smtp: {host: 127.0.0.1, port: \($0.port), security: none, from: no-reply@ankur.example}
            """
        }
        realm = try TestRealm(folder: folder, profiles: profiles, now: now, extra: messages ?? "")
        self.executable = executable
        gateway = try await GatewayProcess(
            executable: executable, configuration: realm.configurationPath, logPath: folder + "/gateway.log")
        let realm = realm
        func client(_ name: String?) throws -> MutualTLSClient {
            try MutualTLSClient(identity: name.map(realm.identity), trustRootPath: realm.trustRootPath)
        }
        northHospital = try client("institution-90000015")
        southHospital = try client("institution-90000021")
        laboratory = try client("institution-10000030")
        citizen = try client("citizen-jaak")
        ministry = try client("official-peeter")
        anyone = try client(nil)
        representative = try client("citizen-maarika")
    }

    func mllp(as name: String) throws -> MLLPSender {
        let address = (gateway.addresses["mllp"] ?? "").split(separator: ":")
        guard address.count == 2, let port = Int(address[1]) else {
            throw DemoFailure("the gateway has no MLLP listener")
        }
        return try MLLPSender(
            identity: realm.identity(name), trustRootPath: realm.trustRootPath, host: String(address[0]), port: port)
    }

    func end() async throws {
        for client in [northHospital, southHospital, laboratory, citizen, ministry, anyone, representative] {
            try await client.shutdown()
        }
        let status = await gateway.terminate()
        await mail?.close()
        try expect(status == 0, "the gateway drains and ends with status 0, it ended with \(status)")
    }
}

extension TestRealm {
    func identity(_ name: String) -> ClientIdentity {
        ClientIdentity(certificatePath: certificatePath(name), keyPath: keyPath(name))
    }
}
