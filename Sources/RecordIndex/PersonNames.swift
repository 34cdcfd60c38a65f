internal import RecordTypes
internal import Sealing

/// How people and their rules are named in the index: blindly. And whose a record is, sealed by the gateway's own key.
struct PersonNames: Sendable {
    private let people: BlindIndex
    private let rules: BlindIndex
    private let subjects: SealingKey

    init(key: SealingKey) {
        people = BlindIndex(key: key, purpose: "index/person")
        rules = BlindIndex(key: key, purpose: "index/rule")
        subjects = key.derived("index/subject")
    }

    func name(of person: LedgerIdentity) -> [UInt8] { people.value(of: person.bytes) }

    /// Person, target and audience; not what was decided, nor when.
    func ruleName(_ restriction: Restriction, of person: LedgerIdentity) -> [UInt8] {
        let target: [[UInt8]] =
            switch restriction.target {
            case .wholeRecord: [[0], []]
            case .record(let id): [[1], id.bytes]
            }
        let audience: [[UInt8]] =
            switch restriction.audience {
            case .everyone: [[0], []]
            case .institution(let institution): [[1], Array(institution.semantics.utf8)]
            case .professional(let professional): [[2], Array(professional.semantics.utf8)]
            }
        return rules.value(ofParts: [person.bytes] + target + audience)
    }

    func seal(_ subject: LedgerIdentity, of record: RecordID) -> [UInt8] {
        subjects.seal(subject.bytes, as: Self.place(record))
    }

    func person(_ row: IndexedRecord) throws(RecordIndexError) -> LedgerIdentity {
        guard let bytes = try? subjects.open(row.subject, as: Self.place(row.id)), let person = LedgerIdentity(bytes)
        else {
            throw .damaged
        }
        return person
    }

    private static func place(_ record: RecordID) -> SealedPlace {
        SealedPlace(table: "record", column: "subject", row: record.bytes)
    }
}
