import ArgumentParser
import Foundation
import GatewayClient
import RecordTypes
import TestPKI

/// A release gateway started for a measurement, and institutions to submit as.
struct BenchGateway: Sendable {
    let realm: TestRealm
    let process: GatewayProcess
    let institutions: [TestInstitution]

    /// - Parameter count: how many institutions there are, each with certificate, key and store of its own.
    init(folder: String, executable: String, profiles: String, institutions count: Int, extra: String = "") async throws
    {
        institutions = (0..<count).map {
            TestInstitution(identifier: "NTREE-7\(String(1_000_000 + $0).suffix(7))", name: "Bench \($0)")
        }
        let now = Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1000))
        realm = try TestRealm(folder: folder, profiles: profiles, now: now, institutions: institutions, extra: extra)
        process = try await GatewayProcess(
            executable: executable, configuration: realm.configurationPath, logPath: folder + "/gateway.log")
    }

    func client(of institution: TestInstitution, connections: Int = 8) throws -> MutualTLSClient {
        let name = "institution-\(institution.identifier.dropFirst(6))"
        return try MutualTLSClient(
            identity: ClientIdentity(certificatePath: realm.certificatePath(name), keyPath: realm.keyPath(name)),
            trustRootPath: realm.trustRootPath, connections: connections)
    }

    /// Submits one document and gives how long the durable acknowledgement took.
    func submit(_ document: [UInt8], with client: MutualTLSClient) async throws -> Duration {
        let clock = ContinuousClock()
        let start = clock.now
        let answer = try await client.send(
            "POST", process.url("providers") + "/documents", headers: [("Content-Type", "application/xml")],
            body: document)
        guard answer.status == 201 else {
            throw ValidationError("the gateway answered \(answer.status): \(answer.text.prefix(400))")
        }
        return clock.now - start
    }
}

/// What measured runs share on the command line.
struct BenchOptions: ParsableArguments {
    @Option(help: "The release binary of ankur.")
    var ankur = ".build/release/ankur"

    @Option(help: "Folder of the profile set.")
    var profiles = "profiles"

    @Option(help: "Folder for data, on the disk to be measured; made, and removed at the end.")
    var scratch = ".build/bench"

    /// Runs with a fresh folder below ``scratch``.
    func inFolder<Result>(_ name: String, _ body: (String) async throws -> Result) async throws -> Result {
        let folder = URL(fileURLWithPath: scratch).appendingPathComponent("\(name)-\(getpid())").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        return try await body(folder)
    }

    var absoluteProfiles: String { URL(fileURLWithPath: profiles).path }
}
