internal import EmbeddedDatabase
internal import GRDB

enum AccessLogSchema {
    static var migrations: DatabaseMigrator {
        var migrations = DatabaseMigrator()
        migrations.registerMigration("1 accesses and counters") { database in
            try database.execute(
                sql: """
                    CREATE TABLE access (
                        ledger_index INTEGER PRIMARY KEY NOT NULL,
                        counter INTEGER NOT NULL,           -- the person's own; 0 for nobody
                        time INTEGER NOT NULL,              -- of the event, milliseconds since 1970
                        institution TEXT,
                        person BLOB,                        -- blind index of the subject
                        professional BLOB,                  -- blind index of who looked
                        subject BLOB,                       -- sealed by the gateway: whose key opens the statement
                        statement BLOB NOT NULL             -- sealed by the subject's key, or the gateway's for nobody
                    ) STRICT;
                    CREATE INDEX access_time ON access (time, ledger_index);
                    CREATE INDEX access_institution ON access (institution, time, ledger_index);
                    CREATE INDEX access_person ON access (person, time, ledger_index);
                    CREATE INDEX access_professional ON access (professional, time, ledger_index);
                    CREATE TABLE entry (                    -- every ledger entry about a person, of any kind
                        ledger_index INTEGER PRIMARY KEY NOT NULL,
                        person BLOB NOT NULL,               -- blind index
                        counter INTEGER NOT NULL
                    ) STRICT;
                    CREATE INDEX entry_person ON entry (person, counter, ledger_index);
                    CREATE TABLE skipped (                  -- ledger entries that never arrived here
                        first INTEGER PRIMARY KEY NOT NULL,
                        last INTEGER NOT NULL
                    ) STRICT;
                    """)
            try database.execute(sql: ProjectionCursor.table)
        }
        migrations.registerMigration("2 facts and relations") { database in
            // Everything here is made from the ledger: what was there is made anew, with what explaining needs beside it.
            try database.execute(
                sql: """
                    DROP TABLE access;
                    CREATE TABLE access (
                        ledger_index INTEGER PRIMARY KEY NOT NULL,
                        counter INTEGER NOT NULL,           -- the person's own; 0 for nobody
                        time INTEGER NOT NULL,              -- of the event, milliseconds since 1970
                        institution TEXT,
                        person BLOB,                        -- blind index of the subject
                        professional BLOB,                  -- blind index of who looked
                        facts BLOB NOT NULL,                -- sealed by the gateway: AccessFacts
                        subject BLOB,                       -- sealed by the gateway: whose key opens the statement
                        statement BLOB NOT NULL             -- sealed by the subject's key, or the gateway's for nobody
                    ) STRICT;
                    CREATE INDEX access_time ON access (time, ledger_index);
                    CREATE INDEX access_institution ON access (institution, time, ledger_index);
                    CREATE INDEX access_person ON access (person, time, ledger_index);
                    CREATE INDEX access_professional ON access (professional, time, ledger_index);
                    -- People in the tables below are the first 64 bits of their blind index.
                    CREATE TABLE filing (                   -- which institution filed something about whom, and when
                        person INTEGER NOT NULL,
                        institution TEXT NOT NULL,
                        time INTEGER NOT NULL,
                        class INTEGER NOT NULL,             -- FilingClass
                        PRIMARY KEY (person, institution, time)
                    ) STRICT, WITHOUT ROWID;
                    CREATE TABLE oneself (                  -- a professional's name and the same person's own
                        professional INTEGER PRIMARY KEY NOT NULL,
                        person INTEGER NOT NULL
                    ) STRICT;
                    CREATE TABLE kin (                      -- who acts for whom, or did
                        representative INTEGER NOT NULL,
                        person INTEGER NOT NULL,
                        PRIMARY KEY (representative, person)
                    ) STRICT, WITHOUT ROWID;
                    CREATE TABLE withdrawal (               -- what was closed, and opened again
                        ledger_index INTEGER PRIMARY KEY NOT NULL,
                        person INTEGER NOT NULL,
                        institution TEXT,                   -- NULL: towards everyone
                        decided INTEGER NOT NULL,
                        until INTEGER,
                        denies INTEGER NOT NULL
                    ) STRICT;
                    CREATE INDEX withdrawal_person ON withdrawal (person);
                    DELETE FROM entry; DELETE FROM skipped;
                    UPDATE cursor SET next = 0;
                    """)
        }
        migrations.registerMigration("3 hidden looks") { database in
            try database.execute(
                sql: """
                    CREATE TABLE hiding (                   -- orders to hide what an institution looks at
                        ledger_index INTEGER PRIMARY KEY NOT NULL,  -- of the proposal
                        person BLOB NOT NULL,               -- blind index
                        institution TEXT NOT NULL,
                        until INTEGER NOT NULL,             -- its end, or its revocation
                        holds INTEGER NOT NULL DEFAULT 0,   -- whether a second official has approved
                        proposal BLOB NOT NULL,             -- statements, sealed by the gateway
                        approval BLOB,
                        approval_index INTEGER,
                        revocation BLOB,
                        revocation_index INTEGER
                    ) STRICT;
                    CREATE INDEX hiding_person ON hiding (person, institution, until);
                    CREATE TABLE hidden_look (
                        ledger_index INTEGER PRIMARY KEY NOT NULL,
                        ordered INTEGER NOT NULL,           -- the order
                        disclosed INTEGER NOT NULL DEFAULT 0
                    ) STRICT;
                    CREATE INDEX hidden_look_order ON hidden_look (ordered, disclosed);
                    CREATE TABLE retention (                -- runs that delete by rule
                        ledger_index INTEGER PRIMARY KEY NOT NULL,  -- of the entry that orders it
                        category TEXT NOT NULL,
                        before INTEGER NOT NULL,
                        done INTEGER NOT NULL DEFAULT 0
                    ) STRICT;
                    CREATE INDEX kin_person ON kin (person);
                    ALTER TABLE filing ADD COLUMN late INTEGER;   -- whole days; NULL where the document gives no time
                    -- Made anew from the ledger, with what is new.
                    DELETE FROM access; DELETE FROM entry; DELETE FROM skipped; DELETE FROM filing; DELETE FROM oneself;
                    DELETE FROM kin; DELETE FROM withdrawal;
                    UPDATE cursor SET next = 0;
                    CREATE TABLE watched (                  -- people whom others are curious about
                        person INTEGER PRIMARY KEY NOT NULL,        -- 64 bits of the blind index
                        ledger_index INTEGER NOT NULL,      -- of the entry that put them there
                        statement BLOB NOT NULL             -- sealed by the gateway
                    ) STRICT;
                    CREATE TABLE deleted (                  -- looks that were deleted: that they were, and when
                        ledger_index INTEGER PRIMARY KEY NOT NULL,
                        person BLOB,                        -- blind index of the subject
                        time INTEGER NOT NULL
                    ) STRICT;
                    CREATE INDEX deleted_person ON deleted (person);
                    """)
        }
        return migrations
    }
}
