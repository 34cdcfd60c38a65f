#if PostgreSQL
    internal import CLibPQ

    /// The answer to one statement, in binary form. Lives no longer than the work that asked for it.
    @safe
    public final class PostgreSQLRows {
        private let result: OpaquePointer

        /// Takes over a result of libpq.
        init(_ result: OpaquePointer) { unsafe self.result = unsafe result }

        /// The result is ours alone, and cleared once.
        deinit { unsafe PQclear(result) }

        public var count: Int { Int(unsafe PQntuples(result)) }

        /// How many rows an `INSERT`, `UPDATE` or `DELETE` changed.
        public var changedCount: Int { unsafe Self.text(PQcmdTuples(result)).flatMap { Int($0) } ?? 0 }

        var status: ExecStatusType { unsafe PQresultStatus(result) }

        /// `COMMIT`, `ROLLBACK`, `INSERT 0 1`
        var command: String { unsafe Self.text(PQcmdStatus(result)) ?? "" }

        /// PG_DIAG_SQLSTATE, 'C'.
        var sqlState: String { unsafe Self.text(PQresultErrorField(result, 67)) ?? "" }

        /// PG_DIAG_MESSAGE_PRIMARY, 'M'. Only the primary message: detail and hint quote values.
        var primaryMessage: String { unsafe Self.text(PQresultErrorField(result, 77)) ?? "" }

        public func isNull(_ row: Int, _ column: Int) -> Bool {
            check(row, column)
            return unsafe PQgetisnull(result, Int32(row), Int32(column)) == 1
        }

        /// - Throws: `unexpectedAnswer` where the column holds no `bigint`.
        public func integer(_ row: Int, _ column: Int) throws(PostgreSQLError) -> Int64 {
            let bytes = bytes(row, column)
            guard bytes.count == 8 else { throw .unexpectedAnswer }
            return Int64(bitPattern: bytes.reduce(0) { $0 << 8 | UInt64($1) })
        }

        public func text(_ row: Int, _ column: Int) -> String { String(decoding: bytes(row, column), as: UTF8.self) }

        /// The value's bytes; none for NULL.
        public func bytes(_ row: Int, _ column: Int) -> [UInt8] {
            check(row, column)
            let count = Int(unsafe PQgetlength(result, Int32(row), Int32(column)))
            // libpq keeps `count` bytes at this address for as long as the result lives.
            guard count > 0, let start = unsafe PQgetvalue(result, Int32(row), Int32(column)) else { return [] }
            return unsafe Array(UnsafeRawBufferPointer(start: start, count: count))
        }

        private func check(_ row: Int, _ column: Int) {
            let columns = Int(unsafe PQnfields(result))
            precondition(row >= 0 && row < count && column >= 0 && column < columns, "rows and columns are ours")
        }

        private static func text(_ string: UnsafePointer<CChar>?) -> String? {
            guard let string = unsafe string else { return nil }
            return unsafe String(cString: string)
        }

        private static func text(_ string: UnsafeMutablePointer<CChar>?) -> String? {
            guard let string = unsafe string else { return nil }
            return unsafe String(cString: string)
        }
    }
#endif
