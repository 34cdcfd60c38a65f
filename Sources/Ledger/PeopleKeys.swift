internal import RecordTypes
internal import Sealing

/// The keys under which the ledger seals: each person's, and the gateway's own.
struct PeopleKeys: Sendable {
    private let people: any DataKeys
    private let identities: SealingKey
    private let peopleIndex: BlindIndex
    private let requests: BlindIndex
    /// For entries that concern nobody.
    private let nobody: PersonKey

    init(gateway: SealingKey, people: any DataKeys) {
        self.people = people
        identities = gateway.derived("ledger/identities")
        peopleIndex = BlindIndex(key: gateway, purpose: "ledger/people")
        requests = BlindIndex(key: gateway, purpose: "ledger/requests")
        nobody = PersonKey(gateway.derived("ledger/nobody"))
    }

    func blind(_ identity: LedgerIdentity) -> [UInt8] { peopleIndex.value(of: identity.bytes) }

    func blind(request: Digest) -> [UInt8] { requests.value(of: request.bytes) }

    func seal(_ identity: LedgerIdentity, blind: [UInt8]) -> [UInt8] {
        identities.seal(identity.bytes, as: SealedPlace(table: "person", column: "sealed_identity", row: blind))
    }

    func identity(of person: StoredEntry.Person) -> LedgerIdentity? {
        let place = SealedPlace(table: "person", column: "sealed_identity", row: person.blind)
        return (try? identities.open(person.identity, as: place)).flatMap { LedgerIdentity($0) }
    }

    /// The key to seal with, made for a new person. Durable before it is returned.
    func key(for subject: LedgerIdentity?) async throws -> PersonKey {
        guard let subject else { return nobody }
        return PersonKey(try await people.key(for: .person(subject)))
    }

    /// The keys with which these entries were sealed, by key check. An erased key is absent.
    func keys(of entries: [StoredEntry]) async throws -> [[UInt8]: PersonKey] {
        var keys = [nobody.check: nobody]
        var asked: Set<[UInt8]> = []
        for case let person? in entries.lazy.map(\.person) where asked.insert(person.blind).inserted {
            guard let identity = identity(of: person) else { continue }
            if let key = try await people.existingKey(for: .person(identity)).map({ PersonKey($0) }) {
                keys[key.check] = key
            }
        }
        return keys
    }
}
