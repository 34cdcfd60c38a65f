internal import Foundation
internal import GRDB
internal import RecordTypes

extension SQLiteLedgerStorage {
    /// Calls `visit` with each record from a position on, until it says false.
    /// - Parameter isLenient: leaves out what does not parse.
    /// - Throws: `damaged` where a page does not parse.
    static func forEachRecord(
        from start: Int64, in database: Database, isLenient: Bool = false,
        _ visit: (_ index: Int64, _ record: EntryPage.Record, _ page: [UInt8]) throws -> Bool
    ) throws {
        let rows = try Row.fetchCursor(
            database.cachedStatement(
                sql: """
                    SELECT first, body FROM page
                    WHERE first >= coalesce((SELECT max(first) FROM page WHERE first <= ?), 0) ORDER BY first
                    """), arguments: [start])
        while let row = try rows.next() {
            guard
                try EntryPage.forEachRecord(
                    of: Array(row[1] as Data), first: row[0], from: start, isLenient: isLenient, visit)
            else { return }
        }
    }

    /// Persons by row, each looked up once.
    struct PersonRows {
        private var known: [Int64: (blind: [UInt8], identity: [UInt8])?] = [:]

        mutating func person(_ row: Int64, in database: Database) throws -> (blind: [UInt8], identity: [UInt8])? {
            if let person = known[row] { return person }
            let found = try Row.fetchOne(
                database.cachedStatement(sql: "SELECT blind, sealed_identity FROM person WHERE id = ?"),
                arguments: [row])
            let person = found.map { (blind: Array($0[0] as Data), identity: Array($0[1] as Data)) }
            known[row] = .some(person)
            return person
        }
    }

    static func entry(
        _ index: Int64, _ record: EntryPage.Record, _ page: [UInt8], _ people: inout PersonRows, _ database: Database
    ) throws -> StoredEntry {
        let person = try record.person.flatMap { try people.person($0.row, in: database) }
        return try EntryPage.entry(index, record, page, person: person)
    }

    /// The page that holds a position, if any does: the last that begins there or before.
    private static func page(before index: Int64, in database: Database) throws -> (first: Int64, body: [UInt8])? {
        try Row.fetchOne(
            database, sql: "SELECT first, body FROM page WHERE first <= ? ORDER BY first DESC LIMIT 1",
            arguments: [index]
        ).map { ($0[0] as Int64, Array($0[1] as Data)) }
    }

    /// Other bytes in the place of an entry's statement; nothing where there is no such entry.
    /// - Throws: `damaged` where its page does not parse: what stands behind must not be lost.
    static func replaceStatement(_ statement: [UInt8], at index: Int64, in database: Database) throws {
        guard let (first, old) = try page(before: index, in: database),
            let page = try EntryPage.page(old, first: first, withStatement: statement, at: index)
        else { return }
        try database.execute(sql: "UPDATE page SET body = ? WHERE first = ?", arguments: [Data(page), first])
    }

    /// Puts an entry back into its page; one that is gone comes alone, without what was beside it.
    static func restore(
        _ entry: [UInt8], _ leaf: [UInt8], at index: Int64, isNew: Bool, in database: Database
    ) throws {
        if let (first, old) = try page(before: index, in: database) {
            let (records, isWhole) = EntryPage.records(in: old)
            var page: [UInt8] = []
            for (place, record) in zip(first..., records) {
                guard place == index else {
                    page += old[record.whole]
                    continue
                }
                var parts = record.parts(of: old)
                parts.entry = entry
                parts.leaf = leaf
                EntryPage.append(parts, to: &page)
            }
            if !isWhole || index < first + Int64(records.count) {
                try database.execute(sql: "UPDATE page SET body = ? WHERE first = ?", arguments: [Data(page), first])
                // Where nothing of the page could be read, its row goes to make room.
                if records.isEmpty { try database.execute(sql: "DELETE FROM page WHERE first = ?", arguments: [first]) }
            }
        }
        guard isNew else { return }
        var page: [UInt8] = []
        EntryPage.append(
            EntryPage.Parts(
                entry: entry, leaf: leaf, person: nil,
                keyCheck: [UInt8](repeating: 0, count: PersonKey.checkLength), statement: [], opening: [], request: nil),
            to: &page)
        try database.execute(sql: "INSERT INTO page VALUES (?, ?)", arguments: [index, Data(page)])
    }
}
