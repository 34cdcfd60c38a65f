internal import EmbeddedDatabase
internal import GRDB

enum IndexSchema {
    static var migrations: DatabaseMigrator {
        var migrations = DatabaseMigrator()
        migrations.registerMigration("1 records and rules") { database in
            try database.execute(
                sql: """
                    CREATE TABLE record (
                        record BLOB PRIMARY KEY NOT NULL,   -- RecordID
                        person BLOB NOT NULL,               -- blind index
                        ledger_index INTEGER NOT NULL,
                        received INTEGER NOT NULL,          -- milliseconds since 1970
                        institution TEXT NOT NULL,
                        subject BLOB NOT NULL,              -- sealed by the gateway: whose key opens the statement
                        statement BLOB NOT NULL             -- sealed by the person's key
                    ) STRICT;
                    CREATE INDEX record_person ON record (person, received DESC, ledger_index DESC);
                    CREATE TABLE rule (
                        name BLOB PRIMARY KEY NOT NULL,     -- blind index of person, target and audience
                        person BLOB NOT NULL,               -- blind index
                        ledger_index INTEGER NOT NULL,
                        statement BLOB NOT NULL             -- sealed by the person's key
                    ) STRICT;
                    CREATE INDEX rule_person ON rule (person, ledger_index);
                    """)
            try database.execute(sql: ProjectionCursor.table)
        }
        // What rules ask of a record can be asked without opening it, and people can act for others. Read anew from the ledger.
        migrations.registerMigration("2 filters and mandates") { database in
            try database.execute(
                sql: """
                    DELETE FROM record;
                    DELETE FROM rule;
                    UPDATE cursor SET next = 0;
                    ALTER TABLE record ADD COLUMN category BLOB NOT NULL DEFAULT x'';   -- blind index of person and type
                    ALTER TABLE record ADD COLUMN openness BLOB NOT NULL DEFAULT x'';   -- blind index of person and the author's word
                    ALTER TABLE record ADD COLUMN starts INTEGER NOT NULL DEFAULT 0;    -- the time it is about, milliseconds
                    ALTER TABLE record ADD COLUMN ends INTEGER NOT NULL DEFAULT 0;
                    DROP INDEX record_person;
                    CREATE INDEX record_person ON record (
                        person, received DESC, ledger_index DESC, record, institution, category, openness, starts, ends);
                    CREATE TABLE mandate (
                        name BLOB PRIMARY KEY NOT NULL,     -- blind index of the two people and the basis
                        person BLOB NOT NULL,               -- blind index of whom it is about
                        representative BLOB NOT NULL,       -- blind index of who acts
                        ledger_index INTEGER NOT NULL,
                        subject BLOB NOT NULL,              -- sealed by the gateway: whose key opens the statement
                        statement BLOB NOT NULL             -- sealed by the person's key
                    ) STRICT;
                    CREATE INDEX mandate_person ON mandate (person, ledger_index);
                    CREATE INDEX mandate_representative ON mandate (representative, ledger_index);
                    """)
        }
        return migrations
    }
}

/// What one statement changes.
enum IndexChange: Sendable {
    case record(IndexedRecord)
    case rule(IndexedRule)
    case mandate(IndexedMandate)

    var ledgerIndex: UInt64 {
        switch self {
        case .record(let record): record.ledgerIndex
        case .rule(let rule): rule.ledgerIndex
        case .mandate(let mandate): mandate.ledgerIndex
        }
    }

    func apply(_ database: Database) throws {
        switch self {
        case .record(let record): try record.upsert(database)
        case .rule(let rule): try rule.upsert(database)
        case .mandate(let mandate): try mandate.upsert(database)
        }
    }
}
