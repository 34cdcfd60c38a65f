extension Failpoints {
    /// The durable steps, in the order a submission passes them. The crash tests run through all of them.
    ///
    /// The raw value is the name used in `ANKUR_FAILPOINT`.
    public enum Step: String, Hashable, Sendable, CaseIterable {
        /// A master or institution key file is written.
        case keyFile = "keys.file"
        /// New data keys are committed to the key database.
        case keyPut = "keys.put"
        /// An erasure is appended to the erasure journal.
        case keyJournal = "keys.journal"
        /// The erased key is deleted from the key database.
        case keyErase = "keys.erase"
        /// A document is committed to its institution's database.
        case storePut = "store.put"
        /// Statement and entry are committed to the ledger.
        case ledgerAppend = "ledger.append"
        /// A batch of entries gets its places in the tree.
        case ledgerSequence = "ledger.sequence"
        /// Tiles are written.
        case ledgerTiles = "ledger.tiles"
        /// A checkpoint is signed and stored.
        case ledgerCheckpoint = "ledger.checkpoint"
        /// A checkpoint becomes visible.
        case ledgerPublish = "ledger.publish"
        /// The last entry of a year's log is committed, and with it that the log takes no more.
        case shardClose = "shard.close"
        /// The first entry of the next year's log is committed, and with it that the log takes entries.
        case shardOpen = "shard.open"
        /// The next year's key file takes the place of the last one's.
        case shardKey = "shard.key"
        /// Marks (sequenced, anchored) are committed to an institution's database.
        case storeMark = "store.mark"
        /// A document's tombstone is committed after its key is gone.
        case storeErase = "store.erase"
        /// Statements are applied to a projection and its cursor moves.
        case projectionApply = "projection.apply"
        /// The answer to a submission leaves.
        case submissionAcknowledge = "submission.acknowledge"
        /// A read is logged durably and its answer leaves.
        case readRelease = "read.release"
        /// Any group commit of any database: statements have run, `COMMIT` has not or has.
        case databaseCommit = "database.commit"
    }
}
