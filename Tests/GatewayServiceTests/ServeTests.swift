import Foundation
import GatewayClient
import GatewayService
import TestPKI
import Testing

/// The program as an operator starts it, in a realm of its own.
@Suite(
    .enabled(if: BuiltProgram.path != nil, "no ankur program was built beside the tests"), .serialized,
    .timeLimit(.minutes(2)))
struct ServeTests {
    private struct Ended {
        let status: Int32
        let errors: String
    }

    private let folder: TemporaryFolder
    private let realm: TestRealm
    private let program: String

    init() throws {
        folder = try TemporaryFolder()
        realm = try TestRealm(folder: folder.path, profiles: BuiltProgram.profiles, now: SystemClock.now())
        program = try #require(BuiltProgram.path)
    }

    private func start() async throws -> GatewayProcess {
        try await GatewayProcess(
            executable: program, configuration: realm.configurationPath, logPath: folder.path + "/gateway.log")
    }

    /// Runs the program to its end.
    private func run(_ arguments: [String], _ environment: [String: String] = [:]) async throws -> Ended {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        let log = folder.path + "/command.log"
        try Data().write(to: URL(fileURLWithPath: log))
        process.standardError = try FileHandle(forWritingTo: URL(fileURLWithPath: log))
        process.standardOutput = FileHandle.nullDevice
        let (ended, end) = AsyncStream<Int32>.makeStream()
        process.terminationHandler = { process in
            end.yield(process.terminationStatus)
            end.finish()
        }
        try process.run()
        var status: Int32 = -1
        for await exit in ended { status = exit }
        return Ended(status: status, errors: try String(contentsOfFile: log, encoding: .utf8))
    }

    @Test("every door is up when the ready line comes, and SIGTERM ends it with 0, again and again")
    func upAndDown() async throws {
        for _ in 1...2 {
            let gateway = try await start()
            #expect(Set(gateway.addresses.keys) == Set(GatewayConfiguration.ListenerName.allCases.map(\.rawValue)))
            #expect(await gateway.terminate() == 0)
        }
    }

    @Test("a second gateway on the same data is refused, and the first goes on")
    func secondGateway() async throws {
        let gateway = try await start()
        let second = try await run(["serve", "--config", realm.configurationPath])
        #expect(second.status == 2)
        #expect(second.errors.contains("is in use by another process"))
        #expect(gateway.isRunning)
        #expect(await gateway.terminate() == 0)
    }

    @Test(
        "a port that is taken ends the start, and the listener is named",
        arguments: ["PROVIDERS", "MLLP", "OPERATIONS"])
    func takenPort(_ listener: String) async throws {
        let gateway = try await start()
        let port = try #require(gateway.addresses["public"]?.split(separator: ":").last)
        let second = try await run(
            ["serve", "--config", realm.configurationPath],
            ["ANKUR__LISTENERS__\(listener)__PORT": String(port), "ANKUR__DATA": folder.path + "/other"])
        #expect(second.status == 2)
        #expect(second.errors.contains("listener \(listener.lowercased()): "), "\(second.errors.suffix(400))")
        #expect(await gateway.terminate() == 0)
    }

    @Test(
        "what cannot be served is refused with its reason",
        arguments: [
            ("ANKUR__TLS__KEY", "pki/root.pem", 2, "unreadableKey"),
            ("ANKUR__TLS__KEY", "pki/citizen-jaak.key", 2, "keyDoesNotFit"),
            ("ANKUR__PROFILES", "/tmp", 2, "profiles"), ("ANKUR__TRUST", "pki/none.yaml", 2, "trust profile"),
            ("ANKUR__MODE", "production", 1, "publicBase"), ("ANKUR__LISTENERS__FAX__PORT", "1", 1, "is no key"),
        ])
    func refused(_ name: String, _ value: String, _ status: Int, _ reason: String) async throws {
        let ended = try await run(["serve", "--config", realm.configurationPath], [name: value])
        #expect(ended.status == Int32(status))
        #expect(ended.errors.contains(reason), "\(ended.errors.suffix(400))")
    }

    @Test("a killed gateway takes its workers with it, and the next one starts on its data")
    func killed() async throws {
        let first = try await start()
        await first.killAtOnce()
        let second = try await start()
        #expect(await second.terminate() == 0)
        #expect(try await run(["ledger", "fsck", "--config", realm.configurationPath]).status == 0)
    }

    @Test("the access log is run beside a gateway and without one; without a case number it is not")
    func accessLog() async throws {
        let query = ["access-log", "query", "--data", folder.path, "--format", "ndjson"]
        let gateway = try await start()
        #expect(try await run(query + ["--case", "1"]).status == 0)
        #expect(try await run(query).status == 2)
        #expect(try await run(query + ["--case", " "]).status == 2)
        #expect(await gateway.terminate() == 0)
        let alone = try await run(query + ["--case", "2"])
        #expect(alone.status == 0)
        #expect(alone.errors.contains("2 events match"), "\(alone.errors)")
    }

    @Test("config check says that nothing is wrong, or what is, and never starts anything")
    func check() async throws {
        #expect(try await run(["config", "check", realm.configurationPath]).status == 0)
        let wrong = try await run(["config", "check", realm.configurationPath], ["ANKUR__TRUST": "pki/none.yaml"])
        #expect(wrong.status == 1)
        #expect(wrong.errors.contains("trust.institutions: "))
        #expect(!FileManager.default.fileExists(atPath: realm.dataFolder))
    }
}
