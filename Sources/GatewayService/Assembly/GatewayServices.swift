import DocumentWorkers
import Logging
import ServiceLifecycle

/// Ledger, projections and marks as one service: started before the doors, stopped after them.
struct LedgerService: Service {
    let gateway: EmbeddedGateway

    func run() async throws {
        try await cancelWhenGracefulShutdown { try await gateway.run() }
    }
}

/// The worker pool as a service: it only has something to do when the gateway ends.
struct WorkerService: Service {
    let pool: WorkerPool

    func run() async throws {
        try? await gracefulShutdown()
        await pool.close()
    }
}

/// All doors as one service, so that at shutdown all of them stop to accept at the same moment and drain side by side.
///
/// The operations door opens first; the others when what an earlier run left unfinished is finished.
struct DoorsService: Service {
    let operations: any Service
    let doors: [any Service]
    let startUp: StartUp
    /// Finishes what a crash has left, by the code of the normal path.
    let recover: @Sendable () async throws -> Void
    let ready: @Sendable () async throws -> Void

    func run() async throws {
        try await withGracefulShutdownHandler {
            try await withThrowingTaskGroup { group in
                group.addTask { try await operations.run() }
                group.addTask {
                    do {
                        try await recover()
                    } catch {
                        startUp.fail(error)
                        throw error
                    }
                    try await withThrowingTaskGroup { group in
                        for door in doors { group.addTask { try await door.run() } }
                        try await group.waitForAll()
                    }
                }
                group.addTask {
                    do { try await startUp.wait() } catch is CancellationError { return }
                    try await ready()
                }
                do {
                    try await group.waitForAll()
                } catch {
                    startUp.fail(error)
                    group.cancelAll()
                    throw error
                }
            }
        } onGracefulShutdown: {
            startUp.drain()
        }
    }
}
