internal import EmbeddedDatabase
internal import Foundation
internal import GRDB
public import RecordTypes
internal import Sealing

/// Facts of many accesses, oldest first, with the institutions that they number.
public struct ScannedFacts: Sendable {
    public var facts: [AccessFacts] = []
    public var institutions: [InstitutionID] = []

    public init() {}
}

extension AccessLogProjection {
    /// The facts of every event that matches, oldest first, none of its statements opened.
    ///
    /// - Parameters:
    ///   - limit: facts at most; the newest are left out beyond it.
    ///   - progress: told after each part how many facts there are so far.
    /// - Complexity: one row and one opening of 11 bytes an event; 80 bytes of memory each.
    public func facts(
        matching query: AccessLogQuery, limit: Int = .max, progress: @Sendable (Int) async -> Void = { _ in }
    ) async throws -> ScannedFacts {
        let selection = AccessSelection(query, names)
        var scanned = ScannedFacts()
        var numbers: [String: Int32] = [:]
        var cursor: AccessLogCursor?
        let part = 20_000
        while true {
            let after = cursor
            let rows = try await database.read { try selection.plainRows(after: after, limit: part, $0) }
            for row in rows {
                let institution = row.institution.flatMap { name -> Int32? in
                    if let number = numbers[name] { return number }
                    guard let id = InstitutionID(name) else { return nil }
                    let number = Int32(scanned.institutions.count)
                    scanned.institutions.append(id)
                    numbers[name] = number
                    return number
                }
                guard let bytes = try? names.facts.open(row.facts, as: AccessNames.place("facts", row.index)),
                    let facts = AccessFacts(
                        packed: bytes, ledgerIndex: UInt64(bitPattern: row.index),
                        time: Instant(milliseconds: row.time), institution: institution, person: row.person,
                        professional: row.professional)
                else { throw AccessLogError.damaged(index: UInt64(bitPattern: row.index)) }
                if query.admits(facts) {
                    if scanned.facts.count == limit { return scanned }
                    scanned.facts.append(facts)
                }
            }
            await progress(scanned.facts.count)
            guard rows.count == part, let last = rows.last else { return scanned }
            cursor = AccessLogCursor(time: last.time, ledgerIndex: last.index)
        }
    }

    /// How many people each of these professionals has looked at in a period.
    public func reach(
        of professionals: [PersonNumber], from: Instant, until: Instant
    ) async throws -> [UInt64: Int] {
        try await database.read { database in
            let statement = try database.cachedStatement(
                sql: """
                    SELECT COUNT(DISTINCT person) FROM access
                    WHERE professional = ? AND time >= ? AND time < ? AND person IS NOT NULL
                    """)
            var reach: [UInt64: Int] = [:]
            for one in professionals {
                reach[one.number] = try Int.fetchOne(
                    statement, arguments: [Blob(one.name), from.milliseconds, until.milliseconds])
            }
            return reach
        }
    }

    /// The whole blind name of the professional behind an event.
    public func professionals(at indices: [UInt64]) async throws -> [PersonNumber] {
        try await database.read { database in
            let statement = try database.cachedStatement(sql: "SELECT professional FROM access WHERE ledger_index = ?")
            var names: [PersonNumber] = []
            for index in indices {
                let name = try Blob.fetchOne(statement, arguments: [Int64(bitPattern: index)])
                if let name { names.append(PersonNumber(name: name.bytes)) }
            }
            return names
        }
    }

    /// The events at these places on the ledger, in their order; those of erased people are left out.
    public func events(at indices: [UInt64]) async throws -> [LoggedAccess] {
        var events: [LoggedAccess] = []
        events.reserveCapacity(indices.count)
        for index in indices {
            if let event = try await event(at: index) { events.append(event) }
        }
        return events
    }
}

/// Somebody by their blind name, whole and short.
public struct PersonNumber: Hashable, Sendable {
    let name: [UInt8]
    public var number: UInt64 { UInt64(bitPattern: BlindPrefix.of(name)) }
}

/// The columns of a row that a scan needs.
struct PlainRow: Sendable {
    let index: Int64
    let time: Int64
    let institution: String?
    let person: UInt64?
    let professional: UInt64?
    let facts: [UInt8]
}

extension AccessSelection {
    /// Oldest first, after a place.
    func plainRows(after cursor: AccessLogCursor?, limit: Int, _ database: Database) throws -> [PlainRow] {
        let (filter, values) = condition(after: cursor)
        let statement = try database.cachedStatement(
            sql: """
                SELECT ledger_index, time, institution, person, professional, facts FROM access \(filter)
                ORDER BY time, ledger_index LIMIT ?
                """)
        try statement.setArguments(StatementArguments(values + [limit]))
        let cursor = try Row.fetchCursor(statement)
        var rows: [PlainRow] = []
        rows.reserveCapacity(limit)
        while let row = try cursor.next() {
            rows.append(
                PlainRow(
                    index: row[0], time: row[1], institution: row[2], person: Self.short(row, 3),
                    professional: Self.short(row, 4), facts: Self.bytes(row, 5)))
        }
        return rows
    }

    private static func short(_ row: Row, _ column: Int) -> UInt64? {
        let data: Data? = row[column]
        return data.map { $0.prefix(8).reduce(0) { $0 << 8 | UInt64($1) } }
    }

    private static func bytes(_ row: Row, _ column: Int) -> [UInt8] {
        let data: Data? = row[column]
        return data.map { [UInt8]($0) } ?? []
    }
}
