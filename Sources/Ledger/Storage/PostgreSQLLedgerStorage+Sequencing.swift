#if PostgreSQL
    internal import RecordTypes
    internal import ReplicatedDatabase

    extension PostgreSQLLedgerStorage {
        /// Everything is undone unless the row `sequence` still stands where it stood when it was locked.
        package func sequence(
            _ batch: BatchID, for question: SequencingQuestion,
            deciding decide: @escaping @Sendable (SequencingState) throws -> SequencingDecision
        ) async throws {
            let outcome = try await database.write { [shard, counters] session -> Sequenced? in
                let (state, open, known) = try Self.state(for: question, counters, session)
                let decision = try decide(state)
                let entries = decision.entries
                guard open == decision.neededShard(of: shard) else { throw LedgerError(.shardClosed) }
                guard let first = entries.first, let last = entries.last else { return nil }
                var people =
                    known.count == question.people.count ? known : try Self.enterNew(of: entries, known, session)
                try Self.store(entries, &people, known, of: batch, session)
                try Self.make(decision.change, at: last.index + 1, shard, session)
                return Sequenced(people: people, start: first.index, end: last.index + 1)
            }
            guard let outcome else { return }
            counters.keep(outcome.people, from: outcome.start, to: outcome.end)
            confirmed.advance(to: outcome.end)
        }

        /// What a batch has done.
        private struct Sequenced: Sendable {
            let people: [Fingerprint: CounterCache.Person]
            let start: UInt64
            let end: UInt64
        }

        private static func make(
            _ change: ShardChange?, at next: UInt64, _ shard: Shard, _ session: PostgreSQLSession
        ) throws {
            switch change {
            case nil: break
            case .closes(let link):
                try session.query(
                    "UPDATE shard SET stop = $1, closing = $2 WHERE number = $3",
                    [.integer(Int64(next)), .bytes(link), .integer(Int64(shard.number))])
                try session.query("UPDATE sequence SET shard = NULL WHERE id = 1")
            case .opens(let new):
                try session.query(
                    "INSERT INTO shard (number, origin, vkey, start, opening) VALUES ($1, $2, $3, $4, $5)",
                    [
                        .integer(Int64(new.number)), .text(new.origin), .text(new.verifierKey),
                        .integer(Int64(new.start)), .bytes(new.opening ?? []),
                    ])
                try session.query(
                    "UPDATE sequence SET shard = $1 WHERE id = 1", [.integer(Int64(new.number))])
            }
        }

        /// Only what the standby has counts. A commit whose wait was cut short is visible here before that: so where there is more than
        /// this node has seen confirmed, a commit of our own goes after it, and what is confirmed of the one is of all before it.
        package func size() async throws -> UInt64 {
            let next = try await database.read { session in
                let row = try session.query("SELECT next FROM sequence")
                return row.count == 1 ? UInt64(clamping: try row.integer(0, 0)) : 0
            }
            if next > confirmed.value {
                _ = try await database.write(.second) { session in
                    try session.query("UPDATE barrier SET passed = passed + 1 WHERE id = 1").changedCount
                }
                confirmed.advance(to: next)
            }
            return next
        }

        /// The end of what may be read from `start` on.
        func end(of start: UInt64, _ limit: Int) async throws -> UInt64 {
            let sum = start.addingReportingOverflow(UInt64(limit))
            let wanted = sum.overflow ? UInt64.max : sum.partialValue
            return wanted <= confirmed.value ? wanted : min(wanted, try await size())
        }

        private static func state(
            for question: SequencingQuestion, _ cache: CounterCache, _ session: PostgreSQLSession
        ) throws -> (SequencingState, openShard: Int?, [Fingerprint: CounterCache.Person]) {
            let row = try session.query(
                """
                SELECT next, time, current_setting('synchronous_commit'), current_setting('synchronous_standby_names'),
                    shard
                FROM sequence WHERE id = 1 FOR UPDATE
                """)
            guard row.count == 1 else { throw LedgerError(.damaged) }
            // Somebody may have switched it off since the connection was made.
            try SynchronousReplication.check(commit: row.text(0, 2), standbys: row.text(0, 3))
            let next = UInt64(clamping: try row.integer(0, 0))
            // The row is locked: what is true for this position stays true.
            var people = cache.known(of: question.people, at: next)
            let unknown =
                people.count == question.people.count
                ? [] : question.people.filter { people[Fingerprint($0)] == nil }
            if !unknown.isEmpty {
                let found = try session.query(
                    "SELECT blind, id, counter, last FROM person WHERE blind = ANY ($1::bytea[])",
                    [.byteStrings(unknown)])
                for row in 0..<found.count {
                    people[Fingerprint(found.bytes(row, 0))] = CounterCache.Person(
                        row: try found.integer(row, 1), counter: UInt64(clamping: try found.integer(row, 2)),
                        last: try Self.place(found, row, 3))
                }
            }
            var entered: [Fingerprint: UInt64] = [:]
            if !question.requests.isEmpty {
                let requests = try session.query(
                    "SELECT key, idx FROM request WHERE key = ANY ($1::bytea[])", [.byteStrings(question.requests)])
                for row in 0..<requests.count {
                    entered[Fingerprint(requests.bytes(row, 0))] = UInt64(clamping: try requests.integer(row, 1))
                }
            }
            let state = SequencingState(
                next: next, lastTime: Instant(milliseconds: try row.integer(0, 1)),
                counters: people.mapValues(\.counter), entered: entered)
            return (state, row.isNull(0, 4) ? nil : Int(try row.integer(0, 4)), people)
        }

        /// Below 0 for none.
        private static func place(_ rows: PostgreSQLRows, _ row: Int, _ column: Int) throws -> Int64? {
            let place = try rows.integer(row, column)
            return place < 0 ? nil : place
        }

        /// Makes whoever is new: the row as it will be after the batch, the answer as before it.
        private static func enterNew(
            of entries: [StoredEntry], _ known: [Fingerprint: CounterCache.Person], _ session: PostgreSQLSession
        ) throws -> [Fingerprint: CounterCache.Person] {
            var people = known
            var new: [Fingerprint: (person: StoredEntry.Person, last: Int64)] = [:]
            for entry in entries {
                guard let person = entry.person, known[Fingerprint(person.blind)] == nil else { continue }
                new[Fingerprint(person.blind)] = (person, Int64(entry.index))
            }
            guard !new.isEmpty else { return people }
            let made = Array(new.values)
            let rows = try session.query(
                """
                INSERT INTO person (blind, sealed_identity, counter, last)
                SELECT * FROM unnest($1::bytea[], $2::bytea[], $3::bigint[], $4::bigint[]) RETURNING blind, id
                """,
                [
                    .byteStrings(made.map(\.person.blind)), .byteStrings(made.map(\.person.identity)),
                    .integers(made.map { Int64($0.person.counter) }), .integers(made.map(\.last)),
                ])
            for row in 0..<rows.count {
                people[Fingerprint(rows.bytes(row, 0))] = CounterCache.Person(
                    row: try rows.integer(row, 1), counter: 0, last: nil)
            }
            return people
        }

        /// The entry's person as its record has it, who then stands at it.
        /// - Throws: `damaged` where there is no row.
        private static func move(
            to entry: StoredEntry, _ people: inout [Fingerprint: CounterCache.Person]
        ) throws -> EntryPage.Person? {
            guard let person = entry.person else { return nil }
            // Looked up once: this runs for every entry of a batch.
            guard let place = people.index(forKey: Fingerprint(person.blind)) else {
                throw LedgerError(.damaged, at: entry.index)
            }
            let old = people.values[place]
            let index = Int64(entry.index)
            people.values[place] = CounterCache.Person(row: old.row, counter: person.counter, last: index)
            return EntryPage.Person(
                row: old.row, counter: Int64(person.counter), previous: old.last.flatMap { $0 < index ? $0 : nil })
        }

        /// Pages, idempotency keys, the batch's name, counters and the next position, in one statement.
        /// - Throws: `damaged` unless the next position is the first entry's, and every person has a row.
        private static func store(
            _ entries: [StoredEntry], _ people: inout [Fingerprint: CounterCache.Person],
            _ known: [Fingerprint: CounterCache.Person], of batch: BatchID, _ session: PostgreSQLSession
        ) throws {
            var pages = Pages()
            var requests: [(key: [UInt8], index: Int64)] = []
            for entry in entries {
                let person = try Self.move(to: entry, &people)
                pages.append(EntryPage.Parts(entry, person), at: Int64(entry.index))
                if let key = entry.request { requests.append((key, Int64(entry.index))) }
            }
            pages.finish()
            // As they lie.
            let moving = known.compactMap { blind, old in
                people[blind].flatMap { $0.counter == old.counter ? nil : $0 }
            }.sorted { $0.row < $1.row }
            let (first, last) = (entries[0], entries[entries.count - 1])
            let moved = try session.query(
                """
                WITH paged AS (INSERT INTO page (first, body) SELECT * FROM unnest($1::bigint[], $2::bytea[])),
                    asked AS (INSERT INTO request (key, idx) SELECT * FROM unnest($3::bytea[], $4::bigint[])),
                    named AS (INSERT INTO batch (first, count, batch_id) VALUES ($5::bigint, $6::bigint, $7::bytea)),
                    counted AS (
                        UPDATE person SET counter = moved.counter, last = moved.last
                        FROM unnest($8::bigint[], $9::bigint[], $13::bigint[]) AS moved (id, counter, last)
                        WHERE person.id = moved.id
                        RETURNING 1)
                UPDATE sequence SET next = $10, time = greatest(time, $11)
                WHERE id = 1 AND next = $5::bigint AND (SELECT count(*) FROM counted) = $12::bigint
                """,
                [
                    .integers(pages.finished.map(\.first)), .byteStrings(pages.finished.map(\.body)),
                    .byteStrings(requests.map(\.key)), .integers(requests.map(\.index)),
                    .integer(Int64(first.index)), .integer(Int64(entries.count)), .bytes(batch.bytes),
                    .integers(moving.map(\.row)), .integers(moving.map { Int64($0.counter) }),
                    .integer(Int64(last.index + 1)), .integer(last.time?.milliseconds ?? 0),
                    .integer(Int64(moving.count)), .integers(moving.map { $0.last ?? -1 }),
                ])
            guard moved.changedCount == 1 else { throw LedgerError(.damaged, at: first.index) }
        }

        /// The answer is final: taking the lock of the row `sequence` waits for whoever is still committing under a lost connection, and
        /// committing a change of it takes everything before it to the standby.
        package func contains(batch: BatchID) async throws -> Bool {
            try await database.writeUntilSettled { session in
                try session.query("UPDATE sequence SET settled = settled + 1 WHERE id = 1")
                return try session.query("SELECT 1 FROM batch WHERE batch_id = $1", [.bytes(batch.bytes)]).count == 1
            }
        }
    }
#endif
