import Identity
import RecordTypes
import TestPKI
import Testing

@Suite("Verdicts on certificates")
struct CertificateVerdictTests {
    @Test("each variant of the table gets its verdict, with its reason")
    func table() async throws {
        let judge = try Variants.judge()
        let variants = try #require(Variants.all).all
        #expect(variants.count >= 70)
        for variant in variants {
            let verdict = await judge.judge(
                chain: variant.credential.chain, as: variant.door == .citizen ? .citizen : .institution, now: noon)
            #expect(verdict.said == variant.expectation, "\(variant.name): \(variant.summary)")
        }
    }

    @Test("the leaf alone, as on a resumed session, gets the same verdict")
    func leafAlone() async throws {
        let judge = try Variants.judge()
        for variant in try #require(Variants.all).all {
            let door: Door = variant.door == .citizen ? .citizen : .institution
            let verdict = await judge.judge(chain: [variant.credential.leaf], as: door, now: noon)
            #expect(verdict.said == variant.expectation, "\(variant.name)")
        }
    }

    @Test("every reason code is spelt once and none has a space")
    func reasonCodes() {
        for reason in RefusalReason.allCases { #expect(!reason.rawValue.contains(" ")) }
        #expect(Set(RefusalReason.allCases.map(\.rawValue)).count == RefusalReason.allCases.count)
    }

    @Test("names come from SN and GN, the profile's name from the issuing authority")
    func names() async throws {
        let pki = try #require(Variants.all).pki
        let judge = try Variants.judge()
        guard case .citizen(let citizen) = await judge.judge(chain: pki.citizen(.jaak).chain, as: .citizen, now: noon)
        else {
            Issue.record("refused")
            return
        }
        #expect(citizen.surname == "JÕEORG" && citizen.givenName == "JAAK-KRISTJAN")
        #expect(citizen.profile == "ee-test-esteid2025")
        #expect(citizen.fingerprint == pki.citizen(.jaak).fingerprint)
        let hospital = await judge.judge(chain: pki.institution(.northHospital).chain, as: .institution, now: noon)
        guard case .institution(let institution) = hospital else {
            Issue.record("refused")
            return
        }
        #expect(institution.name == "Põhja Näidishaigla" && institution.profile == "ee-test-org")
    }

    @Test("no certificate, no bytes and random bytes are refused and never trap")
    func noise() async throws {
        let judge = try Variants.judge()
        #expect(await judge.judge(chain: [], as: .citizen, now: noon) == .refused(.missing))
        #expect(await judge.judge(chain: [[]], as: .citizen, now: noon) == .refused(.unparsable))
        #expect(
            await judge.judge(chain: [Array(repeating: 0x30, count: 40_000)], as: .citizen, now: noon)
                == .refused(.tooLarge))
        var random = SystemRandomNumberGenerator()
        let good = try #require(Variants.all).pki.citizen(.jaak).leaf
        for _ in 0..<400 {
            var bytes = good
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                bytes[Int.random(in: bytes.indices, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            if bytes == good { continue }
            #expect(await judge.judge(chain: [bytes], as: .citizen, now: noon).refusal != nil)
        }
        for length in stride(from: 0, to: good.count, by: 7) {
            #expect(await judge.judge(chain: [Array(good.prefix(length))], as: .citizen, now: noon).refusal != nil)
        }
    }

    @Test("the ministry's door asks for a role by certificate, not by person")
    func officials() async throws {
        let pki = try #require(Variants.all).pki
        let judge = try Variants.judge(officials: [pki.official.fingerprint: .analyst])
        guard case .official(let official) = await judge.judge(chain: pki.official.chain, as: .official, now: noon)
        else {
            Issue.record("refused")
            return
        }
        #expect(official.role == .analyst)
        #expect(await judge.judge(chain: pki.citizen(.peeter).chain, as: .official, now: noon) == .refused(.noRole))
        #expect(await judge.judge(chain: pki.citizen(.jaak).chain, as: .official, now: noon) == .refused(.noRole))
        #expect(
            await judge.judge(chain: pki.institution(.northHospital).chain, as: .official, now: noon)
                == .refused(.wrongDoor))
    }
}

extension Verdict {
    /// The verdict in the words of the variants' table.
    var said: CertificateVariant.Expectation {
        switch self {
        case .citizen(let citizen): .accepted(as: citizen.person.semantics)
        case .institution(let institution): .accepted(as: institution.id.semantics)
        case .official(let official): .accepted(as: official.citizen.person.semantics)
        case .refused(let reason): .refused(reason.rawValue)
        }
    }
}
