public import RecordTypes

/// One institution's store of its documents: a store across a network, whatever this implementation is.
///
/// Nothing here shares a transaction with the gateway. A document is put as *pending*; marks follow when the ledger has it;
/// a sweep over ``pending(limit:)`` finishes what a crash left behind. Every method may fail and be called again.
public protocol RecordStore: Sendable {
    /// Keeps a document with the statement that the ledger is to take, unless this source is there already.
    ///
    /// Durable on return. The same source put twice, also at the same moment, is stored once: one caller gets `stored`, the
    /// others `present`. Another source under a document identifier that is taken is refused as `conflict`.
    func putIfAbsent(_ document: ConformantDocument, statement: [UInt8]) async throws -> PutOutcome

    /// Nil when there is no such record.
    func status(of id: RecordID) async throws -> StoredStatus?

    /// Moves records forward: pending → sequenced → anchored. Backward moves, erased and unknown records are passed over.
    func mark(_ marks: [(RecordID, StoredStatus)]) async throws

    /// The bytes as submitted. Nil when there is no such record or it was erased.
    /// - Throws: ``RecordStoreError/storedPayloadDamaged(_:)`` when what is stored is not what was put;
    ///   ``RecordStoreError/keyErased(_:)``.
    func source(of id: RecordID) async throws -> SourceDocument?

    /// The normalised Bundle, piece by piece. Nil and errors as for ``source(of:)``.
    func parts(of id: RecordID) async throws -> BundleParts?

    /// The findings that came with the document. Nil and errors as for ``source(of:)``.
    func issues(of id: RecordID) async throws -> [Issue]?

    /// Subject and statement as they were put, whatever has become of the record since: what its ledger entry is made of.
    /// Nil and errors as for ``source(of:)``.
    func pendingRecord(_ id: RecordID) async throws -> PendingRecord?

    /// What waits for its ledger entry, oldest first. Without what is damaged or has no key: nobody can finish that.
    func pending(limit: Int) async throws -> [PendingRecord]

    /// Erases the document's key, then its content; the name stays as erased, so that a repeated submission does not bring
    /// it back. Durable on return. Unknown records are passed over.
    func erase(_ id: RecordID) async throws
}

public enum PutOutcome: Hashable, Sendable {
    case stored
    /// The same source was there before.
    case present(StoredStatus)
    /// This institution already has another document with the same identifier (root and extension).
    case conflict(with: RecordID)
}

/// How far a stored record has come.
public enum StoredStatus: Hashable, Sendable {
    /// Durable in the store; its ledger entry may or may not exist yet.
    case pending
    /// Its entry has this index in the log.
    case sequenced(UInt64)
    /// A published checkpoint covers the entry with this index.
    case anchored(UInt64)
    /// Its key and content are gone.
    case erased
}

/// A record whose ledger entry is to be made or confirmed.
public struct PendingRecord: Hashable, Sendable {
    public let id: RecordID
    public let subject: LedgerIdentity
    /// The statement bytes as they were put.
    public let statement: [UInt8]

    public init(id: RecordID, subject: LedgerIdentity, statement: [UInt8]) {
        self.id = id
        self.subject = subject
        self.statement = statement
    }
}

/// Why a store cannot do what it was asked. Says nothing about the content.
public enum RecordStoreError: Error, Hashable, Sendable {
    /// What is stored is not what was put: a byte changed, a piece is missing, moved or exchanged. It must not be served.
    case storedPayloadDamaged(RecordID)
    /// The content is there but its key was erased: a restored backup, or an erasure that start-up has still to finish.
    case keyErased(RecordID)
    /// The document belongs to another institution than this store.
    case wrongInstitution
}
