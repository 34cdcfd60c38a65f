public import RecordTypes

/// What one data key covers. Erasing the key erases everything under it, in every copy and backup.
public enum KeyScope: Hashable, Sendable {
    /// What the gateway keeps about a person: statements and the projections made of them.
    case person(LedgerIdentity)
    /// One document's source and resources in its institution's store.
    case record(RecordID, InstitutionID)
}

/// The data keys, by what they cover. Implemented by `KeyStore`.
public protocol DataKeys: Sendable {
    /// The key for a scope, made if there is none. A new key is durable before it is returned.
    func key(for scope: KeyScope) async throws -> SealingKey
    /// The key for a scope, or nil when it was erased or never made.
    func existingKey(for scope: KeyScope) async throws -> SealingKey?
    /// Erases the scope's key for good: no backup of the key database brings it back. Durable when it returns.
    func erase(_ scope: KeyScope) async throws
}
