internal import EmbeddedDatabase
internal import GRDB
public import Identity
public import RecordTypes
public import Sealing
internal import Statements
internal import Synchronization

/// Which ledger identity is whose, across epochs of the secret and changes of a person's number.
///
/// A person first seen gets the identity that the present secret gives, and keeps it for ever: entries, keys and records hang on it. The
/// directory finds it again under look-ups that are made anew at each rotation, so that the former secret can be destroyed. As long as there
/// was no rotation and no link, the derivation alone says the same, and nothing is looked up.
///
/// It follows the ledger for entries of kind *identity binding*: a link makes two numbers one person, and each person's bindings are
/// found by ``bindings(of:)``. The people themselves are in no other place: the file is backed up like the ledger.
public final class IdentityDirectory: StatementProjection {
    private struct State {
        var known: [PersonIdentifier: LedgerIdentity] = [:]
        /// Derived, and not yet durable here.
        var pending: [LedgerIdentity: PersonIdentifier] = [:]
        var hasLinks: Bool
    }

    private let database: EmbeddedDatabase
    private let derivation: LedgerIdentityDerivation
    private let sealing: Sealing
    private let state: Mutex<State>

    private static let capacity = 50_000

    /// Opens or makes the directory, and finishes a rotation that a crash has interrupted.
    /// - Parameters:
    ///   - secrets: a key file or a token; its newest epoch counts.
    ///   - key: seals people and identities; derived for this purpose alone.
    public static func open(
        path: String, secrets: some IdentitySecretKeeper, key: SealingKey
    ) async throws -> IdentityDirectory {
        let database = try await EmbeddedDatabase.open(
            path: path, migrations: DirectorySchema.migrations, readers: 4, secureDelete: true)
        guard let held = try secrets.loadIfPresent(), let newest = held.last else {
            throw IdentityDirectoryError(.secretFile)
        }
        let sealing = Sealing(key: key)
        let epoch = try await database.read { try Int.fetchOne($0, sql: "SELECT epoch FROM state") ?? 1 }
        let people = try await database.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM person") ?? 0 }
        let check = try await database.read { try Blob.fetchOne($0, sql: "SELECT secret FROM state")?.bytes }
        // Under another secret of the same number everyone would become somebody else.
        if let check, let same = held.first(where: { $0.epoch == epoch }), try Self.check(of: same) != check {
            throw IdentityDirectoryError(.secretMissing)
        }
        if check == nil, epoch == newest.epoch {
            let own = Blob(try Self.check(of: newest))
            try await database.write { try $0.execute(sql: "UPDATE state SET secret = ?", arguments: [own]) }
        }
        let rotating = try await database.read { try Int.fetchOne($0, sql: "SELECT rotating FROM state") }
        if epoch != newest.epoch {
            // Nobody is found under the look-ups of another epoch: they are made anew from the sealed numbers. A secret that came without a rotation
            // of this directory's is another gateway's.
            let isNew = people == 0 && check == nil
            guard isNew || rotating == newest.epoch && held.contains(where: { $0.epoch == epoch }) else {
                throw IdentityDirectoryError(.secretMissing)
            }
            try await moveLookUps(to: newest, sealing, database)
        }
        if rotating != nil {
            try secrets.keepNewest()
            try await database.write { try $0.execute(sql: "UPDATE state SET rotating = NULL") }
        }
        let links = try await database.read { try Int.fetchOne($0, sql: "SELECT links FROM state") ?? 0 }
        return IdentityDirectory(
            database: database, derivation: LedgerIdentityDerivation(secret: newest), sealing: sealing,
            hasLinks: links > 0)
    }

    private init(
        database: EmbeddedDatabase, derivation: LedgerIdentityDerivation, sealing: Sealing, hasLinks: Bool
    ) {
        self.database = database
        self.derivation = derivation
        self.sealing = sealing
        state = Mutex(State(hasLinks: hasLinks))
    }

    /// The epoch of the secret that new bindings are made under.
    public var epoch: Int { derivation.epoch }

    // MARK: People

    /// The person's ledger identity.
    ///
    /// Costs an HMAC; after the first rotation or link, for a person not seen in this process, a look-up on the caller's thread as well.
    /// - Throws: what reading the directory, or the secret, throws. Guessing instead would make two people of one.
    public func identity(of person: PersonIdentifier) throws -> LedgerIdentity {
        let (known, mustLook) = state.withLock { ($0.known[person], $0.hasLinks || derivation.epoch > 1) }
        if let known { return known }
        if mustLook {
            let lookUp = try derivation.lookUp(of: person)
            if let sealed = try database.readBlocking({ try Self.sealedIdentity(at: lookUp, $0) }) {
                let identity = try sealing.identity(sealed, at: lookUp)
                remember(identity, of: person)
                return identity
            }
        }
        let identity = try derivation.identity(of: person)
        state.withLock { state in
            if state.pending.count >= Self.capacity { state.pending.removeAll() }
            state.pending[identity] = person
        }
        return identity
    }

    /// Makes durable whose this identity is, where that is new. Called with every entry about a person, beside the ledger's own step.
    public func settle(_ identity: LedgerIdentity?) async throws {
        guard let identity, let person = state.withLock({ $0.pending[identity] }) else { return }
        let lookUp = try derivation.lookUp(of: person)
        let row = (sealing.seal(identity, at: lookUp), sealing.seal(person, at: lookUp))
        try await database.write { database in
            try database.execute(
                sql: "INSERT OR IGNORE INTO person (lookup, identity, person) VALUES (?, ?, ?)",
                arguments: [Blob(lookUp), Blob(row.0), Blob(row.1)])
        }
        // A link may have come between: what stands in the row counts.
        guard let sealed = try await database.read({ try Self.sealedIdentity(at: lookUp, $0) }) else { return }
        let settled = try sealing.identity(sealed, at: lookUp)
        state.withLock { $0.pending[identity] = nil }
        remember(settled, of: person)
    }

    /// Whether this identity is somebody's here, for checks that go through all; costs a pass over the whole directory the first time.
    public func allIdentities() async throws -> Set<LedgerIdentity> {
        let rows = try await database.read { database in
            try Row.fetchAll(database, sql: "SELECT lookup, identity FROM person").map { row -> ([UInt8], [UInt8]) in
                let lookUp: Blob = row[0]
                let identity: Blob = row[1]
                return (lookUp.bytes, identity.bytes)
            }
        }
        return try Set(rows.map { try sealing.identity($0.1, at: $0.0) })
    }

    private func remember(_ identity: LedgerIdentity, of person: PersonIdentifier) {
        state.withLock { state in
            if state.known.count >= Self.capacity { state.known.removeAll(keepingCapacity: true) }
            state.known[person] = identity
        }
    }

    private static func sealedIdentity(at lookUp: [UInt8], _ database: Database) throws -> [UInt8]? {
        let statement = try database.cachedStatement(sql: "SELECT identity FROM person WHERE lookup = ?")
        return try Blob.fetchOne(statement, arguments: [Blob(lookUp)])?.bytes
    }

    // MARK: Rotation

    /// Begins the next epoch: 1. it is noted that this directory rotates; 2. the secret is durable beside the present one; 3. every look-up is
    /// made anew, in one transaction; 4. the former secret is gone from file or token. A crash after 1 leaves the directory as it was; one after 2 or 3
    /// is finished by the next ``open(path:secrets:key:)``.
    ///
    /// Identities stay what they are, so that every entry is found as before. The directory must be open nowhere else.
    /// - Parameter secret: 32 random bytes; a token makes its own.
    /// - Returns: the new epoch, and how many people were moved.
    public static func rotate(
        path: String, secrets: some IdentitySecretKeeper, key: SealingKey, to secret: [UInt8]
    ) async throws -> (epoch: Int, people: Int) {
        try await noteRotation(path: path, to: (try secrets.loadIfPresent()?.last?.epoch ?? 0) + 1)
        try secrets.addNext(secret)
        let directory = try await open(path: path, secrets: secrets, key: key)
        let people = try await directory.database.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM person") ?? 0 }
        return (directory.epoch, people)
    }

    /// From now on a secret of this epoch is this directory's own.
    static func noteRotation(path: String, to epoch: Int) async throws {
        let database = try await EmbeddedDatabase.open(
            path: path, migrations: DirectorySchema.migrations, readers: 1, secureDelete: true)
        try await database.write { try $0.execute(sql: "UPDATE state SET rotating = ?", arguments: [epoch]) }
    }

    private static func check(of secret: any IdentitySecret) throws -> [UInt8] {
        Array(try secret.code(of: Array("ankur/directory/check/v1".utf8)).prefix(16))
    }

    private static func moveLookUps(
        to secret: any IdentitySecret, _ sealing: Sealing, _ database: EmbeddedDatabase
    ) async throws {
        let derivation = LedgerIdentityDerivation(secret: secret)
        try await database.write { database in
            try database.execute(sql: "CREATE TEMP TABLE moved AS SELECT lookup, identity, person FROM person")
            defer { try? database.execute(sql: "DROP TABLE temp.moved") }
            try database.execute(sql: "DELETE FROM person")
            let rows = try Row.fetchCursor(database, sql: "SELECT lookup, identity, person FROM temp.moved")
            while let row = try rows.next() {
                let old: Blob = row[0]
                let identity: Blob = row[1]
                let sealed: Blob = row[2]
                let person = try sealing.person(sealed.bytes, at: old.bytes)
                let new = try derivation.lookUp(of: person)
                try database.cachedStatement(sql: "INSERT INTO person (lookup, identity, person) VALUES (?, ?, ?)")
                    .execute(arguments: [
                        Blob(new), Blob(sealing.seal(try sealing.identity(identity.bytes, at: old.bytes), at: new)),
                        Blob(sealing.seal(person, at: new)),
                    ])
            }
            try database.execute(
                sql: "UPDATE state SET epoch = ?, secret = ?", arguments: [secret.epoch, Blob(try check(of: secret))])
        }
        try await database.truncateLog()
    }

    // MARK: Projection

    /// Where the entries of kind *identity binding* about this person stand, oldest first.
    public func bindings(of identity: LedgerIdentity) async throws -> [UInt64] {
        let subject = sealing.blind(identity)
        return try await database.read { database in
            try Int64.fetchAll(
                database, sql: "SELECT ledger_index FROM binding WHERE subject = ? ORDER BY ledger_index",
                arguments: [Blob(subject)]
            ).map { UInt64(bitPattern: $0) }
        }
    }

    public func cursor() async throws -> UInt64 {
        UInt64(bitPattern: try await database.read { try Int64.fetchOne($0, sql: "SELECT next FROM state") ?? 0 })
    }

    /// A link gives both numbers the identity that its entry is about.
    public func apply(_ statements: [ProjectedStatement], movingCursorTo next: UInt64) async throws {
        var bindings: [(subject: [UInt8], index: Int64)] = []
        var links: [(person: PersonIdentifier, identity: LedgerIdentity)] = []
        var first = Int64.max
        for projected in statements where projected.kind == .identityBinding {
            guard let subject = projected.subject, !projected.statement.isEmpty else { continue }
            let statement = try Statement(reading: projected.statement, subject: subject)
            guard case .identityBinding(let binding, _) = statement else { continue }
            bindings.append((sealing.blind(subject), Int64(bitPattern: projected.index)))
            if case .link(let link) = binding {
                links.append((link.former, subject))
                links.append((link.current, subject))
                first = min(first, Int64(bitPattern: projected.index))
            }
        }
        let rows = try links.map { link in
            let lookUp = try derivation.lookUp(of: link.person)
            return (lookUp, sealing.seal(link.identity, at: lookUp), sealing.seal(link.person, at: lookUp))
        }
        let found = bindings
        let firstLink = first
        let next = Int64(bitPattern: next)
        try await database.write { database in
            let cursor = try Int64.fetchOne(database, sql: "SELECT next FROM state") ?? 0
            guard next > cursor else { return }
            for binding in found where binding.index >= cursor {
                try database.execute(
                    sql: "INSERT OR IGNORE INTO binding (subject, ledger_index) VALUES (?, ?)",
                    arguments: [Blob(binding.subject), binding.index])
            }
            if firstLink >= cursor {
                for row in rows {
                    try database.execute(
                        sql: """
                            INSERT INTO person (lookup, identity, person) VALUES (?, ?, ?)
                            ON CONFLICT (lookup) DO UPDATE SET identity = excluded.identity
                            """, arguments: [Blob(row.0), Blob(row.1), Blob(row.2)])
                }
                if !rows.isEmpty {
                    try database.execute(sql: "UPDATE state SET links = links + ?", arguments: [rows.count])
                }
            }
            try database.execute(sql: "UPDATE state SET next = ?", arguments: [next])
        }
        guard !links.isEmpty else { return }
        state.withLock { state in
            state.hasLinks = true
            for link in links {
                state.known[link.person] = nil
                state.pending = state.pending.filter { $0.value != link.person }
            }
        }
    }
}

/// How rows are sealed: each value bound to its column and look-up.
private struct Sealing {
    private let key: SealingKey
    private let subjects: BlindIndex

    init(key: SealingKey) {
        self.key = key.derived("directory/people")
        subjects = BlindIndex(key: key, purpose: "directory/subjects")
    }

    func blind(_ identity: LedgerIdentity) -> [UInt8] { subjects.value(of: identity.bytes) }

    func seal(_ identity: LedgerIdentity, at lookUp: [UInt8]) -> [UInt8] {
        key.seal(identity.bytes, as: Self.place("identity", lookUp))
    }

    func seal(_ person: PersonIdentifier, at lookUp: [UInt8]) -> [UInt8] {
        let text = "\(person.scheme.rawValue) \(person.country) \(person.number)"
        return key.seal(Array(text.utf8), as: Self.place("person", lookUp))
    }

    func identity(_ sealed: [UInt8], at lookUp: [UInt8]) throws(IdentityDirectoryError) -> LedgerIdentity {
        guard let bytes = try? key.open(sealed, as: Self.place("identity", lookUp)),
            let identity = LedgerIdentity(bytes)
        else { throw IdentityDirectoryError(.damaged) }
        return identity
    }

    func person(_ sealed: [UInt8], at lookUp: [UInt8]) throws(IdentityDirectoryError) -> PersonIdentifier {
        guard let bytes = try? key.open(sealed, as: Self.place("person", lookUp)) else {
            throw IdentityDirectoryError(.damaged)
        }
        let parts = String(decoding: bytes, as: UTF8.self).split(separator: " ", maxSplits: 2)
        guard parts.count == 3, let scheme = PersonIdentifier.Scheme(rawValue: String(parts[0])),
            let person = PersonIdentifier(scheme: scheme, country: String(parts[1]), number: String(parts[2]))
        else { throw IdentityDirectoryError(.damaged) }
        return person
    }

    private static func place(_ column: String, _ lookUp: [UInt8]) -> SealedPlace {
        SealedPlace(table: "person", column: column, row: lookUp)
    }
}
