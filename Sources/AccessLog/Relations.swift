internal import EmbeddedDatabase
internal import GRDB
public import RecordTypes
internal import Statements

/// The first 64 bits of a blind index, as the tables of relations have them.
enum BlindPrefix {
    static func of(_ bytes: [UInt8]) -> Int64 {
        Int64(bitPattern: bytes.prefix(8).reduce(0) { $0 << 8 | UInt64($1) })
    }
}

/// What kind of document was filed, as far as it explains a look by somebody else.
public enum FilingClass: Int64, Hashable, Sendable {
    case other = 0
    /// A referral or an order: others will look because of it.
    case order = 1
    /// A prescription: a pharmacy will look because of it.
    case prescription = 2

    /// LOINC's document types for referral notes, orders and prescriptions.
    init(_ type: CodedWord?) {
        self =
            switch (type?.system, type?.code) {
            case ("http://loinc.org", "57133-1"), ("http://loinc.org", "57170-3"), ("http://loinc.org", "93341-6"),
                ("http://loinc.org", "101881-1"):
                .order
            case ("http://loinc.org", "57833-6"), ("http://loinc.org", "60593-1"): .prescription
            default: .other
            }
    }
}

/// What a statement says about who has to do with whom.
struct RelationChange: Sendable {
    private enum Step: Sendable {
        case filing(person: Int64, institution: String, time: Int64, FilingClass, daysLate: Int64?)
        case oneself(professional: Int64, person: Int64)
        case kin(representative: Int64, person: Int64)
        case withdrawal(index: Int64, person: Int64, institution: String?, decided: Int64, until: Int64?, denies: Bool)
    }

    private let steps: [Step]

    /// Nil for statements that say nothing of the kind.
    init?(by projected: ProjectedStatement, _ names: AccessNames) throws(AccessLogError) {
        guard projected.kind == .record || projected.kind == .consent, !projected.statement.isEmpty,
            let subject = projected.subject
        else { return nil }
        guard let statement = try? Statement(reading: projected.statement, subject: subject) else {
            throw .unreadableStatement(index: projected.index)
        }
        let person = BlindPrefix.of(names.name(ofSubject: subject))
        switch statement {
        case .record(let description, let patient):
            steps = [
                .filing(
                    person: person, institution: description.institution.semantics,
                    time: description.received.milliseconds, FilingClass(description.type),
                    daysLate: Self.daysLate(description)),
                .oneself(professional: BlindPrefix.of(names.name(ofProfessional: patient)), person: person),
            ]
        case .mandate(let mandate, _):
            steps = [
                .kin(
                    representative: BlindPrefix.of(names.name(ofProfessional: mandate.representative)), person: person),
                .oneself(professional: BlindPrefix.of(names.name(ofProfessional: mandate.principal)), person: person),
            ]
        case .consent(let restriction, _):
            // Only what closes or opens the whole record is a withdrawal; a single document says nothing about the others.
            guard restriction.target == .wholeRecord, restriction.purpose == nil else { return nil }
            let institution: String?
            switch restriction.audience {
            case .everyone: institution = nil
            case .institution(let one): institution = one.semantics
            case .professional, .role: return nil
            }
            steps = [
                .withdrawal(
                    index: Int64(bitPattern: projected.index), person: person, institution: institution,
                    decided: restriction.decided.milliseconds, until: restriction.until?.milliseconds,
                    denies: restriction.effect == .deny)
            ]
        default: return nil
        }
    }

    /// Whole days from the time that a document gives to when it was received; nil where it gives none that is one.
    private static func daysLate(_ description: RecordDescription) -> Int64? {
        guard let text = description.documentTime else { return nil }
        // HL7's times may end with the minute, RFC 3339's may not.
        let whole =
            text.count >= 16 && !text.dropFirst(16).hasPrefix(":")
            ? text.prefix(16) + ":00" + text.dropFirst(16) : text[...]
        guard let time = Instant(rfc3339: text) ?? Instant(rfc3339: whole) else { return nil }
        return max(0, (description.received.seconds - time.seconds) / 86_400)
    }

    func apply(_ database: Database) throws {
        for step in steps {
            switch step {
            case .filing(let person, let institution, let time, let kind, let daysLate):
                try database.cachedStatement(
                    sql: "INSERT OR IGNORE INTO filing (person, institution, time, class, late) VALUES (?, ?, ?, ?, ?)"
                ).execute(arguments: [person, institution, time, kind.rawValue, daysLate])
            case .oneself(let professional, let person):
                try database.cachedStatement(
                    sql: "INSERT OR REPLACE INTO oneself (professional, person) VALUES (?, ?)"
                ).execute(arguments: [professional, person])
            case .kin(let representative, let person):
                try database.cachedStatement(sql: "INSERT OR IGNORE INTO kin (representative, person) VALUES (?, ?)")
                    .execute(arguments: [representative, person])
            case .withdrawal(let index, let person, let institution, let decided, let until, let denies):
                try database.cachedStatement(
                    sql: """
                        INSERT OR IGNORE INTO withdrawal (ledger_index, person, institution, decided, until, denies)
                        VALUES (?, ?, ?, ?, ?, ?)
                        """
                ).execute(arguments: [index, person, institution, decided, until, denies])
            }
        }
    }
}

/// What was filed about one person.
public struct FiledDocument: Hashable, Sendable {
    public let institution: InstitutionID
    public let time: Instant
    public let kind: FilingClass
    /// Whole days from the time that it gives to ``time``; nil where it gives none.
    public let daysLate: Int?
}

/// That a person closed their whole record, or opened it again.
public struct Withdrawal: Hashable, Sendable {
    /// Nil: towards everyone.
    public let institution: InstitutionID?
    public let decided: Instant
    public let until: Instant?
    public let denies: Bool
}

extension AccessLogProjection {
    /// What was filed about each of these people, by 64 bits of their blind index: one look-up a person.
    public func filings(about people: [UInt64]) async throws -> [UInt64: [FiledDocument]] {
        try await database.read { database in
            let statement = try database.cachedStatement(
                sql: "SELECT institution, time, class, late FROM filing WHERE person = ?")
            var institutions: [String: InstitutionID] = [:]
            var filings: [UInt64: [FiledDocument]] = [:]
            filings.reserveCapacity(people.count)
            for person in people {
                try statement.setArguments([Int64(bitPattern: person)])
                let rows = try Row.fetchCursor(statement)
                var documents: [FiledDocument] = []
                while let row = try rows.next() {
                    let name: String = row[0]
                    if institutions[name] == nil { institutions[name] = InstitutionID(name) }
                    guard let institution = institutions[name], let kind = FilingClass(rawValue: row[2]) else {
                        continue
                    }
                    documents.append(
                        FiledDocument(
                            institution: institution, time: Instant(milliseconds: row[1]), kind: kind,
                            daysLate: row[3]))
                }
                if !documents.isEmpty { filings[person] = documents }
            }
            return filings
        }
    }

    /// What was filed in a period, by one institution or by all, with whom it is about.
    /// - Complexity: reads every document ever filed where no institution is named.
    public func filings(
        from: Instant?, until: Instant?, by institution: InstitutionID?
    ) async throws -> [(person: UInt64, document: FiledDocument)] {
        let bounds: [any DatabaseValueConvertible & Sendable] = [
            from?.milliseconds ?? Int64.min, until?.milliseconds ?? Int64.max, institution?.semantics ?? "",
        ]
        return try await database.read { database in
            let rows = try Row.fetchCursor(
                database,
                sql: """
                    SELECT person, institution, time, class, late FROM filing
                    WHERE time >= ?1 AND time < ?2 AND (?3 = '' OR institution = ?3)
                    """, arguments: StatementArguments(bounds))
            var institutions: [String: InstitutionID] = [:]
            var filings: [(person: UInt64, document: FiledDocument)] = []
            while let row = try rows.next() {
                let name: String = row[1]
                if institutions[name] == nil { institutions[name] = InstitutionID(name) }
                guard let institution = institutions[name], let kind = FilingClass(rawValue: row[3]) else { continue }
                filings.append(
                    (
                        UInt64(bitPattern: row[0]),
                        FiledDocument(
                            institution: institution, time: Instant(milliseconds: row[2]), kind: kind, daysLate: row[4])
                    ))
            }
            return filings
        }
    }

    /// Everything that anybody closed to institutions as a whole, by person: as many as have used it.
    public func withdrawals() async throws -> [UInt64: [Withdrawal]] {
        try await database.read { database in
            var withdrawals: [UInt64: [Withdrawal]] = [:]
            let rows = try Row.fetchCursor(
                database,
                sql: "SELECT person, institution, decided, until, denies FROM withdrawal ORDER BY ledger_index")
            while let row = try rows.next() {
                let institution: String? = row[1]
                let until: Int64? = row[3]
                withdrawals[UInt64(bitPattern: row[0]), default: []].append(
                    Withdrawal(
                        institution: institution.flatMap { InstitutionID($0) },
                        decided: Instant(milliseconds: row[2]), until: until.map(Instant.init(milliseconds:)),
                        denies: row[4]))
            }
            return withdrawals
        }
    }

    /// The professional as the facts name them.
    public func number(ofProfessional person: PersonIdentifier) -> UInt64 {
        UInt64(bitPattern: BlindPrefix.of(names.name(ofProfessional: person)))
    }

    /// Of each professional their own record, where it is known whose it is.
    public func ownRecords(of professionals: some Sequence<UInt64> & Sendable) async throws -> [UInt64: UInt64] {
        let professionals = Array(professionals)
        return try await database.read { database in
            let statement = try database.cachedStatement(sql: "SELECT person FROM oneself WHERE professional = ?")
            var own: [UInt64: UInt64] = [:]
            for one in professionals {
                if let person = try Int64.fetchOne(statement, arguments: [Int64(bitPattern: one)]) {
                    own[one] = UInt64(bitPattern: person)
                }
            }
            return own
        }
    }

    /// Of each professional those whom they act for, those who act for them, and those who act for the same third, or did: as far as it is
    /// known whose each record is.
    public func kin(of professionals: some Sequence<UInt64> & Sendable) async throws -> [UInt64: Set<UInt64>] {
        let professionals = Array(professionals)
        return try await database.read { database in
            let statement = try database.cachedStatement(
                sql: """
                    SELECT person FROM kin WHERE representative = ?1
                    UNION SELECT theirs.person FROM oneself AS mine
                        JOIN kin ON kin.person = mine.person JOIN oneself AS theirs ON theirs.professional = kin.representative
                        WHERE mine.professional = ?1
                    UNION SELECT theirs.person FROM kin AS mine
                        JOIN kin AS other ON other.person = mine.person AND other.representative <> mine.representative
                        JOIN oneself AS theirs ON theirs.professional = other.representative
                        WHERE mine.representative = ?1
                    """)
            var kin: [UInt64: Set<UInt64>] = [:]
            for one in professionals {
                let people = try Int64.fetchAll(statement, arguments: [Int64(bitPattern: one)])
                if !people.isEmpty { kin[one] = Set(people.map { UInt64(bitPattern: $0) }) }
            }
            return kin
        }
    }
}
