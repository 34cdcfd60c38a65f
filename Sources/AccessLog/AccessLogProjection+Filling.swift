internal import EmbeddedDatabase
internal import GRDB
public import RecordTypes
internal import Sealing
internal import Statements

extension AccessLogProjection {
    /// Fills an empty log with events that never were on a ledger: for measured runs alone, which would otherwise read back ten million
    /// statements. The rows are those of ``apply(_:movingCursorTo:)``; the indexes are made at the end, in one go.
    /// - Parameter next: the following events, each of a known person; nil at the end.
    @_spi(Measuring)
    public func fill(from first: UInt64, with next: () throws -> [AccessEvent]?) async throws {
        let indexes = ["time", "institution", "person", "professional"]
        try await database.write { database in
            for name in indexes { try database.execute(sql: "DROP INDEX access_\(name)") }
            try database.execute(sql: "DROP INDEX entry_person")
        }
        var index = first
        var counters: [LedgerIdentity: UInt64] = [:]
        while let events = try next() {
            var rows: [(AccessRow, EntryRow?)] = []
            rows.reserveCapacity(events.count)
            for event in events {
                guard let key = try await key(of: event.subject) else { continue }
                var counter: UInt64 = 0
                if let subject = event.subject {
                    counter = counters[subject, default: 0] + 1
                    counters[subject] = counter
                }
                let projected = ProjectedStatement(
                    index: index, kind: .access, time: event.time, subject: event.subject, counter: counter,
                    statement: Statements.Statement.access(event).bytes)
                let row = AccessRow(event, projected, key: key, names)
                let entry = event.subject.map {
                    EntryRow(
                        index: row.index, person: names.name(ofSubject: $0), counter: Int64(bitPattern: counter))
                }
                rows.append((row, entry))
                index += 1
            }
            let ready = rows
            let end = index
            try await database.write { database in
                for (row, entry) in ready {
                    try entry?.insert(database)
                    try row.insert(database)
                }
                try ProjectionCursor.move(to: end, database)
            }
        }
        try await database.write { database in
            try database.execute(
                sql: """
                    CREATE INDEX access_time ON access (time, ledger_index);
                    CREATE INDEX access_institution ON access (institution, time, ledger_index);
                    CREATE INDEX access_person ON access (person, time, ledger_index);
                    CREATE INDEX access_professional ON access (professional, time, ledger_index);
                    CREATE INDEX entry_person ON entry (person, counter, ledger_index);
                    """)
        }
        try await database.truncateLog()
    }
}
