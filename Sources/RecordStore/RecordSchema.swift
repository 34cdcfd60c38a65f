internal import EmbeddedDatabase
internal import GRDB
internal import RecordTypes
internal import Sealing

/// An institution's database. Plain are only names without meaning, time, format and kind; content columns are sealed and
/// NULL once erased.
enum RecordSchema {
    static var migrations: DatabaseMigrator {
        var migrations = DatabaseMigrator()
        migrations.registerMigration("1 documents") { database in
            try database.execute(
                sql: """
                    CREATE TABLE document (
                        id INTEGER PRIMARY KEY,
                        record BLOB NOT NULL UNIQUE,        -- RecordID
                        digest BLOB NOT NULL UNIQUE,        -- blind index of the source digest
                        document_id BLOB UNIQUE,            -- blind index of root and extension
                        state INTEGER NOT NULL,             -- 0 pending, 1 sequenced, 2 anchored, 3 erased
                        ledger_index INTEGER,
                        received INTEGER NOT NULL,          -- milliseconds since 1970
                        format TEXT NOT NULL,
                        filing BLOB,                        -- sealed: subject and statement
                        issues BLOB,                        -- sealed
                        frame BLOB,                         -- sealed: number of entries, opening and closing of the Bundle
                        source BLOB                         -- sealed
                    ) STRICT;
                    CREATE INDEX document_pending ON document (id) WHERE state = 0;
                    CREATE TABLE resource (
                        document INTEGER NOT NULL REFERENCES document (id),
                        position INTEGER NOT NULL,
                        type TEXT NOT NULL,
                        payload BLOB NOT NULL,              -- sealed: fullUrl and entry
                        PRIMARY KEY (document, position)
                    ) STRICT;
                    """)
        }
        return migrations
    }
}

/// What a document is known by in the store.
struct DocumentName: Sendable {
    let record: RecordID
    /// Blind index of the source digest.
    let digest: [UInt8]
    /// Blind index of the document's own identifier, if it has one.
    let documentID: [UInt8]?
}

struct DocumentNames: Sendable {
    private let digests: BlindIndex
    private let documentIDs: BlindIndex

    init(key: SealingKey) {
        digests = BlindIndex(key: key, purpose: "store/source-digest")
        documentIDs = BlindIndex(key: key, purpose: "store/document-id")
    }

    func name(of description: RecordDescription) -> DocumentName {
        DocumentName(
            record: description.id, digest: digests.value(of: description.sourceDigest.bytes),
            documentID: description.documentID.map { id in
                documentIDs.value(ofParts: [Array(id.root.utf8)] + (id.extension.map { [Array($0.utf8)] } ?? []))
            })
    }
}

/// Look-ups by name.
enum StoredName {
    /// Nil when the document is to be stored.
    static func outcome(for name: DocumentName, _ database: Database) throws -> PutOutcome? {
        let same = try database.cachedStatement(sql: "SELECT state, ledger_index FROM document WHERE digest = ?")
        if let row = try Row.fetchOne(same, arguments: [Blob(name.digest)]) {
            return .present(StatusColumns(state: row[0], ledgerIndex: row[1]).status)
        }
        guard let documentID = name.documentID else { return nil }
        let taken = try database.cachedStatement(sql: "SELECT record FROM document WHERE document_id = ?")
        guard let holder = try Blob.fetchOne(taken, arguments: [Blob(documentID)]),
            let id = RecordID(bytes: holder.bytes)
        else { return nil }
        return .conflict(with: id)
    }

    static func status(of id: RecordID, _ database: Database) throws -> StoredStatus? {
        let statement = try database.cachedStatement(sql: "SELECT state, ledger_index FROM document WHERE record = ?")
        guard let row = try Row.fetchOne(statement, arguments: [Blob(id.bytes)]) else { return nil }
        return StatusColumns(state: row[0], ledgerIndex: row[1]).status
    }
}

/// ``StoredStatus`` as two columns.
struct StatusColumns: Sendable {
    let state: Int
    let ledgerIndex: Int64?

    init(state: Int, ledgerIndex: Int64?) {
        self.state = state
        self.ledgerIndex = ledgerIndex
    }

    /// Nil for what a mark cannot set.
    init?(_ status: StoredStatus) {
        switch status {
        case .pending, .erased: return nil
        case .sequenced(let index): self.init(state: 1, ledgerIndex: Int64(bitPattern: index))
        case .anchored(let index): self.init(state: 2, ledgerIndex: Int64(bitPattern: index))
        }
    }

    var status: StoredStatus {
        let index = UInt64(bitPattern: ledgerIndex ?? 0)
        return switch state {
        case 1: .sequenced(index)
        case 2: .anchored(index)
        case 3: .erased
        default: .pending
        }
    }
}
