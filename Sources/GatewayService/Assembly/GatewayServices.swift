import DocumentWorkers
import Logging
import ServiceLifecycle

/// Ledger, projections and marks as one service: started before the doors, stopped after them.
struct LedgerService: Service {
    let gateway: EmbeddedGateway
    let logger: Logger

    func run() async throws {
        try await cancelWhenGracefulShutdown {
            try await gateway.run { failure in
                logger.error(
                    "a look that is to appear, or to be deleted, is overdue: ankur access-log verify says which",
                    metadata: ["cause": "\(failure)"])
            }
        }
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

/// One door's listener; what goes wrong with it carries its name.
struct NamedDoor: Service {
    let name: GatewayConfiguration.ListenerName
    let listener: any Service

    func run() async throws {
        do {
            try await listener.run()
        } catch let error as CancellationError {
            throw error
        } catch {
            throw ListenerFailure(name: name, cause: error)
        }
    }
}

/// Why a listener could not be opened, or ended.
struct ListenerFailure: Error, CustomStringConvertible {
    let name: GatewayConfiguration.ListenerName
    let cause: any Error

    var description: String { "listener \(name.rawValue): \(cause)" }
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
                group.addTask { try await openDoors() }
                group.addTask {
                    do { try await startUp.wait() } catch is CancellationError { return }
                    try await ready()
                }
                do {
                    for try await _ in group {}
                } catch {
                    startUp.fail(error)
                    group.cancelAll()
                    // Others may have failed because one did; the operator wants to hear of that one.
                    throw startUp.failure ?? error
                }
            }
        } onGracefulShutdown: {
            startUp.drain()
        }
    }

    /// Finishes what an earlier run has left, then opens the doors; returns when all have closed.
    private func openDoors() async throws {
        try await recover()
        try await withThrowingTaskGroup { group in
            for door in doors { group.addTask { try await door.run() } }
            do {
                // The first failure ends all; `waitForAll` would wait for the others first.
                for try await _ in group {}
            } catch {
                // Told before the others end, which may fail because of it.
                startUp.fail(error)
                throw error
            }
        }
    }
}
