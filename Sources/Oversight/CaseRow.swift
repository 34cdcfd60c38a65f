internal import EmbeddedDatabase
internal import GRDB
internal import RecordTypes
internal import Sealing
internal import Statements

/// A row of `file`: what stands plain of a case.
struct CaseRow: Sendable {
    let id: CaseID
    let looked: Instant
    let institution: InstitutionID?
    let opened: Instant
    let subject: [UInt8]?

    init(_ row: Row) throws(OversightError) {
        let origin: String = row["origin"]
        let look: Int64 = row["look"]
        let institution: String? = row["institution"]
        guard let origin = CaseID.Origin(rawValue: origin) else { throw .damaged }
        id = CaseID(origin, at: UInt64(bitPattern: look))
        looked = Instant(milliseconds: row["looked"])
        self.institution = institution.flatMap { InstitutionID($0) }
        opened = Instant(milliseconds: row["opened"])
        subject = (row["subject"] as Blob?)?.bytes
    }

    /// The case as it was when it opened.
    func state(_ terms: CaseTerms) -> CaseState {
        CaseState(id: id, looked: looked, institution: institution, opened: opened, terms: terms)
    }
}

/// A row of `step`.
struct StepRow: Sendable {
    let index: Int64
    let statement: [UInt8]

    init(_ row: Row) {
        index = row["ledger_index"]
        let statement: Blob = row["statement"]
        self.statement = statement.bytes
    }

    static func fetch(of id: CaseID, _ database: Database) throws -> [StepRow] {
        let statement = try database.cachedStatement(
            sql: "SELECT ledger_index, statement FROM step WHERE origin = ? AND look = ? ORDER BY ledger_index")
        return try Row.fetchAll(statement, arguments: [id.origin.rawValue, Int64(bitPattern: id.index)]).map {
            StepRow($0)
        }
    }

    func step(about subject: LedgerIdentity?, openedBy key: SealingKey) throws(OversightError) -> CaseStep {
        guard let bytes = try? key.open(statement, as: CaseNames.place("step", index)),
            case .oversight(let step, _) = try? Statement(reading: bytes, subject: subject)
        else { throw .damaged }
        return step
    }
}

/// How people are named here: blindly, under keys that no other database uses.
struct CaseNames: Sendable {
    private let people: BlindIndex
    private let subjects: SealingKey
    /// Seals steps of cases that concern nobody.
    let nobody: SealingKey

    init(key: SealingKey) {
        people = BlindIndex(key: key, purpose: "oversight/person")
        subjects = key.derived("oversight/subject")
        nobody = key.derived("oversight/nobody")
    }

    func name(of person: LedgerIdentity) -> [UInt8] { people.value(of: person.bytes) }

    func seal(_ subject: LedgerIdentity, in id: CaseID) -> [UInt8] {
        subjects.seal(subject.bytes, as: Self.place("file", Int64(bitPattern: id.index)))
    }

    func subject(_ sealed: [UInt8], in id: CaseID) throws(OversightError) -> LedgerIdentity {
        guard let bytes = try? subjects.open(sealed, as: Self.place("file", Int64(bitPattern: id.index))),
            let person = LedgerIdentity(bytes)
        else { throw .damaged }
        return person
    }

    static func place(_ table: String, _ index: Int64) -> SealedPlace {
        SealedPlace(
            table: table, column: "statement", row: (0..<8).map { UInt8(truncatingIfNeeded: index >> (56 - 8 * $0)) })
    }
}
