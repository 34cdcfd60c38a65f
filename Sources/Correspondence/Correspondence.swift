internal import EmbeddedDatabase
internal import GRDB
public import RecordTypes
public import Sealing
internal import Statements

/// What people ask of institutions and what is answered, of what they want to be told, and the messages on their way: a projection of the
/// ledger in a database of its own.
///
/// Inquiries and preferences can be rebuilt from the ledger. Messages are queued in the very transaction in which their event is taken in,
/// so that none is lost and none is queued twice; they leave the queue when the other side has taken them.
public final class Correspondence: StatementProjection {
    private let database: EmbeddedDatabase
    private let keys: any DataKeys
    private let names: CorrespondenceNames
    private let clock: @Sendable () -> Instant

    /// What happened longer ago is not told any more.
    static let freshness = Duration.seconds(2 * 86_400)
    /// How often a message is tried: about two and a half days, with waits that double up to six hours.
    public static let attemptLimit = 20

    /// Opens or makes the database at `path`.
    /// - Parameters:
    ///   - keys: the people's data keys. A person without one is erased and is passed over.
    ///   - indexKey: a purpose key of the gateway.
    public static func open(
        path: String, keys: any DataKeys, indexKey: SealingKey, clock: @escaping @Sendable () -> Instant
    ) async throws -> Correspondence {
        let database = try await EmbeddedDatabase.open(path: path, migrations: CorrespondenceSchema.migrations)
        return Correspondence(
            database: database, keys: keys, names: CorrespondenceNames(key: indexKey), clock: clock)
    }

    private init(
        database: EmbeddedDatabase, keys: any DataKeys, names: CorrespondenceNames,
        clock: @escaping @Sendable () -> Instant
    ) {
        self.database = database
        self.keys = keys
        self.names = names
        self.clock = clock
    }

    // MARK: Inquiries

    /// What a person has asked, newest first.
    public func inquiries(of person: LedgerIdentity) async throws -> [InquiryState] {
        let name = names.name(of: person)
        return try await states(.of(person: name)).map(\.state)
    }

    /// What an institution was asked, newest first.
    public func inquiries(to institution: InstitutionID) async throws -> [InquiryState] {
        try await states(.to(institution: institution.semantics)).map(\.state)
    }

    /// One inquiry and whom it concerns; nil where there is none, or the person is erased.
    public func inquiry(_ id: InquiryID) async throws -> (person: LedgerIdentity, state: InquiryState)? {
        try await states(.one(id: id.bytes)).first
    }

    /// What should have been answered by now and was not, the longest overdue first: at most a thousand.
    public func overdueInquiries(at now: Instant) async throws -> [InquiryState] {
        try await states(.overdue(by: now.milliseconds)).map(\.state)
    }

    private func states(_ question: InquiryRow.Question) async throws -> [(person: LedgerIdentity, state: InquiryState)]
    {
        let rows = try await database.read { try InquiryRow.fetch(question, $0) }
        var states: [(person: LedgerIdentity, state: InquiryState)] = []
        for row in rows {
            let person = try names.person(row.subject, in: "inquiry", row: row.id)
            guard let key = try await keys.existingKey(for: .person(person)) else { continue }
            states.append((person, try row.state(of: person, openedBy: key)))
        }
        return states
    }

    // MARK: Preferences

    /// Of what a person wants to be told; nil while they have not said.
    public func preferences(of person: LedgerIdentity) async throws -> NotificationPreferences? {
        guard let key = try await keys.existingKey(for: .person(person)) else { return nil }
        let name = names.name(of: person)
        guard let sealed = try await database.read({ try Self.preference(of: name, $0) }) else { return nil }
        return try Self.open(sealed, of: name, person, key)
    }

    private static func preference(of name: [UInt8], _ database: Database) throws -> [UInt8]? {
        try Blob.fetchOne(database, sql: "SELECT statement FROM preference WHERE person = ?", arguments: [Blob(name)])?
            .bytes
    }

    private static func place(preference name: [UInt8]) -> SealedPlace {
        SealedPlace(table: "preference", column: "statement", row: name)
    }

    private static func open(
        _ sealed: [UInt8], of name: [UInt8], _ person: LedgerIdentity, _ key: SealingKey
    ) throws(CorrespondenceError) -> NotificationPreferences {
        guard let bytes = try? key.open(sealed, as: place(preference: name)),
            case .preferences(let preferences, _) = try? Statement(reading: bytes, subject: person)
        else { throw .damaged }
        return preferences
    }

    // MARK: Messages

    /// What is to be sent now, longest waiting first. Messages of erased people are dropped.
    public func deliveries(dueBy now: Instant, limit: Int) async throws -> [Delivery] {
        let rows = try await database.read { try DeliveryRow.fetch(dueBy: now.milliseconds, limit: limit, $0) }
        var deliveries: [Delivery] = []
        for row in rows {
            let person = try names.person(
                row.subject, in: "delivery", row: DeliveryRow.row(row.ledgerIndex, row.channel))
            if let key = try await keys.existingKey(for: .person(person)) {
                deliveries.append(try row.delivery(openedBy: key))
            } else {
                try await delivered(row.id)
            }
        }
        return deliveries
    }

    /// The other side has taken it, or never will: it leaves the queue.
    public func delivered(_ id: Int64) async throws {
        try await database.write { try $0.execute(sql: "DELETE FROM delivery WHERE id = ?", arguments: [id]) }
    }

    /// It could not be sent now: the next try is after a wait that doubles, five seconds first, six hours at most.
    /// - Returns: whether there is a next try.
    @discardableResult
    public func notDelivered(_ delivery: Delivery, at now: Instant) async throws -> Bool {
        guard delivery.attempts + 1 < Self.attemptLimit else {
            try await delivered(delivery.id)
            return false
        }
        let wait = min(5 << Int64(min(delivery.attempts, 20)), 6 * 3600) as Int64
        let due = now.advanced(by: .seconds(wait)).milliseconds
        try await database.write { database in
            try database.execute(
                sql: "UPDATE delivery SET attempts = attempts + 1, due = ? WHERE id = ?",
                arguments: [due, delivery.id])
        }
        return true
    }

    /// How many messages wait.
    public func waitingDeliveries() async throws -> Int {
        try await database.read { try Int.fetchOne($0, sql: "SELECT COUNT(*) FROM delivery") ?? 0 }
    }

    // MARK: Projection

    public func cursor() async throws -> UInt64 { try await database.read { try ProjectionCursor.fetch($0) } }

    /// 1. The rows are sealed. 2. One transaction writes them, queues what is to be told, and moves the cursor. A crash leaves both or neither.
    public func apply(_ statements: [ProjectedStatement], movingCursorTo next: UInt64) async throws {
        var changes: [(CorrespondenceChange, LedgerIdentity, SealingKey)] = []
        for projected in statements {
            guard let person = projected.subject, !projected.statement.isEmpty,
                let key = try await keys.existingKey(for: .person(person))
            else { continue }
            if let change = try change(by: projected, of: person, key) { changes.append((change, person, key)) }
        }
        let ready = changes
        let names = names
        try await database.write { database in
            let cursor = try ProjectionCursor.fetch(database)
            for (change, person, key) in ready where change.ledgerIndex >= cursor {
                let events = try change.apply(database)
                guard !events.isEmpty, let sealed = try Self.preference(of: change.person, database) else { continue }
                let wanted = try Self.open(sealed, of: change.person, person, key)
                let channels = [("email", wanted.email), ("mailbox", wanted.mailbox?.semantics)]
                for event in events where wanted.events.contains(event) {
                    for case (let channel, let address?) in channels {
                        let index = Int64(bitPattern: change.ledgerIndex)
                        try DeliveryRow.add(
                            event, channel,
                            sealed: key.seal(Array(address.utf8), as: DeliveryRow.place(index, channel)),
                            subject: names.seal(person, in: "delivery", row: DeliveryRow.row(index, channel)),
                            language: wanted.language, for: change, database)
                    }
                }
            }
            if next > cursor { try ProjectionCursor.move(to: next, database) }
        }
    }

    /// Forgets what can be rebuilt from the ledger; messages on their way stay.
    public func reset() async throws {
        try await database.write { database in
            try database.execute(sql: "DELETE FROM inquiry; DELETE FROM preference; DELETE FROM acquaintance")
            try ProjectionCursor.move(to: 0, database)
        }
    }

    /// Removes what is left of a person whose key was erased.
    public func forget(_ person: LedgerIdentity) async throws {
        let name = Blob(names.name(of: person))
        try await database.write { database in
            for table in ["inquiry", "preference", "acquaintance", "delivery"] {
                try database.execute(sql: "DELETE FROM \(table) WHERE person = ?", arguments: [name])
            }
        }
    }

    private func change(
        by projected: ProjectedStatement, of person: LedgerIdentity, _ key: SealingKey
    ) throws -> CorrespondenceChange? {
        let name = names.name(of: person)
        var change = CorrespondenceChange(
            ledgerIndex: projected.index, person: name, time: projected.time.milliseconds)
        change.isStale = projected.time.advanced(by: Self.freshness) < clock()
        guard let statement = try? Statement(reading: projected.statement, subject: person) else {
            throw CorrespondenceError.unreadableStatement(index: projected.index)
        }
        switch statement {
        case .inquiry(let inquiry, _):
            let id = inquiry.id.bytes
            change.steps.append(
                .ask(
                    id: id, institution: inquiry.institution.semantics, asked: inquiry.asked.milliseconds,
                    due: inquiry.due.milliseconds, subject: names.seal(person, in: "inquiry", row: id),
                    statement: key.seal(projected.statement, as: InquiryRow.place("statement", id))))
            if inquiry.askedBy != nil { change.events.append(.representative) }
        case .inquiryAnswer(let answer, _):
            let id = answer.id.bytes
            change.steps.append(
                .answer(
                    id: id, time: answer.answered.milliseconds,
                    statement: key.seal(projected.statement, as: InquiryRow.place("answer", id))))
            change.events.append(.answer)
        case .preferences:
            change.steps.append(
                .prefer(statement: key.seal(projected.statement, as: Self.place(preference: name))))
        case .access(let event): change.add(event)
        case .record(let description, _):
            // What is held back is told when it is released, by the record's next statement.
            if !description.isHeldBack(at: projected.time) { change.events.append(.newDocument) }
        case .consent(let restriction, _):
            if restriction.decidedBy != nil { change.events.append(.representative) }
        case .mandate, .identityBinding, .oversight, .hiding, .administration: return nil
        }
        return change.steps.isEmpty && change.events.isEmpty ? nil : change
    }
}

extension CorrespondenceChange {
    fileprivate mutating func add(_ event: AccessEvent) {
        switch event.actor.kind {
        case .institution:
            // Asking for a citizen's own log, as the national usage monitor does, is no look at a record.
            guard event.action != .readAccessLog else { return }
            if event.purpose == .breakTheGlass { events.append(.emergency) }
            if event.outcome == .refused { events.append(.refused) }
            if event.outcome == .released, let institution = event.actor.institution {
                steps.append(.look(institution: institution.semantics))
            }
        case .citizen:
            // Only the gateway gives a citizen a role, and only to who acts for another person.
            if event.actor.role != nil { events.append(.representative) }
        case .official, .operatorConsole: break
        }
    }
}
