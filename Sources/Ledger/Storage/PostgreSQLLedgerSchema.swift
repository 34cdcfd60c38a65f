#if PostgreSQL
    internal import ReplicatedDatabase

    /// The tables of a ledger in PostgreSQL: those of ``LedgerSchema``, and the lease. They live in the schema that the connection's
    /// `search_path` names first.
    enum PostgreSQLLedgerSchema {
        /// Makes what is not there, in the one transaction it is called in. Nodes that start together wait for one another, for as long as
        /// one of them packs a log of rows into pages.
        static func create(_ session: PostgreSQLSession) throws {
            while try session.query(tryLock).integer(0, 0) == 0 { try session.command("SELECT pg_sleep(0.05)") }
            try session.command("SET LOCAL client_min_messages = warning")
            try session.command(fromOneLog)
            try session.command(tables)
            try session.command(columns)
            if try session.query(hasEntryRows).integer(0, 0) == 1 { try packEntryRows(session) }
            try session.command(tombstone)
        }

        /// Held until the transaction ends. Asked for again and again: a statement that waits would be given up after the connection's patience.
        private static let tryLock =
            "SELECT pg_try_advisory_xact_lock(hashtext('ankur ledger schema'))::integer::bigint"

        /// A database of one log becomes one of a row of them.
        private static let fromOneLog = """
            DO $$ BEGIN
                IF to_regclass('log') IS NOT NULL AND to_regclass('shard') IS NULL THEN
                    CREATE TABLE shard (
                        number bigint PRIMARY KEY, origin text NOT NULL UNIQUE, vkey text NOT NULL,
                        start bigint NOT NULL, stop bigint, opening bytea, closing bytea);
                    INSERT INTO shard (number, origin, vkey, start) SELECT 1, origin, vkey, 0 FROM log;
                    DROP TABLE log;
                    ALTER TABLE sequence ADD COLUMN shard bigint DEFAULT 1;
                    ALTER TABLE tree DROP CONSTRAINT tree_id_check;
                    ALTER TABLE tree RENAME COLUMN id TO shard;
                    ALTER TABLE published DROP CONSTRAINT published_id_check;
                    ALTER TABLE published RENAME COLUMN id TO shard;
                    ALTER TABLE tile ADD COLUMN shard bigint NOT NULL DEFAULT 1;
                    ALTER TABLE tile DROP CONSTRAINT tile_pkey;
                    ALTER TABLE tile ADD PRIMARY KEY (shard, level, idx);
                    ALTER TABLE signed ADD COLUMN shard bigint NOT NULL DEFAULT 1;
                    ALTER TABLE signed DROP CONSTRAINT signed_pkey;
                    ALTER TABLE signed ADD PRIMARY KEY (shard, size);
                END IF;
            END $$
            """

        private static let tables = """
            -- A row of logs, each with an origin and a key of its own; `stop` is one beyond its last position.
            CREATE TABLE IF NOT EXISTS shard (
                number bigint PRIMARY KEY, origin text NOT NULL UNIQUE, vkey text NOT NULL, start bigint NOT NULL,
                stop bigint, opening bytea, closing bytea);
            -- The next position, the time of the last entry, and the shard that takes entries; NULL while none does. Whoever locks this
            -- row gives out positions and counters.
            CREATE TABLE IF NOT EXISTS sequence (
                id bigint PRIMARY KEY CHECK (id = 1), next bigint NOT NULL, time bigint NOT NULL,
                settled bigint NOT NULL, shard bigint DEFAULT 1);
            INSERT INTO sequence VALUES (1, 0, 0, 0) ON CONFLICT DO NOTHING;
            -- Changed by whoever must know that everything before is on the standby.
            CREATE TABLE IF NOT EXISTS barrier (id bigint PRIMARY KEY CHECK (id = 1), passed bigint NOT NULL);
            INSERT INTO barrier VALUES (1, 0) ON CONFLICT DO NOTHING;
            CREATE TABLE IF NOT EXISTS batch (
                first bigint PRIMARY KEY, count bigint NOT NULL, batch_id bytea NOT NULL UNIQUE);
            -- Room in each page, so that a counter moves without a new index row. `last` is where the latest entry stands, which names the one
            -- before it; -1 for whom nothing was entered since that is written down.
            CREATE TABLE IF NOT EXISTS person (
                id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, blind bytea NOT NULL UNIQUE,
                sealed_identity bytea NOT NULL, counter bigint NOT NULL, last bigint NOT NULL DEFAULT -1)
                WITH (fillfactor = 60);
            -- Entries that stand next to each other: see EntryPage. Each page stays in one of the server's own: longer ones, cut into pieces of
            -- 2 kB (TOAST) with a row and an index row each, took the servers half as much processor time again.
            CREATE TABLE IF NOT EXISTS page (first bigint PRIMARY KEY, body bytea NOT NULL) WITH (toast_tuple_target = 8160);
            -- Which entry has an idempotency key.
            CREATE TABLE IF NOT EXISTS request (key bytea PRIMARY KEY, idx bigint NOT NULL);
            CREATE TABLE IF NOT EXISTS tree (
                shard bigint PRIMARY KEY, size bigint NOT NULL, root bytea NOT NULL,
                frontier bytea NOT NULL);
            CREATE TABLE IF NOT EXISTS tile (
                shard bigint NOT NULL, level bigint NOT NULL, idx bigint NOT NULL, hashes bytea NOT NULL,
                PRIMARY KEY (shard, level, idx));
            CREATE TABLE IF NOT EXISTS signed (
                shard bigint NOT NULL, size bigint NOT NULL, root bytea NOT NULL, note bytea NOT NULL,
                PRIMARY KEY (shard, size));
            CREATE TABLE IF NOT EXISTS published (
                shard bigint PRIMARY KEY, size bigint NOT NULL, root bytea NOT NULL, note bytea NOT NULL);
            -- Which node grows the tree and signs, until when by the server's clock, and the how-manieth holder it is.
            CREATE TABLE IF NOT EXISTS lease (
                id bigint PRIMARY KEY CHECK (id = 1), holder bytea NOT NULL, epoch bigint NOT NULL,
                until timestamptz NOT NULL);
            INSERT INTO lease VALUES (1, '', 0, '-infinity') ON CONFLICT DO NOTHING;
            """

        /// What a table of before does not have. Only where it is so: altering a table waits for whoever reads it, and holds up who comes then.
        private static let columns = """
            DO $$ BEGIN
                IF NOT EXISTS (SELECT FROM pg_attribute WHERE attrelid = 'person'::regclass AND attname = 'last') THEN
                    ALTER TABLE person ADD COLUMN last bigint NOT NULL DEFAULT -1;
                END IF;
                -- Hashes and ciphertext do not compress.
                IF EXISTS (SELECT FROM pg_attribute
                    WHERE attrelid = 'tile'::regclass AND attname = 'hashes' AND attstorage <> 'e') THEN
                    ALTER TABLE tile ALTER hashes SET STORAGE EXTERNAL;
                END IF;
                IF EXISTS (SELECT FROM pg_attribute
                    WHERE attrelid = 'page'::regclass AND attname = 'body' AND attstorage <> 'e') THEN
                    ALTER TABLE page ALTER body SET STORAGE EXTERNAL;
                END IF;
            END $$
            """

        // MARK: From rows to pages

        private static let hasEntryRows = """
            SELECT count(*) FROM pg_class WHERE relname = 'entry' AND relkind = 'r'
                AND relnamespace = to_regnamespace(quote_ident(current_schema()))
            """

        /// A database with a row for each entry gets pages of them. Nobody can write or read entries meanwhile; what fails leaves all as it was.
        private static func packEntryRows(_ session: PostgreSQLSession) throws {
            try session.command("LOCK TABLE entry IN ACCESS EXCLUSIVE MODE")
            var pages = PostgreSQLLedgerStorage.Pages()
            var next: Int64 = 0
            while true {
                let rows = try session.query(
                    """
                    SELECT idx, entry, leaf, person, counter, key_check, sealed_statement, sealed_opening, request
                    FROM entry WHERE idx >= $1 ORDER BY idx LIMIT 1024
                    """, [.integer(next)])
                var requests: [(key: [UInt8], index: Int64)] = []
                for row in 0..<rows.count {
                    let index = try rows.integer(row, 0)
                    let parts = try parts(rows, row)
                    guard parts.isStorable else { throw LedgerError(.damaged, at: UInt64(clamping: index)) }
                    pages.append(parts, at: index)
                    if let key = parts.request { requests.append((key, index)) }
                    next = index + 1
                }
                if rows.count == 0 { pages.finish() }
                let finished = pages.take()
                try session.query(
                    "INSERT INTO page (first, body) SELECT * FROM unnest($1::bigint[], $2::bytea[])",
                    [.integers(finished.map(\.first)), .byteStrings(finished.map(\.body))])
                try session.query(
                    "INSERT INTO request (key, idx) SELECT * FROM unnest($1::bytea[], $2::bigint[])",
                    [.byteStrings(requests.map(\.key)), .integers(requests.map(\.index))])
                if rows.count == 0 { break }
            }
            try session.command("DROP TABLE entry")
        }

        private static func parts(_ rows: PostgreSQLRows, _ row: Int) throws -> EntryPage.Parts {
            EntryPage.Parts(
                entry: rows.bytes(row, 1), leaf: rows.bytes(row, 2),
                person: rows.isNull(row, 3)
                    ? nil
                    : EntryPage.Person(
                        row: try rows.integer(row, 3), counter: rows.isNull(row, 4) ? 0 : try rows.integer(row, 4),
                        previous: nil),
                keyCheck: rows.bytes(row, 5), statement: rows.bytes(row, 6), opening: rows.bytes(row, 7),
                request: rows.isNull(row, 8) ? nil : rows.bytes(row, 8))
        }

        /// A node of before there were pages finds a view in the place of its table, and neither starts nor writes.
        private static let tombstone = "CREATE OR REPLACE VIEW entry AS SELECT first, body FROM page"
    }
#endif
