internal import EmbeddedDatabase
internal import GRDB
public import RecordTypes
public import Sealing
internal import Statements

/// Who looked at what: a projection of the ledger's *access* statements, in a database of its own.
///
/// Events are sealed with the key of the person they concern and found through blind indexes; time and institution stay plain.
/// The outcome is sealed too: an event that was refused looks like any other. Erasing the person's key erases their events
/// here; that there were some still counts.
public final class AccessLogProjection: StatementProjection {
    let database: EmbeddedDatabase
    private let keys: any DataKeys
    let names: AccessNames

    /// Opens or makes the log at `path`.
    /// - Parameters:
    ///   - keys: the people's data keys. A person without one is erased; their events are passed over.
    ///   - indexKey: a purpose key of the gateway; blind indexes are derived from it.
    public static func open(path: String, keys: any DataKeys, indexKey: SealingKey) async throws -> AccessLogProjection
    {
        let database = try await EmbeddedDatabase.open(
            path: path, migrations: AccessLogSchema.migrations, secureDelete: true)
        return AccessLogProjection(database: database, keys: keys, names: AccessNames(key: indexKey))
    }

    private init(database: EmbeddedDatabase, keys: any DataKeys, names: AccessNames) {
        self.database = database
        self.keys = keys
        self.names = names
    }

    // MARK: Looking up

    /// One page, newest first. Outcome, purpose, action and kind are compared row by row, so a page may cost more rows than it shows.
    public func events(matching query: AccessLogQuery) async throws -> AccessLogPage {
        let limit = min(max(query.limit, 1), 1000)
        let selection = AccessSelection(query, names)
        var openings: [LedgerIdentity: SealingKey?] = [:]
        var events: [LoggedAccess] = []
        var cursor = query.cursor
        while true {
            let after = cursor
            let batch = query.wantsFacts ? 1_024 : limit + 1
            let rows = try await database.read { try selection.fetch(after: after, limit: batch, $0) }
            for row in rows {
                // What is not asked for need not be opened.
                let isAskedFor = try !query.wantsFacts || query.admits(row.facts(names))
                if isAskedFor, let access = try await open(row, &openings), !access.event.isHidden(from: query.asker) {
                    if events.count == limit { return AccessLogPage(events: events, next: cursor) }
                    events.append(access)
                }
                cursor = AccessLogCursor(time: row.time, ledgerIndex: row.index)
            }
            if rows.count < batch { return AccessLogPage(events: events, next: nil) }
        }
    }

    /// The event at one place on the ledger, if it is about this person; nil for another's as for none.
    public func event(at index: UInt64, of subject: LedgerIdentity) async throws -> LoggedAccess? {
        guard let index = Int64(exactly: index), let key = try await keys.existingKey(for: .person(subject)) else {
            return nil
        }
        let name = names.name(ofSubject: subject)
        let row = try await database.read { database in
            try Row.fetchOne(
                database.cachedStatement(sql: "SELECT * FROM access WHERE ledger_index = ? AND person = ?"),
                arguments: [index, Blob(name)]
            ).map { AccessRow($0) }
        }
        return try row?.access(of: subject, openedBy: key)
    }

    /// The event at one place on the ledger, whomever it concerns; nil where none is, or the person is erased.
    public func event(at index: UInt64) async throws -> LoggedAccess? {
        guard let index = Int64(exactly: index) else { return nil }
        let row = try await database.read { database in
            try Row.fetchOne(
                database.cachedStatement(sql: "SELECT * FROM access WHERE ledger_index = ?"), arguments: [index]
            ).map { AccessRow($0) }
        }
        var openings: [LedgerIdentity: SealingKey?] = [:]
        guard let row else { return nil }
        return try await open(row, &openings)
    }

    /// What seals the events of a person, or of nobody; nil for an erased person.
    func key(of subject: LedgerIdentity?) async throws -> SealingKey? {
        if let subject { try await keys.existingKey(for: .person(subject)) } else { names.nobody }
    }

    /// Nil for the event of an erased person.
    private func open(_ row: AccessRow, _ openings: inout [LedgerIdentity: SealingKey?]) async throws -> LoggedAccess? {
        guard let sealed = row.subject else { return try row.access(of: nil, openedBy: names.nobody) }
        let subject = try names.subject(sealed, at: row.index)
        if openings[subject] == nil { openings[subject] = try await keys.existingKey(for: .person(subject)) }
        guard let key = openings[subject] ?? nil else { return nil }
        return try row.access(of: subject, openedBy: key)
    }

    /// What can be said about the completeness of an answer, from what the ledger handed over.
    /// - Parameter ledgerSize: entries of the ledger as the answer's reader knows it.
    public func completeness(of query: AccessLogQuery, ledgerSize: UInt64) async throws -> CompletenessStatement {
        let selection = AccessSelection(query, names)
        let person = query.subject.map(names.name(ofSubject:))
        return try await database.read { database in
            let extent = try selection.extent(database)
            let counters = try person.map { try CounterCheck.run(on: $0, database) }
            let skipped = try Row.fetchAll(database, sql: "SELECT first, last FROM skipped ORDER BY first LIMIT 100")
            return CompletenessStatement(
                events: extent.count,
                firstIndex: extent.first.map(UInt64.init(bitPattern:)),
                lastIndex: extent.last.map(UInt64.init(bitPattern:)),
                ledgerSize: ledgerSize,
                takenIn: try ProjectionCursor.fetch(database),
                skipped: skipped.map { row in
                    UInt64(bitPattern: row["first"])...UInt64(bitPattern: row["last"])
                },
                counters: counters,
                deleted: try Self.deletions(of: person, database))
        }
    }

    private static func deletions(of person: [UInt8]?, _ database: Database) throws -> Int {
        if let person {
            return try Int.fetchOne(
                database, sql: "SELECT COUNT(*) FROM deleted WHERE person = ?", arguments: [Blob(person)]) ?? 0
        }
        return try Int.fetchOne(database, sql: "SELECT COUNT(*) FROM deleted") ?? 0
    }

    /// When the oldest event happened; nil while there is none.
    public func oldestEvent() async throws -> Instant? {
        let time = try await database.read { try Int64.fetchOne($0, sql: "SELECT MIN(time) FROM access") }
        return time.map(Instant.init(milliseconds:))
    }

    /// How many events the log holds from before a position on the ledger.
    public func rows(below end: UInt64) async throws -> Int {
        try await database.read { database in
            try Int.fetchOne(
                database, sql: "SELECT COUNT(*) FROM access WHERE ledger_index < ?",
                arguments: [Int64(clamping: end)]) ?? 0
        }
    }

    // MARK: Projection

    public func cursor() async throws -> UInt64 {
        try await database.read { try ProjectionCursor.fetch($0) }
    }

    /// 1. The rows are sealed. 2. One transaction writes them and moves the cursor; what lies below the cursor by then is
    /// passed over. A crash leaves both or neither.
    /// - Throws: ``AccessLogError/unreadableStatement(index:)``: an access that cannot be read must not be passed over.
    public func apply(_ statements: [ProjectedStatement], movingCursorTo next: UInt64) async throws {
        var applied: [AppliedStatement] = []
        for projected in statements { applied.append(try await row(of: projected, among: statements)) }
        let rows = applied
        let next = Int64(bitPattern: next)
        let names = names
        try await database.write { database in
            var expected = Int64(bitPattern: try ProjectionCursor.fetch(database))
            guard next > expected else { return }
            for row in rows where row.index >= expected {
                try Self.noteSkipped(expected, row.index, database)
                try row.entry?.insert(database)
                try row.access?.insert(database)
                try row.relation?.apply(database)
                try row.hiding?.apply(names, database)
                try row.retention?.apply(at: row.index, database)
                try row.deleted?.insert(database)
                try row.watch?.apply(database)
                expected = row.index + 1
            }
            try Self.noteSkipped(expected, next, database)
            try ProjectionCursor.move(to: UInt64(bitPattern: next), database)
        }
    }

    /// The ledger hands over every entry; one that is not there shows in every statement of completeness from now on.
    private static func noteSkipped(_ first: Int64, _ end: Int64, _ database: Database) throws {
        guard end > first else { return }
        try database.execute(sql: "INSERT INTO skipped (first, last) VALUES (?, ?)", arguments: [first, end - 1])
    }

    private func row(
        of projected: ProjectedStatement, among batch: [ProjectedStatement]
    ) async throws -> AppliedStatement {
        let index = Int64(bitPattern: projected.index)
        let entry = projected.subject.map { subject in
            EntryRow(
                index: index, person: names.name(ofSubject: subject), counter: Int64(bitPattern: projected.counter))
        }
        guard projected.kind == .access, !projected.statement.isEmpty else {
            return AppliedStatement(
                index: index, entry: entry, access: nil, relation: try RelationChange(by: projected, names),
                hiding: try await hidingChange(by: projected, among: batch),
                retention: try RetentionOrder(by: projected), deleted: DeletedLook(projected, names),
                watch: try WatchChange(by: projected, names))
        }
        guard case .access(let event) = try? Statement(reading: projected.statement, subject: projected.subject) else {
            throw AccessLogError.unreadableStatement(index: projected.index)
        }
        let key = try await key(of: event.subject)
        return AppliedStatement(
            index: index, entry: entry, access: key.map { AccessRow(event, projected, key: $0, names) }, relation: nil,
            hiding: event.withheld.map { .look(index: index, order: Int64(bitPattern: $0.order)) })
    }

    /// Forgets everything, for a rebuild: the cursor stands at 0 again.
    public func reset() async throws {
        try await database.write { database in
            try database.execute(
                sql: """
                    DELETE FROM access; DELETE FROM entry; DELETE FROM skipped; DELETE FROM filing; DELETE FROM oneself;
                    DELETE FROM kin; DELETE FROM withdrawal; DELETE FROM hiding; DELETE FROM hidden_look;
                    DELETE FROM retention; DELETE FROM deleted; DELETE FROM watched
                    """)
            try ProjectionCursor.move(to: 0, database)
        }
    }

    /// Removes what is left of a person whose key was erased.
    public func forget(_ person: LedgerIdentity) async throws {
        let name = Blob(names.name(ofSubject: person))
        try await database.write { database in
            try database.execute(sql: "DELETE FROM access WHERE person = ?", arguments: [name])
            try database.execute(sql: "DELETE FROM entry WHERE person = ?", arguments: [name])
            try database.execute(sql: "DELETE FROM deleted WHERE person = ?", arguments: [name])
            let short = BlindPrefix.of(name.bytes)
            for table in ["filing", "oneself", "kin", "withdrawal"] {
                try database.execute(sql: "DELETE FROM \(table) WHERE person = ?", arguments: [short])
            }
        }
    }
}

/// What one statement adds.
private struct AppliedStatement: Sendable {
    let index: Int64
    let entry: EntryRow?
    let access: AccessRow?
    let relation: RelationChange?
    let hiding: HidingChange?
    var retention: RetentionOrder?
    var deleted: DeletedLook?
    var watch: WatchChange?
}
