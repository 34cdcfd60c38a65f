#if PostgreSQL
    internal import RecordTypes
    internal import ReplicatedDatabase
    internal import Synchronization
    internal import TransparencyLog

    /// The ledger of many gateway nodes: PostgreSQL with a synchronous standby, one transaction a batch.
    ///
    /// Every node hands in its own batches. Who gives out indexes and counters is settled by a lock on one row, and checked by
    /// compare-and-swap when the row moves: at any time there is one sequencer. A node that stalls inside its transaction is ended by
    /// the server, and its transaction with it.
    ///
    /// Growing the tree, signing and publishing is done by the node that holds the lease. Each of these writes carries the lease's epoch,
    /// so that a holder that was believed dead can write nothing once another one has taken over.
    package final class PostgreSQLLedgerStorage: LedgerStorage {
        /// Batches go through its first lane, the tree and its signatures through the second.
        let database: ReplicatedDatabase
        let lease: Lease
        let shard: Shard
        /// How many entries the standby has, as far as this node knows.
        let confirmed: Watermark
        /// Shared by all views.
        private let counters: CounterCache

        /// Connects, refuses a server without synchronous replication, makes the tables.
        package static func open(
            connectionString: String, patience: Duration = .seconds(20), leaseTerm: Duration = .seconds(10)
        ) async throws -> PostgreSQLLedgerStorage {
            let database = try await ReplicatedDatabase.open(connectionString: connectionString, patience: patience)
            try await database.write { try PostgreSQLLedgerSchema.create($0) }
            return PostgreSQLLedgerStorage(
                database: database, lease: Lease(term: leaseTerm), shard: .unclaimed, confirmed: Watermark(0),
                counters: CounterCache())
        }

        private init(
            database: ReplicatedDatabase, lease: Lease, shard: Shard, confirmed: Watermark, counters: CounterCache
        ) {
            self.database = database
            self.lease = lease
            self.shard = shard
            self.confirmed = confirmed
            self.counters = counters
        }

        package func view(of shard: Shard) -> any LedgerStorage {
            PostgreSQLLedgerStorage(
                database: database, lease: lease, shard: shard, confirmed: confirmed, counters: counters)
        }

        package func shards() async throws -> [Shard] {
            try await database.read { session in
                let rows = try session.query(
                    "SELECT number, origin, vkey, start, stop, opening, closing FROM shard ORDER BY number")
                return try (0..<rows.count).map { row in
                    Shard(
                        number: Int(try rows.integer(row, 0)), origin: rows.text(row, 1),
                        verifierKey: rows.text(row, 2),
                        start: UInt64(clamping: try rows.integer(row, 3)),
                        end: rows.isNull(row, 4) ? nil : UInt64(clamping: try rows.integer(row, 4)),
                        opening: rows.isNull(row, 5) ? nil : rows.bytes(row, 5),
                        closing: rows.isNull(row, 6) ? nil : rows.bytes(row, 6))
                }
            }
        }

        package var isShared: Bool { true }

        /// Binds the database to one log, or checks that its newest shard is this one's.
        /// - Parameter formerly: keys of the log that this one has taken over from.
        /// - Throws: `anotherLog`.
        package func claim(origin: String, verifierKey: String, formerly: [String]) async throws {
            try await database.write { session in
                for old in formerly {
                    try session.query(
                        "UPDATE shard SET vkey = $1 WHERE origin = $2 AND vkey = $3",
                        [.text(verifierKey), .text(origin), .text(old)])
                }
                try session.query(
                    """
                    INSERT INTO shard (number, origin, vkey, start)
                    SELECT 1, $1::text, $2::text, 0 WHERE NOT EXISTS (SELECT * FROM shard) ON CONFLICT DO NOTHING
                    """, [.text(origin), .text(verifierKey)])
                let row = try session.query("SELECT origin, vkey FROM shard ORDER BY number DESC LIMIT 1")
                guard row.count == 1, row.text(0, 0) == origin, row.text(0, 1) == verifierKey else {
                    throw LedgerError(.anotherLog)
                }
            }
        }

        /// The newest shard's. Nil for a database that no ledger has claimed.
        package func verifierKey() async throws -> String? {
            try await database.read { session in
                let row = try session.query("SELECT vkey FROM shard ORDER BY number DESC LIMIT 1")
                return row.count == 1 ? row.text(0, 0) : nil
            }
        }

        package func close() async { await database.close() }
    }

    // MARK: Sequencing

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
                let people = try Self.advanceCounters(of: entries, known, session)
                try Self.insert(entries, people, session)
                let moved = try session.query(
                    """
                    WITH named AS (INSERT INTO batch (first, count, batch_id) VALUES ($3::bigint, $4::bigint, $5::bytea))
                    UPDATE sequence SET next = $1, time = greatest(time, $2) WHERE id = 1 AND next = $3::bigint
                    """,
                    [
                        .integer(Int64(last.index + 1)), .integer(last.time?.milliseconds ?? 0),
                        .integer(Int64(first.index)), .integer(Int64(entries.count)), .bytes(batch.bytes),
                    ])
                guard moved.changedCount == 1 else { throw LedgerError(.damaged, at: first.index) }
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
            let wanted = start.addingReportingOverflow(UInt64(limit))
            if !wanted.overflow, wanted.partialValue <= confirmed.value { return wanted.partialValue }
            return try await size()
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
            let unknown = question.people.filter { people[Fingerprint($0)] == nil }
            if !unknown.isEmpty {
                let found = try session.query(
                    "SELECT blind, id, counter FROM person WHERE blind = ANY ($1::bytea[])", [.byteStrings(unknown)])
                for row in 0..<found.count {
                    people[Fingerprint(found.bytes(row, 0))] = CounterCache.Person(
                        row: try found.integer(row, 1), counter: UInt64(clamping: try found.integer(row, 2)))
                }
            }
            var entered: [Fingerprint: UInt64] = [:]
            if !question.requests.isEmpty {
                let requests = try session.query(
                    "SELECT request, idx FROM entry WHERE request = ANY ($1::bytea[])",
                    [.byteStrings(question.requests)])
                for row in 0..<requests.count {
                    entered[Fingerprint(requests.bytes(row, 0))] = UInt64(clamping: try requests.integer(row, 1))
                }
            }
            let state = SequencingState(
                next: next, lastTime: Instant(milliseconds: try row.integer(0, 1)),
                counters: people.mapValues(\.counter), entered: entered)
            return (state, row.isNull(0, 4) ? nil : Int(try row.integer(0, 4)), people)
        }

        /// The persons concerned, whose counters now stand at their last entry of the batch; whoever is new is made.
        private static func advanceCounters(
            of entries: [StoredEntry], _ known: [Fingerprint: CounterCache.Person], _ session: PostgreSQLSession
        ) throws -> [Fingerprint: CounterCache.Person] {
            var people = known
            var new: [Fingerprint: StoredEntry.Person] = [:]
            for case let person? in entries.lazy.map(\.person) {
                let fingerprint = Fingerprint(person.blind)
                if let old = people[fingerprint] {
                    people[fingerprint] = CounterCache.Person(row: old.row, counter: person.counter)
                } else {
                    new[fingerprint] = person
                }
            }
            let moving = people.values.sorted { $0.row < $1.row }
            if !moving.isEmpty {
                let moved = try session.query(
                    """
                    UPDATE person SET counter = moved.counter
                    FROM unnest($1::bigint[], $2::bigint[]) AS moved (id, counter) WHERE person.id = moved.id
                    """, [.integers(moving.map(\.row)), .integers(moving.map { Int64($0.counter) })])
                guard moved.changedCount == moving.count else { throw LedgerError(.damaged) }
            }
            guard !new.isEmpty else { return people }
            let made = Array(new.values)
            let rows = try session.query(
                """
                INSERT INTO person (blind, sealed_identity, counter)
                SELECT * FROM unnest($1::bytea[], $2::bytea[], $3::bigint[]) RETURNING blind, id
                """,
                [
                    .byteStrings(made.map(\.blind)), .byteStrings(made.map(\.identity)),
                    .integers(made.map { Int64($0.counter) }),
                ])
            for row in 0..<rows.count {
                let fingerprint = Fingerprint(rows.bytes(row, 0))
                guard let person = new[fingerprint] else { throw LedgerError(.damaged) }
                people[fingerprint] = CounterCache.Person(row: try rows.integer(row, 1), counter: person.counter)
            }
            return people
        }

        private static func insert(
            _ entries: [StoredEntry], _ people: [Fingerprint: CounterCache.Person], _ session: PostgreSQLSession
        ) throws {
            let size = entries.reduce(0) { $0 + $1.statement.count + 400 }
            try session.copy(
                """
                COPY entry (idx, entry, leaf, person, counter, key_check, sealed_statement, sealed_opening, request)
                FROM STDIN (FORMAT binary)
                """, expectedByteCount: size
            ) { rows in
                for entry in entries {
                    rows.beginRow(fields: 9)
                    rows.append(Int64(entry.index))
                    rows.append(entry.entry)
                    rows.append(entry.leafHash.bytes)
                    rows.append(entry.person.flatMap { people[Fingerprint($0.blind)]?.row })
                    rows.append(entry.person.map { Int64($0.counter) })
                    rows.append(entry.keyCheck)
                    rows.append(entry.statement)
                    rows.append(entry.opening)
                    rows.append(entry.request)
                }
            }
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

    // MARK: Reading

    extension PostgreSQLLedgerStorage {
        package func entries(from: UInt64, limit: Int) async throws -> [StoredEntry] {
            let end = try await end(of: from, limit)
            return try await database.read { session in
                let rows = try session.query(
                    """
                    SELECT entry.idx, entry.entry, entry.leaf, entry.counter, entry.key_check, entry.sealed_statement,
                        entry.sealed_opening, entry.request, person.blind, person.sealed_identity
                    FROM entry LEFT JOIN person ON person.id = entry.person
                    WHERE entry.idx >= $1 AND entry.idx < $3 ORDER BY entry.idx LIMIT $2
                    """, [.integer(Int64(clamping: from)), .integer(Int64(limit)), .integer(Int64(clamping: end))])
                return try (0..<rows.count).map { try Self.entry(rows, $0) }
            }
        }

        package func entries(ofPerson blind: [UInt8], after counter: UInt64, limit: Int) async throws -> [StoredEntry] {
            let end = try await size()
            return try await database.read { session in
                let rows = try session.query(
                    """
                    SELECT entry.idx, entry.entry, entry.leaf, entry.counter, entry.key_check, entry.sealed_statement,
                        entry.sealed_opening, entry.request, person.blind, person.sealed_identity
                    FROM person JOIN entry ON entry.person = person.id
                    WHERE person.blind = $1 AND entry.counter > $2 AND entry.idx < $4 ORDER BY entry.counter LIMIT $3
                    """,
                    [
                        .bytes(blind), .integer(Int64(clamping: counter)), .integer(Int64(limit)),
                        .integer(Int64(clamping: end)),
                    ])
                return try (0..<rows.count).map { try Self.entry(rows, $0) }
            }
        }

        private static func entry(_ rows: PostgreSQLRows, _ row: Int) throws -> StoredEntry {
            let index = UInt64(clamping: try rows.integer(row, 0))
            guard let leafHash = Digest(rows.bytes(row, 2)) else { throw LedgerError(.damaged, at: index) }
            let person =
                rows.isNull(row, 8)
                ? nil
                : StoredEntry.Person(
                    blind: rows.bytes(row, 8), identity: rows.bytes(row, 9),
                    counter: rows.isNull(row, 3) ? 0 : UInt64(clamping: try rows.integer(row, 3)))
            return StoredEntry(
                index: index, entry: rows.bytes(row, 1), leafHash: leafHash, person: person,
                keyCheck: rows.bytes(row, 4), statement: rows.bytes(row, 5), opening: rows.bytes(row, 6),
                request: rows.isNull(row, 7) ? nil : rows.bytes(row, 7), time: nil)
        }

        package func index(ofRequest key: [UInt8]) async throws -> UInt64? {
            try await database.read { session in
                let row = try session.query("SELECT idx FROM entry WHERE request = $1", [.bytes(key)])
                return row.count == 1 ? UInt64(clamping: try row.integer(0, 0)) : nil
            }
        }

        package func misnumberedPeople() async throws -> [[UInt8]] {
            try await database.read { session in
                let rows = try session.query(
                    """
                    SELECT person.blind FROM person LEFT JOIN
                        (SELECT person AS id, max(counter) AS counter FROM entry GROUP BY person) AS latest
                        ON latest.id = person.id
                    WHERE person.counter IS DISTINCT FROM latest.counter
                    """)
                return (0..<rows.count).map { rows.bytes($0, 0) }
            }
        }
    }
#endif
