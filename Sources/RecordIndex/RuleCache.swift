internal import RecordTypes
internal import Synchronization

/// Rules of people who were asked about lately, opened: so that neither the second look at a person's many rules costs more than one at
/// somebody who has none, nor the second decision of each look.
final class RuleCache: Sendable {
    private struct State {
        var rules: [LedgerIdentity: [Restriction]] = [:]
        /// Counts changes: what was read before one is not kept after it.
        var changes: UInt64 = 0
    }

    /// More people than this are not remembered at once; then all are forgotten.
    private static let limit = 4_096

    private let state = Mutex(State())

    func rules(of person: LedgerIdentity) -> (rules: [Restriction]?, asOf: UInt64) {
        state.withLock { ($0.rules[person], $0.changes) }
    }

    func keep(_ rules: [Restriction], of person: LedgerIdentity, asOf changes: UInt64) {
        state.withLock { state in
            guard state.changes == changes else { return }
            if state.rules.count >= Self.limit { state.rules.removeAll() }
            state.rules[person] = rules
        }
    }

    /// After what was written is durable, and before anybody may rely on it.
    func forget(_ people: some Sequence<LedgerIdentity>) {
        state.withLock { state in
            state.changes += 1
            for person in people { state.rules[person] = nil }
        }
    }

    func forgetAll() {
        state.withLock { state in
            state.changes += 1
            state.rules.removeAll()
        }
    }
}
