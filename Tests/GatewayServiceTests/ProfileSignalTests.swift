import Foundation
import GatewayClient
import GatewayService
import TestPKI
import Testing

/// A running gateway and an operator who has changed the profiles.
@Suite(
    .enabled(if: BuiltProgram.path != nil, "no ankur program was built beside the tests"), .serialized,
    .timeLimit(.minutes(2)))
struct ProfileSignalTests {
    private let folder: TemporaryFolder
    private let sources: String

    init() throws {
        folder = try TemporaryFolder()
        sources = folder.path + "/profile-sources"
        try FileManager.default.copyItem(atPath: BuiltProgram.profiles, toPath: sources)
    }

    private func write(_ text: String) throws {
        try FileManager.default.createDirectory(atPath: sources + "/more", withIntermediateDirectories: true)
        try Data(text.utf8).write(to: URL(fileURLWithPath: sources + "/more/code-systems.tsv"))
    }

    @Test("SIGHUP refuses a faulty set with file and line, takes a good one, and the gateway serves on")
    func hangUp() async throws {
        let realm = try TestRealm(folder: folder.path, profiles: sources, now: SystemClock.now())
        let log = folder.path + "/gateway.log"
        let gateway = try await GatewayProcess(
            executable: try #require(BuiltProgram.path), configuration: realm.configurationPath, logPath: log)
        func wait(for words: String) async throws {
            // Bounded by the suite's time limit.
            while !String(decoding: FileManager.default.contents(atPath: log) ?? Data(), as: UTF8.self).contains(words)
            {
                try Task.checkCancellation()
                await Task.yield()
            }
        }
        try await wait(for: "profile set compiled now: there was no compiled file")
        try write("oid\tmatch\turi\tname\nCPT\texact\turn:x\tX\n")
        kill(gateway.processIdentifier, SIGHUP)
        try await wait(for: "profiles/more/code-systems.tsv:2: invalid-cell")
        try await wait(for: "the profile set in force stays")
        #expect(gateway.isRunning)
        try write("oid\tmatch\turi\tname\n2.999.4\texact\turn:x\tX\n")
        kill(gateway.processIdentifier, SIGHUP)
        try await wait(for: "profile set put in force")
        #expect(gateway.isRunning)
        #expect(await gateway.terminate() == 0)
    }
}
