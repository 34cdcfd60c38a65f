internal import EmbeddedDatabase
internal import GRDB
internal import RecordTypes
internal import Sealing

/// What one statement changes here.
struct CorrespondenceChange: Sendable {
    enum Step: Sendable {
        case ask(id: [UInt8], institution: String, asked: Int64, due: Int64, subject: [UInt8], statement: [UInt8])
        case answer(id: [UInt8], time: Int64, statement: [UInt8])
        case prefer(statement: [UInt8])
        /// An institution looked and was shown something.
        case look(institution: String)
    }

    let ledgerIndex: UInt64
    /// The blind name of the person.
    let person: [UInt8]
    var steps: [Step] = []
    /// What there is to tell, whoever wants to be told.
    var events: [NotificationPreferences.Event] = []
    /// Whether it is too old to be told: a projection that is made anew does not send all mail again.
    var isStale = false
    let time: Int64

    /// - Returns: the events that there are, the first look decided.
    func apply(_ database: Database) throws -> [NotificationPreferences.Event] {
        var events = events
        for step in steps {
            switch step {
            case .ask(let id, let institution, let asked, let due, let subject, let statement):
                try database.execute(
                    sql: """
                        INSERT OR IGNORE INTO inquiry
                            (id, person, institution, asked, due, ledger_index, subject, statement)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                        """,
                    arguments: [
                        Blob(id), Blob(person), institution, asked, due, Int64(bitPattern: ledgerIndex), Blob(subject),
                        Blob(statement),
                    ])
            case .answer(let id, let time, let statement):
                // The first answer stays.
                try database.execute(
                    sql: """
                        UPDATE inquiry SET answered = ?, answer = ?
                        WHERE id = ? AND person = ? AND answered IS NULL
                        """, arguments: [time, Blob(statement), Blob(id), Blob(person)])
            case .prefer(let statement):
                try database.execute(
                    sql: """
                        INSERT INTO preference (person, ledger_index, statement) VALUES (?, ?, ?)
                        ON CONFLICT (person) DO UPDATE SET
                            ledger_index = excluded.ledger_index, statement = excluded.statement
                        WHERE excluded.ledger_index >= ledger_index
                        """, arguments: [Blob(person), Int64(bitPattern: ledgerIndex), Blob(statement)])
            case .look(let institution):
                try database.execute(
                    sql: "INSERT OR IGNORE INTO acquaintance (person, institution) VALUES (?, ?)",
                    arguments: [Blob(person), institution])
                if database.changesCount > 0 { events.append(.firstLook) }
            }
        }
        return isStale ? [] : events
    }
}
