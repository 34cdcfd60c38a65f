internal import EmbeddedDatabase
internal import GRDB
internal import RecordTypes

/// The part of a query that the plain and blind columns decide, as SQL with bound values.
struct AccessSelection: Sendable {
    private var conditions: [String] = []
    private var values: [any DatabaseValueConvertible & Sendable] = []

    init(_ query: AccessLogQuery, _ names: AccessNames) {
        if let subject = query.subject { add("person = ?", Blob(names.name(ofSubject: subject))) }
        if let professional = query.professional {
            add("professional = ?", Blob(names.name(ofProfessional: professional)))
        }
        if let institution = query.institution { add("institution = ?", institution.semantics) }
        if let from = query.from { add("time >= ?", from.milliseconds) }
        if let until = query.until { add("time < ?", until.milliseconds) }
    }

    private mutating func add(_ condition: String, _ value: any DatabaseValueConvertible & Sendable) {
        conditions.append(condition)
        values.append(value)
    }

    private var filter: String { conditions.isEmpty ? "" : "WHERE " + conditions.joined(separator: " AND ") }

    func fetch(after cursor: AccessLogCursor?, limit: Int, _ database: Database) throws -> [AccessRow] {
        var selection = self
        if let cursor {
            selection.conditions.append("(time, ledger_index) < (?, ?)")
            selection.values += [cursor.time, cursor.ledgerIndex]
        }
        selection.values.append(limit)
        let statement = try database.cachedStatement(
            sql: "SELECT * FROM access \(selection.filter) ORDER BY time DESC, ledger_index DESC LIMIT ?")
        return try Row.fetchAll(statement, arguments: StatementArguments(selection.values)).map { AccessRow($0) }
    }

    /// Filter and values for what comes after a place in time's own direction.
    func condition(
        after cursor: AccessLogCursor?
    ) -> (filter: String, values: [any DatabaseValueConvertible & Sendable]) {
        guard let cursor else { return (filter, values) }
        var selection = self
        selection.conditions.append("(time, ledger_index) > (?, ?)")
        selection.values += [cursor.time, cursor.ledgerIndex]
        return (selection.filter, selection.values)
    }

    /// How many events, and the first and last ledger index among them.
    func extent(_ database: Database) throws -> (count: Int, first: Int64?, last: Int64?) {
        let statement = try database.cachedStatement(
            sql: "SELECT COUNT(*), MIN(ledger_index), MAX(ledger_index) FROM access \(filter)")
        guard let row = try Row.fetchOne(statement, arguments: StatementArguments(values)) else { return (0, nil, nil) }
        return (row[0], row[1], row[2])
    }
}
