internal import RecordTypes
@_spi(KeyBytes) internal import Sealing

/// The keys under which the ledger seals: each person's, and the gateway's own.
struct PeopleKeys: Sendable {
    private let people: any DataKeys
    private let identities: SealingKey
    private let peopleIndex: BlindIndex
    private let requests: BlindIndex
    /// For entries that concern nobody.
    private let nobody: PersonKey
    private let cache = DerivationCache(capacity: 8192)

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

    /// What an append of one year needs to seal with.
    struct Sealer: Sendable {
        let key: PersonKey
        let tags: BlindIndex
        /// Nil when nobody is concerned.
        let person: Person?
    }

    struct Person: Sendable {
        /// The blind index, and the same as a dictionary's key.
        let blind: [UInt8]
        let fingerprint: Fingerprint
        /// Sealed.
        let identity: [UInt8]

        init(blind: [UInt8], identity: [UInt8]) {
            self.blind = blind
            fingerprint = Fingerprint(blind)
            self.identity = identity
        }
    }

    /// The person's key, made for a new person and durable before it is returned, with all that is derived from it.
    func sealer(for subject: LedgerIdentity?, inYear year: Int64) async throws -> Sealer {
        guard let subject else { return Sealer(key: nobody, tags: nobody.tags(inYear: year), person: nil) }
        let key = try await people.key(for: .person(subject))
        let digest = PersonKey.digest(of: key)
        if let known = cache.derived(for: subject, keyDigest: digest, year: year) {
            return Sealer(
                key: PersonKey(key, check: known.check), tags: known.tags,
                person: Person(blind: known.blind, identity: known.identity))
        }
        let person = PersonKey(key)
        let blind = blind(subject)
        let derived = DerivationCache.Derived(
            keyDigest: digest, check: person.check, year: year, tags: person.tags(inYear: year), blind: blind,
            identity: seal(subject, blind: blind))
        cache.keep(derived, for: subject)
        return Sealer(key: person, tags: derived.tags, person: Person(blind: blind, identity: derived.identity))
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
