internal import Foundation
internal import GRDB
internal import RecordTypes

extension SQLiteLedgerStorage {
    package func entries(from: UInt64, limit: Int) async throws -> [StoredEntry] {
        let start = Int64(clamping: from)
        return try await read { database in
            let rows = try Row.fetchCursor(
                database.cachedStatement(
                    sql: """
                        SELECT entry.idx, entry.entry, entry.leaf, entry.counter, entry.key_check, entry.sealed_statement,
                            entry.sealed_opening, entry.request, person.blind, person.sealed_identity
                        FROM entry LEFT JOIN person ON person.id = entry.person
                        WHERE entry.idx >= ? ORDER BY entry.idx LIMIT ?
                        """), arguments: [start, limit])
            var entries: [StoredEntry] = []
            while let row = try rows.next() { entries.append(try Self.entry(row)) }
            return entries
        }
    }

    package func entries(ofPerson blind: [UInt8], after counter: UInt64, limit: Int) async throws -> [StoredEntry] {
        let start = Int64(clamping: counter)
        return try await read { database in
            let rows = try Row.fetchCursor(
                database.cachedStatement(
                    sql: """
                        SELECT entry.idx, entry.entry, entry.leaf, entry.counter, entry.key_check, entry.sealed_statement,
                            entry.sealed_opening, entry.request, person.blind, person.sealed_identity
                        FROM person JOIN entry ON entry.person = person.id
                        WHERE person.blind = ? AND entry.counter > ? ORDER BY entry.counter LIMIT ?
                        """), arguments: [Data(blind), start, limit])
            var entries: [StoredEntry] = []
            while let row = try rows.next() { entries.append(try Self.entry(row)) }
            return entries
        }
    }

    private static func entry(_ row: Row) throws -> StoredEntry {
        let index = UInt64(clamping: row["idx"] as Int64)
        guard let leafHash = Digest(row["leaf"] as Data) else { throw LedgerError(.damaged, at: index) }
        let person = (row["blind"] as Data?).map { blind in
            StoredEntry.Person(
                blind: Array(blind), identity: Array((row["sealed_identity"] as Data?) ?? Data()),
                counter: UInt64(clamping: (row["counter"] as Int64?) ?? 0))
        }
        return StoredEntry(
            index: index, entry: Array(row["entry"] as Data), leafHash: leafHash, person: person,
            keyCheck: Array(row["key_check"] as Data), statement: Array(row["sealed_statement"] as Data),
            opening: Array(row["sealed_opening"] as Data), request: (row["request"] as Data?).map { Array($0) },
            time: nil)
    }

    package func index(ofRequest key: [UInt8]) async throws -> UInt64? {
        try await read { database in
            try Int64.fetchOne(database, sql: "SELECT idx FROM entry WHERE request = ?", arguments: [Data(key)])
                .map { UInt64(clamping: $0) }
        }
    }

    package func misnumberedPeople() async throws -> [[UInt8]] {
        try await read { database in
            try Data.fetchAll(
                database,
                sql: """
                    SELECT person.blind FROM person LEFT JOIN
                        (SELECT person AS id, max(counter) AS counter FROM entry GROUP BY person) AS latest
                        ON latest.id = person.id
                    WHERE person.counter IS NOT latest.counter
                    """
            ).map { Array($0) }
        }
    }
}
