internal import EmbeddedDatabase
internal import GRDB
internal import RecordTypes
internal import Sealing

/// A document's pieces as they stand in the tables.
struct SealedDocument: Sendable {
    struct Resource: Sendable {
        let position: Int
        let type: String
        let payload: [UInt8]
    }

    let received: Instant
    let format: SourceDocument.Format
    let filing: [UInt8]
    let issues: [UInt8]
    let frame: [UInt8]
    let source: [UInt8]
    let resources: [Resource]

    init(_ document: ConformantDocument, statement: [UInt8], key: SealingKey) {
        let description = document.description
        let places = DocumentPlaces(id: description.id)
        received = description.received
        format = document.source.format
        filing = key.seal(description.subject.bytes + statement, as: places.filing)
        issues = key.seal(IssueCoding.bytes(of: document.issues), as: places.issues)
        var frame = ByteCoding()
        frame.append(document.parts.entries.count)
        frame.append(document.parts.opening)
        frame.append(document.parts.closing)
        self.frame = key.seal(frame.bytes, as: places.frame)
        source = key.seal(document.source.bytes, as: places.source(document.source.format.rawValue))
        resources = document.parts.entries.enumerated().map { position, entry in
            var payload = ByteCoding()
            payload.append(Array(entry.fullURL.utf8))
            payload.append(entry.bytes)
            return Resource(
                position: position, type: entry.resourceType,
                payload: key.seal(payload.bytes, as: places.resource(at: position, type: entry.resourceType)))
        }
    }

    func insert(as name: DocumentName, _ database: Database) throws {
        try database.cachedStatement(
            sql: """
                INSERT INTO document
                    (record, digest, document_id, state, received, format, filing, issues, frame, source)
                VALUES (?, ?, ?, 0, ?, ?, ?, ?, ?, ?)
                """
        ).execute(arguments: [
            Blob(name.record.bytes), Blob(name.digest), name.documentID.map(Blob.init), received.milliseconds,
            format.rawValue, Blob(filing), Blob(issues), Blob(frame), Blob(source),
        ])
        let document = database.lastInsertedRowID
        let statement = try database.cachedStatement(
            sql: "INSERT INTO resource (document, position, type, payload) VALUES (?, ?, ?, ?)")
        for resource in resources {
            try statement.execute(arguments: [document, resource.position, resource.type, Blob(resource.payload)])
        }
    }

    // MARK: What reading needs; nil for absent and for erased.

    struct SealedSource: Sendable {
        let format: String
        let bytes: [UInt8]
    }

    struct SealedParts: Sendable {
        let frame: [UInt8]
        let resources: [Resource]
    }

    @Sendable static func fetchSource(_ id: RecordID, _ database: Database) throws -> SealedSource? {
        let statement = try database.cachedStatement(sql: "SELECT format, source FROM document WHERE record = ?")
        guard let row = try Row.fetchOne(statement, arguments: [Blob(id.bytes)]), let source: Blob = row[1] else {
            return nil
        }
        return SealedSource(format: row[0], bytes: source.bytes)
    }

    @Sendable static func fetchIssues(_ id: RecordID, _ database: Database) throws -> [UInt8]? {
        let statement = try database.cachedStatement(sql: "SELECT issues FROM document WHERE record = ?")
        guard let row = try Row.fetchOne(statement, arguments: [Blob(id.bytes)]), let issues: Blob = row[0] else {
            return nil
        }
        return issues.bytes
    }

    @Sendable static func fetchFiling(_ id: RecordID, _ database: Database) throws -> [UInt8]? {
        let statement = try database.cachedStatement(sql: "SELECT filing FROM document WHERE record = ?")
        guard let row = try Row.fetchOne(statement, arguments: [Blob(id.bytes)]), let filing: Blob = row[0] else {
            return nil
        }
        return filing.bytes
    }

    @Sendable static func fetchParts(_ id: RecordID, _ database: Database) throws -> SealedParts? {
        let statement = try database.cachedStatement(sql: "SELECT id, frame FROM document WHERE record = ?")
        guard let row = try Row.fetchOne(statement, arguments: [Blob(id.bytes)]), let frame: Blob = row[1] else {
            return nil
        }
        let document: Int64 = row[0]
        let rows = try database.cachedStatement(
            sql: "SELECT position, type, payload FROM resource WHERE document = ? ORDER BY position")
        let resources = try Row.fetchAll(rows, arguments: [document]).map { row in
            let payload: Blob = row[2]
            return Resource(position: row[0], type: row[1], payload: payload.bytes)
        }
        return SealedParts(frame: frame.bytes, resources: resources)
    }

    static func fetchPending(limit: Int, _ database: Database) throws -> [(RecordID, [UInt8])] {
        let statement = try database.cachedStatement(
            sql: "SELECT record, filing FROM document WHERE state = 0 ORDER BY id LIMIT ?")
        return try Row.fetchAll(statement, arguments: [limit]).compactMap { row in
            let record: Blob = row[0]
            guard let id = RecordID(bytes: record.bytes), let filing: Blob = row[1] else { return nil }
            return (id, filing.bytes)
        }
    }
}

/// The places of a document's sealed values. Format, position and type stand beside them in plain columns, so they are
/// part of the place: changed there, nothing opens.
struct DocumentPlaces {
    let id: RecordID

    var filing: SealedPlace { SealedPlace(table: "document", column: "filing", row: id.bytes) }
    var issues: SealedPlace { SealedPlace(table: "document", column: "issues", row: id.bytes) }
    var frame: SealedPlace { SealedPlace(table: "document", column: "frame", row: id.bytes) }

    func source(_ format: String) -> SealedPlace {
        SealedPlace(table: "document", column: "source", row: id.bytes + format.utf8)
    }

    func resource(at position: Int, type: String) -> SealedPlace {
        var row = ByteCoding()
        row.append(position)
        return SealedPlace(table: "resource", column: "payload", row: id.bytes + row.bytes + type.utf8)
    }
}
