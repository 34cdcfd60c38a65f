import Foundation
import JSONText
import Logging
import RecordTypes
import ServiceLifecycle
import Testing
import TransparencyLog

@testable import GatewayService

@Suite struct EmbeddedGatewayTests {
    private static let origin = "log.test.invalid/ankur"
    private static let clock: @Sendable () -> Instant = { Instant(seconds: 1_800_000_000) }

    private func question() throws -> ConsoleQuestion {
        var question = ConsoleQuestion(caseNumber: "A-1", operatorName: "tester")
        question.person = PersonIdentifier(try PersonalCode("38001085718"))
        question.format = .ndjson
        return question
    }

    private func made(in folder: DataFolder) async throws -> EmbeddedGateway {
        try await EmbeddedGateway.open(folder, origin: Self.origin, converter: NoConversion(), clock: Self.clock)
    }

    @Test("a folder is made on first opening, and belongs to one log for ever")
    func origin() async throws {
        let temporary = try TemporaryFolder()
        let folder = DataFolder(path: temporary.path + "/data")
        _ = try await made(in: folder)
        #expect(try await folder.verifierKey()?.name == Self.origin)
        _ = try await EmbeddedGateway.open(folder)
        await #expect(throws: (any Error).self) {
            try await EmbeddedGateway.open(
                folder, origin: "other.test.invalid", converter: NoConversion(), clock: Self.clock)
        }
    }

    @Test("nobody else works on the folder meanwhile")
    func exclusive() async throws {
        let temporary = try TemporaryFolder()
        let folder = DataFolder(path: temporary.path + "/data")
        let gateway = try await made(in: folder)
        await #expect(throws: DataFolderError.inUse(path: folder.path)) { try await EmbeddedGateway.open(folder) }
        withExtendedLifetime(gateway) {}
        await #expect(throws: (any Error).self) {
            try await EmbeddedGateway.open(DataFolder(path: temporary.path + "/none"))
        }
    }

    @Test("running the access log is in the log before it answers, also over a restart")
    func query() async throws {
        let temporary = try TemporaryFolder()
        let folder = DataFolder(path: temporary.path + "/data")
        var everything = try question()
        everything.person = nil
        let asked = everything
        for expected in 1...3 {
            let embedded = try await made(in: folder)
            let answer = try await embedded.running { await asked.gathered(from: $0, embedded.register) }
            #expect(answer.error == nil)
            #expect(!answer.sentences.isEmpty)
            let rows = answer.report.split(separator: UInt8(ascii: "\n"))
            #expect(rows.count == expected)
            let newest = try JSONValue(parsing: Array(try #require(rows.first)))
            #expect(newest["basis"]?.stringValue == "A-1")
            #expect(newest["actor"]?["kind"]?.stringValue == "operator-console")
            #expect(newest["actor"]?["name"]?.stringValue == "tester")
        }
    }

    @Test("without a case number nothing is answered")
    func caseNumber() async throws {
        let temporary = try TemporaryFolder()
        let folder = DataFolder(path: temporary.path + "/data")
        var question = try question()
        question.caseNumber = " "
        let asked = question
        let embedded = try await made(in: folder)
        let answer = try await embedded.running { await asked.gathered(from: $0, embedded.register) }
        #expect(answer.error != nil)
        #expect(answer.report.isEmpty)
    }

    @Test("a running gateway answers through its socket, and the socket goes with it")
    func console() async throws {
        let temporary = try TemporaryFolder()
        // Longer than a socket's path may be.
        let folder = DataFolder(path: temporary.path + "/" + String(repeating: "d", count: 120))
        let embedded = try await made(in: folder)
        let question = try question()
        #expect(try await question.gathered(in: folder) == nil)
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let service = ConsoleService(folder: folder, embedded: embedded, logger: logger)
        let group = ServiceGroup(
            services: [LedgerService(gateway: embedded, logger: logger), service], logger: logger)
        async let running: Void = group.run()
        var answer = try await question.gathered(in: folder)
        while answer == nil {
            await Task.yield()
            answer = try await question.gathered(in: folder)
        }
        #expect(answer?.error == nil)
        #expect(answer?.report.isEmpty == false || answer?.sentences.isEmpty == false)
        let attributes = try FileManager.default.attributesOfItem(atPath: folder.console)
        #expect(attributes[.posixPermissions] as? Int == 0o600)
        await group.triggerGracefulShutdown()
        try await running
        #expect(!FileManager.default.fileExists(atPath: folder.console))
    }
}
