internal import Sealing

/// Opened keys in memory, bounded: two halves, the older of which is dropped when the younger is full.
///
/// It also knows what is being erased, and hands out no key that was looked up before an erasure began.
struct KeyCache {
    struct LookUp {
        let key: SealingKey?
        let isBeingErased: Bool
        /// How many erasures had begun when it was looked up.
        fileprivate let epoch: Int
    }

    private let half: Int
    private var young: [ScopeName: SealingKey] = [:]
    private var old: [ScopeName: SealingKey] = [:]
    private var beingErased: Set<ScopeName> = []
    private var epoch = 0

    /// - Parameter capacity: 0 keeps nothing.
    init(capacity: Int) { half = capacity == 0 ? 0 : max(1, capacity / 2) }

    var count: Int { young.count + old.count }

    mutating func lookUp(_ name: ScopeName) -> LookUp {
        var key = young[name]
        if key == nil, let found = old.removeValue(forKey: name) {
            key = found
            place(found, for: name)
        }
        return LookUp(key: key, isBeingErased: beingErased.contains(name), epoch: epoch)
    }

    /// Keeps a key, unless an erasure began after it was looked up: it may be the erased one.
    mutating func insert(_ key: SealingKey, for name: ScopeName, since lookUp: LookUp) {
        guard lookUp.epoch == epoch else { return }
        place(key, for: name)
    }

    mutating func beginErasure(of name: ScopeName) {
        epoch += 1
        young[name] = nil
        old[name] = nil
        beingErased.insert(name)
    }

    /// Only once the erasure is durable: until then a key of this scope must not be used for anything new.
    mutating func endErasure(of name: ScopeName) {
        epoch += 1
        beingErased.remove(name)
    }

    private mutating func place(_ key: SealingKey, for name: ScopeName) {
        guard half > 0 else { return }
        if young.count >= half {
            old = young
            young = [:]
        }
        young[name] = key
    }
}
