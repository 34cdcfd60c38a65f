internal import EmbeddedDatabase
internal import GRDB
public import RecordTypes
internal import Sealing
internal import Statements

/// What one statement changes about hidden looks.
enum HidingChange: Sendable {
    /// A step of an order, sealed by the gateway: the person stands in it.
    case step(HidingStep, index: Int64, sealed: [UInt8], person: [UInt8]?)
    /// A look that is hidden.
    case look(index: Int64, order: Int64)
    /// It becomes its person's, under whose key it is sealed from now on.
    case disclosed(look: Int64, DisclosedRow?)

    /// Columns of a row of `access` that a disclosure changes.
    struct DisclosedRow: Sendable {
        let counter: Int64
        let person: [UInt8]
        let subject: [UInt8]
        let statement: [UInt8]
    }

    func apply(_ names: AccessNames, _ database: Database) throws {
        switch self {
        case .look(let index, let order):
            try database.cachedStatement(sql: "INSERT OR IGNORE INTO hidden_look (ledger_index, ordered) VALUES (?, ?)")
                .execute(arguments: [index, order])
        case .disclosed(let look, let row):
            try database.cachedStatement(sql: "UPDATE hidden_look SET disclosed = 1 WHERE ledger_index = ?")
                .execute(arguments: [look])
            guard let row else { return }
            try database.cachedStatement(
                sql: "UPDATE access SET counter = ?, person = ?, subject = ?, statement = ? WHERE ledger_index = ?"
            ).execute(arguments: [row.counter, Blob(row.person), Blob(row.subject), Blob(row.statement), look])
        case .step(let step, let index, let sealed, let person):
            if let person, let order = HidingOrder(step, at: UInt64(bitPattern: index)) {
                try database.cachedStatement(
                    sql: """
                        INSERT OR IGNORE INTO hiding (ledger_index, person, institution, until, proposal)
                        VALUES (?, ?, ?, ?, ?)
                        """
                ).execute(arguments: [
                    index, Blob(person), order.institution.semantics, order.until.milliseconds, Blob(sealed),
                ])
                return
            }
            let (id, column): (UInt64, String)
            switch step.act {
            case .approve(let order): (id, column) = (order, "approval")
            case .revoke(let order, _): (id, column) = (order, "revocation")
            case .propose, .disclose: return
            }
            guard let place = Int64(exactly: id), let row = try HidingRow.fetch(place, database),
                var order = try row.order(names), order.take(step)
            else { return }
            try database.execute(
                sql: """
                    UPDATE hiding SET \(column) = ?, \(column)_index = ?, until = ?, holds = ? WHERE ledger_index = ?
                    """,
                arguments: [
                    Blob(sealed), index, order.end.milliseconds, order.approved != nil, place,
                ])
        }
    }
}

/// A row of `hiding`: an order and the sealed statements it has come from.
struct HidingRow: Sendable {
    let index: Int64
    let steps: [(index: Int64, column: String, sealed: [UInt8])]

    init(_ row: Row) {
        let index: Int64 = row["ledger_index"]
        self.index = index
        steps = ["proposal", "approval", "revocation"].compactMap { column in
            guard let sealed = row[column] as Blob? else { return nil }
            return (column == "proposal" ? index : row["\(column)_index"], column, sealed.bytes)
        }
    }

    static func fetch(_ index: Int64, _ database: Database) throws -> HidingRow? {
        try Row.fetchOne(database, sql: "SELECT * FROM hiding WHERE ledger_index = ?", arguments: [index])
            .map { HidingRow($0) }
    }

    func order(_ names: AccessNames) throws -> HidingOrder? {
        var order: HidingOrder?
        for step in steps {
            guard let bytes = try? names.nobody.open(step.sealed, as: AccessNames.place("hiding", step.index)),
                case .hiding(let read, _) = try? Statement(reading: bytes, subject: nil)
            else { throw AccessLogError.damaged(index: UInt64(bitPattern: step.index)) }
            if order == nil { order = HidingOrder(read, at: UInt64(bitPattern: index)) } else { order?.take(read) }
        }
        return order
    }
}

/// An order with how many looks it has hidden, and how many of them have been disclosed.
public struct CountedHidingOrder: Hashable, Sendable {
    public let order: HidingOrder
    public let looks: Int
    public let disclosed: Int

    public init(order: HidingOrder, looks: Int, disclosed: Int) {
        self.order = order
        self.looks = looks
        self.disclosed = disclosed
    }
}

/// A hidden look whose order is over.
public struct DueDisclosure: Hashable, Sendable {
    public let look: UInt64
    public let order: HidingOrder
    /// Whether its person can still be told: not, when their key was erased.
    public let canBeTold: Bool
}

extension AccessLogProjection {
    /// The order that hides what an institution looks at for the law now; nil where none is in force.
    public func orderInForce(
        hiding person: LedgerIdentity, from institution: InstitutionID, at now: Instant
    ) async throws -> HidingOrder? {
        let name = Blob(names.name(ofSubject: person))
        let row = try await database.read { database in
            try Row.fetchOne(
                database.cachedStatement(
                    sql: """
                        SELECT * FROM hiding WHERE person = ? AND institution = ? AND holds = 1 AND until > ?
                        ORDER BY until DESC LIMIT 1
                        """), arguments: [name, institution.semantics, now.milliseconds]
            ).map { HidingRow($0) }
        }
        return try row?.order(names)
    }

    /// Whether any institution's looks at this person's records are hidden now.
    public func hasOrderInForce(about person: LedgerIdentity, at now: Instant) async throws -> Bool {
        let name = Blob(names.name(ofSubject: person))
        return try await database.read { database in
            try Bool.fetchOne(
                database, sql: "SELECT EXISTS (SELECT 1 FROM hiding WHERE person = ? AND holds = 1 AND until > ?)",
                arguments: [name, now.milliseconds]) ?? false
        }
    }

    /// Whether nothing about this person can be opened any more.
    public func isErased(_ person: LedgerIdentity) async throws -> Bool { try await key(of: person) == nil }

    /// One order, whatever has become of it.
    public func hidingOrder(_ id: UInt64) async throws -> HidingOrder? {
        guard let index = Int64(exactly: id) else { return nil }
        return try await database.read { try HidingRow.fetch(index, $0) }?.order(names)
    }

    /// All orders, the newest first.
    public func hidingOrders(limit: Int = 1_000) async throws -> [CountedHidingOrder] {
        let rows = try await database.read { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT hiding.*, (SELECT COUNT(*) FROM hidden_look WHERE ordered = hiding.ledger_index) AS looks,
                        (SELECT COUNT(*) FROM hidden_look WHERE ordered = hiding.ledger_index AND disclosed = 1) AS shown
                    FROM hiding ORDER BY ledger_index DESC LIMIT ?
                    """, arguments: [limit]
            ).map { (row: HidingRow($0), looks: $0["looks"] as Int, shown: $0["shown"] as Int) }
        }
        return try rows.compactMap { found in
            try found.row.order(names).map {
                CountedHidingOrder(order: $0, looks: found.looks, disclosed: found.shown)
            }
        }
    }

    /// Looks whose order is over and that are not disclosed yet, the oldest first; and those whose order cannot be read any more.
    public func dueDisclosures(
        at now: Instant, limit: Int = 100
    ) async throws -> (due: [DueDisclosure], damaged: [UInt64]) {
        let rows = try await database.read { database in
            try Row.fetchAll(
                database.cachedStatement(
                    sql: """
                        SELECT hiding.*, hidden_look.ledger_index AS look FROM hidden_look
                        JOIN hiding ON hiding.ledger_index = hidden_look.ordered
                        WHERE hidden_look.disclosed = 0 AND hiding.until <= ? ORDER BY look LIMIT ?
                        """), arguments: [now.milliseconds, limit]
            ).map { (row: HidingRow($0), look: UInt64(bitPattern: $0["look"] as Int64)) }
        }
        var due: [DueDisclosure] = []
        var damaged: [UInt64] = []
        for found in rows {
            guard let order = try? found.row.order(names) else {
                damaged.append(found.look)
                continue
            }
            due.append(
                DueDisclosure(look: found.look, order: order, canBeTold: try await key(of: order.person) != nil))
        }
        return (due, damaged)
    }

    /// Nobody is left to be told of this look: it is not due any more. A rebuilt log finds that out again.
    public func passOver(_ look: UInt64) async throws {
        try await database.write { database in
            try database.execute(
                sql: "UPDATE hidden_look SET disclosed = 1 WHERE ledger_index = ?",
                arguments: [Int64(bitPattern: look)])
        }
    }

    /// What a statement changes here; nil for most.
    /// - Parameter batch: what is applied together with it: in a log that is being rebuilt the look itself may be there.
    func hidingChange(
        by projected: ProjectedStatement, among batch: [ProjectedStatement]
    ) async throws -> HidingChange? {
        let index = Int64(bitPattern: projected.index)
        guard projected.kind == .administration, projected.statement.contains(Self.hiding) else { return nil }
        guard let statement = try? Statement(reading: projected.statement, subject: projected.subject) else {
            throw AccessLogError.unreadableStatement(index: projected.index)
        }
        guard case .hiding(let step, _) = statement else { return nil }
        guard case .disclose(_, let look) = step.act else {
            var person: [UInt8]?
            if case .propose(let whose, _, _, _) = step.act { person = names.name(ofSubject: whose) }
            return .step(
                step, index: index,
                sealed: names.nobody.seal(projected.statement, as: AccessNames.place("hiding", index)), person: person)
        }
        // The look's own statement is sealed anew, with the key of the person whose it is now.
        let place = Int64(bitPattern: look)
        guard let subject = projected.subject, let key = try await key(of: subject),
            let hidden = try await hiddenEvent(at: look, among: batch), hidden.withheld?.person == subject
        else { return .disclosed(look: place, nil) }
        return .disclosed(
            look: place,
            HidingChange.DisclosedRow(
                counter: Int64(bitPattern: projected.counter), person: names.name(ofSubject: subject),
                subject: names.seal(subject, at: place),
                statement: key.seal(
                    Statement.access(hidden.disclosed(to: subject)).bytes,
                    as: AccessNames.place("statement", place))))
    }

    private func hiddenEvent(at look: UInt64, among batch: [ProjectedStatement]) async throws -> AccessEvent? {
        guard let projected = batch.first(where: { $0.index == look }) else { return try await event(at: look)?.event }
        guard case .access(let event) = try? Statement(reading: projected.statement, subject: projected.subject) else {
            return nil
        }
        return event
    }

    private static let hiding = Array(#""kind":"hiding""#.utf8)
}
