internal import RecordTypes
internal import Sealing

/// How people are named in the log: blindly, subjects and professionals under keys of their own, so that who looked at
/// their own record does not show.
struct AccessNames: Sendable {
    private let people: BlindIndex
    private let professionals: BlindIndex
    private let subjects: SealingKey
    /// Seals what explaining needs, of everybody's events.
    let facts: SealingKey
    /// Seals events that concern nobody.
    let nobody: SealingKey

    init(key: SealingKey) {
        people = BlindIndex(key: key, purpose: "access-log/person")
        professionals = BlindIndex(key: key, purpose: "access-log/professional")
        subjects = key.derived("access-log/subject")
        facts = key.derived("access-log/facts")
        nobody = key.derived("access-log/nobody")
    }

    func name(ofSubject person: LedgerIdentity) -> [UInt8] { people.value(of: person.bytes) }

    func name(ofProfessional person: PersonIdentifier) -> [UInt8] {
        professionals.value(ofParts: [
            Array(person.scheme.rawValue.utf8), Array(person.country.utf8), Array(person.number.utf8),
        ])
    }

    func seal(_ subject: LedgerIdentity, at index: Int64) -> [UInt8] {
        subjects.seal(subject.bytes, as: Self.place("subject", index))
    }

    func subject(_ sealed: [UInt8], at index: Int64) throws(AccessLogError) -> LedgerIdentity {
        guard let bytes = try? subjects.open(sealed, as: Self.place("subject", index)),
            let person = LedgerIdentity(bytes)
        else { throw .damaged(index: UInt64(bitPattern: index)) }
        return person
    }

    static func place(_ column: String, _ index: Int64) -> SealedPlace {
        SealedPlace(
            table: "access", column: column, row: (0..<8).map { UInt8(truncatingIfNeeded: index >> (56 - 8 * $0)) })
    }
}
