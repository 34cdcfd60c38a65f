internal import EmbeddedDatabase
internal import GRDB
internal import RecordTypes
internal import Sealing
internal import Statements

/// A row of `mandate`: the latest word about whether one person acts for another, on one basis.
struct IndexedMandate: Sendable {
    let name: [UInt8]
    let person: [UInt8]
    let representative: [UInt8]
    let ledgerIndex: UInt64
    let subject: [UInt8]
    let statement: [UInt8]

    init(
        _ mandate: Mandate, of person: LedgerIdentity, _ projected: ProjectedStatement, key: SealingKey,
        _ names: PersonNames
    ) {
        name = names.mandateName(mandate, of: person)
        self.person = names.name(of: person)
        representative = names.name(ofRepresentative: mandate.representative)
        ledgerIndex = projected.index
        subject = names.seal(person, inMandate: name)
        statement = key.seal(projected.statement, as: Self.place(name))
    }

    private init(_ row: Row) {
        func bytes(_ column: String) -> [UInt8] {
            let blob: Blob = row[column]
            return blob.bytes
        }
        name = bytes("name")
        person = bytes("person")
        representative = bytes("representative")
        ledgerIndex = UInt64(bitPattern: row["ledger_index"])
        subject = bytes("subject")
        statement = bytes("statement")
    }

    static func fetchAll(of person: [UInt8], _ database: Database) throws -> [IndexedMandate] {
        let statement = try database.cachedStatement(
            sql: "SELECT * FROM mandate WHERE person = ? ORDER BY ledger_index")
        return try Row.fetchAll(statement, arguments: [Blob(person)]).map { IndexedMandate($0) }
    }

    static func fetchAll(heldBy representative: [UInt8], _ database: Database) throws -> [IndexedMandate] {
        let statement = try database.cachedStatement(
            sql: "SELECT * FROM mandate WHERE representative = ? ORDER BY ledger_index")
        return try Row.fetchAll(statement, arguments: [Blob(representative)]).map { IndexedMandate($0) }
    }

    func upsert(_ database: Database) throws {
        try database.cachedStatement(
            sql: """
                INSERT INTO mandate (name, person, representative, ledger_index, subject, statement)
                VALUES (?, ?, ?, ?, ?, ?)
                ON CONFLICT (name) DO UPDATE SET
                    ledger_index = excluded.ledger_index, subject = excluded.subject, statement = excluded.statement
                WHERE excluded.ledger_index >= ledger_index
                """
        ).execute(arguments: [
            Blob(name), Blob(person), Blob(representative), Int64(bitPattern: ledgerIndex), Blob(subject),
            Blob(statement),
        ])
    }

    func mandate(of person: LedgerIdentity, openedBy key: SealingKey) throws(RecordIndexError) -> Mandate {
        guard let bytes = try? key.open(statement, as: Self.place(name)),
            case .mandate(let mandate, _) = try? Statements.Statement(reading: bytes, subject: person)
        else { throw .damaged }
        return mandate
    }

    private static func place(_ name: [UInt8]) -> SealedPlace {
        SealedPlace(table: "mandate", column: "statement", row: name)
    }
}
