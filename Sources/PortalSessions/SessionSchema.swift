internal import GRDB

/// The session database. A row without a certificate is a visitor who has a challenge; one with it is logged in.
///
/// ```text
/// id           SHA-256 of the cookie's bytes
/// began, used  milliseconds since 1970: log-in or first challenge, and last use as far as it is written
/// nonce        the challenge that is out, until it is taken; nonce_issued when it was given
/// person       blind index of the person, for log-out everywhere
/// certificate  the certificate that logged in, sealed
/// ```
enum SessionSchema {
    static var migrations: DatabaseMigrator {
        var migrations = DatabaseMigrator()
        migrations.registerMigration("1 sessions") { database in
            try database.execute(
                sql: """
                    CREATE TABLE session (
                        id BLOB PRIMARY KEY NOT NULL,
                        began INTEGER NOT NULL,
                        used INTEGER NOT NULL,
                        nonce TEXT,
                        nonce_issued INTEGER,
                        person BLOB,
                        certificate BLOB
                    ) STRICT, WITHOUT ROWID;
                    CREATE INDEX session_visitor ON session (used) WHERE certificate IS NULL;
                    CREATE INDEX session_began ON session (began);
                    CREATE INDEX session_person ON session (person) WHERE person IS NOT NULL;
                    """)
        }
        return migrations
    }
}
