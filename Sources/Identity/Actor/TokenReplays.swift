public import RecordTypes
import Synchronization

/// One use of one token.
public struct TokenUse: Hashable, Sendable {
    public let issuer: InstitutionID
    /// `jti`: unique within the issuer.
    public let identifier: String
    public let issued: Instant
    /// When the token expires, in whole seconds as tokens say it; from then on it need not be remembered.
    public let end: Instant

    public init(issuer: InstitutionID, identifier: String, issued: Instant, end: Instant) {
        self.issuer = issuer
        self.identifier = identifier
        self.issued = issued
        self.end = end
    }
}

/// Where uses of tokens are written down, so that a gateway that is started anew still knows them.
public protocol TokenJournal: Sendable {
    /// Whether an earlier run wrote this use down, or may have and cannot say any more.
    func knows(_ use: TokenUse, now: Instant) -> Bool
    /// Writes a use down; it survives the end of this process when this returns.
    /// - Throws: when it cannot be written: the token is then not taken.
    func write(_ use: TokenUse, now: Instant) throws
}

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
    private let journal: (any TokenJournal)?

    /// - Parameter capacity: tokens of one institution, one that has registered keys, so that there are not more of them than the
    ///   register names.
    init(capacity: Int, journal: (any TokenJournal)?) {
        self.capacity = capacity
        self.journal = journal
    }

    /// Uses a token.
    /// - Throws: `replayed` unless this is the first use and there is room to remember it; `unrecorded` when it cannot be written down.
    func use(_ use: TokenUse, now: Instant) throws(ActorTokenRefusal) {
        let isFirst = uses.withLock { uses in
            uses[use.issuer, default: Uses()].isFirst(use.identifier, until: use.end, now: now, capacity: capacity)
        }
        guard isFirst, journal?.knows(use, now: now) != true else { throw .replayed }
        do {
            try journal?.write(use, now: now)
        } catch {
            throw .unrecorded
        }
    }

    func isUsed(_ use: TokenUse, now: Instant) -> Bool {
        let isHeld = uses.withLock { $0[use.issuer]?.identifiers.contains(use.identifier) ?? false }
        return isHeld || journal?.knows(use, now: now) == true
    }
}
