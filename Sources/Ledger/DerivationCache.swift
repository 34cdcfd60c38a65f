internal import RecordTypes
internal import Sealing
internal import Synchronization

/// What the ledger derives from one person's key and identity, kept in bounded memory: the dearest part of an append, and the same
/// each time.
///
/// No data key is kept: an erased key is gone from here as it is from the key store, and what was derived from it fits no other.
final class DerivationCache: Sendable {
    final class Derived: Sendable {
        let keyDigest: Digest
        let check: [UInt8]
        let year: Int64
        let tags: BlindIndex
        let blind: [UInt8]
        let identity: [UInt8]

        init(
            keyDigest: Digest, check: [UInt8], year: Int64, tags: BlindIndex, blind: [UInt8], identity: [UInt8]
        ) {
            self.keyDigest = keyDigest
            self.check = check
            self.year = year
            self.tags = tags
            self.blind = blind
            self.identity = identity
        }
    }

    /// By ledger identity, which is a keyed fingerprint, too.
    private struct Halves {
        var young: [Fingerprint: Derived] = [:]
        var old: [Fingerprint: Derived] = [:]
    }

    private let half: Int
    private let halves = Mutex(Halves())

    /// - Parameter capacity: persons; the half that was not asked for lately is dropped when the other is full.
    init(capacity: Int) { half = max(1, capacity / 2) }

    func derived(for identity: LedgerIdentity, keyDigest: Digest, year: Int64) -> Derived? {
        let identity = Fingerprint(identity.bytes)
        let found = halves.withLock { halves -> Derived? in
            if let young = halves.young[identity] { return young }
            guard let old = halves.old.removeValue(forKey: identity) else { return nil }
            Self.place(old, for: identity, &halves, half)
            return old
        }
        guard let found, found.keyDigest == keyDigest, found.year == year else { return nil }
        return found
    }

    func keep(_ derived: Derived, for identity: LedgerIdentity) {
        halves.withLock { Self.place(derived, for: Fingerprint(identity.bytes), &$0, half) }
    }

    var count: Int { halves.withLock { $0.young.count + $0.old.count } }

    private static func place(
        _ derived: Derived, for identity: Fingerprint, _ halves: inout Halves, _ half: Int
    ) {
        if halves.young.count >= half, halves.young[identity] == nil {
            halves.old = halves.young
            halves.young = [:]
        }
        halves.young[identity] = derived
    }
}
