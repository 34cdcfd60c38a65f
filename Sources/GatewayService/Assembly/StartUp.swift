import Synchronization

/// How far a starting gateway has come: what `/readyz` answers by, and whom a listener that must not serve tells.
final class StartUp: Sendable {
    private struct State {
        var isReady = false
        var isDraining = false
        var failure: (any Error)?
        var waiting: [CheckedContinuation<Void, any Error>] = []
        var outstanding: Set<GatewayConfiguration.ListenerName>
    }

    private let state: Mutex<State>

    /// - Parameter listeners: those that must be up before the gateway is ready.
    init(awaiting listeners: Set<GatewayConfiguration.ListenerName>) {
        state = Mutex(State(outstanding: listeners))
    }

    /// Whether all listeners are up, proved, and not about to close.
    var isReady: Bool { state.withLock { $0.isReady && !$0.isDraining } }

    /// What made the gateway's start fail, if anything has.
    var failure: (any Error)? { state.withLock { $0.failure } }

    /// The doors are about to close. Whoever still waits for them to open waits no longer.
    func drain() {
        state.withLock { $0.isDraining = true }
        fail(CancellationError())
    }

    func listenerIsUp(_ name: GatewayConfiguration.ListenerName) {
        let resumed = state.withLock { state -> [CheckedContinuation<Void, any Error>] in
            state.outstanding.remove(name)
            guard state.outstanding.isEmpty, state.failure == nil else { return [] }
            state.isReady = true
            defer { state.waiting = [] }
            return state.waiting
        }
        for continuation in resumed { continuation.resume() }
    }

    /// The first failure counts.
    func fail(_ error: any Error) {
        let resumed = state.withLock { state -> [CheckedContinuation<Void, any Error>] in
            if state.failure == nil, !state.isReady { state.failure = error }
            defer { state.waiting = [] }
            return state.waiting
        }
        for continuation in resumed { continuation.resume(throwing: error) }
    }

    /// Returns when every listener is up.
    /// - Throws: what made one of them impossible; `CancellationError` when the gateway ends first.
    func wait() async throws {
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
                let done = state.withLock { state -> Result<Void, any Error>? in
                    if let failure = state.failure { return .failure(failure) }
                    if state.isReady { return .success(()) }
                    state.waiting.append(continuation)
                    return nil
                }
                if let done { continuation.resume(with: done) }
            }
        } onCancel: {
            fail(CancellationError())
        }
    }
}
