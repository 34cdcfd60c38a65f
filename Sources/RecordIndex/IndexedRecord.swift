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
    let category: [UInt8]
    let openness: [UInt8]
    let time: DateSpan

    init(_ description: RecordDescription, _ projected: ProjectedStatement, key: SealingKey, _ names: PersonNames) {
        id = description.id
        person = names.name(of: description.subject)
        ledgerIndex = projected.index
        received = description.received.milliseconds
        institution = description.institution.semantics
        subject = names.seal(description.subject, of: description.id)
        statement = key.seal(projected.statement, as: Self.place(description.id))
        category = names.category(
            description.type.map { RecordFilter.Category(system: $0.system, code: $0.code) }, of: description.subject)
        openness = names.openness(isClosed: description.closedTo.contains(.clinician), of: description.subject)
        time = description.timeSpan
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
        let category: Blob = row["category"]
        let openness: Blob = row["openness"]
        self.category = category.bytes
        self.openness = openness.bytes
        time = DateSpan(start: Instant(milliseconds: row["starts"]), end: Instant(milliseconds: row["ends"]))
    }

    static func fetch(_ id: RecordID, _ database: Database) throws -> IndexedRecord? {
        let statement = try database.cachedStatement(sql: "SELECT * FROM record WHERE record = ?")
        return try Row.fetchOne(statement, arguments: [Blob(id.bytes)]).map { try IndexedRecord($0) }
    }

    /// Newest first, those behind `position` that pass, at most `limit`.
    static func fetch(
        of person: [UInt8], passing condition: FilterCondition, after position: RecordPosition?, limit: Int,
        _ database: Database
    ) throws -> [IndexedRecord] {
        let end = position ?? .beforeAll
        let statement = try database.makeStatement(
            sql: """
                SELECT * FROM record WHERE person = ? AND (received, ledger_index) < (?, ?) AND \(condition.sql)
                ORDER BY received DESC, ledger_index DESC LIMIT ?
                """)
        let arguments: StatementArguments = [Blob(person), end.received, end.ledgerIndex]
        return try Row.fetchAll(statement, arguments: arguments + condition.arguments + [limit])
            .map { try IndexedRecord($0) }
    }

    /// Looks at records of others, whoever they are, by the same condition, as many as are missing to `least`: what a person with few records or none
    /// costs less than one with many.
    static func examineOthers(
        than person: [UInt8], by condition: FilterCondition, upTo least: Int, _ database: Database
    ) throws {
        let own =
            try Int.fetchOne(
                database.cachedStatement(sql: "SELECT COUNT(*) FROM record WHERE person = ?"), arguments: [Blob(person)]
            )
            ?? 0
        guard own < least else { return }
        let statement = try database.makeStatement(
            sql: "SELECT SUM(passes) FROM (SELECT \(condition.sql) AS passes FROM record LIMIT ?)")
        _ = try Int.fetchOne(statement, arguments: condition.arguments + [least - own])
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
                INSERT INTO record (
                    record, person, ledger_index, received, institution, subject, statement, category, openness, starts,
                    ends)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (record) DO UPDATE SET
                    person = excluded.person, ledger_index = excluded.ledger_index, received = excluded.received,
                    institution = excluded.institution, subject = excluded.subject, statement = excluded.statement,
                    category = excluded.category, openness = excluded.openness, starts = excluded.starts,
                    ends = excluded.ends
                WHERE excluded.ledger_index >= ledger_index
                """
        ).execute(arguments: [
            Blob(id.bytes), Blob(person), Int64(bitPattern: ledgerIndex), received, institution, Blob(subject),
            Blob(statement), Blob(category), Blob(openness), time.start.milliseconds, time.end.milliseconds,
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
