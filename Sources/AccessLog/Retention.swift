internal import EmbeddedDatabase
internal import GRDB
public import RecordTypes
internal import Statements

/// Which looks a rule of retention speaks of. Every look is in one of them.
public enum RetentionCategory: String, Hashable, Sendable, CaseIterable {
    /// The glass was broken.
    case emergency
    /// Institutions, for care.
    case care
    /// Institutions, for anything else.
    case otherPurposes = "other-purposes"
    /// People and their representatives, at what is theirs.
    case own
    /// The ministry and operators, at anything.
    case oversight

    public init(_ facts: AccessFacts) {
        self =
            switch (facts.kind, facts.purpose) {
            case (.citizen, _): .own
            case (.official, _), (.operatorConsole, _): .oversight
            case (.institution, .breakTheGlass): .emergency
            case (.institution, .treatment), (.institution, .emergencyTreatment): .care
            case (.institution, _): .otherPurposes
            }
    }
}

/// Looks of one category from before a day are to be deleted: an *administration* statement on the ledger.
///
/// A person sees each look for three years at least (EHDS, article 9), whatever the rule: ``leastYears``.
public struct RetentionOrder: Hashable, Sendable {
    public static let leastYears = 3
    /// What an `administration` statement is called that orders it.
    public static let name = "access-log-retention"

    public let category: RetentionCategory
    /// Looks before this moment; the start of a day by UTC.
    public let before: Instant
    /// How many that were when it was ordered.
    public let looks: Int

    public init(category: RetentionCategory, before: Instant, looks: Int) {
        self.category = category
        self.before = before
        self.looks = looks
    }

    /// Before which day looks of so many years may go; nil for fewer than ``leastYears``.
    public static func limit(years: Int, at now: Instant) -> Instant? {
        guard years >= leastYears, years <= 1_000 else { return nil }
        let today = now.seconds / 86_400
        // 366 days a year: rather a day longer than shorter.
        return Instant(seconds: (today - Int64(years) * 366) * 86_400)
    }

    /// `<category> <before, RFC 3339> <looks> <by>`.
    public func detail(by operatorName: String) -> String {
        "\(category.rawValue) \(before) \(looks) \(operatorName)"
    }

    init?(detail: String) {
        let words = detail.split(separator: " ", maxSplits: 3, omittingEmptySubsequences: false)
        guard words.count == 4, let category = RetentionCategory(rawValue: String(words[0])),
            let before = Instant(rfc3339: words[1]), let looks = Int(words[2])
        else { return nil }
        self.init(category: category, before: before, looks: looks)
    }

    /// The order in a statement; nil for any other.
    init?(by projected: ProjectedStatement) throws(AccessLogError) {
        guard projected.kind == .administration, projected.statement.contains(Self.mark) else { return nil }
        guard let statement = try? Statement(reading: projected.statement, subject: projected.subject) else {
            throw .unreadableStatement(index: projected.index)
        }
        guard case .administration(Self.name, let detail) = statement else { return nil }
        self.init(detail: detail)
    }

    private static let mark = Array(#""what":"\#(name)""#.utf8)

    func apply(at index: Int64, _ database: Database) throws {
        try database.execute(
            sql: "INSERT OR IGNORE INTO retention (ledger_index, category, before) VALUES (?, ?, ?)",
            arguments: [index, category.rawValue, before.milliseconds])
    }
}

/// A look whose statement the ledger does not have any more: what a rebuilt log knows of it.
struct DeletedLook: Sendable {
    let index: Int64
    let person: [UInt8]
    let time: Int64

    /// Nil for what is there, and for what was erased with its person.
    init?(_ projected: ProjectedStatement, _ names: AccessNames) {
        guard projected.kind == .access, projected.statement.isEmpty, let subject = projected.subject else {
            return nil
        }
        index = Int64(bitPattern: projected.index)
        person = names.name(ofSubject: subject)
        time = projected.time.milliseconds
    }

    func insert(_ database: Database) throws {
        try database.execute(
            sql: "INSERT OR IGNORE INTO deleted (ledger_index, person, time) VALUES (?, ?, ?)",
            arguments: [index, Blob(person), time])
    }
}

/// A run that is not finished.
public struct OpenRetention: Hashable, Sendable {
    public let id: UInt64
    public let order: RetentionOrder
}

extension AccessLogProjection {
    /// Looks that an order speaks of, the oldest first. Left out are those that are hidden, and those that were until after the order's day: they
    /// are kept as long as all others, counted from when they appeared.
    public func retained(
        _ category: RetentionCategory, before: Instant, after index: UInt64? = nil, limit: Int
    ) async throws -> [UInt64] {
        var found: [UInt64] = []
        var last = index.map { Int64(bitPattern: $0) } ?? -1
        let part = 1_000
        while found.count < limit {
            let after = last
            let rows = try await database.read { database in
                try Row.fetchAll(
                    database,
                    sql: """
                        SELECT access.* FROM access LEFT JOIN hidden_look USING (ledger_index)
                        LEFT JOIN hiding ON hiding.ledger_index = hidden_look.ordered
                        WHERE access.time < ? AND access.ledger_index > ?
                            AND (hidden_look.ledger_index IS NULL OR (hidden_look.disclosed = 1 AND hiding.until < ?))
                        ORDER BY access.ledger_index LIMIT ?
                        """, arguments: [before.milliseconds, after, before.milliseconds, part]
                ).map { AccessRow($0) }
            }
            for row in rows {
                guard RetentionCategory(try row.facts(names)) == category else { continue }
                found.append(UInt64(bitPattern: row.index))
                if found.count == limit { return found }
            }
            guard rows.count == part, let end = rows.last else { break }
            last = end.index
        }
        return found
    }

    /// Runs that a crash or a failure has left, the first first.
    public func openRetentions() async throws -> [OpenRetention] {
        try await database.read { database in
            try Row.fetchAll(
                database.cachedStatement(
                    sql: "SELECT ledger_index, category, before FROM retention WHERE done = 0 ORDER BY ledger_index")
            ).compactMap { row in
                guard let category = RetentionCategory(rawValue: row["category"]) else { return nil }
                return OpenRetention(
                    id: UInt64(bitPattern: row["ledger_index"]),
                    order: RetentionOrder(category: category, before: Instant(milliseconds: row["before"]), looks: 0))
            }
        }
    }

    /// Removes the rows of looks whose statements are destroyed, in one transaction; that they were stays.
    public func delete(_ looks: [UInt64]) async throws {
        try await database.write { database in
            for look in looks {
                let index = Int64(bitPattern: look)
                try database.cachedStatement(
                    sql: """
                        INSERT OR IGNORE INTO deleted (ledger_index, person, time)
                        SELECT ledger_index, person, time FROM access WHERE ledger_index = ?
                        """
                ).execute(arguments: [index])
                try database.cachedStatement(sql: "DELETE FROM access WHERE ledger_index = ?").execute(
                    arguments: [index])
            }
        }
    }

    /// Once its looks are gone: nothing of them is left in the write-ahead log either, and the run is over.
    /// - Throws: while somebody still reads what was before; the run stays open.
    public func finish(_ run: OpenRetention) async throws {
        try await database.truncateLog()
        try await database.write { database in
            try database.execute(
                sql: "UPDATE retention SET done = 1 WHERE ledger_index = ?", arguments: [Int64(bitPattern: run.id)])
        }
    }
}
