import Crypto
import Identity
import RecordTypes
import TestPKI
import Testing

@Suite("Ledger identities")
struct LedgerIdentityTests {
    let derivation: LedgerIdentityDerivation
    let key = SymmetricKey(data: Array(repeating: UInt8(7), count: 32))

    init() { derivation = LedgerIdentityDerivation(key: key) }

    @Test("HMAC-SHA-256 over scheme, country and number parted by zero bytes, cut to 20 bytes")
    func construction() throws {
        let person = try #require(PersonIdentifier(semantics: "PNOEE-38001085718"))
        let whole = HMAC<SHA256>.authenticationCode(for: Array("PNO\0EE\038001085718".utf8), using: key)
        #expect(try derivation.identity(of: person).bytes == Array(whole.prefix(20)))
    }

    @Test("a second card of one person leads to the same identity, another person's to another")
    func secondCard() async throws {
        let pki = try #require(Variants.all).pki
        let judge = try Variants.judge()
        var identities: [LedgerIdentity] = []
        for card in [pki.citizen(.jaak), try pki.secondCard(of: .jaak), pki.citizen(.maarika)] {
            guard case .citizen(let citizen) = await judge.judge(chain: card.chain, as: .citizen, now: noon) else {
                continue
            }
            identities.append(try derivation.identity(of: citizen.person))
        }
        #expect(identities.count == 3 && identities[0] == identities[1] && identities[0] != identities[2])
    }

    @Test("scheme, country and number cannot be shifted into one another, and another key leads elsewhere")
    func separation() throws {
        let texts = ["PNOEE-38001085718", "PNOLV-38001085718", "PASEE-38001085718", "IDCEE-38001085718"]
        let persons = try texts.map { try #require(PersonIdentifier(semantics: $0)) }
        #expect(try Set(persons.map { try derivation.identity(of: $0) }).count == 4)
        let other = try #require(LedgerIdentityDerivation(secret: Array(repeating: 8, count: 32)))
        #expect(try other.identity(of: persons[0]) != derivation.identity(of: persons[0]))
    }

    @Test("a secret shorter than 32 bytes is no secret")
    func shortSecret() {
        #expect(LedgerIdentityDerivation(secret: Array(repeating: 1, count: 31)) == nil)
    }

    @Test("a submitter's tag is the first 8 bytes of SHA-256 over its identifier")
    func submitterTag() throws {
        let id = try #require(InstitutionID("NTREE-90000015"))
        #expect(SubmitterTag.of(id).bytes == Array(SHA256.hash(data: Array("NTREE-90000015".utf8)).prefix(8)))
    }
}
