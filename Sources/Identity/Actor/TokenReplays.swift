import RecordTypes
import Synchronization

/// Tokens that were used and have not yet expired, so that none is used twice. Bounded; when it is full nothing more is let in.
final class TokenReplays: Sendable {
    private struct Use: Hashable {
        let issuer: InstitutionID
        let identifier: String
    }

    private struct State {
        var uses: [Use: Instant] = [:]
        var nextSweep: Instant?
    }

    private let state = Mutex(State())
    private let capacity: Int

    init(capacity: Int) { self.capacity = capacity }

    /// Whether this is the first use.
    func isFirst(_ identifier: String, of issuer: InstitutionID, until end: Instant, now: Instant) -> Bool {
        state.withLock { state in
            if state.uses.count >= capacity || state.nextSweep.map({ $0 <= now }) ?? true {
                state.uses = state.uses.filter { $0.value > now }
                state.nextSweep = now.advanced(by: .seconds(60))
            }
            let use = Use(issuer: issuer, identifier: identifier)
            guard state.uses[use] == nil, state.uses.count < capacity else { return false }
            state.uses[use] = end
            return true
        }
    }
}
