/// A ledger statement as projections see it: opened, in ledger order.
public struct ProjectedStatement: Hashable, Sendable {
    /// Zero-based position in the log.
    public let index: UInt64
    public let kind: EntryKind
    /// When the ledger took it; never runs backwards along the log.
    public let time: Instant
    /// Nil when nobody is concerned, or when the person's key was erased.
    public let subject: LedgerIdentity?
    /// The subject's own count of entries, from 1; 0 without a subject.
    public let counter: UInt64
    /// The statement's canonical JSON; empty when its key was erased.
    public let statement: [UInt8]

    public init(
        index: UInt64, kind: EntryKind, time: Instant, subject: LedgerIdentity?, counter: UInt64, statement: [UInt8]
    ) {
        self.index = index
        self.kind = kind
        self.time = time
        self.subject = subject
        self.counter = counter
        self.statement = statement
    }
}

/// A table made from ledger statements: rebuildable from nothing, never a second truth.
public protocol StatementProjection: Sendable {
    /// The ledger index of the next statement this projection has not yet applied.
    func cursor() async throws -> UInt64
    /// Applies statements in order and moves the cursor to `next`, in one transaction. Applying again what is already below
    /// the cursor changes nothing.
    func apply(_ statements: [ProjectedStatement], movingCursorTo next: UInt64) async throws
}
