public import GRDB

/// The ledger index of the next statement that a projection applies: one row, moved in the transaction that applies.
public enum ProjectionCursor {
    /// Makes the table, at 0.
    public static let table = """
        CREATE TABLE cursor (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            next INTEGER NOT NULL
        ) STRICT;
        INSERT INTO cursor (id, next) VALUES (1, 0);
        """

    public static func fetch(_ database: Database) throws -> UInt64 {
        UInt64(bitPattern: try Int64.fetchOne(database, sql: "SELECT next FROM cursor WHERE id = 1") ?? 0)
    }

    public static func move(to next: UInt64, _ database: Database) throws {
        try database.execute(sql: "UPDATE cursor SET next = ? WHERE id = 1", arguments: [Int64(bitPattern: next)])
    }
}
