internal import EmbeddedDatabase
internal import GRDB

enum OversightSchema {
    static var migrations: DatabaseMigrator {
        var migrations = DatabaseMigrator()
        migrations.registerMigration("1 cases and their steps") { database in
            try database.execute(
                sql: """
                    CREATE TABLE file (                     -- one case
                        origin TEXT NOT NULL,               -- BTG, LOOK
                        look INTEGER NOT NULL,              -- the look's position on the ledger
                        looked INTEGER NOT NULL,            -- when it was, milliseconds since 1970
                        institution TEXT,
                        opened INTEGER NOT NULL,
                        stage TEXT NOT NULL,
                        due INTEGER,                        -- of the next thing that must happen; NULL when closed
                        person BLOB,                        -- blind index of whom the look concerned
                        subject BLOB,                       -- sealed by the gateway: whose key opens the steps
                        PRIMARY KEY (origin, look)
                    ) STRICT;
                    CREATE INDEX file_due ON file (due);
                    CREATE INDEX file_stage ON file (stage, opened);
                    CREATE INDEX file_person ON file (person);
                    CREATE TABLE step (
                        ledger_index INTEGER PRIMARY KEY NOT NULL,
                        origin TEXT NOT NULL,
                        look INTEGER NOT NULL,
                        act TEXT NOT NULL,                  -- what was done, without its content
                        time INTEGER NOT NULL,
                        due INTEGER,                        -- until when an institution that was asked has time
                        person BLOB,
                        statement BLOB NOT NULL             -- sealed by the subject's key, or the gateway's for nobody
                    ) STRICT;
                    CREATE INDEX step_file ON step (origin, look, ledger_index);
                    CREATE INDEX step_person ON step (person);
                    """)
            try database.execute(sql: ProjectionCursor.table)
        }
        return migrations
    }
}
