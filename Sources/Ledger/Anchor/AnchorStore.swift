internal import EmbeddedDatabase
internal import Foundation
internal import GRDB
internal import RecordTypes
internal import Synchronization
internal import TransparencyLog

/// What was anchored, byte for byte, and the proofs: durable, append-only, served as static files.
///
/// ```text
/// anchor/list                            one line a proof: <object> <anchor>.<extension> <time> <ends or ->
/// anchor/checkpoint/<size>               the cosigned checkpoint as it was anchored
/// anchor/checkpoint/<size>.<anchor>.tsr  a time-stamp over just these bytes
/// anchor/renewal/<number>                SHA-256 of files whose proofs end soon, as sha256sum prints them
/// anchor/renewal/<number>.<anchor>.tsr   the time-stamp that carries them on
/// ```
public struct AnchorStore: Sendable {
    private let database: File
    /// Of a whole row of shards; nil for one shard's own.
    private let all: Shelf?

    /// The database, or a look at it that changes nothing.
    private enum File: Sendable {
        case open(EmbeddedDatabase)
        case readOnly(DatabaseQueue)

        func read<Value: Sendable>(_ work: @escaping @Sendable (Database) throws -> Value) async throws -> Value {
            switch self {
            case .open(let database): try await database.read(work)
            case .readOnly(let queue): try await queue.read(work)
            }
        }

        func write<Value: Sendable>(_ work: @escaping @Sendable (Database) throws -> Value) async throws -> Value {
            switch self {
            case .open(let database): try await database.write(work)
            case .readOnly: throw LedgerError(.readOnly)
            }
        }
    }

    /// The stores of all shards, by number. Another one may begin.
    private final class Shelf: Sendable {
        let stores: Mutex<[Int: AnchorStore]>

        init(_ stores: [Int: AnchorStore]) { self.stores = Mutex(stores) }

        var newest: AnchorStore? { stores.withLock { stores in stores.keys.max().flatMap { stores[$0] } } }
    }

    /// Serves what was anchored of all shards: of the newest one as its own, of those before it below `shard/<number>/`.
    /// - Parameter path: where the store of a shard lies, by the shard's number.
    public static func open(shards: [Shard], path: (_ number: Int) -> String) async throws -> AnchorStore {
        var stores: [Int: AnchorStore] = [:]
        for number in shards.isEmpty ? [1] : shards.map(\.number) {
            stores[number] = try await open(path: path(number))
        }
        let all = Shelf(stores)
        guard let newest = all.newest else { throw LedgerError(.damaged) }
        return AnchorStore(database: newest.database, all: all)
    }

    /// The store of one shard; nil where there is none.
    public func store(ofShard number: Int) -> AnchorStore? { all?.stores.withLock { $0[number] } }

    /// Another shard has begun: its store is the newest one's from now on. Does nothing where that is known.
    public func begin(shard number: Int, path: String) async throws {
        guard let all, all.stores.withLock({ $0[number] == nil }) else { return }
        let store = try await Self.open(path: path)
        all.stores.withLock { $0[number] = $0[number] ?? store }
    }

    public static func open(path: String) async throws -> AnchorStore {
        var migrations = DatabaseMigrator()
        migrations.registerMigration("1 anchors") { database in
            try database.execute(
                sql: """
                    CREATE TABLE object (
                        kind TEXT NOT NULL, number INTEGER NOT NULL, bytes BLOB NOT NULL, PRIMARY KEY (kind, number)
                    ) STRICT;
                    CREATE TABLE proof (
                        id INTEGER PRIMARY KEY, kind TEXT NOT NULL, number INTEGER NOT NULL, anchor TEXT NOT NULL,
                        extension TEXT NOT NULL, bytes BLOB NOT NULL, time INTEGER NOT NULL, ends INTEGER,
                        renewed INTEGER NOT NULL, UNIQUE (kind, number, anchor),
                        FOREIGN KEY (kind, number) REFERENCES object (kind, number)
                    ) STRICT;
                    CREATE INDEX proof_ends ON proof (ends) WHERE renewed = 0;
                    CREATE INDEX proof_anchor ON proof (anchor, kind, time);
                    """)
        }
        return AnchorStore(
            database: .open(try await EmbeddedDatabase.open(path: path, migrations: migrations)), all: nil)
    }

    // MARK: Writing

    /// Keeps the bytes that are to be anchored, before anybody is asked. Where the object is there already its own bytes count: all its
    /// proofs must be over the same.
    func keep(_ id: AnchoredObject, _ bytes: [UInt8]) async throws -> [UInt8] {
        try await database.write { database in
            try database.execute(
                sql: "INSERT INTO object VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                arguments: [id.kind.rawValue, Int64(clamping: id.number), Data(bytes)])
            guard
                let kept = try Data.fetchOne(
                    database, sql: "SELECT bytes FROM object WHERE kind = ? AND number = ?",
                    arguments: [id.kind.rawValue, Int64(clamping: id.number)])
            else { throw LedgerError(.damaged) }
            return Array(kept)
        }
    }

    /// Durable on return. The first proof of an anchor for an object stays.
    /// - Parameter renewing: proofs that this one carries on.
    func keep(
        _ proof: AnchorProof, of id: AnchoredObject, by anchor: String, fileExtension: String, renewing: [Int64]
    ) async throws {
        try await database.write { database in
            try database.execute(
                sql: """
                    INSERT INTO proof (kind, number, anchor, extension, bytes, time, ends, renewed)
                    VALUES (?, ?, ?, ?, ?, ?, ?, 0) ON CONFLICT DO NOTHING
                    """,
                arguments: [
                    id.kind.rawValue, Int64(clamping: id.number), anchor, fileExtension, Data(proof.bytes),
                    proof.time.milliseconds, proof.ends?.milliseconds,
                ])
            for row in renewing {
                try database.execute(sql: "UPDATE proof SET renewed = 1 WHERE id = ?", arguments: [row])
            }
        }
    }

    // MARK: Asking

    /// The time of an anchor's newest proof over a checkpoint; nil before the first.
    func lastAnchoring(by anchor: String) async throws -> Instant? {
        try await database.read { database in
            try Int64.fetchOne(
                database, sql: "SELECT max(time) FROM proof WHERE anchor = ? AND kind = 'checkpoint'",
                arguments: [anchor]
            ).map { Instant(milliseconds: $0) }
        }
    }

    func hasProof(of id: AnchoredObject, by anchor: String) async throws -> Bool {
        try await database.read { database in
            try Bool.fetchOne(
                database,
                sql: "SELECT EXISTS (SELECT * FROM proof WHERE kind = ? AND number = ? AND anchor = ?)",
                arguments: [id.kind.rawValue, Int64(clamping: id.number), anchor]) ?? false
        }
    }

    /// Proofs that end by `moment` and have lived half their time by `now`, and that nothing carries on yet; at most `limit`.
    func ending(by moment: Instant, now: Instant, limit: Int) async throws -> [EndingProof] {
        try await database.read { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT proof.id, proof.kind, proof.number, anchor, extension, proof.bytes, object.bytes AS over
                    FROM proof JOIN object USING (kind, number)
                    WHERE renewed = 0 AND ends <= ? AND (time + ends) / 2 <= ? ORDER BY proof.id LIMIT ?
                    """, arguments: [moment.milliseconds, now.milliseconds, limit]
            ).map { row in
                let object = "\(row["kind"] as String)/\(row["number"] as Int64)"
                return EndingProof(
                    row: row["id"], object: object,
                    file: "\(object).\(row["anchor"] as String).\(row["extension"] as String)",
                    bytes: Array(row["bytes"] as Data), over: Array(row["over"] as Data))
            }
        }
    }

    struct EndingProof: Sendable {
        let row: Int64
        let object: String
        let file: String
        let bytes: [UInt8]
        let over: [UInt8]
    }

    /// The number of a renewal of these bytes: the newest one's where it has the same and no proof yet, else the next.
    func renewal(of bytes: [UInt8]) async throws -> UInt64 {
        try await database.read { database in
            guard
                let row = try Row.fetchOne(
                    database,
                    sql: """
                        SELECT number, bytes, EXISTS (
                            SELECT * FROM proof WHERE proof.kind = 'renewal' AND proof.number = object.number) AS done
                        FROM object WHERE kind = 'renewal' ORDER BY number DESC LIMIT 1
                        """)
            else { return 1 }
            let number = UInt64(clamping: row["number"] as Int64)
            return (row["done"] as Bool) || (row["bytes"] as Data) != Data(bytes) ? number + 1 : number
        }
    }

    // MARK: Serving

    /// A file below the log's prefix: see the type; of another shard below `shard/<number>/`. Nil for what is none.
    public func file(_ path: String) async throws -> [UInt8]? {
        if let inShard = ShardPath(path) { return try await store(ofShard: inShard.number)?.file(inShard.rest) }
        if let newest = all?.newest { return try await newest.file(path) }
        if path == "anchor/list" { return Array(try await list().map { $0.line + "\n" }.joined().utf8) }
        guard path.hasPrefix("anchor/") else { return nil }
        let parts = path.dropFirst("anchor/".count).split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let kind = AnchoredObject.Kind(rawValue: String(parts[0])) else { return nil }
        let names = parts[1].split(separator: ".", omittingEmptySubsequences: false)
        guard let digits = names.first, let number = UInt64(digits), String(number) == digits else { return nil }
        let row = Int64(clamping: number)
        if names.count == 1 {
            return try await database.read { database in
                try Data.fetchOne(
                    database, sql: "SELECT bytes FROM object WHERE kind = ? AND number = ?",
                    arguments: [kind.rawValue, row]
                ).map { Array($0) }
            }
        }
        guard names.count == 3 else { return nil }
        let (anchor, fileExtension) = (String(names[1]), String(names[2]))
        return try await database.read { database in
            try Data.fetchOne(
                database,
                sql: "SELECT bytes FROM proof WHERE kind = ? AND number = ? AND anchor = ? AND extension = ?",
                arguments: [kind.rawValue, row, anchor, fileExtension]
            ).map { Array($0) }
        }
    }

    /// Every proof, oldest first.
    func list() async throws -> [AnchorListLine] {
        try await database.read { database in
            let rows = try Row.fetchCursor(
                database, sql: "SELECT kind, number, anchor, extension, time, ends FROM proof ORDER BY id")
            var lines: [AnchorListLine] = []
            while let row = try rows.next() {
                guard let kind = AnchoredObject.Kind(rawValue: row["kind"]) else { throw LedgerError(.damaged) }
                lines.append(
                    AnchorListLine(
                        object: AnchoredObject(kind, UInt64(clamping: row["number"] as Int64)), anchor: row["anchor"],
                        fileExtension: row["extension"], time: Instant(milliseconds: row["time"]),
                        ends: (row["ends"] as Int64?).map { Instant(milliseconds: $0) }))
            }
            return lines
        }
    }

    /// Writes everything from the files of a gateway, running or stopped; nothing of a shard that has no file.
    /// - Parameter path: as in ``open(shards:path:)``.
    public static func export(
        shards: [Shard], path: (_ number: Int) -> String, to directory: String
    ) async throws {
        for shard in shards where FileManager.default.fileExists(atPath: path(shard.number)) {
            let isNewest = shard.number == shards.last?.number
            let target = isNewest ? directory : "\(directory)/shard/\(shard.number)"
            try await AnchorStore(database: .readOnly(try UnwritableFile.open(path(shard.number))), all: nil)
                .export(to: target)
        }
    }

    /// Writes everything below `directory`, the list last.
    public func export(to directory: String) async throws {
        let lines = try await list()
        guard !lines.isEmpty else { return }
        var paths = Set(lines.map { "anchor/\($0.object)" })
        for line in lines { paths.insert("anchor/\(line.file)") }
        for path in paths.sorted() + ["anchor/list"] {
            guard let bytes = try await file(path) else { throw LedgerError(.exportFailed) }
            try LogExport.put(bytes, path, in: URL(fileURLWithPath: directory, isDirectory: true))
        }
    }
}

/// What is anchored: a cosigned checkpoint, or the list of proofs that end.
struct AnchoredObject: Hashable, Sendable, CustomStringConvertible {
    enum Kind: String, Hashable, Sendable, CaseIterable {
        case checkpoint
        case renewal
    }

    let kind: Kind
    /// The checkpoint's size; a renewal's number.
    let number: UInt64

    init(_ kind: Kind, _ number: UInt64) {
        self.kind = kind
        self.number = number
    }

    /// Reads what ``description`` prints.
    init?(_ text: some StringProtocol) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let kind = Kind(rawValue: String(parts[0])), let number = UInt64(parts[1]),
            String(number) == parts[1]
        else { return nil }
        self.init(kind, number)
    }

    var description: String { "\(kind.rawValue)/\(number)" }
}

/// A line of `anchor/list`.
struct AnchorListLine: Hashable, Sendable {
    let object: AnchoredObject
    let anchor: String
    let fileExtension: String
    let time: Instant
    let ends: Instant?

    init(object: AnchoredObject, anchor: String, fileExtension: String, time: Instant, ends: Instant?) {
        self.object = object
        self.anchor = anchor
        self.fileExtension = fileExtension
        self.time = time
        self.ends = ends
    }

    /// Nil for a line that is none.
    init?(_ line: some StringProtocol) {
        let words = line.split(separator: " ", omittingEmptySubsequences: false)
        guard words.count == 4, let object = AnchoredObject(words[0]), let time = Instant(rfc3339: words[2]),
            words[3] == "-" || Instant(rfc3339: words[3]) != nil
        else { return nil }
        let file = words[1].split(separator: ".", omittingEmptySubsequences: false)
        guard file.count == 2, String(file[0]).isAnchorName, String(file[1]).isAnchorName else { return nil }
        self.init(
            object: object, anchor: String(file[0]), fileExtension: String(file[1]), time: time,
            ends: Instant(rfc3339: words[3]))
    }

    /// Below `anchor/`.
    var file: String { "\(object).\(anchor).\(fileExtension)" }

    var line: String { "\(object) \(anchor).\(fileExtension) \(time) \(ends.map(\.description) ?? "-")" }
}

extension String {
    /// What an anchor may be called: it stands in file names and URLs.
    public var isAnchorName: Bool {
        (1...32).contains(utf8.count)
            && utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == UInt8(ascii: "-") }
    }

    /// Whether this is the path of an anchored object or of a proof: `anchor/<kind>/<number>[.<anchor>.<extension>]`.
    var isAnchorPath: Bool {
        guard hasPrefix("anchor/") else { return false }
        let words = dropFirst("anchor/".count).split(separator: ".", omittingEmptySubsequences: false)
        guard let object = words.first, AnchoredObject(object) != nil else { return false }
        return words.count == 1 || (words.count == 3 && words.dropFirst().allSatisfy { String($0).isAnchorName })
    }
}
