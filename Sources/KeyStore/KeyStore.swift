internal import Failpoints
public import Sealing
internal import Synchronization

/// The data keys of people and documents, wrapped, in a database of their own.
///
/// An erased key is gone from every copy: its erasure stands in an append-only journal beside the database, and opening
/// replays the journal, so that a restored backup of the database cannot bring the key back. Back the journal up by copying
/// it over the older copy, never restore an older one.
///
/// Each key of a scope has a generation; the journal says up to which generation a scope is erased. A scope may get a new
/// key after an erasure, and replaying the old erasure does not touch that one.
public final class KeyStore: DataKeys {
    private let table: any KeyTable
    private let journal: ErasureJournal
    private let scopes: ScopeNames
    private let wrapping: WrappingKeys
    private let cache: Mutex<KeyCache>

    /// Opens or makes the key database and its erasure journal, and finishes every erasure the journal knows.
    /// - Parameters:
    ///   - masters: wraps the keys of people, and names the scopes so that the database says nothing about them.
    ///   - institutions: wrap the keys of their documents.
    ///   - cacheCapacity: keys kept in memory, about.
    public static func open(
        path: String, journal: String, masters: MasterKeys, institutions: InstitutionKeys, cacheCapacity: Int = 8192
    ) async throws -> KeyStore {
        try await open(
            EmbeddedKeyTable.open(path: path), journal: journal, masters: masters, institutions: institutions,
            cache: KeyCache(capacity: cacheCapacity))
    }

    /// Opens or makes the key database that several gateways share, in PostgreSQL with a synchronous standby. They have the same
    /// master and institution keys; the journal of each holds the erasures that it was asked for.
    ///
    /// No key is kept in memory: what another gateway has erased is gone here with the next look.
    /// - Throws: `builtWithoutPostgreSQL`; what the database says of a server that does not replicate synchronously.
    public static func open(
        replicated connectionString: String, journal: String, masters: MasterKeys, institutions: InstitutionKeys
    ) async throws -> KeyStore {
        #if PostgreSQL
            try await open(
                ReplicatedKeyTable.open(connectionString: connectionString), journal: journal, masters: masters,
                institutions: institutions, cache: KeyCache(capacity: 0))
        #else
            throw KeyStoreError.builtWithoutPostgreSQL
        #endif
    }

    private static func open(
        _ table: any KeyTable, journal: String, masters: MasterKeys, institutions: InstitutionKeys, cache: KeyCache
    ) async throws -> KeyStore {
        let journal = try ErasureJournal.open(path: journal)
        try await journal.settle(with: table)
        return KeyStore(
            table: table, journal: journal, scopes: ScopeNames(masters: masters),
            wrapping: WrappingKeys(people: masters.derived("keys/people"), institutions: institutions), cache: cache)
    }

    private init(
        table: any KeyTable, journal: ErasureJournal, scopes: ScopeNames, wrapping: WrappingKeys, cache: KeyCache
    ) {
        self.table = table
        self.journal = journal
        self.scopes = scopes
        self.wrapping = wrapping
        self.cache = Mutex(cache)
    }

    public func key(for scope: KeyScope) async throws -> SealingKey {
        let name = scopes.name(of: scope)
        let lookUp = cache.withLock { $0.lookUp(name) }
        if let key = lookUp.key { return key }
        guard !lookUp.isBeingErased else { throw KeyStoreError.beingErased }
        let wrappingKey = try wrapping.makingKey(for: scope)
        let candidate = SealingKey.random()
        try Failpoints.before(.keyPut)
        let stored = try await table.fetch(name) { generation in
            WrappedKey(candidate, name, generation: generation, wrappingKey)
        }
        try Failpoints.after(.keyPut)
        return try remember(stored.opened(by: wrappingKey), name, lookUp)
    }

    public func existingKey(for scope: KeyScope) async throws -> SealingKey? {
        let name = scopes.name(of: scope)
        let lookUp = cache.withLock { $0.lookUp(name) }
        if let key = lookUp.key { return key }
        if lookUp.isBeingErased { return nil }
        guard let stored = try await table.fetch(name) else { return nil }
        return try remember(stored.opened(by: wrapping.existingKey(for: scope)), name, lookUp)
    }

    /// 1. Nobody gets the key from this process any more. 2. The journal has the erasure: from here on start-up finishes
    /// it. 3. The key is deleted and overwritten. 4. The write-ahead log, where it may still stand, is cut.
    public func erase(_ scope: KeyScope) async throws {
        let name = scopes.name(of: scope)
        cache.withLock { $0.beginErasure(of: name) }
        try await table.erase(name) { [journal] erased in
            try Failpoints.before(.keyJournal)
            try journal.append(erased)
            try Failpoints.after(.keyJournal)
            try Failpoints.before(.keyErase)
        }
        try Failpoints.after(.keyErase)
        cache.withLock { $0.endErasure(of: name) }
        try await table.forgetDeleted()
    }

    private func remember(_ key: SealingKey, _ name: ScopeName, _ lookUp: KeyCache.LookUp) -> SealingKey {
        cache.withLock { $0.insert(key, for: name, since: lookUp) }
        return key
    }
}

public enum KeyStoreError: Error, Hashable, Sendable {
    /// The scope's erasure has begun in this process and is not confirmed yet.
    case beingErased
    /// The institution's key file, which wraps this document's key, is not there.
    case wrappingKeyAbsent
    /// This program was built without the trait `PostgreSQL`.
    case builtWithoutPostgreSQL
    /// The stored key does not open: altered, or wrapped by another key.
    case wrappedKeyDamaged
    /// The erasure journal is not what was written. Restoring the newest copy of it is needed before anything is served.
    case journalDamaged
    /// The journal could not be written; no erasure can be promised until the store is opened anew.
    case journalFailed(call: String, errno: Int32)
}
