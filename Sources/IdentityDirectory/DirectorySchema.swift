internal import GRDB

/// ```text
/// person    lookup    HMAC of the person under the secret of the present epoch: how they are found
///           identity  the ledger identity that stays theirs, sealed
///           person    scheme, country and number, sealed: what a rotation derives the next look-up from
/// binding   subject   blind index of a ledger identity
///           ledger_index  where an entry of kind identity binding about it stands
/// state     epoch     under which the look-ups are kept
///           secret    a code made by the secret of that epoch, so that another is told from it
///           rotating  the epoch that a rotation has begun, until the former secret is gone
///           links     how many rows have another identity than the derivation gives
///           next      the ledger index of the next statement to apply
/// ```
enum DirectorySchema {
    static var migrations: DatabaseMigrator {
        var migrations = DatabaseMigrator()
        migrations.registerMigration("1 people and bindings") { database in
            try database.execute(
                sql: """
                    CREATE TABLE person (
                        lookup BLOB PRIMARY KEY NOT NULL,
                        identity BLOB NOT NULL,
                        person BLOB NOT NULL
                    ) STRICT, WITHOUT ROWID;
                    CREATE TABLE binding (
                        subject BLOB NOT NULL,
                        ledger_index INTEGER NOT NULL,
                        PRIMARY KEY (subject, ledger_index)
                    ) STRICT, WITHOUT ROWID;
                    CREATE TABLE state (
                        id INTEGER PRIMARY KEY CHECK (id = 1),
                        epoch INTEGER NOT NULL,
                        secret BLOB,
                        links INTEGER NOT NULL,
                        next INTEGER NOT NULL
                    ) STRICT;
                    INSERT INTO state (id, epoch, links, next) VALUES (1, 1, 0, 0);
                    """)
        }
        migrations.registerMigration("2 a rotation that has begun") { database in
            try database.execute(sql: "ALTER TABLE state ADD COLUMN rotating INTEGER")
        }
        return migrations
    }
}
