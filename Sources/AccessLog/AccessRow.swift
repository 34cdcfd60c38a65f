internal import EmbeddedDatabase
internal import GRDB
internal import RecordTypes
internal import Sealing
internal import Statements

/// A row of `access`.
struct AccessRow: Sendable {
    let index: Int64
    let counter: Int64
    let time: Int64
    let institution: String?
    let person: [UInt8]?
    let professional: [UInt8]?
    let facts: [UInt8]
    let subject: [UInt8]?
    let statement: [UInt8]

    init(_ event: AccessEvent, _ projected: ProjectedStatement, key: SealingKey, _ names: AccessNames) {
        let index = Int64(bitPattern: projected.index)
        self.index = index
        counter = Int64(bitPattern: projected.counter)
        time = event.time.milliseconds
        institution = event.actor.institution?.semantics
        person = event.subject.map(names.name(ofSubject:))
        professional = event.actor.person.map(names.name(ofProfessional:))
        let packed = AccessFacts(
            of: event, at: projected.index, ledgerTime: projected.time, institution: nil, person: nil, professional: nil
        ).packed
        facts = names.facts.seal(packed, as: AccessNames.place("facts", index))
        subject = event.subject.map { names.seal($0, at: index) }
        statement = key.seal(projected.statement, as: AccessNames.place("statement", index))
    }

    init(_ row: Row) {
        index = row["ledger_index"]
        counter = row["counter"]
        time = row["time"]
        institution = row["institution"]
        person = (row["person"] as Blob?)?.bytes
        professional = (row["professional"] as Blob?)?.bytes
        let facts: Blob = row["facts"]
        self.facts = facts.bytes
        subject = (row["subject"] as Blob?)?.bytes
        let statement: Blob = row["statement"]
        self.statement = statement.bytes
    }

    func insert(_ database: Database) throws {
        try database.cachedStatement(
            sql: """
                INSERT INTO access
                    (ledger_index, counter, time, institution, person, professional, facts, subject, statement)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                """
        ).execute(arguments: [
            index, counter, time, institution, person.map(Blob.init), professional.map(Blob.init),
            Blob(facts), subject.map(Blob.init),
            Blob(statement),
        ])
    }

    /// What is known of it without opening the statement.
    func facts(_ names: AccessNames) throws(AccessLogError) -> AccessFacts {
        guard let bytes = try? names.facts.open(facts, as: AccessNames.place("facts", index)),
            let facts = AccessFacts(
                packed: bytes, ledgerIndex: UInt64(bitPattern: index), time: Instant(milliseconds: time),
                institution: nil, person: nil, professional: nil)
        else { throw .damaged(index: UInt64(bitPattern: index)) }
        return facts
    }

    func access(of subject: LedgerIdentity?, openedBy key: SealingKey) throws(AccessLogError) -> LoggedAccess {
        guard let bytes = try? key.open(statement, as: AccessNames.place("statement", index)),
            case .access(let event) = try? Statement(reading: bytes, subject: subject)
        else { throw .damaged(index: UInt64(bitPattern: index)) }
        return LoggedAccess(event: event, index: UInt64(bitPattern: index), counter: UInt64(bitPattern: counter))
    }
}

/// A row of `entry`: that the ledger holds something about a person, whatever it is.
struct EntryRow: Sendable {
    let index: Int64
    let person: [UInt8]
    let counter: Int64

    func insert(_ database: Database) throws {
        try database.cachedStatement(sql: "INSERT INTO entry (ledger_index, person, counter) VALUES (?, ?, ?)")
            .execute(arguments: [index, Blob(person), counter])
    }
}
