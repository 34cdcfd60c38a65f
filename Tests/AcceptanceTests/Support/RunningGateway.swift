import Foundation
import GatewayClient
import RecordTypes
import TestPKI

/// A gateway of its own for a test: a realm in a temporary folder and `ankur serve` as a process.
final class RunningGateway: Sendable {
    let folder: TemporaryFolder
    let realm: TestRealm
    let process: GatewayProcess

    /// - Parameters:
    ///   - variants: whether the realm has the table of good and refused certificates, too.
    ///   - extra: further lines of configuration.
    init(variants: Bool = false, extra: String = "", environment: [String: String] = [:]) async throws {
        folder = try TemporaryFolder()
        realm = try TestRealm(
            folder: folder.path, profiles: Built.profiles, now: .now, variants: variants, extra: extra)
        process = try await Self.start(realm, environment: environment)
    }

    static func start(_ realm: TestRealm, environment: [String: String] = [:]) async throws -> GatewayProcess {
        let process = try await GatewayProcess(
            executable: Built.ankur, configuration: realm.configurationPath, logPath: realm.folder + "/gateway.log",
            environment: environment, readyWithin: .seconds(60))
        LeftBehind.note(process: process.processIdentifier)
        return process
    }

    deinit {
        // A test that failed must not leave a gateway behind.
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
        LeftBehind.forget(process: process.processIdentifier)
    }

    func url(_ listener: String, _ path: String) -> String { process.url(listener) + path }

    func client(_ name: String?) throws -> MutualTLSClient { try realm.client(name) }

    /// One connection on which anything can be said.
    func conversation(_ listener: String, as name: String?) throws -> TLSConversation {
        try TLSConversation(
            identity: name.map(realm.identity), trustRootPath: realm.trustRootPath,
            address: process.addresses[listener] ?? "")
    }

    /// Speaks MLLP as `name`.
    func sender(as name: String) throws -> MLLPSender { try realm.sender(as: name, to: process) }
}

extension TestRealm {
    func identity(_ name: String) -> ClientIdentity {
        ClientIdentity(certificatePath: certificatePath(name), keyPath: keyPath(name))
    }

    func client(_ name: String?, connections: Int = 8) throws -> MutualTLSClient {
        try MutualTLSClient(identity: name.map(identity), trustRootPath: trustRootPath, connections: connections)
    }

    /// A client that is shut down whatever becomes of the work.
    func withClient<Value: Sendable>(
        _ name: String?, connections: Int = 8, _ work: (MutualTLSClient) async throws -> Value
    ) async throws -> Value {
        let client = try client(name, connections: connections)
        do {
            let value = try await work(client)
            try await client.shutdown()
            return value
        } catch {
            try? await client.shutdown()
            throw error
        }
    }

    func sender(as name: String, to process: GatewayProcess) throws -> MLLPSender {
        let address = (process.addresses["mllp"] ?? "").split(separator: ":")
        return try MLLPSender(
            identity: identity(name), trustRootPath: trustRootPath, host: address.first.map(String.init) ?? "",
            port: address.last.flatMap { Int($0) } ?? 0)
    }
}

extension Instant {
    static var now: Instant { Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1000)) }
}

/// Names of the test PKI's files.
enum Holder {
    static let northHospital = "institution-90000015"
    static let southHospital = "institution-90000021"
    static let laboratory = "institution-10000030"
    static let citizen = "citizen-jaak"
    static let otherCitizen = "citizen-maarika"
    static let official = "official-peeter"
}

/// One gateway for all tests that only add to what it holds, and whose certificates come in every variant.
enum SharedGateway {
    private static let started = Task { try await RunningGateway(variants: true) }

    static var running: RunningGateway { get async throws { try await started.value } }
}
