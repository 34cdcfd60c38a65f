internal import Synchronization

/// A number that only grows, and the tasks that wait for it to reach some value.
final class Watermark: Sendable {
    private struct State {
        var value: UInt64
        var failure: (any Error)?
        var nextWaiter: UInt64 = 0
        var waiters: [UInt64: (target: UInt64, continuation: CheckedContinuation<Void, any Error>)] = [:]
    }

    private let state: Mutex<State>

    init(_ value: UInt64) { state = Mutex(State(value: value)) }

    var value: UInt64 { state.withLock { $0.value } }

    /// Moves up to `value`; a smaller one changes nothing.
    func advance(to value: UInt64) {
        let reached = state.withLock { state in
            guard value > state.value else { return [CheckedContinuation<Void, any Error>]() }
            state.value = value
            if state.waiters.isEmpty { return [] }
            let reached = state.waiters.filter { $0.value.target <= value }
            for waiter in reached.keys { state.waiters[waiter] = nil }
            return reached.values.map(\.continuation)
        }
        for continuation in reached { continuation.resume() }
    }

    /// Ends the waiting of all whose value has not come, and of all who come later for such a value.
    func fail(_ error: any Error) {
        let waiters = state.withLock { state in
            state.failure = state.failure ?? error
            defer { state.waiters = [:] }
            return state.waiters.values.map(\.continuation)
        }
        for continuation in waiters { continuation.resume(throwing: error) }
    }

    /// Waiting is possible again, as when a stopped loop is started anew.
    func recover() { state.withLock { $0.failure = nil } }

    /// Returns once the value is at least `target`.
    /// - Throws: `CancellationError`, or what ``fail(_:)`` was given.
    func wait(for target: UInt64) async throws {
        let waiter = state.withLock { state in
            state.nextWaiter += 1
            return state.nextWaiter
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let answer: Result<Void, any Error>? = state.withLock { state in
                    if state.value >= target { return .success(()) }
                    if let failure = state.failure { return .failure(failure) }
                    if Task.isCancelled { return .failure(CancellationError()) }
                    state.waiters[waiter] = (target, continuation)
                    return nil
                }
                if let answer { continuation.resume(with: answer) }
            }
        } onCancel: {
            state.withLock { $0.waiters.removeValue(forKey: waiter) }?.continuation.resume(
                throwing: CancellationError())
        }
    }

    /// Whether the value is at least `target` before `limit` has passed.
    /// - Throws: as ``wait(for:)``.
    func reaches(_ target: UInt64, within limit: Duration) async throws -> Bool {
        try await withThrowingTaskGroup(of: Bool.self) { group in
            group.addTask {
                try await self.wait(for: target)
                return true
            }
            group.addTask {
                try await Task.sleep(for: limit)
                return false
            }
            defer { group.cancelAll() }
            return try await group.next() ?? false
        }
    }
}
