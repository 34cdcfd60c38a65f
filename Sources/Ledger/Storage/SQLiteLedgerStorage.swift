internal import EmbeddedDatabase
internal import Foundation
internal import GRDB
internal import RecordTypes
internal import TransparencyLog

/// The embedded ledger: one SQLite file, `synchronous=FULL`, one transaction a batch.
///
/// Several processes may have the same file open: each transaction reads where the log stands before it writes.
package final class SQLiteLedgerStorage: LedgerStorage {
    private enum Engine {
        case embedded(EmbeddedDatabase)
        /// For looking at a stopped gateway's file without changing it.
        case readOnly(DatabaseQueue)
    }

    private let engine: Engine

    package static func open(path: String) async throws -> SQLiteLedgerStorage {
        let database = try await EmbeddedDatabase.open(path: path, migrations: LedgerSchema.migrations)
        return SQLiteLedgerStorage(engine: .embedded(database))
    }

    package static func openReadOnly(path: String) throws -> SQLiteLedgerStorage {
        var configuration = Configuration()
        configuration.readonly = true
        configuration.busyMode = .timeout(5)
        return SQLiteLedgerStorage(engine: .readOnly(try DatabaseQueue(path: path, configuration: configuration)))
    }

    private init(engine: Engine) { self.engine = engine }

    func read<Value: Sendable>(_ work: @escaping @Sendable (Database) throws -> Value) async throws -> Value {
        switch engine {
        case .embedded(let database): try await database.read(work)
        case .readOnly(let queue): try await queue.read(work)
        }
    }

    func write<Value: Sendable>(_ work: @escaping @Sendable (Database) throws -> Value) async throws -> Value {
        switch engine {
        case .embedded(let database): try await database.write(work)
        case .readOnly: throw LedgerError(.readOnly)
        }
    }

    /// Binds the file to one log, or checks that it is this one's.
    /// - Parameter formerly: keys of the log that this one has taken over from.
    /// - Throws: `anotherLog`.
    package func claim(origin: String, verifierKey: String, formerly: [String]) async throws {
        try await write { database in
            for old in formerly {
                try database.execute(
                    sql: "UPDATE log SET vkey = ? WHERE origin = ? AND vkey = ?", arguments: [verifierKey, origin, old])
            }
            try database.execute(
                sql: "INSERT INTO log VALUES (1, ?, ?) ON CONFLICT DO NOTHING", arguments: [origin, verifierKey])
            let row = try Row.fetchOne(database, sql: "SELECT origin, vkey FROM log")
            guard row?["origin"] == origin, row?["vkey"] == verifierKey else { throw LedgerError(.anotherLog) }
        }
    }

    /// Nil for a file that no ledger has claimed.
    package func verifierKey() async throws -> String? {
        try await read { try String.fetchOne($0, sql: "SELECT vkey FROM log") }
    }
}

// MARK: Sequencing

extension SQLiteLedgerStorage {
    package func sequence(
        _ batch: BatchID, for question: SequencingQuestion,
        _ decide: @escaping @Sendable (SequencingState) throws -> [StoredEntry]
    ) async throws {
        try await write { database in
            var people: [[UInt8]: Int64] = [:]
            let entries = try decide(Self.state(for: question, &people, database))
            guard let first = entries.first, let last = entries.last else { return }
            try Self.advanceCounters(of: entries, &people, database)
            let insert = try HotStatement("INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", in: database)
            for entry in entries {
                insert.bind(Int64(entry.index), at: 1)
                insert.bind(entry.entry, at: 2)
                insert.bind(entry.leafHash.bytes, at: 3)
                insert.bind(entry.person.flatMap { people[$0.blind] }, at: 4)
                insert.bind(entry.person.map { Int64($0.counter) }, at: 5)
                insert.bind(entry.keyCheck, at: 6)
                insert.bind(entry.statement, at: 7)
                insert.bind(entry.opening, at: 8)
                insert.bind(entry.request, at: 9)
                try insert.run()
            }
            try database.execute(
                sql: "INSERT INTO batch VALUES (?, ?, ?)",
                arguments: [Int64(first.index), entries.count, Data(batch.bytes)])
            try database.execute(
                sql: "UPDATE sequence SET next = ?, time = max(time, ?)",
                arguments: [Int64(last.index + 1), last.time?.milliseconds ?? 0])
        }
    }

    /// - Parameter people: gets the row id of each person that is there.
    private static func state(
        for question: SequencingQuestion, _ people: inout [[UInt8]: Int64], _ database: Database
    ) throws -> SequencingState {
        guard let row = try Row.fetchOne(database, sql: "SELECT next, time FROM sequence") else {
            throw LedgerError(.damaged)
        }
        var counters: [[UInt8]: UInt64] = [:]
        let person = try HotStatement("SELECT id, counter FROM person WHERE blind = ?", in: database)
        for blind in question.people {
            person.bind(blind, at: 1)
            guard let found = try person.firstRow(columns: 2) else { continue }
            people[blind] = found[0]
            counters[blind] = UInt64(clamping: found[1])
        }
        var entered: [[UInt8]: UInt64] = [:]
        let request = try HotStatement("SELECT idx FROM entry WHERE request = ?", in: database)
        for key in question.requests {
            request.bind(key, at: 1)
            if let found = try request.firstRow(columns: 1) { entered[key] = UInt64(clamping: found[0]) }
        }
        return SequencingState(
            next: UInt64(clamping: row["next"] as Int64), lastTime: Instant(milliseconds: row["time"]),
            counters: counters, entered: entered)
    }

    /// Moves each person's counter to the last entry of the batch; makes whoever is new.
    private static func advanceCounters(
        of entries: [StoredEntry], _ people: inout [[UInt8]: Int64], _ database: Database
    ) throws {
        var latest: [[UInt8]: StoredEntry.Person] = [:]
        for case let person? in entries.lazy.map(\.person) { latest[person.blind] = person }
        let move = try HotStatement("UPDATE person SET counter = ? WHERE id = ?", in: database)
        let make = try HotStatement(
            "INSERT INTO person (blind, sealed_identity, counter) VALUES (?, ?, ?)", in: database)
        for person in latest.values {
            if let row = people[person.blind] {
                move.bind(Int64(person.counter), at: 1)
                move.bind(row, at: 2)
                try move.run()
            } else {
                make.bind(person.blind, at: 1)
                make.bind(person.identity, at: 2)
                make.bind(Int64(person.counter), at: 3)
                try make.run()
                people[person.blind] = database.lastInsertedRowID
            }
        }
    }

    package func contains(batch: BatchID) async throws -> Bool {
        try await read { database in
            try Bool.fetchOne(
                database, sql: "SELECT EXISTS (SELECT * FROM batch WHERE batch_id = ?)", arguments: [Data(batch.bytes)])
                ?? false
        }
    }

    package func size() async throws -> UInt64 {
        try await read { UInt64(clamping: try Int64.fetchOne($0, sql: "SELECT next FROM sequence") ?? 0) }
    }
}

// MARK: Reading

extension SQLiteLedgerStorage {
    package func entries(from: UInt64, limit: Int) async throws -> [StoredEntry] {
        let start = Int64(clamping: from)
        return try await read { database in
            let rows = try Row.fetchCursor(
                database.cachedStatement(
                    sql: """
                        SELECT entry.idx, entry.entry, entry.leaf, entry.counter, entry.key_check, entry.sealed_statement,
                            entry.sealed_opening, entry.request, person.blind, person.sealed_identity
                        FROM entry LEFT JOIN person ON person.id = entry.person
                        WHERE entry.idx >= ? ORDER BY entry.idx LIMIT ?
                        """), arguments: [start, limit])
            var entries: [StoredEntry] = []
            while let row = try rows.next() { entries.append(try Self.entry(row)) }
            return entries
        }
    }

    package func entries(ofPerson blind: [UInt8], after counter: UInt64, limit: Int) async throws -> [StoredEntry] {
        let start = Int64(clamping: counter)
        return try await read { database in
            let rows = try Row.fetchCursor(
                database.cachedStatement(
                    sql: """
                        SELECT entry.idx, entry.entry, entry.leaf, entry.counter, entry.key_check, entry.sealed_statement,
                            entry.sealed_opening, entry.request, person.blind, person.sealed_identity
                        FROM person JOIN entry ON entry.person = person.id
                        WHERE person.blind = ? AND entry.counter > ? ORDER BY entry.counter LIMIT ?
                        """), arguments: [Data(blind), start, limit])
            var entries: [StoredEntry] = []
            while let row = try rows.next() { entries.append(try Self.entry(row)) }
            return entries
        }
    }

    private static func entry(_ row: Row) throws -> StoredEntry {
        let index = UInt64(clamping: row["idx"] as Int64)
        guard let leafHash = Digest(row["leaf"] as Data) else { throw LedgerError(.damaged, at: index) }
        let person = (row["blind"] as Data?).map { blind in
            StoredEntry.Person(
                blind: Array(blind), identity: Array((row["sealed_identity"] as Data?) ?? Data()),
                counter: UInt64(clamping: (row["counter"] as Int64?) ?? 0))
        }
        return StoredEntry(
            index: index, entry: Array(row["entry"] as Data), leafHash: leafHash, person: person,
            keyCheck: Array(row["key_check"] as Data), statement: Array(row["sealed_statement"] as Data),
            opening: Array(row["sealed_opening"] as Data), request: (row["request"] as Data?).map { Array($0) },
            time: nil)
    }

    package func index(ofRequest key: [UInt8]) async throws -> UInt64? {
        try await read { database in
            try Int64.fetchOne(database, sql: "SELECT idx FROM entry WHERE request = ?", arguments: [Data(key)])
                .map { UInt64(clamping: $0) }
        }
    }

    package func misnumberedPeople() async throws -> [[UInt8]] {
        try await read { database in
            try Data.fetchAll(
                database,
                sql: """
                    SELECT person.blind FROM person LEFT JOIN
                        (SELECT person AS id, max(counter) AS counter FROM entry GROUP BY person) AS latest
                        ON latest.id = person.id
                    WHERE person.counter IS NOT latest.counter
                    """
            ).map { Array($0) }
        }
    }
}

// MARK: Integration

extension SQLiteLedgerStorage {
    package func leaves(from: UInt64, limit: Int) async throws -> [StoredLeaf] {
        let start = Int64(clamping: from)
        return try await read { database in
            let rows = try Row.fetchCursor(
                database.cachedStatement(
                    sql: "SELECT idx, entry, leaf FROM entry WHERE idx >= ? ORDER BY idx LIMIT ?"),
                arguments: [start, limit])
            var leaves: [StoredLeaf] = []
            while let row = try rows.next() {
                let index = row[0] as Int64
                guard index == start + Int64(leaves.count) else {
                    throw LedgerError(.entryMissing, at: from + UInt64(leaves.count))
                }
                guard let leafHash = Digest(row[2] as Data) else {
                    throw LedgerError(.damaged, at: UInt64(clamping: index))
                }
                leaves.append(StoredLeaf(entry: Array(row[1] as Data), leafHash: leafHash))
            }
            return leaves
        }
    }

    package func tree() async throws -> StoredTree {
        try await read { database in
            guard let row = try Row.fetchOne(database, sql: "SELECT size, root, frontier FROM tree") else {
                return StoredTree(frontier: Frontier(), root: .emptyRoot)
            }
            let frontier = row["frontier"] as Data
            let hashes = frontier.isEmpty ? [] : try Tile(bytes: frontier).hashes
            return StoredTree(
                frontier: try Frontier(size: UInt64(clamping: row["size"] as Int64), hashes: hashes),
                root: try MerkleHash(row["root"] as Data))
        }
    }

    package func tile(level: Int, index: UInt64) async throws -> [UInt8]? {
        let index = Int64(clamping: index)
        return try await read { database in
            try Data.fetchOne(
                database.cachedStatement(sql: "SELECT hashes FROM tile WHERE level = ? AND idx = ?"),
                arguments: [level, index]
            ).map { Array($0) }
        }
    }

    package func extend(from old: UInt64, to tree: StoredTree, tiles: [StoredTile]) async throws -> Bool {
        try await write { database in
            let size = try Int64.fetchOne(database, sql: "SELECT size FROM tree") ?? 0
            guard size == Int64(clamping: old) else { return false }
            let put = try database.cachedStatement(
                sql: """
                    INSERT INTO tile VALUES (?, ?, ?)
                    ON CONFLICT (level, idx) DO UPDATE SET hashes = excluded.hashes
                    """)
            for tile in tiles {
                try put.execute(arguments: [tile.id.level, Int64(tile.id.index), Data(tile.bytes)])
            }
            var frontier: [UInt8] = []
            for hash in tree.frontier.hashes { hash.append(to: &frontier) }
            try database.execute(
                sql: "INSERT OR REPLACE INTO tree VALUES (1, ?, ?, ?)",
                arguments: [Int64(clamping: tree.size), Data(tree.root.bytes), Data(frontier)])
            return true
        }
    }
}

// MARK: Checkpoints

extension SQLiteLedgerStorage {
    package func keepSigned(_ checkpoint: StoredCheckpoint) async throws {
        try await write { database in
            let latest = try Row.fetchOne(database, sql: "SELECT size, root FROM signed ORDER BY size DESC LIMIT 1")
            if let latest {
                let size = UInt64(clamping: latest["size"] as Int64)
                guard
                    size < checkpoint.size || (size == checkpoint.size && latest["root"] == Data(checkpoint.root.bytes))
                else { throw LedgerError(.signedBefore, at: size) }
            }
            try database.execute(
                sql: "INSERT INTO signed VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                arguments: [Int64(clamping: checkpoint.size), Data(checkpoint.root.bytes), Data(checkpoint.note)])
        }
    }

    package func latestSigned() async throws -> StoredCheckpoint? {
        try await read { database in
            try Row.fetchOne(database, sql: "SELECT size, root, note FROM signed ORDER BY size DESC LIMIT 1")
                .map { try Self.checkpoint($0) }
        }
    }

    package func signed(from size: UInt64, limit: Int) async throws -> [StoredCheckpoint] {
        let start = Int64(clamping: size)
        return try await read { database in
            try Row.fetchAll(
                database, sql: "SELECT size, root, note FROM signed WHERE size >= ? ORDER BY size LIMIT ?",
                arguments: [start, limit]
            ).map { try Self.checkpoint($0) }
        }
    }

    package func publish(_ checkpoint: StoredCheckpoint) async throws {
        try await write { database in
            try database.execute(
                sql: """
                    INSERT INTO published VALUES (1, ?, ?, ?)
                    ON CONFLICT (id) DO UPDATE SET size = excluded.size, root = excluded.root, note = excluded.note
                    WHERE excluded.size >= published.size
                    """,
                arguments: [Int64(clamping: checkpoint.size), Data(checkpoint.root.bytes), Data(checkpoint.note)])
        }
    }

    package func published() async throws -> StoredCheckpoint? {
        try await read { database in
            try Row.fetchOne(database, sql: "SELECT size, root, note FROM published").map { try Self.checkpoint($0) }
        }
    }

    private static func checkpoint(_ row: Row) throws -> StoredCheckpoint {
        StoredCheckpoint(
            size: UInt64(clamping: row["size"] as Int64), root: try MerkleHash(row["root"] as Data),
            note: Array(row["note"] as Data))
    }
}
