/// Where wrapped keys and erasures are kept. One conformer an engine; each call is one transaction, durable when it returns.
protocol KeyTable: Sendable {
    func fetch(_ name: ScopeName) async throws -> WrappedKey?
    /// The key that is there; else the one that `make` gives for the generation after the last erasure.
    func fetch(
        _ name: ScopeName, orKeep make: @escaping @Sendable (_ generation: Int64) -> WrappedKey
    ) async throws -> WrappedKey
    /// Deletes the scope's key, once `journal` has kept that.
    func erase(_ name: ScopeName, _ journal: @escaping @Sendable (ErasedScope) throws -> Void) async throws
    /// Up to which generation each scope is erased.
    func erased() async throws -> [ScopeName: Int64]
    /// Erases these, and whatever key an erasure should have taken; gives how many of the latter there were.
    func apply(_ erased: [ErasedScope]) async throws -> Int
    /// Takes what was deleted out of the engine's own files, as far as the engine can.
    func forgetDeleted() async throws
}
