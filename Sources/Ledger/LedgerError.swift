/// Why the ledger did not do what it was asked. Never says what an entry is about.
public struct LedgerError: Error, Sendable {
    public enum Code: String, Hashable, Sendable, CaseIterable {
        // Appending
        /// The ledger is not running any more; nothing was stored.
        case stopped
        /// Too many appends wait; nothing was stored. Try again.
        case overloaded
        case statementTooLarge = "statement-too-large"
        /// The disk is full or busy; nothing was stored. Try again.
        case storageUnavailable = "storage-unavailable"
        /// The storage failed and does not say whether the entry was stored. Ask again by idempotency key.
        case outcomeUnknown = "outcome-unknown"
        // Reading
        /// The person's key was erased: what was sealed with it cannot be read any more.
        case erased
        case damaged
        case malformedEntry = "malformed-entry"
        /// No bundle or proof of evidence, or not as it was written.
        case malformedEvidence = "malformed-evidence"
        case malformedAcknowledgement = "malformed-acknowledgement"
        case notInTime = "not-in-time"
        // Integrating, signing, publishing
        /// Read back from storage, an entry does not have the hash that was acknowledged.
        case leafDiffers = "leaf-differs"
        /// The root through the frontier and the root through the tiles are not the same.
        case rootsDiffer = "roots-differ"
        case tileMissing = "tile-missing"
        case entryMissing = "entry-missing"
        /// A checkpoint of a larger size, or another root of this size, was signed before: storage was restored or altered.
        case signedBefore = "signed-before"
        /// A witness shows a checkpoint that this log's key signed and this storage does not know: the storage is an older copy.
        /// Going on would give an index twice.
        case witnessedBeyond = "witnessed-beyond"
        /// Another node grows the tree and signs by now; nothing was stored.
        case leaseLost = "lease-lost"
        // Opening
        /// This program was built without the trait `PostgreSQL`.
        case builtWithoutPostgreSQL = "built-without-postgresql"
        case originReserved = "origin-reserved"
        /// The database belongs to a log of another origin or key.
        case anotherLog = "another-log"
        /// This year's log takes no entries any more: another node has opened the next one, or is about to. Starting anew goes on there.
        case shardClosed = "shard-closed"
        /// The next year's log cannot be opened: its key is not there, has a name that was used before, or another key change is under way.
        case shardKey = "shard-key"
        /// Other nodes enter into this year's log, too: all of them must be stopped before the next one is opened.
        case shardShared = "shard-shared"
        case keyFile = "key-file"
        case readOnly = "read-only"
        /// What a killed gateway left, where nobody may write: copy it to a folder in which its last transactions can be recovered.
        case unfinishedCopy = "unfinished-copy"
        /// Only looks can be destroyed.
        case notDestroyable = "not-destroyable"
        case exportFailed = "export-failed"
        /// What a mirror gives does not make the root that this log has signed. Nothing was changed.
        case cannotHeal = "cannot-heal"
        // Projecting
        case projectionFailed = "projection-failed"
        /// A projection has applied statements that this ledger does not have: the ledger was restored from an older copy.
        case projectionAhead = "projection-ahead"
    }

    public let code: Code
    /// The log index concerned, or the byte of an input; nil where neither is meant.
    public let place: UInt64?
    /// What the storage or a projection said.
    public let cause: (any Error)?
    let file: String
    let line: Int

    init(
        _ code: Code, at place: UInt64? = nil, cause: (any Error)? = nil, file: String = #fileID, line: Int = #line
    ) {
        self.code = code
        self.place = place
        self.cause = cause
        self.file = file
        self.line = line
    }
}

extension LedgerError: Equatable {
    public static func == (left: Self, right: Self) -> Bool { left.code == right.code && left.place == right.place }
}

extension LedgerError: CustomStringConvertible {
    public var description: String { place.map { "\(code.rawValue) at \($0)" } ?? code.rawValue }
}

extension LedgerError: CustomDebugStringConvertible {
    public var debugDescription: String {
        "\(description) (\(file):\(line))" + (cause.map { ": \($0)" } ?? "")
    }
}
