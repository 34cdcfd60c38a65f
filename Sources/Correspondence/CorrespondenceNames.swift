internal import RecordTypes
internal import Sealing

/// How people are named here: blindly; and whose a row is, sealed by the gateway's own key.
struct CorrespondenceNames: Sendable {
    private let people: BlindIndex
    private let subjects: SealingKey

    init(key: SealingKey) {
        people = BlindIndex(key: key, purpose: "correspondence/person")
        subjects = key.derived("correspondence/subject")
    }

    func name(of person: LedgerIdentity) -> [UInt8] { people.value(of: person.bytes) }

    func seal(_ person: LedgerIdentity, in table: String, row: [UInt8]) -> [UInt8] {
        subjects.seal(person.bytes, as: SealedPlace(table: table, column: "subject", row: row))
    }

    func person(_ sealed: [UInt8], in table: String, row: [UInt8]) throws(CorrespondenceError) -> LedgerIdentity {
        guard let bytes = try? subjects.open(sealed, as: SealedPlace(table: table, column: "subject", row: row)),
            let person = LedgerIdentity(bytes)
        else { throw .damaged }
        return person
    }
}

public enum CorrespondenceError: Error, Hashable, Sendable {
    /// The ledger's statement at this index is not one this version reads.
    case unreadableStatement(index: UInt64)
    /// A row is not what was written. Everything but deliveries can be rebuilt from the ledger.
    case damaged
}
