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
    static func fetch(_ database: Database) throws -> UInt64 {
        UInt64(bitPattern: try Int64.fetchOne(database, sql: "SELECT next FROM cursor WHERE id = 1") ?? 0)
    }

    static func move(to next: UInt64, _ database: Database) throws {
        try database.execute(sql: "UPDATE cursor SET next = ? WHERE id = 1", arguments: [Int64(bitPattern: next)])
    }
}

/// What one statement changes.
enum IndexChange: Sendable {
    case record(IndexedRecord)
    case rule(IndexedRule)

    var ledgerIndex: UInt64 {
        switch self {
        case .record(let record): record.ledgerIndex
        case .rule(let rule): rule.ledgerIndex
        }
    }

    func apply(_ database: Database) throws {
        switch self {
        case .record(let record): try record.upsert(database)
        case .rule(let rule): try rule.upsert(database)
        }
    }
}
