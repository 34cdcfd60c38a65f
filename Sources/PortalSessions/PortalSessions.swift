internal import EmbeddedDatabase
internal import GRDB
public import RecordTypes
public import Sealing

/// Challenges and sessions of the portal, durable: a nonce is used once and a log-out holds, across restarts and processes.
///
/// ```
/// browser: GET challenge ─► session without a person, one nonce
/// browser: POST token    ─► the nonce is taken (1), the token judged (2), a session with another id begins (3)
/// browser: any request   ─► session ─► certificate ─► verdict, anew for every request
/// ```
///
/// A crash after 1 costs the person another challenge; the nonce cannot come back. A crash after 3 leaves a session whose cookie nobody
/// has. Whether a session's certificate still counts is not known here: a door asks the certificate's judge at every request.
public final class PortalSessions: Sendable {
    private let database: EmbeddedDatabase
    private let certificates: SealingKey
    private let people: BlindIndex
    private let random: @Sendable (Int) -> [UInt8]
    public let limits: SessionLimits

    /// Opens or makes the database.
    /// - Parameters:
    ///   - key: seals certificates, and blinds people; derived for this purpose alone.
    ///   - random: gives so many bytes that nobody can guess.
    public static func open(
        path: String, key: SealingKey, limits: SessionLimits = SessionLimits(),
        random: @escaping @Sendable (Int) -> [UInt8]
    ) async throws -> PortalSessions {
        let database = try await EmbeddedDatabase.open(
            path: path, migrations: SessionSchema.migrations, readers: 2, secureDelete: true)
        return PortalSessions(database: database, key: key, limits: limits, random: random)
    }

    private init(
        database: EmbeddedDatabase, key: SealingKey, limits: SessionLimits, random: @escaping @Sendable (Int) -> [UInt8]
    ) {
        self.database = database
        certificates = key.derived("portal/certificates")
        people = BlindIndex(key: key, purpose: "portal/people")
        self.limits = limits
        self.random = random
    }

    // MARK: Challenges

    /// A challenge and the session that it is bound to.
    public struct Challenge: Sendable {
        public let session: SessionID
        /// Base64 of 32 random bytes: 44 characters, as the Web eID extension asks for. Signed as this text.
        public let nonce: String
    }

    /// Gives out a nonce, durable before it is returned. A session has one at a time: a newer one replaces it.
    /// - Parameter presented: the session that the browser has; another is made where it is none of ours.
    public func challenge(for presented: SessionID?, now: Instant) async throws -> Challenge {
        let nonce = Base64.text(random(32))
        let fresh = SessionID(random: random)
        let limits = limits
        let session = try await database.write { database in
            try Self.forget(database, limits, now)
            if let presented, let row = try SessionRow.fetch(presented, database), row.isLive(limits, now) {
                try database.execute(
                    sql: "UPDATE session SET nonce = ?, nonce_issued = ? WHERE id = ?",
                    arguments: [nonce, now.milliseconds, Blob(presented.name)])
                if row.certificate == nil {
                    try database.execute(
                        sql: "UPDATE session SET used = ? WHERE id = ?",
                        arguments: [now.milliseconds, Blob(presented.name)])
                }
                return presented
            }
            try database.execute(
                sql: "INSERT INTO session (id, began, used, nonce, nonce_issued) VALUES (?, ?, ?, ?, ?)",
                arguments: [Blob(fresh.name), now.milliseconds, now.milliseconds, nonce, now.milliseconds])
            return fresh
        }
        return Challenge(session: session, nonce: nonce)
    }

    /// Takes the session's nonce away and gives it, durably gone before it is returned: whatever becomes of the token, it is not used twice.
    /// - Returns: nil where there is none, or where it is too old.
    public func takeNonce(of session: SessionID, now: Instant) async throws -> String? {
        let limits = limits
        return try await database.write { database in
            guard let row = try SessionRow.fetch(session, database), let nonce = row.nonce, let issued = row.nonceIssued
            else { return nil }
            try database.execute(
                sql: "UPDATE session SET nonce = NULL, nonce_issued = NULL WHERE id = ?",
                arguments: [Blob(session.name)])
            let age = now.milliseconds - issued
            return row.isLive(limits, now) && (0...limits.challenge.milliseconds).contains(age) ? nonce : nil
        }
    }

    // MARK: Sessions

    /// Begins a session for whoever this certificate names, under a new id; the one in which the challenge was answered is gone.
    public func begin(
        with certificate: [UInt8], of person: PersonIdentifier, replacing old: SessionID, now: Instant
    ) async throws -> SessionID {
        let fresh = SessionID(random: random)
        let sealed = certificates.seal(certificate, as: Self.place(fresh.name))
        let blind = blind(person)
        try await database.write { database in
            try database.execute(sql: "DELETE FROM session WHERE id = ?", arguments: [Blob(old.name)])
            try database.execute(
                sql: "INSERT INTO session (id, began, used, person, certificate) VALUES (?, ?, ?, ?, ?)",
                arguments: [Blob(fresh.name), now.milliseconds, now.milliseconds, Blob(blind), Blob(sealed)])
        }
        return fresh
    }

    /// The certificate (DER) that logged in to this session; nil where nobody has, or not any more.
    ///
    /// This is a use: it puts off the idle limit. Costs one look-up, and one write each ``SessionLimits/useGrain``.
    public func certificate(of session: SessionID, now: Instant) async throws -> [UInt8]? {
        let limits = limits
        guard let row = try await database.read({ try SessionRow.fetch(session, $0) }), let sealed = row.certificate,
            row.isLive(limits, now)
        else { return nil }
        if now.milliseconds - row.used >= limits.useGrain.milliseconds {
            try await database.write { database in
                try database.execute(
                    sql: "UPDATE session SET used = max(used, ?) WHERE id = ?",
                    arguments: [now.milliseconds, Blob(session.name)])
            }
        }
        return try certificates.open(sealed, as: Self.place(session.name))
    }

    /// Ends one session: durable when it returns.
    public func end(_ session: SessionID) async throws {
        try await database.write { database in
            try database.execute(sql: "DELETE FROM session WHERE id = ?", arguments: [Blob(session.name)])
        }
    }

    /// Ends every session of a person, on whatever device and with whatever card.
    public func endAll(of person: PersonIdentifier) async throws {
        let blind = blind(person)
        try await database.write { database in
            try database.execute(sql: "DELETE FROM session WHERE person = ?", arguments: [Blob(blind)])
        }
    }

    /// Drops what nobody can use any more, and the oldest visitors beyond the limit.
    private static func forget(_ database: Database, _ limits: SessionLimits, _ now: Instant) throws {
        try database.execute(
            sql: "DELETE FROM session WHERE certificate IS NULL AND used < ?",
            arguments: [now.milliseconds - limits.challenge.milliseconds])
        try database.execute(
            sql: "DELETE FROM session WHERE began < ?", arguments: [now.milliseconds - limits.absolute.milliseconds])
        let visitors =
            try Int.fetchOne(database, sql: "SELECT count(*) FROM session WHERE certificate IS NULL") ?? 0
        guard visitors >= limits.visitors else { return }
        try database.execute(
            sql: """
                DELETE FROM session WHERE id IN
                (SELECT id FROM session WHERE certificate IS NULL ORDER BY used LIMIT ?)
                """, arguments: [visitors - limits.visitors + 1])
    }

    private func blind(_ person: PersonIdentifier) -> [UInt8] { people.value(of: Array(person.semantics.utf8)) }

    private static func place(_ name: [UInt8]) -> SealedPlace {
        SealedPlace(table: "session", column: "certificate", row: name)
    }
}

/// A row of `session`.
private struct SessionRow {
    let began: Int64
    let used: Int64
    let nonce: String?
    let nonceIssued: Int64?
    let certificate: [UInt8]?

    static func fetch(_ session: SessionID, _ database: Database) throws -> SessionRow? {
        let statement = try database.cachedStatement(
            sql: "SELECT began, used, nonce, nonce_issued, certificate FROM session WHERE id = ?")
        guard let row = try Row.fetchOne(statement, arguments: [Blob(session.name)]) else { return nil }
        let certificate: Blob? = row[4]
        return SessionRow(
            began: row[0], used: row[1], nonce: row[2], nonceIssued: row[3], certificate: certificate?.bytes)
    }

    /// Not yet ended by time. A clock that stands before the session's own times ends it, too: nothing counts backwards.
    func isLive(_ limits: SessionLimits, _ now: Instant) -> Bool {
        let idle = certificate == nil ? limits.challenge : limits.idle
        return began <= now.milliseconds && used <= now.milliseconds
            && now.milliseconds - used < idle.milliseconds && now.milliseconds - began < limits.absolute.milliseconds
    }
}

extension SessionID {
    fileprivate init(random: (Int) -> [UInt8]) {
        guard let id = SessionID(bytes: random(Self.length)) else {
            preconditionFailure("the source of randomness gives as many bytes as are asked for")
        }
        self = id
    }
}

extension Duration {
    fileprivate var milliseconds: Int64 {
        components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000
    }
}
