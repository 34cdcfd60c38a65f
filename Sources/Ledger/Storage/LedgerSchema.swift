internal import GRDB

/// The tables of a ledger in SQLite. Columns named `sealed_…` are sealed by us; `blind` and `request` are keyed fingerprints.
enum LedgerSchema {
    static var migrations: DatabaseMigrator {
        var migrations = DatabaseMigrator()
        migrations.registerMigration("1 ledger") { database in
            try database.execute(
                sql: """
                    -- Which log this is.
                    CREATE TABLE log (
                        id INTEGER PRIMARY KEY CHECK (id = 1), origin TEXT NOT NULL, vkey TEXT NOT NULL
                    ) STRICT;
                    -- The next index, and the time of the last entry.
                    CREATE TABLE sequence (
                        id INTEGER PRIMARY KEY CHECK (id = 1), next INTEGER NOT NULL, time INTEGER NOT NULL
                    ) STRICT;
                    INSERT INTO sequence VALUES (1, 0, 0);
                    CREATE TABLE batch (
                        first INTEGER PRIMARY KEY, count INTEGER NOT NULL, batch_id BLOB NOT NULL UNIQUE
                    ) STRICT;
                    CREATE TABLE person (
                        id INTEGER PRIMARY KEY, blind BLOB NOT NULL UNIQUE, sealed_identity BLOB NOT NULL,
                        counter INTEGER NOT NULL
                    ) STRICT;
                    CREATE TABLE entry (
                        idx INTEGER PRIMARY KEY, entry BLOB NOT NULL, leaf BLOB NOT NULL,
                        person INTEGER REFERENCES person (id), counter INTEGER, key_check BLOB NOT NULL,
                        sealed_statement BLOB NOT NULL, sealed_opening BLOB NOT NULL, request BLOB UNIQUE,
                        UNIQUE (person, counter)
                    ) STRICT;
                    -- How far the tree has grown; the frontier is its maximal complete subtrees, left to right.
                    CREATE TABLE tree (
                        id INTEGER PRIMARY KEY CHECK (id = 1), size INTEGER NOT NULL, root BLOB NOT NULL,
                        frontier BLOB NOT NULL
                    ) STRICT;
                    -- A tile as wide as the tree now has it; every narrower one is its beginning.
                    CREATE TABLE tile (
                        level INTEGER NOT NULL, idx INTEGER NOT NULL, hashes BLOB NOT NULL, PRIMARY KEY (level, idx)
                    ) STRICT;
                    -- Every checkpoint ever signed: one root a size, for good.
                    CREATE TABLE signed (
                        size INTEGER PRIMARY KEY, root BLOB NOT NULL, note BLOB NOT NULL
                    ) STRICT;
                    CREATE TABLE published (
                        id INTEGER PRIMARY KEY CHECK (id = 1), size INTEGER NOT NULL, root BLOB NOT NULL, note BLOB NOT NULL
                    ) STRICT;
                    """)
        }
        // Counters are given out under the write lock and held together by fsck; an index over them, and one with a row for every entry
        // without an idempotency key, cost as much as the entries themselves.
        migrations.registerMigration("2 entries without the index of counters") { database in
            try database.execute(
                sql: """
                    CREATE TABLE slim (
                        idx INTEGER PRIMARY KEY, entry BLOB NOT NULL, leaf BLOB NOT NULL,
                        person INTEGER REFERENCES person (id), counter INTEGER, key_check BLOB NOT NULL,
                        sealed_statement BLOB NOT NULL, sealed_opening BLOB NOT NULL, request BLOB
                    ) STRICT;
                    INSERT INTO slim SELECT * FROM entry;
                    DROP TABLE entry;
                    ALTER TABLE slim RENAME TO entry;
                    CREATE UNIQUE INDEX entry_request ON entry (request) WHERE request IS NOT NULL;
                    """)
        }
        // A row of logs in one file. What belongs to one of them carries its number.
        migrations.registerMigration("3 shards") { database in
            try database.execute(
                sql: """
                    CREATE TABLE shard (
                        number INTEGER PRIMARY KEY, origin TEXT NOT NULL UNIQUE, vkey TEXT NOT NULL, start INTEGER NOT NULL,
                        stop INTEGER, opening BLOB, closing BLOB
                    ) STRICT;
                    INSERT INTO shard SELECT 1, origin, vkey, 0, NULL, NULL, NULL FROM log;
                    DROP TABLE log;
                    -- The shard that takes entries; NULL while none does.
                    ALTER TABLE sequence ADD COLUMN shard INTEGER DEFAULT 1;
                    CREATE TABLE sharded_tree (
                        shard INTEGER PRIMARY KEY, size INTEGER NOT NULL, root BLOB NOT NULL, frontier BLOB NOT NULL
                    ) STRICT;
                    INSERT INTO sharded_tree SELECT 1, size, root, frontier FROM tree;
                    DROP TABLE tree;
                    ALTER TABLE sharded_tree RENAME TO tree;
                    CREATE TABLE sharded_tile (
                        shard INTEGER NOT NULL, level INTEGER NOT NULL, idx INTEGER NOT NULL, hashes BLOB NOT NULL,
                        PRIMARY KEY (shard, level, idx)
                    ) STRICT;
                    INSERT INTO sharded_tile SELECT 1, level, idx, hashes FROM tile;
                    DROP TABLE tile;
                    ALTER TABLE sharded_tile RENAME TO tile;
                    CREATE TABLE sharded_signed (
                        shard INTEGER NOT NULL, size INTEGER NOT NULL, root BLOB NOT NULL, note BLOB NOT NULL,
                        PRIMARY KEY (shard, size)
                    ) STRICT;
                    INSERT INTO sharded_signed SELECT 1, size, root, note FROM signed;
                    DROP TABLE signed;
                    ALTER TABLE sharded_signed RENAME TO signed;
                    CREATE TABLE sharded_published (
                        shard INTEGER PRIMARY KEY, size INTEGER NOT NULL, root BLOB NOT NULL, note BLOB NOT NULL
                    ) STRICT;
                    INSERT INTO sharded_published SELECT 1, size, root, note FROM published;
                    DROP TABLE published;
                    ALTER TABLE sharded_published RENAME TO published;
                    """)
        }
        // Both rows come from one transaction, and fsck holds them together: looking the person up again for each entry cost a tenth of it.
        migrations.registerMigration("4 entries without a foreign key") { database in
            try database.execute(
                sql: """
                    CREATE TABLE free (
                        idx INTEGER PRIMARY KEY, entry BLOB NOT NULL, leaf BLOB NOT NULL, person INTEGER, counter INTEGER,
                        key_check BLOB NOT NULL, sealed_statement BLOB NOT NULL, sealed_opening BLOB NOT NULL, request BLOB
                    ) STRICT;
                    INSERT INTO free SELECT * FROM entry;
                    DROP TABLE entry;
                    ALTER TABLE free RENAME TO entry;
                    CREATE UNIQUE INDEX entry_request ON entry (request) WHERE request IS NOT NULL;
                    """)
        }
        // A row for each entry cost twice of what a batch's pages do.
        migrations.registerMigration("5 entries in pages") { database in
            try database.execute(
                sql: """
                    -- Entries that stand next to each other: see EntryPage.
                    CREATE TABLE page (first INTEGER PRIMARY KEY, body BLOB NOT NULL) STRICT;
                    -- Which entry has an idempotency key.
                    CREATE TABLE request (key BLOB PRIMARY KEY, idx INTEGER NOT NULL) STRICT, WITHOUT ROWID;
                    """)
            try SQLiteEntryPageWriter.pack(database)
            try database.execute(sql: "DROP TABLE entry")
        }
        return migrations
    }
}
