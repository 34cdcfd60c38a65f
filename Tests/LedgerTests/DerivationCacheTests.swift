import RecordTypes
import Sealing
import Testing

@testable import Ledger

@Suite("What is derived from a person's key")
struct DerivationCacheTests {
    private func derived(_ key: SealingKey, year: Int64) -> DerivationCache.Derived {
        let person = PersonKey(key)
        return DerivationCache.Derived(
            keyDigest: PersonKey.digest(of: key), check: person.check, year: year, tags: person.tags(inYear: year),
            blind: [1], identity: [2])
    }

    @Test("it is found again for the same key and year only")
    func match() {
        let cache = DerivationCache(capacity: 8)
        let (key, other) = (SealingKey.random(), SealingKey.random())
        cache.keep(derived(key, year: 2026), for: .test(1))
        func find(_ person: Int, _ key: SealingKey, _ year: Int64) -> Bool {
            cache.derived(for: .test(person), keyDigest: PersonKey.digest(of: key), year: year) != nil
        }
        #expect(find(1, key, 2026))
        // An erased key's derivations do not fit the next one.
        #expect(!find(1, other, 2026) && !find(1, key, 2027) && !find(2, key, 2026))
    }

    @Test("memory is bounded, and who was asked for lately stays")
    func bound() {
        let cache = DerivationCache(capacity: 8)
        let key = SealingKey.random()
        for person in 0..<1000 {
            cache.keep(derived(key, year: 2026), for: .test(person))
            #expect(cache.derived(for: .test(0), keyDigest: PersonKey.digest(of: key), year: 2026) != nil)
            #expect(cache.count <= 8)
        }
    }
}
