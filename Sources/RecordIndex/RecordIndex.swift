internal import EmbeddedDatabase
internal import Failpoints
internal import GRDB
public import RecordTypes
public import Sealing
internal import Statements

/// The document registry and the citizens' restrictions: a projection of the ledger's *record* and *consent* statements.
///
/// Rebuildable from nothing by applying the ledger again. What it keeps of a person is sealed with that person's data key
/// and found through blind indexes; time and institution stay plain. Erasing the key erases the person here too.
public final class RecordIndex: StatementProjection {
    private let database: EmbeddedDatabase
    private let keys: any DataKeys
    private let names: PersonNames
    private let rules = RuleCache()

    /// Opens or makes the index at `path`.
    /// - Parameters:
    ///   - keys: the people's data keys. A person without one is erased and is passed over.
    ///   - indexKey: a purpose key of the gateway; blind indexes are derived from it.
    public static func open(path: String, keys: any DataKeys, indexKey: SealingKey) async throws -> RecordIndex {
        let database = try await EmbeddedDatabase.open(path: path, migrations: IndexSchema.migrations)
        return RecordIndex(database: database, keys: keys, names: PersonNames(key: indexKey))
    }

    private init(database: EmbeddedDatabase, keys: any DataKeys, names: PersonNames) {
        self.database = database
        self.keys = keys
        self.names = names
    }

    // MARK: Looking up

    /// Nil for a record that is not there or whose person is erased.
    public func entry(of id: RecordID) async throws -> RegistryEntry? {
        guard let row = try await database.read({ try IndexedRecord.fetch(id, $0) }) else { return nil }
        let person = try names.person(row)
        guard let key = try await keys.existingKey(for: .person(person)) else { return nil }
        return try row.entry(of: person, openedBy: key)
    }

    /// Nil for a record that is not there or whose person is erased.
    public func description(of id: RecordID) async throws -> RecordDescription? { try await entry(of: id)?.description }

    /// The record, if it is this person's; nil for another's as for none, after the same look-up.
    public func entry(of id: RecordID, if person: LedgerIdentity) async throws -> RegistryEntry? {
        guard let key = try await keys.existingKey(for: .person(person)) else { return nil }
        let name = names.name(of: person)
        return try await database.read { try IndexedRecord.fetch(id, of: name, $0) }?.entry(of: person, openedBy: key)
    }

    /// A person's records that pass a filter, newest received first. Only those that pass are opened.
    ///
    /// Where nothing passes, as many records are examined for somebody who has none as for somebody who has ``leastExamined``: how long it took
    /// does not say which of the two it is.
    /// - Parameters:
    ///   - position: the last one that was given before; nil for the newest.
    ///   - limit: the most that are given.
    public func entries(
        of person: LedgerIdentity, matching filter: RecordFilter = .everything,
        after position: RecordPosition? = nil, limit: Int
    ) async throws -> [RegistryEntry] {
        let key = try await keys.existingKey(for: .person(person))
        let name = names.name(of: person)
        let names = names
        let rows = try await database.read { database in
            let condition = FilterCondition(filter, of: person, names)
            let rows = try IndexedRecord.fetch(
                of: name, passing: condition, after: position, limit: limit, database)
            if rows.isEmpty {
                try IndexedRecord.examineOthers(
                    than: name, by: condition, upTo: RecordIndex.leastExamined, database)
            }
            return rows
        }
        guard let key else { return [] }
        return try rows.map { try $0.entry(of: person, openedBy: key) }
    }

    /// How many records a look that finds nothing examines at least, as far as there are so many. A few milliseconds.
    public static let leastExamined = 4_096

    /// When which institution filed something about a person: by when it was received, at most a hundred times each.
    public func filings(about person: LedgerIdentity) async throws -> [InstitutionID: [Instant]] {
        let name = names.name(of: person)
        let rows = try await database.read { try IndexedRecord.filings(about: name, $0) }
        var filings: [InstitutionID: [Instant]] = [:]
        for (institution, received) in rows {
            guard let id = InstitutionID(institution) else { throw RecordIndexError.damaged }
            if filings[id, default: []].count < 100 { filings[id, default: []].append(Instant(milliseconds: received)) }
        }
        return filings
    }

    /// The rules that hold for a person: of each target and audience the latest one, in the order of the ledger. Rules whose
    /// time has passed are among them; what they mean is for consent to say.
    public func restrictions(of person: LedgerIdentity) async throws -> [Restriction] {
        guard let key = try await keys.existingKey(for: .person(person)) else { return [] }
        let remembered = rules.rules(of: person)
        if let rules = remembered.rules { return rules }
        let name = names.name(of: person)
        let rows = try await database.read { try IndexedRule.fetchAll(of: name, $0) }
        let opened = try rows.map { try $0.restriction(of: person, openedBy: key) }
        rules.keep(opened, of: person, asOf: remembered.asOf)
        return opened
    }

    /// Who may act for a person, or could once: of each representative and basis the latest word, in the order of the ledger.
    public func mandates(of person: LedgerIdentity) async throws -> [RegisteredMandate] {
        guard let key = try await keys.existingKey(for: .person(person)) else { return [] }
        let name = names.name(of: person)
        let rows = try await database.read { try IndexedMandate.fetchAll(of: name, $0) }
        return try rows.map {
            RegisteredMandate(
                name: $0.name, principal: person, mandate: try $0.mandate(of: person, openedBy: key))
        }
    }

    /// For whom somebody may act, or could once.
    public func mandates(heldBy representative: PersonIdentifier) async throws -> [RegisteredMandate] {
        let name = names.name(ofRepresentative: representative)
        let rows = try await database.read { try IndexedMandate.fetchAll(heldBy: name, $0) }
        var mandates: [RegisteredMandate] = []
        for row in rows {
            let person = try names.person(row)
            guard let key = try await keys.existingKey(for: .person(person)) else { continue }
            mandates.append(
                RegisteredMandate(
                    name: row.name, principal: person, mandate: try row.mandate(of: person, openedBy: key)))
        }
        return mandates
    }

    public func hasRecords(_ person: LedgerIdentity) async throws -> Bool {
        let name = names.name(of: person)
        return try await database.read { try IndexedRecord.exists(of: name, $0) }
    }

    /// Whether there is a record of this person, or a rule.
    public func knows(_ person: LedgerIdentity) async throws -> Bool {
        let name = names.name(of: person)
        return try await database.read { database in
            try IndexedRecord.exists(of: name, database) || IndexedRule.exists(of: name, database)
        }
    }

    /// The position in the log of the record's newest statement.
    public func ledgerIndex(of id: RecordID) async throws -> UInt64? {
        try await database.read { try IndexedRecord.fetch(id, $0)?.ledgerIndex }
    }

    // MARK: Projection

    public func cursor() async throws -> UInt64 { try await database.read { try ProjectionCursor.fetch($0) } }

    /// 1. The rows are sealed. 2. One transaction writes them and moves the cursor; what lies below the cursor by then is
    /// passed over. A crash leaves both or neither.
    /// - Throws: ``RecordIndexError/unreadableStatement(index:)``: a consent that cannot be read must not be passed over.
    public func apply(_ statements: [ProjectedStatement], movingCursorTo next: UInt64) async throws {
        var changes: [IndexChange] = []
        for projected in statements {
            if let change = try await change(by: projected) { changes.append(change) }
        }
        let rows = changes
        try Failpoints.before(.projectionApply)
        try await database.write { database in
            let cursor = try ProjectionCursor.fetch(database)
            for row in rows where row.ledgerIndex >= cursor { try row.apply(database) }
            if next > cursor { try ProjectionCursor.move(to: next, database) }
        }
        rules.forget(
            statements.lazy.filter { $0.kind == .consent }.compactMap(\.subject))
        try Failpoints.after(.projectionApply)
    }

    /// Forgets everything, for a rebuild: the cursor stands at 0 again.
    public func reset() async throws {
        try await database.write { database in
            try database.execute(sql: "DELETE FROM record; DELETE FROM rule; DELETE FROM mandate")
            try ProjectionCursor.move(to: 0, database)
        }
        rules.forgetAll()
    }

    /// Removes what is left of a person whose key was erased.
    public func forget(_ person: LedgerIdentity) async throws {
        let name = Blob(names.name(of: person))
        try await database.write { database in
            try database.execute(sql: "DELETE FROM record WHERE person = ?", arguments: [name])
            try database.execute(sql: "DELETE FROM rule WHERE person = ?", arguments: [name])
            try database.execute(sql: "DELETE FROM mandate WHERE person = ?", arguments: [name])
        }
        rules.forget([person])
    }

    private func change(by projected: ProjectedStatement) async throws -> IndexChange? {
        guard projected.kind == .record || projected.kind == .consent, !projected.statement.isEmpty else { return nil }
        let person: LedgerIdentity
        let statement: Statements.Statement
        do {
            statement = try Statements.Statement(reading: projected.statement, subject: projected.subject)
        } catch {
            throw RecordIndexError.unreadableStatement(index: projected.index)
        }
        switch statement {
        case .record(let description, _): person = description.subject
        case .consent(_, let subject), .mandate(_, let subject): person = subject
        // Of the same kind, and of no concern here.
        case .preferences: return nil
        case .access, .identityBinding, .administration, .inquiry, .inquiryAnswer, .oversight, .hiding:
            throw RecordIndexError.unreadableStatement(index: projected.index)
        }
        guard let key = try await keys.existingKey(for: .person(person)) else { return nil }
        return switch statement {
        case .record(let description, _): .record(IndexedRecord(description, projected, key: key, names))
        case .consent(let restriction, let subject):
            .rule(IndexedRule(restriction, of: subject, projected, key: key, names))
        case .mandate(let mandate, let subject):
            .mandate(IndexedMandate(mandate, of: subject, projected, key: key, names))
        case .access, .identityBinding, .administration, .inquiry, .inquiryAnswer, .oversight, .hiding,
            .preferences:
            nil
        }
    }
}

/// A mandate as the registry holds it.
public struct RegisteredMandate: Hashable, Sendable {
    /// 32 bytes by which it can be named to the two people it is about; they mean nothing to anybody else.
    public let name: [UInt8]
    public let principal: LedgerIdentity
    public let mandate: Mandate
}

public enum RecordIndexError: Error, Hashable, Sendable {
    /// The ledger's statement at this index is not one this version reads.
    case unreadableStatement(index: UInt64)
    /// A row is not what was written. The index can be rebuilt from the ledger: ``RecordIndex/reset()``.
    case damaged
}
