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
                    CREATE TABLE cursor (
                        id INTEGER PRIMARY KEY CHECK (id = 1),
                        next INTEGER NOT NULL
                    ) STRICT;
                    INSERT INTO cursor (id, next) VALUES (1, 0);
                    """)
        }
        return migrations
    }
}

/// The ledger index of the next statement to apply.
enum ProjectionCursor {
    static func fetch(_ database: Database) throws -> Int64 {
        try Int64.fetchOne(database, sql: "SELECT next FROM cursor WHERE id = 1") ?? 0
    }

    static func move(to next: Int64, _ database: Database) throws {
        try database.execute(sql: "UPDATE cursor SET next = ? WHERE id = 1", arguments: [next])
    }
}
