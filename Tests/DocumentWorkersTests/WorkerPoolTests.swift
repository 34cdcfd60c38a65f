import Conversion
import DocumentWorkers
import Glibc
import Profiles
import RecordTypes
import Testing

/// Real worker processes: the `ankur` program beside this test bundle.
@Suite(.enabled(if: BuiltProgram.path != nil, "no ankur program was built beside the tests"), .serialized)
struct WorkerPoolTests {
    private static let hospital = InstitutionID("NTREE-10000001")
    private static let laboratory = InstitutionID("NTREE-10000002")
    /// Not well-formed, so converting it is quick whatever the profiles say.
    private static let document = SourceDocument(format: .cda, bytes: Array("<ClinicalDocument".utf8))

    private func pool(
        limits: WorkerLimits = WorkerLimits(), size: WorkerPoolSize = WorkerPoolSize(concurrent: 2),
        digest: Digest? = nil
    ) throws -> WorkerPool {
        let profiles = try ProfileSet(directory: BuiltProgram.profiles)
        let settings = WorkerSettings(
            profiles: BuiltProgram.profiles, acceptLocalIdentifiers: true, isProduction: false, limits: limits)
        return WorkerPool(
            WorkerCommand(executable: try #require(BuiltProgram.path), settings: settings),
            profiles: digest ?? profiles.digest, converterVersion: Converter.version, size: size)
    }

    @Test("a document comes back with its issues, from a process that is kept warm")
    func converts() async throws {
        let pool = try pool()
        let hospital = try #require(Self.hospital)
        for _ in 0..<3 {
            let outcome = try await pool.convert(Self.document, for: hospital)
            #expect(outcome.parts == nil)
            #expect(outcome.issues.contains { $0.refuses })
        }
        let census = await pool.census
        #expect(census.requests == 3)
        #expect(census.idle == 1)
        #expect(census.filtersSystemCalls, "the kernel offers no system call filter to workers")
        await pool.close()
    }

    @Test("header and conversion, and two institutions, never share a process")
    func lanes() async throws {
        let pool = try pool()
        let (hospital, laboratory) = (try #require(Self.hospital), try #require(Self.laboratory))
        _ = try await pool.convert(Self.document, for: hospital)
        _ = try await pool.readHeader(Self.document, for: hospital)
        _ = try await pool.convert(Self.document, for: laboratory)
        #expect(await pool.census.idle == 3)
        await pool.close()
    }

    @Test("a process is replaced after its share of documents")
    func replaced() async throws {
        let pool = try pool(limits: WorkerLimits(documentsPerProcess: 1))
        let hospital = try #require(Self.hospital)
        _ = try await pool.convert(Self.document, for: hospital)
        #expect(await pool.census.idle == 0)
        _ = try await pool.convert(Self.document, for: hospital)
        #expect(await pool.census.started >= 2)
        await pool.close()
    }

    @Test("a stopped process costs its own answer a time-out, and no other")
    func stopped() async throws {
        let pool = try pool(limits: WorkerLimits(wallClock: .milliseconds(400)))
        let (hospital, laboratory) = (try #require(Self.hospital), try #require(Self.laboratory))
        _ = try await pool.convert(Self.document, for: hospital)
        let victim = try #require(await pool.census.processIdentifiers.first)
        #expect(kill(victim, SIGSTOP) == 0)
        let slow = Task { try await pool.convert(Self.document, for: hospital) }
        _ = try await pool.convert(Self.document, for: laboratory)
        await #expect(throws: WorkerFault.timedOut) { _ = try await slow.value }
        _ = try await pool.convert(Self.document, for: hospital)
        #expect(await pool.census.faults == [.timedOut: 1])
        await pool.close()
    }

    @Test("a process killed while idle is not noticed by the next document")
    func killedWhileIdle() async throws {
        let pool = try pool()
        let hospital = try #require(Self.hospital)
        _ = try await pool.convert(Self.document, for: hospital)
        for victim in await pool.census.processIdentifiers {
            kill(victim, SIGKILL)
            // Not reaped here: waits until the system has marked it as ended.
            var state = unsafe siginfo_t()
            unsafe waitid(P_PID, id_t(victim), &state, WEXITED | WNOWAIT)
        }
        _ = try await pool.convert(Self.document, for: hospital)
        #expect(await pool.census.faults.isEmpty)
        await pool.close()
    }

    @Test("a document above the limit is refused before it is sent")
    func tooLarge() async throws {
        let pool = try pool(limits: WorkerLimits(documentBytes: 8))
        let hospital = try #require(Self.hospital)
        await #expect(throws: WorkerFault.tooLarge) { _ = try await pool.convert(Self.document, for: hospital) }
        await pool.close()
    }

    @Test("a worker with another profile set than expected is not used")
    func otherProfiles() async throws {
        let pool = try pool(digest: Digest(Array(repeating: 0, count: 32)))
        await #expect(throws: WorkerFault.malformedAnswer) { try await pool.warmUp() }
        await pool.close()
    }

    @Test("a full queue is busy at once, and whoever waits is served in the end")
    func busy() async throws {
        let pool = try pool(size: WorkerPoolSize(concurrent: 1, queue: 4, queuePerInstitution: 4))
        let hospital = try #require(Self.hospital)
        var served = 0
        var refused = 0
        await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<16 { group.addTask { (try? await pool.convert(Self.document, for: hospital)) != nil } }
            for await success in group { if success { served += 1 } else { refused += 1 } }
        }
        #expect(served >= 5)
        #expect(served + refused == 16)
        #expect(await pool.census.busy == 0)
        #expect(await pool.census.waiting == 0)
        await pool.close()
    }

    @Test("a cancelled wait leaves the queue at once and gives its turn to nobody twice")
    func cancelled() async throws {
        let pool = try pool(limits: WorkerLimits(wallClock: .milliseconds(600)), size: WorkerPoolSize(concurrent: 1))
        let hospital = try #require(Self.hospital)
        _ = try await pool.convert(Self.document, for: hospital)
        for victim in await pool.census.processIdentifiers { kill(victim, SIGSTOP) }
        let first = Task { try await pool.convert(Self.document, for: hospital) }
        while await pool.census.busy == 0 { await Task.yield() }
        let second = Task { try await pool.convert(Self.document, for: hospital) }
        while await pool.census.waiting == 0 { await Task.yield() }
        second.cancel()
        await #expect(throws: CancellationError.self) { try await second.value }
        await #expect(throws: WorkerFault.timedOut) { try await first.value }
        #expect(await pool.census.busy == 0)
        await pool.close()
    }

    @Test("an endless wait ends as busy")
    func patience() async throws {
        let size = WorkerPoolSize(concurrent: 1, patience: .milliseconds(50))
        let pool = try pool(limits: WorkerLimits(wallClock: .milliseconds(800)), size: size)
        let hospital = try #require(Self.hospital)
        _ = try await pool.convert(Self.document, for: hospital)
        for victim in await pool.census.processIdentifiers { kill(victim, SIGSTOP) }
        let first = Task { try await pool.convert(Self.document, for: hospital) }
        while await pool.census.busy == 0 { await Task.yield() }
        await #expect(throws: WorkerFault.busy) { _ = try await pool.convert(Self.document, for: hospital) }
        _ = await first.result
        await pool.close()
    }
}
