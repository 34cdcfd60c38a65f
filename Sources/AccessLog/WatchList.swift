internal import EmbeddedDatabase
internal import GRDB
public import RecordTypes
internal import Sealing
internal import Statements

/// That a person is put on the list of those whom others are curious about, or taken off it: an *administration* statement about nobody,
/// sealed by the gateway. No number and no name of the person is anywhere in it.
public struct WatchStep: Hashable, Sendable {
    /// What an `administration` statement is called that says so.
    public static let name = "watch-list"

    public let person: LedgerIdentity
    public let isWatched: Bool
    public let time: Instant
    /// Who decided, in one word, and why.
    public let reason: String

    public init(person: LedgerIdentity, isWatched: Bool, time: Instant, reason: String) {
        self.person = person
        self.isWatched = isWatched
        self.time = time
        self.reason = reason
    }

    /// `<identity, hexadecimal> on|off <time> <reason>`.
    public var detail: String { "\(Hex.text(person.bytes)) \(isWatched ? "on" : "off") \(time) \(reason)" }

    init?(detail: String) {
        let words = detail.split(separator: " ", maxSplits: 3, omittingEmptySubsequences: false)
        guard words.count == 4, let bytes = Hex.bytes(String(words[0])), let person = LedgerIdentity(bytes),
            words[1] == "on" || words[1] == "off", let time = Instant(rfc3339: words[2])
        else { return nil }
        self.init(person: person, isWatched: words[1] == "on", time: time, reason: String(words[3]))
    }

    init?(statement: [UInt8]) {
        guard case .administration(Self.name, let detail) = try? Statement(reading: statement, subject: nil) else {
            return nil
        }
        self.init(detail: detail)
    }
}

/// What a step changes in the list.
struct WatchChange: Sendable {
    let index: Int64
    let person: Int64
    let isWatched: Bool
    let sealed: [UInt8]

    /// Nil for statements that say nothing of the list.
    init?(by projected: ProjectedStatement, _ names: AccessNames) throws(AccessLogError) {
        guard projected.kind == .administration, projected.statement.contains(Self.mark),
            let step = WatchStep(statement: projected.statement)
        else { return nil }
        index = Int64(bitPattern: projected.index)
        person = BlindPrefix.of(names.name(ofSubject: step.person))
        isWatched = step.isWatched
        sealed = names.nobody.seal(projected.statement, as: AccessNames.place("watched", index))
    }

    private static let mark = Array(#""what":"\#(WatchStep.name)""#.utf8)

    func apply(_ database: Database) throws {
        if isWatched {
            try database.execute(
                sql: "INSERT OR REPLACE INTO watched (person, ledger_index, statement) VALUES (?, ?, ?)",
                arguments: [person, index, Blob(sealed)])
        } else {
            try database.execute(sql: "DELETE FROM watched WHERE person = ?", arguments: [person])
        }
    }
}

extension AccessLogProjection {
    /// Those on the list, as the facts name them.
    public func watched() async throws -> Set<UInt64> {
        try await database.read { database in
            Set(try Int64.fetchAll(database, sql: "SELECT person FROM watched").map { UInt64(bitPattern: $0) })
        }
    }

    /// Why each of them is on it, by the entry's position on the ledger.
    public func watchSteps() async throws -> [(index: UInt64, step: WatchStep)] {
        let rows = try await database.read { database in
            try Row.fetchAll(database, sql: "SELECT ledger_index, statement FROM watched ORDER BY ledger_index").map {
                (index: $0["ledger_index"] as Int64, sealed: ($0["statement"] as Blob).bytes)
            }
        }
        return try rows.map { row in
            guard let bytes = try? names.nobody.open(row.sealed, as: AccessNames.place("watched", row.index)),
                let step = WatchStep(statement: bytes)
            else { throw AccessLogError.damaged(index: UInt64(bitPattern: row.index)) }
            return (UInt64(bitPattern: row.index), step)
        }
    }
}
