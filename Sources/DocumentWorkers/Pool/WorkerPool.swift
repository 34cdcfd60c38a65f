public import RecordTypes

/// Warm worker processes, and the order in which documents get one.
///
/// A process serves one institution at a time and one operation for its whole life: a header is never read by the process that
/// converted the same document. While there are processes enough, each institution keeps its own, so that what a hostile
/// document may have done to one reaches nobody else's documents; where institutions outnumber processes, the one that has
/// rested longest goes on to the next. It is replaced after a number of documents, after any fault, and when another profile
/// set is in force.
public actor WorkerPool {
    private struct Lane: Hashable {
        let institution: InstitutionID
        let operation: WorkerRequest.Operation
    }

    private struct Worker {
        let process: WorkerProcess
        let profiles: Digest
        var isReady = false
        var served = 0
    }

    private struct Ticket {
        let number: UInt64
        let institution: InstitutionID
        let continuation: CheckedContinuation<Void, any Error>
    }

    public let size: WorkerPoolSize
    private var command: WorkerCommand
    private var profiles: Digest
    private let converterVersion: String

    private var isClosed = false
    private var running: [InstitutionID: Int] = [:]
    private var busy = 0
    private var waiting: [Ticket] = []
    private var lastTicket: UInt64 = 0
    /// Least recently used first.
    private var idle: [(lane: Lane, worker: Worker)] = []
    private var spare: [Worker] = []
    private var counts = WorkerPoolCensus()

    /// - Parameters:
    ///   - profiles: digest of the profile set in `command`; a worker that says another one is not used.
    ///   - converterVersion: `Converter.version` of this very program.
    public init(_ command: WorkerCommand, profiles: Digest, converterVersion: String, size: WorkerPoolSize) {
        self.command = command
        self.profiles = profiles
        self.converterVersion = converterVersion
        self.size = size
    }

    /// Converts a document in a worker of this institution.
    /// - Throws: ``WorkerFault``, or `CancellationError` while still waiting for a worker.
    public func convert(_ source: SourceDocument, for institution: InstitutionID) async throws -> ConversionOutcome {
        let (answer, digest) = try await answer(to: WorkerRequest(.convert, source), for: institution)
        guard case .outcome(let outcome) = answer, outcome.profileSetDigest == digest,
            outcome.converterVersion == converterVersion
        else { throw WorkerFault.malformedAnswer }
        return outcome
    }

    /// Reads a document's header in another process than the one that converts for this institution.
    /// - Throws: ``WorkerFault``, or `CancellationError` while still waiting for a worker.
    public func readHeader(
        _ source: SourceDocument, for institution: InstitutionID
    ) async throws -> (header: DocumentHeader, issues: [Issue]) {
        let (answer, _) = try await answer(to: WorkerRequest(.readHeader, source), for: institution)
        guard case .header(let header, let issues) = answer else { throw WorkerFault.malformedAnswer }
        return (header, issues)
    }

    /// Starts the spare processes, and proves with one of them that workers come up with the expected profile set.
    /// - Throws: ``WorkerFault/cannotStart`` or ``WorkerFault/malformedAnswer``.
    public func warmUp() async throws {
        refill()
        guard let worker = spare.popLast() else { throw WorkerFault.cannotStart }
        spare.append(try await ready(worker))
    }

    /// Puts another profile set in force: new workers start with it, those at work finish their document on the old one.
    ///
    /// 1. One process is started with the new set, and must say that it is ready with it. Until then nothing has changed.
    /// 2. From here on every document gets a process of the new set; those that rest end, those at work end when they have answered.
    /// - Throws: ``WorkerFault`` when no worker comes up with the set; the old one stays in force.
    public func use(profiles path: String, digest: Digest) async throws(WorkerFault) {
        var settings = command.settings
        settings.profiles = path
        let trial = WorkerCommand(executable: command.executable, settings: settings)
        guard !isClosed, let process = start(trial) else { throw .cannotStart }
        let first = try await ready(Worker(process: process, profiles: digest))
        guard !isClosed else {
            first.process.end()
            throw .cannotStart
        }
        command = trial
        profiles = digest
        for worker in spare + idle.map(\.worker) { worker.process.end() }
        spare = [first]
        idle = []
        refill()
    }

    /// Takes no more documents and ends every process that is not at work; those end when they have answered.
    public func close() {
        isClosed = true
        for ticket in waiting { ticket.continuation.resume(throwing: WorkerFault.busy) }
        waiting = []
        for worker in spare + idle.map(\.worker) { worker.process.end() }
        spare = []
        idle = []
    }

    public var census: WorkerPoolCensus {
        var census = counts
        census.busy = busy
        census.idle = idle.count
        census.spare = spare.count
        census.waiting = waiting.count
        census.processIdentifiers = (idle.map(\.worker) + spare).map(\.process.identifier)
        return census
    }

    /// The answer, and the profile set of the process that gave it: a set that is put in force meanwhile is for the next document.
    private func answer(
        to request: WorkerRequest, for institution: InstitutionID
    ) async throws -> (WorkerAnswer, profiles: Digest) {
        try await claimTurn(for: institution)
        defer { endTurn(of: institution) }
        do {
            let lane = Lane(institution: institution, operation: request.operation)
            var worker = try await ready(try take(for: lane))
            counts.requests += 1
            let answer = try await worker.process.answer(to: request)
            worker.served += 1
            giveBack(worker, to: lane)
            return (answer, worker.profiles)
        } catch {
            counts.faults[error, default: 0] += 1
            throw error
        }
    }

    // MARK: Turns

    private func claimTurn(for institution: InstitutionID) async throws {
        guard !isClosed else { throw WorkerFault.busy }
        if busy < size.concurrent {
            busy += 1
        } else {
            let own = waiting.count { $0.institution == institution }
            guard waiting.count < size.queue, own < size.queuePerInstitution else {
                counts.faults[.busy, default: 0] += 1
                throw WorkerFault.busy
            }
            lastTicket += 1
            let number = lastTicket
            async let _ = giveUp(ticket: number, after: size.patience)
            try await withCheckedThrowingContinuation { continuation in
                waiting.append(Ticket(number: number, institution: institution, continuation: continuation))
            }
        }
        running[institution, default: 0] += 1
    }

    /// Ends the wait of a ticket that is still waiting when its time is over or its task is cancelled.
    private func giveUp(ticket number: UInt64, after patience: Duration) async {
        do {
            try await Task.sleep(for: patience)
            refuse(ticket: number, with: WorkerFault.busy)
        } catch {
            refuse(ticket: number, with: error)
        }
    }

    private func refuse(ticket number: UInt64, with error: any Error) {
        guard let position = waiting.firstIndex(where: { $0.number == number }) else { return }
        if error is WorkerFault { counts.faults[.busy, default: 0] += 1 }
        waiting.remove(at: position).continuation.resume(throwing: error)
    }

    /// Hands the turn to the longest waiting document of the institution that has the fewest at work.
    private func endTurn(of institution: InstitutionID) {
        running[institution, default: 1] -= 1
        if running[institution] == 0 { running[institution] = nil }
        let next = waiting.indices.min {
            running[waiting[$0].institution, default: 0] < running[waiting[$1].institution, default: 0]
        }
        if let next {
            waiting.remove(at: next).continuation.resume()
        } else {
            busy -= 1
        }
    }

    // MARK: Processes

    private func take(for lane: Lane) throws(WorkerFault) -> Worker {
        while let position = idle.lastIndex(where: { $0.lane == lane }) {
            let worker = idle.remove(at: position).worker
            if worker.process.isRunning { return worker }
        }
        // Every process is there that may be: going on with a rested one costs nothing, a new one a profile set.
        while busy + idle.count + spare.count > size.processes,
            let position = idle.firstIndex(where: { $0.lane.operation == lane.operation })
        {
            let worker = idle.remove(at: position).worker
            if worker.process.isRunning { return worker }
        }
        while let worker = spare.popLast() {
            if worker.process.isRunning { return worker }
        }
        return try start()
    }

    private func start() throws(WorkerFault) -> Worker {
        while !idle.isEmpty, busy + idle.count + spare.count > size.processes {
            idle.removeFirst().worker.process.end()
        }
        guard let process = start(command) else { throw .cannotStart }
        return Worker(process: process, profiles: profiles)
    }

    private func start(_ command: WorkerCommand) -> WorkerProcess? {
        let process = WorkerProcess(
            executable: command.executable, arguments: command.arguments, environment: command.environment,
            limits: command.settings.limits)
        if process != nil { counts.started += 1 }
        return process
    }

    private func ready(_ worker: Worker) async throws(WorkerFault) -> Worker {
        guard !worker.isReady else { return worker }
        guard case .ready(let digest, let version, let filters) = try await worker.process.awaitReady() else {
            worker.process.end()
            throw .malformedAnswer
        }
        guard digest == worker.profiles, version == converterVersion else {
            worker.process.end()
            throw .malformedAnswer
        }
        var worker = worker
        worker.isReady = true
        counts.filtersSystemCalls = filters
        return worker
    }

    private func giveBack(_ worker: Worker, to lane: Lane) {
        let isSpent = worker.served >= command.settings.limits.documentsPerProcess
        if isClosed || isSpent || worker.profiles != profiles {
            worker.process.end()
        } else {
            idle.append((lane, worker))
        }
        refill()
    }

    /// Keeps processes ready for institutions that have none yet, so that none waits for a start.
    private func refill() {
        while !isClosed, spare.count < size.spare, busy + idle.count + spare.count < size.processes {
            guard let worker = try? start() else { return }
            spare.append(worker)
        }
    }
}
