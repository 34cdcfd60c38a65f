internal import EmbeddedDatabase
internal import GRDB
internal import RecordTypes

/// What one statement changes here.
struct CaseChange: Sendable {
    let ledgerIndex: UInt64
    let id: CaseID
    /// When the look was; nil for a step of a case that must be there.
    let looked: Instant?
    let institution: InstitutionID?
    let opened: Instant
    let person: [UInt8]?
    let subject: [UInt8]?
    /// Nil for an emergency look, which opens its case by being one.
    let step: CaseStep?
    let sealed: [UInt8]?

    func apply(_ terms: CaseTerms, _ database: Database) throws {
        let look = Int64(bitPattern: id.index)
        if let looked {
            let clock = CaseClock(opened: opened, terms: terms)
            try database.cachedStatement(
                sql: """
                    INSERT OR IGNORE INTO file
                        (origin, look, looked, institution, opened, stage, due, person, subject)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                    """
            ).execute(arguments: [
                id.origin.rawValue, look, looked.milliseconds, institution?.semantics, opened.milliseconds,
                clock.stage.rawValue, clock.due?.milliseconds, person.map(Blob.init), subject.map(Blob.init),
            ])
        }
        guard let step, let sealed else { return }
        let row = try Row.fetchOne(
            database, sql: "SELECT * FROM file WHERE origin = ? AND look = ?", arguments: [id.origin.rawValue, look])
        // A step of no case is on the ledger and changes nothing here.
        guard let file = try row.map({ try CaseRow($0) }) else { return }
        try database.cachedStatement(
            sql: """
                INSERT OR IGNORE INTO step (ledger_index, origin, look, act, time, due, person, statement)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """
        ).execute(arguments: [
            Int64(bitPattern: ledgerIndex), id.origin.rawValue, look, step.act.kind.rawValue, step.time.milliseconds,
            step.act.due?.milliseconds, person.map(Blob.init), Blob(sealed),
        ])
        // The plain columns hold what the steps so far have come to, so that lists are found without opening anything.
        let clock = try Self.clock(of: file, terms, database)
        try database.cachedStatement(sql: "UPDATE file SET stage = ?, due = ? WHERE origin = ? AND look = ?").execute(
            arguments: [clock.stage.rawValue, clock.due?.milliseconds, id.origin.rawValue, look])
    }

    private static func clock(of file: CaseRow, _ terms: CaseTerms, _ database: Database) throws -> CaseClock {
        var clock = CaseClock(opened: file.opened, terms: terms)
        let steps = try Row.fetchAll(
            database, sql: "SELECT act, time, due FROM step WHERE origin = ? AND look = ? ORDER BY ledger_index",
            arguments: [file.id.origin.rawValue, Int64(bitPattern: file.id.index)])
        for step in steps {
            let due: Int64? = step["due"]
            guard let kind = CaseClock.Kind(rawValue: step["act"]) else { throw OversightError.damaged }
            clock.take(kind, at: Instant(milliseconds: step["time"]), due: due.map(Instant.init(milliseconds:)))
        }
        return clock
    }
}
