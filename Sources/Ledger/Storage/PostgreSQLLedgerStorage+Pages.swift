#if PostgreSQL
    internal import ReplicatedDatabase

    extension PostgreSQLLedgerStorage {
        /// Pages on their way into the table.
        struct Pages {
            private(set) var finished: [EntryPacker.Page] = []
            private var packer = EntryPacker(.tuple)

            mutating func append(_ parts: EntryPage.Parts, at index: Int64) {
                if let page = packer.append(parts, at: index) { finished.append(page) }
            }

            mutating func finish() {
                if let page = packer.finish() { finished.append(page) }
            }

            /// All that are finished, which are then none.
            mutating func take() -> [EntryPacker.Page] {
                defer { finished = [] }
                return finished
            }
        }

        /// Pages fetched at once: some 400 kB.
        private static let pagesAtOnce: Int64 = 64

        /// Calls `visit` with each record from a position on and before another, until it says false.
        /// - Parameter isLenient: leaves out what does not parse.
        /// - Throws: `damaged` where a page does not parse.
        static func forEachRecord(
            from start: Int64, to end: Int64, _ session: PostgreSQLSession, isLenient: Bool = false,
            _ visit: (_ index: Int64, _ record: EntryPage.Record, _ page: [UInt8]) throws -> Bool
        ) throws {
            var next = start
            while next < end {
                let rows = try session.query(
                    """
                    SELECT first, body FROM page
                    WHERE first >= coalesce((SELECT max(first) FROM page WHERE first <= $1), 0) AND first < $2
                    ORDER BY first LIMIT $3
                    """, [.integer(next), .integer(end), .integer(pagesAtOnce)])
                for row in 0..<rows.count {
                    let first = try rows.integer(row, 0)
                    let goesOn = try EntryPage.forEachRecord(
                        of: rows.bytes(row, 1), first: first, from: start, isLenient: isLenient
                    ) { index, record, page in
                        next = index + 1
                        return try index < end && visit(index, record, page)
                    }
                    guard goesOn else { return }
                    next = max(next, first + 1)
                }
                guard rows.count == Int(pagesAtOnce) else { return }
            }
        }

        /// Persons by row, each looked up once.
        struct PersonRows {
            private var known: [Int64: (blind: [UInt8], identity: [UInt8])] = [:]

            /// Looks up those that are not known.
            init(of rows: Set<Int64>, _ session: PostgreSQLSession) throws {
                guard !rows.isEmpty else { return }
                let found = try session.query(
                    "SELECT id, blind, sealed_identity FROM person WHERE id = ANY ($1::bigint[])",
                    [.integers(Array(rows))])
                for row in 0..<found.count {
                    known[try found.integer(row, 0)] = (found.bytes(row, 1), found.bytes(row, 2))
                }
            }

            subscript(row: Int64) -> (blind: [UInt8], identity: [UInt8])? { known[row] }
        }

        /// The former rows are gone with the next `VACUUM` of the table.
        package func replaceStatements(_ sealed: [UInt64: [UInt8]]) async throws {
            try await database.write { session in
                // In one order, so that two who replace wait for one another and not for ever.
                for (index, statement) in sealed.sorted(by: { $0.key < $1.key }) {
                    let index = Int64(clamping: index)
                    let row = try session.query(
                        "SELECT first, body FROM page WHERE first <= $1 ORDER BY first DESC LIMIT 1 FOR UPDATE",
                        [.integer(index)])
                    guard row.count == 1 else { continue }
                    let first = try row.integer(0, 0)
                    let page = try EntryPage.page(row.bytes(0, 1), first: first, withStatement: statement, at: index)
                    guard let page else { continue }
                    try session.query("UPDATE page SET body = $1 WHERE first = $2", [.bytes(page), .integer(first)])
                }
            }
        }
    }
#endif
