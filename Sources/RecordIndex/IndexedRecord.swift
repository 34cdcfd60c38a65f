internal import EmbeddedDatabase
internal import GRDB
internal import RecordTypes
internal import Sealing
internal import Statements

/// A row of `record`.
struct IndexedRecord: Sendable {
    let id: RecordID
    let person: [UInt8]
    let ledgerIndex: UInt64
    let received: Int64
    let institution: String
    let subject: [UInt8]
    let statement: [UInt8]

    init(_ description: RecordDescription, _ projected: ProjectedStatement, key: SealingKey, _ names: PersonNames) {
        id = description.id
        person = names.name(of: description.subject)
        ledgerIndex = projected.index
        received = description.received.milliseconds
        institution = description.institution.semantics
        subject = names.seal(description.subject, of: description.id)
        statement = key.seal(projected.statement, as: Self.place(description.id))
    }

    private init(_ row: Row) throws {
        let record: Blob = row["record"]
        let person: Blob = row["person"]
        let subject: Blob = row["subject"]
        let statement: Blob = row["statement"]
        guard let id = RecordID(bytes: record.bytes) else { throw RecordIndexError.damaged }
        self.id = id
        self.person = person.bytes
        ledgerIndex = UInt64(bitPattern: row["ledger_index"])
        received = row["received"]
        institution = row["institution"]
        self.subject = subject.bytes
        self.statement = statement.bytes
    }

    static func fetch(_ id: RecordID, _ database: Database) throws -> IndexedRecord? {
        let statement = try database.cachedStatement(sql: "SELECT * FROM record WHERE record = ?")
        return try Row.fetchOne(statement, arguments: [Blob(id.bytes)]).map { try IndexedRecord($0) }
    }

    /// Newest first, those behind `position`, at most `limit`.
    static func fetch(
        of person: [UInt8], after position: RecordPosition?, limit: Int, _ database: Database
    ) throws -> [IndexedRecord] {
        let end = position ?? .beforeAll
        let statement = try database.cachedStatement(
            sql: """
                SELECT * FROM record WHERE person = ? AND (received, ledger_index) < (?, ?)
                ORDER BY received DESC, ledger_index DESC LIMIT ?
                """)
        return try Row.fetchAll(statement, arguments: [Blob(person), end.received, end.ledgerIndex, limit])
            .map { try IndexedRecord($0) }
    }

    /// The record, if it is this person's: one look-up, whether it is another's or nobody's.
    static func fetch(_ id: RecordID, of person: [UInt8], _ database: Database) throws -> IndexedRecord? {
        let statement = try database.cachedStatement(sql: "SELECT * FROM record WHERE record = ? AND person = ?")
        return try Row.fetchOne(statement, arguments: [Blob(id.bytes), Blob(person)]).map { try IndexedRecord($0) }
    }

    /// Institution and time of receipt, the plain columns alone.
    static func filings(about person: [UInt8], _ database: Database) throws -> [(String, Int64)] {
        let statement = try database.cachedStatement(
            sql: "SELECT institution, received FROM record WHERE person = ? ORDER BY received DESC")
        return try Row.fetchAll(statement, arguments: [Blob(person)]).map { ($0["institution"], $0["received"]) }
    }

    static func exists(of person: [UInt8], _ database: Database) throws -> Bool {
        let statement = try database.cachedStatement(sql: "SELECT 1 FROM record WHERE person = ? LIMIT 1")
        return try Int.fetchOne(statement, arguments: [Blob(person)]) != nil
    }

    /// A later statement about the same record replaces an earlier one, never the other way round.
    func upsert(_ database: Database) throws {
        try database.cachedStatement(
            sql: """
                INSERT INTO record (record, person, ledger_index, received, institution, subject, statement)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (record) DO UPDATE SET
                    person = excluded.person, ledger_index = excluded.ledger_index, received = excluded.received,
                    institution = excluded.institution, subject = excluded.subject, statement = excluded.statement
                WHERE excluded.ledger_index >= ledger_index
                """
        ).execute(arguments: [
            Blob(id.bytes), Blob(person), Int64(bitPattern: ledgerIndex), received, institution, Blob(subject),
            Blob(statement),
        ])
    }

    func entry(of person: LedgerIdentity, openedBy key: SealingKey) throws(RecordIndexError) -> RegistryEntry {
        guard let bytes = try? key.open(statement, as: Self.place(id)),
            case .record(let description, let patient) = try? Statements.Statement(reading: bytes, subject: person),
            description.id == id
        else { throw .damaged }
        return RegistryEntry(
            description: description, patient: patient,
            position: RecordPosition(received: received, ledgerIndex: Int64(bitPattern: ledgerIndex)))
    }

    private static func place(_ id: RecordID) -> SealedPlace {
        SealedPlace(table: "record", column: "statement", row: id.bytes)
    }
}
