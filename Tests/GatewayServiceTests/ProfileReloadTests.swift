import Conversion
import DocumentWorkers
import Foundation
import Logging
import Profiles
import RecordTypes
import Testing

@testable import GatewayService

/// A changed profile set under a running pool of workers.
@Suite(
    .enabled(if: BuiltProgram.path != nil, "no ankur program was built beside the tests"), .serialized,
    .timeLimit(.minutes(2)))
struct ProfileReloadTests {
    private static let document = SourceDocument(format: .cda, bytes: Array("<ClinicalDocument".utf8))

    private let folder: TemporaryFolder
    private let sources: String
    private let pool: WorkerPool
    private let reload: ProfileReload
    private let hospital: InstitutionID

    init() throws {
        folder = try TemporaryFolder()
        sources = folder.path + "/sources"
        try FileManager.default.copyItem(atPath: BuiltProgram.profiles, toPath: sources)
        let opened = try OpenedProfiles(sources, cache: folder.path + "/cache")
        let settings = WorkerSettings(
            profiles: opened.compiledFile, acceptLocalIdentifiers: true, isProduction: false, limits: WorkerLimits())
        let command = WorkerCommand(executable: try #require(BuiltProgram.path), settings: settings)
        pool = WorkerPool(
            command, profiles: opened.set.digest, converterVersion: Converter.version,
            size: WorkerPoolSize(concurrent: 2))
        reload = ProfileReload(
            directory: sources, cache: folder.path + "/cache", pool: pool, current: ProfilesInForce(opened.set),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        hospital = try #require(InstitutionID("NTREE-10000001"))
    }

    private func write(_ text: String, to name: String) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: sources + "/" + name))
    }

    @Test("new documents see the new set, in look-ups of the gateway as well")
    func changed() async throws {
        let old = try await pool.convert(Self.document, for: hospital).profileSetDigest
        #expect(await reload.run() == .unchanged)
        try write("oid\tmatch\turi\tname\n2.999.4\texact\turn:x\tX\n", to: "core/more.tsv")
        // A table of an unknown name is a fault: nothing changes.
        guard case .refused(let faults) = await reload.run() else {
            Testing.Issue.record("a set with a fault was put in force")
            return
        }
        #expect(faults.first?.hasPrefix("profiles/core/more.tsv:0: unknown-table") == true)
        #expect(try await pool.convert(Self.document, for: hospital).profileSetDigest == old)
        #expect(reload.current.set.digest == old)

        try FileManager.default.removeItem(atPath: sources + "/core/more.tsv")
        try FileManager.default.createDirectory(atPath: sources + "/more", withIntermediateDirectories: true)
        try write("oid\tmatch\turi\tname\n2.999.4\texact\turn:x\tX\n", to: "more/code-systems.tsv")
        guard case .inForce(let digest) = await reload.run() else {
            Testing.Issue.record("a good set was not put in force")
            return
        }
        #expect(digest != old)
        #expect(try await pool.convert(Self.document, for: hospital).profileSetDigest == digest)
        #expect(reload.current.set.system(forOID: "2.999.4")?.uri == "urn:x")
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path + "/cache").count == 1)
        await pool.close()
    }

    @Test("a document at work ends on the set that it began with")
    func drains() async throws {
        let old = try await pool.convert(Self.document, for: hospital).profileSetDigest
        let victims = await pool.census.processIdentifiers
        for victim in victims { kill(victim, SIGSTOP) }
        let atWork = Task { try await pool.convert(Self.document, for: hospital).profileSetDigest }
        while await pool.census.busy == 0 { await Task.yield() }
        try FileManager.default.createDirectory(atPath: sources + "/more", withIntermediateDirectories: true)
        try write("oid\tmatch\turi\tname\n2.999.4\texact\turn:x\tX\n", to: "more/code-systems.tsv")
        guard case .inForce(let digest) = await reload.run() else {
            Testing.Issue.record("a good set was not put in force")
            return
        }
        #expect(try await pool.convert(Self.document, for: hospital).profileSetDigest == digest)
        for victim in victims { kill(victim, SIGCONT) }
        #expect(try await atWork.value == old)
        #expect(try await pool.convert(Self.document, for: hospital).profileSetDigest == digest)
        await pool.close()
    }

    @Test("a set that no worker comes up with stays out of force")
    func noWorker() async throws {
        let old = try await pool.convert(Self.document, for: hospital).profileSetDigest
        let other = try #require(Digest(Array(repeating: 7, count: 32)))
        await #expect(throws: WorkerFault.self) { try await pool.use(profiles: folder.path + "/none", digest: other) }
        await #expect(throws: WorkerFault.malformedAnswer) { try await pool.use(profiles: sources, digest: other) }
        #expect(try await pool.convert(Self.document, for: hospital).profileSetDigest == old)
        await pool.close()
    }
}
