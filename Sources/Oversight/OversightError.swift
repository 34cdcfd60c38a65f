public enum OversightError: Error, Hashable, Sendable {
    /// The ledger's statement at this index is not one this version reads.
    case unreadableStatement(index: UInt64)
    /// A row is not what was written. It can be made anew from the ledger: ``CaseFiles/reset()``.
    case damaged
}
