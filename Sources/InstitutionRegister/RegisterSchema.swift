internal import EmbeddedDatabase
internal import GRDB

enum RegisterSchema {
    static var migrations: DatabaseMigrator {
        var migrations = DatabaseMigrator()
        migrations.registerMigration("1 changes") { database in
            try database.execute(
                sql: """
                    CREATE TABLE change (
                        ledger_index INTEGER PRIMARY KEY NOT NULL,
                        time INTEGER NOT NULL,              -- of the ledger, milliseconds since 1970
                        sealed BLOB NOT NULL                -- by the gateway: who entered it, and what
                    ) STRICT;
                    """)
            try database.execute(sql: ProjectionCursor.table)
        }
        return migrations
    }
}
