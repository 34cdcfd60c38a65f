internal import EmbeddedDatabase
internal import Foundation
internal import GRDB
internal import RecordTypes

extension SQLiteLedgerStorage {
    package func entries(from: UInt64, limit: Int) async throws -> [StoredEntry] {
        guard limit > 0 else { return [] }
        let start = Int64(clamping: from)
        return try await read { database in
            var entries: [StoredEntry] = []
            var people = PersonRows()
            try Self.forEachRecord(from: start, in: database) { index, record, page in
                entries.append(try Self.entry(index, record, page, &people, database))
                return entries.count < limit
            }
            return entries
        }
    }

    /// Reads every page up to the last entry found: the log is ordered by position. Trails (``PersonTrail``) would cost the transaction a tenth.
    package func entries(ofPerson blind: [UInt8], after counter: UInt64, limit: Int) async throws -> [StoredEntry] {
        guard limit > 0 else { return [] }
        let start = Int64(clamping: counter)
        return try await read { database in
            let row = try Int64.fetchOne(
                database, sql: "SELECT id FROM person WHERE blind = ?", arguments: [Data(blind)])
            guard let row else { return [] }
            var entries: [StoredEntry] = []
            var people = PersonRows()
            try Self.forEachRecord(from: 0, in: database) { index, record, page in
                guard let person = record.person, person.row == row, person.counter > start else { return true }
                entries.append(try Self.entry(index, record, page, &people, database))
                return entries.count < limit
            }
            return entries
        }
    }

    package func index(ofRequest key: [UInt8]) async throws -> UInt64? {
        try await read { database in
            try Int64.fetchOne(database, sql: "SELECT idx FROM request WHERE key = ?", arguments: [Data(key)])
                .map { UInt64(clamping: $0) }
        }
    }

    package func misnumberedPeople() async throws -> [[UInt8]] {
        try await read { database in
            var trails = TrailCheck()
            try Self.forEachRecord(from: 0, in: database, isLenient: true) { index, record, _ in
                trails.look(at: record, index)
                return true
            }
            let people = try Row.fetchCursor(database, sql: "SELECT id, blind, counter FROM person")
            var misnumbered: [[UInt8]] = []
            while let person = try people.next() {
                if !trails.lead(to: person[0], counter: person[2], last: -1) {
                    misnumbered.append(Array(person[1] as Data))
                }
            }
            return misnumbered
        }
    }

    package func misfiledRequests() async throws -> [UInt64?] {
        try await read { database in
            let file = try HotStatement("SELECT idx FROM request WHERE key = ?", in: database)
            var misfiled: [UInt64?] = []
            var count = 0
            try Self.forEachRecord(from: 0, in: database, isLenient: true) { index, record, page in
                guard let request = record.request else { return true }
                count += 1
                file.bind(Array(page[request]), at: 1)
                if try file.firstRow(columns: 1) != [index] { misfiled.append(UInt64(clamping: index)) }
                return true
            }
            if try Int.fetchOne(database, sql: "SELECT COUNT(*) FROM request") != count { misfiled.append(nil) }
            return misfiled
        }
    }
}
