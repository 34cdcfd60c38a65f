internal import EmbeddedDatabase
internal import GRDB

enum CorrespondenceSchema {
    static var migrations: DatabaseMigrator {
        var migrations = DatabaseMigrator()
        migrations.registerMigration("1 inquiries, preferences and deliveries") { database in
            try database.execute(
                sql: """
                    CREATE TABLE inquiry (
                        id BLOB PRIMARY KEY NOT NULL,       -- InquiryID
                        person BLOB NOT NULL,               -- blind index
                        institution TEXT NOT NULL,
                        asked INTEGER NOT NULL,             -- milliseconds since 1970
                        due INTEGER NOT NULL,
                        ledger_index INTEGER NOT NULL,
                        subject BLOB NOT NULL,              -- sealed by the gateway: whose key opens the statements
                        statement BLOB NOT NULL,            -- sealed by the person's key
                        answered INTEGER,
                        answer BLOB                         -- sealed by the person's key
                    ) STRICT;
                    CREATE INDEX inquiry_person ON inquiry (person, asked);
                    CREATE INDEX inquiry_institution ON inquiry (institution, asked);
                    CREATE INDEX inquiry_open ON inquiry (due) WHERE answered IS NULL;
                    CREATE TABLE preference (
                        person BLOB PRIMARY KEY NOT NULL,   -- blind index
                        ledger_index INTEGER NOT NULL,
                        statement BLOB NOT NULL             -- sealed by the person's key
                    ) STRICT;
                    CREATE TABLE acquaintance (             -- which institutions have looked at whom
                        person BLOB NOT NULL,
                        institution TEXT NOT NULL,
                        PRIMARY KEY (person, institution)
                    ) STRICT, WITHOUT ROWID;
                    CREATE TABLE delivery (
                        id INTEGER PRIMARY KEY NOT NULL,
                        ledger_index INTEGER NOT NULL,      -- what it tells of
                        event TEXT NOT NULL,
                        channel TEXT NOT NULL,              -- email, mailbox
                        person BLOB NOT NULL,               -- blind index
                        subject BLOB NOT NULL,              -- sealed by the gateway
                        address BLOB NOT NULL,              -- sealed by the person's key
                        language TEXT NOT NULL,
                        time INTEGER NOT NULL,
                        attempts INTEGER NOT NULL DEFAULT 0,
                        due INTEGER NOT NULL,               -- when it is tried next
                        UNIQUE (ledger_index, event, channel)
                    ) STRICT;
                    CREATE INDEX delivery_due ON delivery (due);
                    CREATE INDEX delivery_person ON delivery (person, event, channel);
                    """)
            try database.execute(sql: ProjectionCursor.table)
        }
        return migrations
    }
}
