internal import EmbeddedDatabase
internal import Foundation
internal import GRDB

/// Fills SQLite's table of pages with entries, each after the one before.
struct SQLiteEntryPageWriter {
    private let insert: HotStatement
    private var packer = EntryPacker(.blob)

    init(in database: Database) throws { insert = try HotStatement("INSERT INTO page VALUES (?, ?)", in: database) }

    mutating func append(_ parts: EntryPage.Parts, at index: Int64) throws {
        if let page = packer.append(parts, at: index) { try store(page) }
    }

    /// Stores what has been appended.
    mutating func finish() throws {
        if let page = packer.finish() { try store(page) }
    }

    private func store(_ page: EntryPacker.Page) throws {
        insert.bind(page.first, at: 1)
        insert.bind(page.body, at: 2)
        try insert.run()
    }

    /// From the rows of a table `entry`, one an entry, as it was before there were pages.
    static func pack(_ database: Database) throws {
        var pages = try SQLiteEntryPageWriter(in: database)
        let rows = try Row.fetchCursor(
            database,
            sql: """
                SELECT idx, entry, leaf, person, counter, key_check, sealed_statement, sealed_opening, request
                FROM entry ORDER BY idx
                """)
        while let row = try rows.next() {
            let person = (row["person"] as Int64?).map {
                EntryPage.Person(row: $0, counter: (row["counter"] as Int64?) ?? 0, previous: nil)
            }
            let parts = EntryPage.Parts(
                entry: Array(row["entry"] as Data), leaf: Array(row["leaf"] as Data), person: person,
                keyCheck: Array(row["key_check"] as Data), statement: Array(row["sealed_statement"] as Data),
                opening: Array(row["sealed_opening"] as Data),
                request: (row["request"] as Data?).map { Array($0) })
            let index = row["idx"] as Int64
            guard parts.isStorable else { throw LedgerError(.damaged, at: UInt64(clamping: index)) }
            try pages.append(parts, at: index)
        }
        try pages.finish()
        try database.execute(sql: "INSERT INTO request SELECT request, idx FROM entry WHERE request IS NOT NULL")
    }
}
