public import GRDB
internal import GRDBSQLite

/// A prepared statement of a path that runs thousands of times a transaction: bound and stepped through SQLite's own functions, which
/// costs about half of going through values.
///
/// To be used where it was made, inside one access to the database.
@safe
public final class HotStatement {
    /// Keeps the prepared statement alive.
    private let statement: Statement
    private let database: Database

    /// Prepared the first time, and taken from the connection's cache from then on.
    public init(_ sql: String, in database: Database) throws {
        statement = try database.cachedStatement(sql: sql)
        self.database = database
    }

    /// - Parameter position: from 1.
    public func bind(_ value: Int64?, at position: Int) {
        if let value {
            unsafe sqlite3_bind_int64(statement.sqliteStatement, Int32(position), value)
        } else {
            unsafe sqlite3_bind_null(statement.sqliteStatement, Int32(position))
        }
    }

    /// - Parameter position: from 1.
    public func bind(_ bytes: [UInt8]?, at position: Int) {
        guard let bytes else {
            unsafe sqlite3_bind_null(statement.sqliteStatement, Int32(position))
            return
        }
        // Sound: SQLITE_TRANSIENT (-1) has SQLite copy the bytes before the call returns.
        let transient = unsafe unsafeBitCast(-1, to: sqlite3_destructor_type.self)
        _ = unsafe bytes.withUnsafeBytes { buffer in
            // An empty array may have no address, and a NULL address would bind NULL.
            if unsafe buffer.isEmpty {
                unsafe sqlite3_bind_zeroblob(statement.sqliteStatement, Int32(position), 0)
            } else {
                unsafe sqlite3_bind_blob(
                    statement.sqliteStatement, Int32(position), buffer.baseAddress, Int32(buffer.count), transient)
            }
        }
    }

    /// Runs it to its end.
    /// - Throws: GRDB's `DatabaseError` with SQLite's code.
    public func run() throws {
        let code = step()
        unsafe sqlite3_reset(statement.sqliteStatement)
        guard code == SQLITE_DONE || code == SQLITE_ROW else { throw failure(code) }
    }

    /// The integers of the first row; nil where there is none.
    /// - Throws: as ``run()``.
    public func firstRow(columns: Int) throws -> [Int64]? {
        let code = step()
        defer { unsafe sqlite3_reset(statement.sqliteStatement) }
        switch code {
        case SQLITE_ROW:
            return (0..<Int32(columns)).map { unsafe sqlite3_column_int64(statement.sqliteStatement, $0) }
        case SQLITE_DONE: return nil
        default: throw failure(code)
        }
    }

    private func step() -> Int32 { unsafe sqlite3_step(statement.sqliteStatement) }

    private func failure(_ code: Int32) -> DatabaseError {
        let extended = unsafe sqlite3_extended_errcode(database.sqliteConnection)
        return DatabaseError(resultCode: ResultCode(rawValue: extended & 255 == code & 255 ? extended : code))
    }
}
