public enum AccessLogError: Error, Hashable, Sendable {
    /// The ledger's statement at this index is not one this version reads.
    case unreadableStatement(index: UInt64)
    /// A row is not what was written. The log can be rebuilt from the ledger: ``AccessLogProjection/reset()``.
    case damaged(index: UInt64)
}
