import Foundation
import Ledger
import RecordTypes
import ReplicatedDatabase
import Testing
import TransparencyLog

@testable import GatewayService

/// Two gateways, each with a folder of its own, on one ledger in PostgreSQL. `.ci/postgresql start DIR` prints what
/// `ANKUR_TEST_POSTGRESQL` must hold.
@Suite struct SharedLedgerTests {
    static let server: String? = {
        #if PostgreSQL
            ProcessInfo.processInfo.environment["ANKUR_TEST_POSTGRESQL"].flatMap { $0.isEmpty ? nil : $0 }
        #else
            nil
        #endif
    }()

    private static let clock: @Sendable () -> Instant = { Instant(seconds: 1_800_000_000) }

    private func open(_ folder: DataFolder) async throws -> EmbeddedGateway {
        // One that was let go a moment ago may still be closing its files.
        let patience = ContinuousClock.now.advanced(by: .seconds(20))
        while true {
            do {
                return try await EmbeddedGateway.open(
                    folder, origin: "log.test.invalid/shared", converter: NoConversion(), clock: Self.clock)
            } catch DataFolderError.inUse(let path) {
                guard ContinuousClock.now < patience else { throw DataFolderError.inUse(path: path) }
                try await Task.sleep(for: .milliseconds(50))
            }
        }
    }

    #if PostgreSQL
        @Test(
            "what one gateway has logged, the other one opens and reports",
            .enabled(if: server != nil, "ANKUR_TEST_POSTGRESQL names no servers"))
        func twoGateways() async throws {
            let temporary = try TemporaryFolder()
            let schema = "g_" + UUID().uuidString.lowercased().replacing("-", with: "")
            let database = try await ReplicatedDatabase.open(
                connectionString: Self.server ?? "", readers: 1, patience: .seconds(60))
            try await database.write { session in _ = try session.command("CREATE SCHEMA \(schema)") }
            await database.close()
            let file = temporary.path + "/connection"
            try Data("\(Self.server ?? "") options='-c search_path=\(schema)'\n".utf8).write(
                to: URL(fileURLWithPath: file))
            let folders = ["a", "b"].map { DataFolder(path: temporary.path + "/" + $0, sharedLedger: file) }

            // The operator copies the keys; each gateway makes its own for acknowledgements.
            _ = try await open(folders[0])
            try FileManager.default.createDirectory(atPath: folders[1].path, withIntermediateDirectories: true)
            try FileManager.default.copyItem(atPath: folders[0].keys, toPath: folders[1].keys)
            try FileManager.default.removeItem(atPath: folders[1].keys + "/acknowledgement.key")

            var asked = ConsoleQuestion(caseNumber: "A-1", operatorName: "tester")
            asked.format = .ndjson
            let question = asked
            for expected in 1...4 {
                let embedded = try await open(folders[expected % 2])
                let answer = try await embedded.running { await question.gathered(from: $0, embedded.register) }
                #expect(answer.error == nil)
                #expect(answer.report.split(separator: UInt8(ascii: "\n")).count == expected)
            }
            #expect(!FileManager.default.fileExists(atPath: folders[0].ledger))
            #expect(try await open(folders[0]).ledger.fsck().isSound)
            #expect(try await folders[1].verifierKey()?.name == "log.test.invalid/shared")
        }
    #else
        @Test("without the trait PostgreSQL a shared ledger is refused by name")
        func withoutTrait() async throws {
            let temporary = try TemporaryFolder()
            let file = temporary.path + "/connection"
            try Data("host=127.0.0.1\n".utf8).write(to: URL(fileURLWithPath: file))
            await #expect(throws: (any Error).self) {
                try await open(DataFolder(path: temporary.path + "/a", sharedLedger: file))
            }
        }
    #endif

    @Test("a connection file that is not there, or empty, is named", arguments: [nil, "", " \n"])
    func connectionFile(_ content: String?) async throws {
        let temporary = try TemporaryFolder()
        let file = temporary.path + "/connection"
        if let content { try Data(content.utf8).write(to: URL(fileURLWithPath: file)) }
        let folder = DataFolder(path: temporary.path + "/a", sharedLedger: file)
        await #expect(throws: DataFolderError.connectionFile(path: file)) { try await open(folder) }
        #expect(DataFolderError.connectionFile(path: file).description.contains(file))
    }
}
