internal import EmbeddedDatabase
internal import Foundation
internal import GRDB
internal import Identity
public import RecordTypes
public import Sealing
internal import Statements
internal import Synchronization

/// Who is registered at the gateway: institutions, the professionals they assert, X-Road subsystems, roles of ministry staff.
///
/// A projection of the ledger's *administration* statements: every change is an entry first, and the register holds what all entries
/// come to. It lies sealed in a database of its own and open in memory, where every request looks; a change holds from the moment that
/// ``apply(_:movingCursorTo:)`` returns.
public final class InstitutionRegister: StatementProjection {
    private let database: EmbeddedDatabase
    private let key: SealingKey
    private let state: Mutex<RegisterState>

    /// Opens or makes the register at `path`.
    /// - Parameter key: a purpose key of the gateway; every change is sealed with it.
    public static func open(path: String, key: SealingKey) async throws -> InstitutionRegister {
        let database = try await EmbeddedDatabase.open(path: path, migrations: RegisterSchema.migrations)
        let rows = try await database.read { try SealedChange.fetchAll($0) }
        var state = RegisterState()
        for row in rows { state.apply(try Self.logged(row, openedBy: key).entered.change) }
        return InstitutionRegister(database: database, key: key, state: state)
    }

    private init(database: EmbeddedDatabase, key: SealingKey, state: RegisterState) {
        self.database = database
        self.key = key
        self.state = Mutex(state)
    }

    // MARK: Looking up

    func withState<Value>(_ look: (RegisterState) -> Value) -> Value { state.withLock { look($0) } }

    public func institution(_ id: InstitutionID) -> RegisteredInstitution? {
        state.withLock { $0.institutions[id] }
    }

    public func professionals(of id: InstitutionID) -> [RegisteredProfessional] {
        state.withLock { Array(($0.professionals[id] ?? [:]).values) }
    }

    /// Whether the change would change nothing.
    public func holds(_ change: RegisterChange) -> Bool { state.withLock { $0.holds(change) } }

    /// An X-Road subsystem that these changes would take from one institution and give to another; nil when there is none.
    ///
    /// What comes in under a subsystem is recorded as its institution's: it changes hands only when the one gives it up first.
    public func subsystemTaken(by changes: [RegisterChange]) -> String? {
        var state = state.withLock { $0 }
        for change in changes {
            if let taken = state.subsystemTaken(by: change) { return taken }
            state.apply(change)
        }
        return nil
    }

    /// Everything as changes that would make it anew, institutions first.
    public var changes: [RegisterChange] { state.withLock { $0.changes } }

    /// The administration log, oldest first.
    public func log() async throws -> [LoggedChange] {
        let rows = try await database.read { try SealedChange.fetchAll($0) }
        return try rows.map { try Self.logged($0, openedBy: key) }
    }

    private static func logged(_ row: SealedChange, openedBy key: SealingKey) throws -> LoggedChange {
        let detail = String(decoding: try key.open(row.sealed, as: place(row.index)), as: UTF8.self)
        guard let entered = EnteredChange(detail: detail) else { throw RegisterFault("a change") }
        return LoggedChange(
            ledgerIndex: UInt64(bitPattern: row.index), time: Instant(milliseconds: row.time), entered: entered)
    }

    private static func place(_ index: Int64) -> SealedPlace {
        let bytes = (0..<8).map { UInt8(truncatingIfNeeded: index >> (8 * Int64($0))) }
        return SealedPlace(table: "change", column: "sealed", row: bytes)
    }

    // MARK: Projection

    public func cursor() async throws -> UInt64 {
        try await database.read { try ProjectionCursor.fetch($0) }
    }

    /// 1. The changes are sealed. 2. One transaction writes them and moves the cursor. 3. What was new is in force. A crash after 1
    /// leaves nothing; after 2 the next start reads them.
    /// - Throws: ``RegisterFault`` for a change that cannot be read: it must not be passed over.
    public func apply(_ statements: [ProjectedStatement], movingCursorTo next: UInt64) async throws {
        var entered: [(row: SealedChange, change: RegisterChange)] = []
        for projected in statements where projected.kind == .administration && !projected.statement.isEmpty {
            guard let statement = try? Statement(reading: projected.statement, subject: projected.subject) else {
                throw RegisterFault("an administration entry")
            }
            // Other statements are entries of that kind, too.
            guard case .administration(EnteredChange.word, let detail) = statement else { continue }
            guard let one = EnteredChange(detail: detail) else { throw RegisterFault("a change") }
            let index = Int64(bitPattern: projected.index)
            let sealed = key.seal(Array(detail.utf8), as: Self.place(index))
            let row = SealedChange(index: index, time: projected.time.milliseconds, sealed: sealed)
            entered.append((row, one.change))
        }
        let rows = entered.map(\.row)
        let first = try await database.write { database in
            let first = try ProjectionCursor.fetch(database)
            guard next > first else { return Int64.max }
            for row in rows where row.index >= Int64(bitPattern: first) {
                try row.insert(database)
            }
            try ProjectionCursor.move(to: next, database)
            return Int64(bitPattern: first)
        }
        state.withLock { state in
            for one in entered where one.row.index >= first { state.apply(one.change) }
        }
    }
}

/// One row of the table.
private struct SealedChange: Sendable {
    let index: Int64
    let time: Int64
    let sealed: [UInt8]

    static func fetchAll(_ database: Database) throws -> [SealedChange] {
        try Row.fetchAll(database, sql: "SELECT ledger_index, time, sealed FROM change ORDER BY ledger_index").map {
            SealedChange(index: $0["ledger_index"], time: $0["time"], sealed: Array($0["sealed"] as Data))
        }
    }

    func insert(_ database: Database) throws {
        try database.execute(
            sql: "INSERT INTO change (ledger_index, time, sealed) VALUES (?, ?, ?)",
            arguments: [index, time, Data(sealed)])
    }
}
