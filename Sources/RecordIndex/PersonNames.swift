internal import RecordTypes
internal import Sealing

/// How people and their rules are named in the index: blindly. And whose a record is, sealed by the gateway's own key.
struct PersonNames: Sendable {
    private let people: BlindIndex
    private let rules: BlindIndex
    private let categories: BlindIndex
    private let opennesses: BlindIndex
    private let mandates: BlindIndex
    private let representatives: BlindIndex
    private let subjects: SealingKey

    init(key: SealingKey) {
        people = BlindIndex(key: key, purpose: "index/person")
        rules = BlindIndex(key: key, purpose: "index/rule")
        categories = BlindIndex(key: key, purpose: "index/category")
        opennesses = BlindIndex(key: key, purpose: "index/openness")
        mandates = BlindIndex(key: key, purpose: "index/mandate")
        representatives = BlindIndex(key: key, purpose: "index/representative")
        subjects = key.derived("index/subject")
    }

    func name(of person: LedgerIdentity) -> [UInt8] { people.value(of: person.bytes) }

    /// Person, target, audience and purpose; not what was decided, nor when.
    func ruleName(_ restriction: Restriction, of person: LedgerIdentity) -> [UInt8] {
        let target: [[UInt8]] =
            switch restriction.target {
            case .wholeRecord: [[0], []]
            case .record(let id): [[1], id.bytes]
            case .category(let system, let code): [[2], Array(system.utf8), Array(code.utf8)]
            case .period(let span): [[3], span.start.rfc3339, span.end.rfc3339]
            case .author(let institution): [[4], Array(institution.semantics.utf8)]
            }
        let audience: [[UInt8]] =
            switch restriction.audience {
            case .everyone: [[0], []]
            case .institution(let institution): [[1], Array(institution.semantics.utf8)]
            case .professional(let professional): [[2], Array(professional.semantics.utf8)]
            case .role(let role): [[3], Array(role.utf8)]
            }
        // Without a purpose the name is what it was before rules had one.
        let purpose = restriction.purpose.map { [Array($0.rawValue.utf8)] } ?? []
        return rules.value(ofParts: [person.bytes] + target + audience + purpose)
    }

    /// A type of document, under another name for every person; nil for documents that say no type.
    func category(_ category: RecordFilter.Category?, of person: LedgerIdentity) -> [UInt8] {
        let parts = category.map { [Array($0.system.utf8), Array($0.code.utf8)] } ?? []
        return categories.value(ofParts: [person.bytes] + parts)
    }

    /// Whether the author closed it to those who treat: two values for every person, of which nobody else knows which is which.
    func openness(isClosed: Bool, of person: LedgerIdentity) -> [UInt8] {
        opennesses.value(ofParts: [person.bytes, [isClosed ? 1 : 0]])
    }

    func name(ofRepresentative person: PersonIdentifier) -> [UInt8] {
        representatives.value(ofParts: [Array(person.semantics.utf8)])
    }

    func mandateName(_ mandate: Mandate, of person: LedgerIdentity) -> [UInt8] {
        mandates.value(ofParts: [
            person.bytes, Array(mandate.representative.semantics.utf8), Array(mandate.basis.rawValue.utf8),
        ])
    }

    func seal(_ subject: LedgerIdentity, inMandate name: [UInt8]) -> [UInt8] {
        subjects.seal(subject.bytes, as: Self.place(mandate: name))
    }

    func person(_ row: IndexedMandate) throws(RecordIndexError) -> LedgerIdentity {
        guard let bytes = try? subjects.open(row.subject, as: Self.place(mandate: row.name)),
            let person = LedgerIdentity(bytes)
        else { throw .damaged }
        return person
    }

    private static func place(mandate name: [UInt8]) -> SealedPlace {
        SealedPlace(table: "mandate", column: "subject", row: name)
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
