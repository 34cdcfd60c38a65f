internal import EmbeddedDatabase
internal import GRDB
public import RecordTypes
public import Sealing
internal import Statements

/// The ministry's cases: a projection of the ledger in a database of its own, made anew from nothing.
///
/// An emergency look opens its case by itself: nobody has to remember it, so every one of them is on the list. All else is what
/// officials stated on the ledger, step by step. Steps are sealed with the key of the person whose records were looked at.
public final class CaseFiles: StatementProjection {
    private let database: EmbeddedDatabase
    private let keys: any DataKeys
    private let names: CaseNames
    /// How long there is for what; a change holds for open cases from the next start on.
    public let terms: CaseTerms

    /// Opens or makes the database at `path`.
    /// - Parameters:
    ///   - keys: the people's data keys. A person without one is erased; their cases are passed over.
    ///   - indexKey: a purpose key of the gateway.
    public static func open(
        path: String, keys: any DataKeys, indexKey: SealingKey, terms: CaseTerms = CaseTerms()
    ) async throws -> CaseFiles {
        let database = try await EmbeddedDatabase.open(path: path, migrations: OversightSchema.migrations)
        return CaseFiles(database: database, keys: keys, names: CaseNames(key: indexKey), terms: terms)
    }

    private init(database: EmbeddedDatabase, keys: any DataKeys, names: CaseNames, terms: CaseTerms) {
        self.database = database
        self.keys = keys
        self.names = names
        self.terms = terms
    }

    // MARK: Looking up

    /// Which cases are looked up.
    public struct Question: Hashable, Sendable {
        /// Empty: all.
        public var stages: Set<CaseClock.Stage>
        public var origin: CaseID.Origin?
        public var institution: InstitutionID?
        /// Only those whose next date has passed by then.
        public var overdueAt: Instant?
        /// At most, the earliest date first, then the oldest.
        public var limit: Int

        public init(
            stages: Set<CaseClock.Stage> = [], origin: CaseID.Origin? = nil, institution: InstitutionID? = nil,
            overdueAt: Instant? = nil, limit: Int = 1_000
        ) {
            self.stages = stages
            self.origin = origin
            self.institution = institution
            self.overdueAt = overdueAt
            self.limit = limit
        }
    }

    /// Those with the earliest date first; cases of erased people are left out.
    public func cases(_ question: Question) async throws -> [CaseState] {
        var conditions: [String] = []
        var values: [any DatabaseValueConvertible & Sendable] = []
        if !question.stages.isEmpty {
            let marks = question.stages.map { _ in "?" }.joined(separator: ", ")
            conditions.append("stage IN (\(marks))")
            values += question.stages.map(\.rawValue)
        }
        if let origin = question.origin {
            conditions.append("origin = ?")
            values.append(origin.rawValue)
        }
        if let institution = question.institution {
            conditions.append("institution = ?")
            values.append(institution.semantics)
        }
        if let now = question.overdueAt {
            conditions.append("due <= ?")
            values.append(now.milliseconds)
        }
        values.append(question.limit)
        let filter = conditions.isEmpty ? "" : "WHERE " + conditions.joined(separator: " AND ")
        let bound = values
        let found = try await database.read { database in
            let rows = try Row.fetchAll(
                database, sql: "SELECT * FROM file \(filter) ORDER BY due IS NULL, due, opened, look LIMIT ?",
                arguments: StatementArguments(bound))
            return try rows.map { row in
                let file = try CaseRow(row)
                return (file, try StepRow.fetch(of: file.id, database))
            }
        }
        var states: [CaseState] = []
        for (file, steps) in found {
            if let state = try await state(file, steps) { states.append(state.state) }
        }
        return states
    }

    /// One case and whom it concerns; nil where there is none, or the person is erased.
    public func file(_ id: CaseID) async throws -> (subject: LedgerIdentity?, state: CaseState)? {
        let found = try await database.read { database -> (CaseRow, [StepRow])? in
            let row = try Row.fetchOne(
                database, sql: "SELECT * FROM file WHERE origin = ? AND look = ?",
                arguments: [id.origin.rawValue, Int64(bitPattern: id.index)])
            guard let file = try row.map({ try CaseRow($0) }) else { return nil }
            return (file, try StepRow.fetch(of: id, database))
        }
        guard let (file, steps) = found else { return nil }
        return try await state(file, steps)
    }

    /// Where a case's steps stand on the ledger, in its order.
    public func positions(of id: CaseID) async throws -> [UInt64] {
        try await database.read { try StepRow.fetch(of: id, $0) }.map { UInt64(bitPattern: $0.index) }
    }

    private func state(
        _ file: CaseRow, _ steps: [StepRow]
    ) async throws -> (subject: LedgerIdentity?, state: CaseState)? {
        let subject = try file.subject.map { try names.subject($0, in: file.id) }
        let key: SealingKey? =
            if let subject { try await keys.existingKey(for: .person(subject)) } else { names.nobody }
        guard let key else { return nil }
        var state = file.state(terms)
        for row in steps { state.take(try row.step(about: subject, openedBy: key)) }
        return (subject, state)
    }

    /// How many cases there are, by institution, origin and stage, and how many of them are overdue: plain columns, nobody's key.
    public func counts(at now: Instant) async throws -> [CaseCount] {
        try await database.read { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT institution, origin, stage, COUNT(*), SUM(due IS NOT NULL AND due <= ?) FROM file
                    GROUP BY institution, origin, stage ORDER BY institution IS NULL, institution, origin, stage
                    """, arguments: [now.milliseconds]
            ).compactMap { row in
                let institution: String? = row[0]
                guard let origin = CaseID.Origin(rawValue: row[1]), let stage = CaseClock.Stage(rawValue: row[2])
                else { return nil }
                return CaseCount(
                    institution: institution.flatMap { InstitutionID($0) }, origin: origin, stage: stage, count: row[3],
                    overdue: row[4])
            }
        }
    }

    // MARK: Projection

    public func cursor() async throws -> UInt64 { try await database.read { try ProjectionCursor.fetch($0) } }

    /// 1. Rows are sealed. 2. One transaction writes them and moves the cursor. A crash leaves both or neither.
    public func apply(_ statements: [ProjectedStatement], movingCursorTo next: UInt64) async throws {
        var changes: [CaseChange] = []
        for projected in statements {
            if let change = try await change(by: projected) { changes.append(change) }
        }
        let ready = changes
        let terms = terms
        try await database.write { database in
            let cursor = try ProjectionCursor.fetch(database)
            for change in ready where change.ledgerIndex >= cursor { try change.apply(terms, database) }
            if next > cursor { try ProjectionCursor.move(to: next, database) }
        }
    }

    /// Forgets everything, for a rebuild: the cursor stands at 0 again.
    public func reset() async throws {
        try await database.write { database in
            try database.execute(sql: "DELETE FROM file; DELETE FROM step")
            try ProjectionCursor.move(to: 0, database)
        }
    }

    /// Removes what is left of a person whose key was erased. What was found stays counted in no list: it cannot be read any more.
    public func forget(_ person: LedgerIdentity) async throws {
        let name = Blob(names.name(of: person))
        try await database.write { database in
            for table in ["file", "step"] {
                try database.execute(sql: "DELETE FROM \(table) WHERE person = ?", arguments: [name])
            }
        }
    }

    private func change(by projected: ProjectedStatement) async throws -> CaseChange? {
        switch projected.kind {
        case .access:
            // Most looks are none: canonical JSON has this member in this spelling, or not at all.
            guard projected.statement.contains(Self.emergency) else { return nil }
            guard case .access(let event) = try? Statement(reading: projected.statement, subject: projected.subject)
            else { throw OversightError.unreadableStatement(index: projected.index) }
            guard event.purpose == .breakTheGlass else { return nil }
            let id = CaseID(.emergency, at: projected.index)
            return CaseChange(
                ledgerIndex: projected.index, id: id, looked: event.time, institution: event.actor.institution,
                opened: projected.time, person: event.subject.map(names.name(of:)),
                subject: event.subject.map { names.seal($0, in: id) }, step: nil, sealed: nil)
        case .correction:
            guard projected.statement.contains(Self.oversight) else { return nil }
            guard let statement = try? Statement(reading: projected.statement, subject: projected.subject) else {
                throw OversightError.unreadableStatement(index: projected.index)
            }
            guard case .oversight(let step, let subject) = statement else { return nil }
            let key: SealingKey? =
                if let subject { try await keys.existingKey(for: .person(subject)) } else { names.nobody }
            guard let key else { return nil }
            let place = CaseNames.place("step", Int64(bitPattern: projected.index))
            var look: CaseStep.Look?
            if case .open(let opened) = step.act { look = opened }
            return CaseChange(
                ledgerIndex: projected.index, id: step.id, looked: look?.time, institution: look?.institution,
                opened: projected.time, person: subject.map(names.name(of:)),
                subject: subject.map { names.seal($0, in: step.id) }, step: step,
                sealed: key.seal(projected.statement, as: place))
        default: return nil
        }
    }

    private static let emergency = Array(#""purpose":"\#(PurposeOfUse.breakTheGlass.rawValue)""#.utf8)
    private static let oversight = Array(#""kind":"oversight""#.utf8)
}

/// How many cases there are of one kind.
public struct CaseCount: Hashable, Sendable {
    /// Nil: no institution looked.
    public let institution: InstitutionID?
    public let origin: CaseID.Origin
    public let stage: CaseClock.Stage
    public let count: Int
    public let overdue: Int

    public init(
        institution: InstitutionID?, origin: CaseID.Origin, stage: CaseClock.Stage, count: Int, overdue: Int
    ) {
        self.institution = institution
        self.origin = origin
        self.stage = stage
        self.count = count
        self.overdue = overdue
    }
}
