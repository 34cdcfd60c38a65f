import DocumentWorkers
import RecordTypes
import Testing

/// Programs that are no workers: whatever the pool starts, it must neither hang nor believe it.
@Suite struct ForeignProgramTests {
    @Test(
        "a program that is no worker cannot start",
        arguments: ["/bin/false", "/bin/true", "/bin/cat", "/nonexistent/ankur"])
    func foreign(_ executable: String) async throws {
        let limits = WorkerLimits(start: .milliseconds(300))
        let settings = WorkerSettings(
            profiles: "/nonexistent", acceptLocalIdentifiers: false, isProduction: false, limits: limits)
        let pool = WorkerPool(
            WorkerCommand(executable: executable, settings: settings),
            profiles: try #require(Digest(Array(repeating: 0, count: 32))), converterVersion: "1",
            size: WorkerPoolSize(concurrent: 1))
        let hospital = try #require(InstitutionID("NTREE-10000001"))
        await #expect(throws: WorkerFault.cannotStart) { try await pool.warmUp() }
        let document = SourceDocument(format: .cda, bytes: [])
        await #expect(throws: WorkerFault.cannotStart) { _ = try await pool.convert(document, for: hospital) }
        await pool.close()
    }
}
