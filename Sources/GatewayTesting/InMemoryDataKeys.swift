public import Sealing
internal import Synchronization

/// Data keys that live as long as the test.
public final class InMemoryDataKeys: DataKeys {
    private let keys = Mutex<[KeyScope: SealingKey]>([:])

    public init() {}

    public func key(for scope: KeyScope) async throws -> SealingKey {
        keys.withLock { keys in
            if let key = keys[scope] { return key }
            let key = SealingKey.random()
            keys[scope] = key
            return key
        }
    }

    public func existingKey(for scope: KeyScope) async throws -> SealingKey? { keys.withLock { $0[scope] } }

    public func erase(_ scope: KeyScope) async throws { keys.withLock { $0[scope] = nil } }
}
