import Foundation
import GRDB
import RecordTypes

/// The same file and the same questions, typed into SQLite: rows are fetched, nothing is opened.
struct BareAccessLog {
    private let database: DatabaseQueue

    init(path: String) throws {
        var configuration = Configuration()
        configuration.readonly = true
        database = try DatabaseQueue(path: path, configuration: configuration)
    }

    /// Fifty rows of the person whom an event concerns, and the count of their entries.
    func page(of index: UInt64) throws {
        try database.read { database in
            let person = try Data.fetchOne(
                database, sql: "SELECT person FROM access WHERE ledger_index = ?", arguments: [Int64(bitPattern: index)]
            )
            _ = try Row.fetchAll(
                database,
                sql: "SELECT * FROM access WHERE person = ? ORDER BY time DESC, ledger_index DESC LIMIT 51",
                arguments: [person])
            _ = try Row.fetchOne(
                database, sql: "SELECT COUNT(*), MAX(counter) FROM entry WHERE person = ?", arguments: [person])
        }
    }

    func month(of institution: InstitutionID, _ month: Range<Instant>) throws {
        let values: StatementArguments = [
            institution.semantics, month.lowerBound.milliseconds, month.upperBound.milliseconds,
        ]
        try database.read { database in
            _ = try Row.fetchAll(
                database,
                sql: """
                    SELECT * FROM access WHERE institution = ? AND time >= ? AND time < ?
                    ORDER BY time DESC, ledger_index DESC LIMIT 101
                    """, arguments: values)
            _ = try Row.fetchOne(
                database,
                sql: """
                    SELECT COUNT(*), MIN(ledger_index), MAX(ledger_index) FROM access
                    WHERE institution = ? AND time >= ? AND time < ?
                    """, arguments: values)
        }
    }

    /// Steps through the plain columns of a month; returns how many rows there were.
    func facts(in month: Range<Instant>) throws -> Int {
        try database.read { database in
            let rows = try Row.fetchCursor(
                database,
                sql: """
                    SELECT ledger_index, time, institution, person, professional, facts FROM access
                    WHERE time >= ? AND time < ? ORDER BY time, ledger_index
                    """, arguments: [month.lowerBound.milliseconds, month.upperBound.milliseconds])
            var count = 0
            while try rows.next() != nil { count += 1 }
            return count
        }
    }
}
