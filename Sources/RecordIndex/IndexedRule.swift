internal import EmbeddedDatabase
internal import GRDB
internal import RecordTypes
internal import Sealing
internal import Statements

/// A row of `rule`: the latest decision of a person about one target towards one audience.
struct IndexedRule: Sendable {
    let name: [UInt8]
    let person: [UInt8]
    let ledgerIndex: UInt64
    let statement: [UInt8]

    init(
        _ restriction: Restriction, of person: LedgerIdentity, _ projected: ProjectedStatement, key: SealingKey,
        _ names: PersonNames
    ) {
        name = names.ruleName(restriction, of: person)
        self.person = names.name(of: person)
        ledgerIndex = projected.index
        statement = key.seal(projected.statement, as: Self.place(name))
    }

    private init(_ row: Row) {
        let name: Blob = row["name"]
        let person: Blob = row["person"]
        let statement: Blob = row["statement"]
        self.name = name.bytes
        self.person = person.bytes
        ledgerIndex = UInt64(bitPattern: row["ledger_index"])
        self.statement = statement.bytes
    }

    static func fetchAll(of person: [UInt8], _ database: Database) throws -> [IndexedRule] {
        let statement = try database.cachedStatement(sql: "SELECT * FROM rule WHERE person = ? ORDER BY ledger_index")
        return try Row.fetchAll(statement, arguments: [Blob(person)]).map { IndexedRule($0) }
    }

    static func exists(of person: [UInt8], _ database: Database) throws -> Bool {
        let statement = try database.cachedStatement(sql: "SELECT 1 FROM rule WHERE person = ? LIMIT 1")
        return try Int.fetchOne(statement, arguments: [Blob(person)]) != nil
    }

    /// The latest consent wins, in whatever order they are applied.
    func upsert(_ database: Database) throws {
        try database.cachedStatement(
            sql: """
                INSERT INTO rule (name, person, ledger_index, statement) VALUES (?, ?, ?, ?)
                ON CONFLICT (name) DO UPDATE SET ledger_index = excluded.ledger_index, statement = excluded.statement
                WHERE excluded.ledger_index >= ledger_index
                """
        ).execute(arguments: [Blob(name), Blob(person), Int64(bitPattern: ledgerIndex), Blob(statement)])
    }

    func restriction(of person: LedgerIdentity, openedBy key: SealingKey) throws(RecordIndexError) -> Restriction {
        guard let bytes = try? key.open(statement, as: Self.place(name)),
            case .consent(let restriction, _) = try? Statements.Statement(reading: bytes, subject: person)
        else { throw .damaged }
        return restriction
    }

    private static func place(_ name: [UInt8]) -> SealedPlace {
        SealedPlace(table: "rule", column: "statement", row: name)
    }
}
