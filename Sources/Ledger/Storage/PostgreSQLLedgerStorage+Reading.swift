#if PostgreSQL
    internal import ReplicatedDatabase

    extension PostgreSQLLedgerStorage {
        package func entries(from: UInt64, limit: Int) async throws -> [StoredEntry] {
            guard limit > 0 else { return [] }
            let (start, end) = (Int64(clamping: from), Int64(clamping: try await end(of: from, limit)))
            return try await database.read { session in
                var found = Found()
                try Self.forEachRecord(from: start, to: end, session) { index, record, page in
                    found.append(index, record, page)
                    return found.count < limit
                }
                return try found.entries(session)
            }
        }

        /// From the latest entry to the one before it, and so on, a question each. Where that is not written down, as in a log of before it
        /// was, or leads nowhere: reads every page up to the last entry found.
        package func entries(ofPerson blind: [UInt8], after counter: UInt64, limit: Int) async throws -> [StoredEntry] {
            guard limit > 0 else { return [] }
            let (start, end) = (Int64(clamping: counter), Int64(clamping: try await size()))
            return try await database.read { session in
                let row = try session.query("SELECT id, last FROM person WHERE blind = $1", [.bytes(blind)])
                guard row.count == 1 else { return [] }
                let (id, last) = (try row.integer(0, 0), try row.integer(0, 1))
                var found = Found()
                var trail = PersonTrail(row: id, last: last < 0 ? nil : last, after: start)
                var places: [Int64] = []
                while let place = trail.next {
                    // What the standby does not have yet is not shown.
                    if trail.follow(try Self.record(at: place, session)?.record), place < end { places.append(place) }
                }
                if !trail.isLost {
                    for place in places.suffix(limit).reversed() {
                        guard let (record, page) = try Self.record(at: place, session) else { continue }
                        found.append(place, record, page)
                    }
                    return try found.entries(session)
                }
                try Self.forEachRecord(from: 0, to: end, session) { index, record, page in
                    guard let person = record.person, person.row == id, person.counter > start else { return true }
                    found.append(index, record, page)
                    return found.count < limit
                }
                return try found.entries(session)
            }
        }

        private static func record(
            at index: Int64, _ session: PostgreSQLSession
        ) throws -> (record: EntryPage.Record, page: [UInt8])? {
            let row = try session.query(
                "SELECT first, body FROM page WHERE first <= $1 ORDER BY first DESC LIMIT 1", [.integer(index)])
            guard row.count == 1 else { return nil }
            let page = row.bytes(0, 1)
            return EntryPage.record(at: index, of: page, first: try row.integer(0, 0)).map { ($0, page) }
        }

        /// Records whose persons are looked up together.
        private struct Found {
            private var records: [(index: Int64, record: EntryPage.Record, page: [UInt8])] = []

            var count: Int { records.count }

            mutating func append(_ index: Int64, _ record: EntryPage.Record, _ page: [UInt8]) {
                records.append((index, record, page))
            }

            func entries(_ session: PostgreSQLSession) throws -> [StoredEntry] {
                let people = try PersonRows(of: Set(records.compactMap { $0.record.person?.row }), session)
                return try records.map { index, record, page in
                    try EntryPage.entry(index, record, page, person: record.person.flatMap { people[$0.row] })
                }
            }
        }

        package func index(ofRequest key: [UInt8]) async throws -> UInt64? {
            try await database.read { session in
                let row = try session.query("SELECT idx FROM request WHERE key = $1", [.bytes(key)])
                return row.count == 1 ? UInt64(clamping: try row.integer(0, 0)) : nil
            }
        }

        package func misnumberedPeople() async throws -> [[UInt8]] {
            // One snapshot: counters move while this reads.
            try await database.readSnapshot { session in
                var trails = TrailCheck()
                try Self.forEachRecord(from: 0, to: .max, session, isLenient: true) { index, record, _ in
                    trails.look(at: record, index)
                    return true
                }
                var misnumbered: [[UInt8]] = []
                var last: Int64 = 0
                while true {
                    let people = try session.query(
                        "SELECT id, blind, counter, last FROM person WHERE id > $1 ORDER BY id LIMIT 1024",
                        [.integer(last)])
                    for row in 0..<people.count {
                        last = try people.integer(row, 0)
                        if !trails.lead(
                            to: last, counter: try people.integer(row, 2), last: try people.integer(row, 3))
                        {
                            misnumbered.append(people.bytes(row, 1))
                        }
                    }
                    if people.count == 0 { return misnumbered }
                }
            }
        }

        package func misfiledRequests() async throws -> [UInt64?] {
            try await database.readSnapshot { session in
                var misfiled: [UInt64?] = []
                var count: Int64 = 0
                var batch: [(key: [UInt8], index: Int64)] = []
                func compare() throws {
                    let rows = try session.query(
                        "SELECT key, idx FROM request WHERE key = ANY ($1::bytea[])", [.byteStrings(batch.map(\.key))])
                    var filed: [[UInt8]: Int64] = [:]
                    for row in 0..<rows.count { filed[rows.bytes(row, 0)] = try rows.integer(row, 1) }
                    for (key, index) in batch where filed[key] != index { misfiled.append(UInt64(clamping: index)) }
                    count += Int64(batch.count)
                    batch = []
                }
                try Self.forEachRecord(from: 0, to: .max, session, isLenient: true) { index, record, page in
                    guard let request = record.request else { return true }
                    batch.append((Array(page[request]), index))
                    if batch.count == 1024 { try compare() }
                    return true
                }
                try compare()
                if try session.query("SELECT count(*) FROM request").integer(0, 0) != count { misfiled.append(nil) }
                return misfiled
            }
        }
    }
#endif
