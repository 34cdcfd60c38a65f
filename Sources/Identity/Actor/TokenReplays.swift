import RecordTypes
import Synchronization

/// Tokens that were used and have not yet expired, so that none is used twice.
///
/// Each institution has room of its own. When it is full nothing more of that institution is let in, and of the others as before.
/// A token is put in and taken out once; nothing ever goes through all that are in use.
final class TokenReplays: Sendable {
    private struct Uses {
        var identifiers: Set<String> = []
        /// By the second in which they leave: a few hundred keys at most, since tokens live for minutes.
        var leaving: [Int64: [String]] = [:]
        var swept = Int64.min

        mutating func isFirst(_ identifier: String, until end: Instant, now: Instant, capacity: Int) -> Bool {
            sweep(at: now)
            guard identifiers.count < capacity, identifiers.insert(identifier).inserted else { return false }
            leaving[end.seconds, default: []].append(identifier)
            return true
        }

        /// At most once in a second of the clock.
        mutating func sweep(at now: Instant) {
            guard now.seconds > swept else { return }
            swept = now.seconds
            for second in leaving.keys.filter({ $0 <= swept }) {
                for identifier in leaving.removeValue(forKey: second) ?? [] { identifiers.remove(identifier) }
            }
        }
    }

    private let uses = Mutex<[InstitutionID: Uses]>([:])
    private let capacity: Int

    /// - Parameter capacity: tokens of one institution.
    init(capacity: Int) { self.capacity = capacity }

    /// Whether this is the first use, and there is room to remember it.
    ///
    /// - Parameters:
    ///   - issuer: one that has registered keys, so that there are not more of them than the register names.
    ///   - end: when the token expires, in whole seconds as tokens say it.
    func isFirst(_ identifier: String, of issuer: InstitutionID, until end: Instant, now: Instant) -> Bool {
        uses.withLock { uses in
            uses[issuer, default: Uses()].isFirst(identifier, until: end, now: now, capacity: capacity)
        }
    }
}
