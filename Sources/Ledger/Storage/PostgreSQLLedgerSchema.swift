#if PostgreSQL
    internal import ReplicatedDatabase

    /// The tables of a ledger in PostgreSQL: those of ``LedgerSchema``, and the lease. They live in the schema that the connection's
    /// `search_path` names first.
    enum PostgreSQLLedgerSchema {
        /// Makes what is not there. Nodes that start together wait for one another.
        static func create(_ session: PostgreSQLSession) throws {
            try session.command("SELECT pg_advisory_xact_lock(hashtext('ankur ledger schema'))")
            try session.command("SET LOCAL client_min_messages = warning")
            try session.command(fromOneLog)
            try session.command(tables)
        }

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
            -- Room in each page, so that a counter moves without a new index row.
            CREATE TABLE IF NOT EXISTS person (
                id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, blind bytea NOT NULL UNIQUE,
                sealed_identity bytea NOT NULL, counter bigint NOT NULL) WITH (fillfactor = 60);
            -- No foreign key to person: both rows come from one transaction, and fsck holds them together.
            CREATE TABLE IF NOT EXISTS entry (
                idx bigint PRIMARY KEY, entry bytea NOT NULL, leaf bytea NOT NULL, person bigint, counter bigint,
                key_check bytea NOT NULL, sealed_statement bytea NOT NULL, sealed_opening bytea NOT NULL,
                request bytea);
            CREATE UNIQUE INDEX IF NOT EXISTS entry_request ON entry (request) WHERE request IS NOT NULL;
            CREATE TABLE IF NOT EXISTS tree (
                shard bigint PRIMARY KEY, size bigint NOT NULL, root bytea NOT NULL,
                frontier bytea NOT NULL);
            CREATE TABLE IF NOT EXISTS tile (
                shard bigint NOT NULL, level bigint NOT NULL, idx bigint NOT NULL, hashes bytea NOT NULL,
                PRIMARY KEY (shard, level, idx));
            -- Hashes and ciphertext do not compress.
            ALTER TABLE tile ALTER hashes SET STORAGE EXTERNAL;
            ALTER TABLE entry ALTER sealed_statement SET STORAGE EXTERNAL;
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
    }
#endif
