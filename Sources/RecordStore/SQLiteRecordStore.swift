internal import EmbeddedDatabase
internal import Failpoints
internal import GRDB
public import RecordTypes
public import Sealing

/// An institution's store in one SQLite file of its own; every content column sealed with the document's own key.
public final class SQLiteRecordStore: RecordStore {
    public let institution: InstitutionID
    private let database: EmbeddedDatabase
    private let keys: any DataKeys
    private let names: DocumentNames

    /// Opens or makes the database at `path`; blocks for some milliseconds.
    /// - Parameters:
    ///   - keys: gives each document its data key.
    ///   - indexKey: a key of this institution; blind indexes are derived from it.
    public init(path: String, institution: InstitutionID, keys: any DataKeys, indexKey: SealingKey) throws {
        self.institution = institution
        self.keys = keys
        names = DocumentNames(key: indexKey)
        database = try EmbeddedDatabase.openBlocking(path: path, migrations: RecordSchema.migrations, readers: 2)
    }

    /// 1. The document's key is made durable: a crash here leaves an unused key. 2. Everything is sealed. 3. One
    /// transaction stores it: a crash before its commit leaves nothing, after it a pending record.
    public func putIfAbsent(_ document: ConformantDocument, statement: [UInt8]) async throws -> PutOutcome {
        guard document.description.institution == institution else { throw RecordStoreError.wrongInstitution }
        let name = names.name(of: document.description)
        if let outcome = try await database.read({ try StoredName.outcome(for: name, $0) }) { return outcome }
        let key = try await keys.key(for: .record(name.record, institution))
        let sealed = SealedDocument(document, statement: statement, key: key)
        try Failpoints.before(.storePut)
        let outcome = try await database.write { database in
            if let outcome = try StoredName.outcome(for: name, database) { return outcome }
            try sealed.insert(as: name, database)
            return PutOutcome.stored
        }
        try Failpoints.after(.storePut)
        return outcome
    }

    public func status(of id: RecordID) async throws -> StoredStatus? {
        try await database.read { try StoredName.status(of: id, $0) }
    }

    public func mark(_ marks: [(RecordID, StoredStatus)]) async throws {
        let moves = marks.compactMap { id, status in StatusColumns(status).map { (id, $0) } }
        guard !moves.isEmpty else { return }
        try Failpoints.before(.storeMark)
        try await database.write { database in
            let statement = try database.cachedStatement(
                sql: "UPDATE document SET state = ?1, ledger_index = ?2 WHERE record = ?3 AND state < ?1 AND state <> 3"
            )
            for (id, columns) in moves {
                try statement.execute(arguments: [columns.state, columns.ledgerIndex, Blob(id.bytes)])
            }
        }
        try Failpoints.after(.storeMark)
    }

    public func source(of id: RecordID) async throws -> SourceDocument? {
        try await opened(id, SealedDocument.fetchSource) { try $0.source($1) }
    }

    public func parts(of id: RecordID) async throws -> BundleParts? {
        try await opened(id, SealedDocument.fetchParts) { try $0.parts($1) }
    }

    public func issues(of id: RecordID) async throws -> [Issue]? {
        try await opened(id, SealedDocument.fetchIssues) { try $0.issues($1) }
    }

    public func pendingRecord(_ id: RecordID) async throws -> PendingRecord? {
        try await opened(id, SealedDocument.fetchFiling) { try $0.filing($1) }
    }

    public func pending(limit: Int) async throws -> [PendingRecord] {
        let waiting = try await database.read { try SealedDocument.fetchPending(limit: limit, $0) }
        var records: [PendingRecord] = []
        records.reserveCapacity(waiting.count)
        for (id, filing) in waiting {
            // Without a key it was erased, and start-up has the erasure to finish, not the submission.
            guard let key = try await keys.existingKey(for: .record(id, institution)) else { continue }
            // Nobody can finish what does not open; whoever asks for that record is told, and the others go on.
            if let record = try? DocumentOpener(id: id, key: key).filing(filing) { records.append(record) }
        }
        return records
    }

    /// 1. The key is erased: from here on the content is unreadable everywhere. 2. The content is removed and the name
    /// marked. A crash between the two leaves content without a key, which reads as ``RecordStoreError/keyErased(_:)``;
    /// erasing again finishes it.
    public func erase(_ id: RecordID) async throws {
        guard let status = try await status(of: id), status != .erased else { return }
        try await keys.erase(.record(id, institution))
        try Failpoints.before(.storeErase)
        try await database.write { database in
            try database.execute(
                sql: "DELETE FROM resource WHERE document = (SELECT id FROM document WHERE record = ?)",
                arguments: [Blob(id.bytes)])
            try database.execute(
                sql: """
                    UPDATE document SET state = 3, document_id = NULL, filing = NULL, source = NULL, frame = NULL, issues = NULL
                    WHERE record = ?
                    """, arguments: [Blob(id.bytes)])
        }
        try Failpoints.after(.storeErase)
    }

    /// Fetches sealed pieces and opens them with the document's key. SQLite's own findings of damage count as damage of
    /// the payload.
    private func opened<Sealed: Sendable, Opened>(
        _ id: RecordID, _ fetch: @Sendable (RecordID, Database) throws -> Sealed?,
        _ open: (DocumentOpener, Sealed) throws -> Opened
    ) async throws -> Opened? {
        do {
            guard let sealed = try await database.read({ try fetch(id, $0) }) else { return nil }
            guard let key = try await keys.existingKey(for: .record(id, institution)) else {
                throw RecordStoreError.keyErased(id)
            }
            return try open(DocumentOpener(id: id, key: key), sealed)
        } catch let error as DatabaseError
            where error.resultCode == .SQLITE_CORRUPT || error.resultCode == .SQLITE_NOTADB
        {
            throw RecordStoreError.storedPayloadDamaged(id)
        }
    }
}
