import Identity
import RecordTypes
import Synchronization
import TestPKI
import Testing

/// A revocation source whose answer the test sets.
private final class ScriptedRevocation: RevocationSource {
    let answer = Mutex(RevocationStatus.unknown)
    let questions = Mutex(0)

    func status(of certificate: [UInt8], issuedBy issuer: [UInt8], now: Instant) async -> RevocationStatus {
        questions.withLock { $0 += 1 }
        return answer.withLock { $0 }
    }
}

@Suite("How long a verdict holds")
struct VerdictLifetimeTests {
    let pki: TestPKI

    init() throws { pki = try #require(Variants.all).pki }

    @Test("a verdict never outlives the certificate, kept or not")
    func notAfter() async throws {
        let judge = try Variants.judge(freshness: .seconds(3600))
        let card = pki.citizen(.jaak)
        let end = noon.advanced(by: .seconds(86_400 * (5 * 365 - 30)))
        let late = end.advanced(by: .seconds(-10))
        guard case .citizen(let citizen) = await judge.judge(chain: card.chain, as: .citizen, now: late) else {
            Issue.record("refused")
            return
        }
        #expect(citizen.expires == end)
        let after = end.advanced(by: .seconds(1))
        #expect(await judge.judge(chain: card.chain, as: .citizen, now: after) == .refused(.expired))
    }

    @Test("a verdict is made anew after its freshness")
    func freshness() async throws {
        let judge = try Variants.judge(freshness: .seconds(60))
        let first = await judge.judge(chain: pki.citizen(.jaak).chain, as: .citizen, now: noon)
        let again = await judge.judge(
            chain: pki.citizen(.jaak).chain, as: .citizen, now: noon.advanced(by: .seconds(59)))
        let later = await judge.judge(
            chain: pki.citizen(.jaak).chain, as: .citizen, now: noon.advanced(by: .seconds(60)))
        #expect(first == again && later != first)
    }

    @Test("a clock that runs backwards brings no old verdict back")
    func backwards() async throws {
        let judge = try Variants.judge()
        let card = pki.citizen(.jaak)
        #expect(await judge.judge(chain: card.chain, as: .citizen, now: noon).refusal == nil)
        let before = noon.advanced(by: .seconds(-86_400 * 31))
        #expect(await judge.judge(chain: card.chain, as: .citizen, now: before) == .refused(.notYetValid))
    }

    @Test("more certificates than are remembered are still judged rightly")
    func bounded() async throws {
        let judge = try Variants.judge(capacity: 2)
        for _ in 0..<3 {
            for credential in [pki.citizen(.jaak), pki.citizen(.maarika), pki.citizen(.peeter), pki.official] {
                #expect(await judge.judge(chain: credential.chain, as: .citizen, now: noon).refusal == nil)
            }
        }
    }

    private func judge(asking source: ScriptedRevocation, freshness: Duration = .seconds(600)) throws
        -> CertificateJudge
    {
        let open = try Variants.judge().profile
        let strict = try TrustProfile(
            name: open.name, isTest: true, revocation: .required, anchors: open.anchors,
            intermediates: open.intermediates,
            issuers: open.issuers)
        return try CertificateJudge(profile: strict, revocation: source, freshness: freshness)
    }

    @Test("no answer about revocation is a refusal")
    func noAnswer() async throws {
        let source = ScriptedRevocation()
        let judge = try judge(asking: source)
        #expect(
            await judge.judge(chain: pki.citizen(.jaak).chain, as: .citizen, now: noon) == .refused(.revocationUnknown))
        source.answer.withLock { $0 = .good(until: noon) }
        #expect(
            await judge.judge(chain: pki.citizen(.jaak).chain, as: .citizen, now: noon) == .refused(.revocationUnknown))
        source.answer.withLock { $0 = .revoked }
        #expect(await judge.judge(chain: pki.citizen(.jaak).chain, as: .citizen, now: noon) == .refused(.revoked))
    }

    @Test("a good answer holds until it says, and revocation is seen then")
    func answerBounds() async throws {
        let source = ScriptedRevocation()
        let judge = try judge(asking: source)
        let card = pki.citizen(.jaak)
        source.answer.withLock { $0 = .good(until: noon.advanced(by: .seconds(30))) }
        #expect(await judge.judge(chain: card.chain, as: .citizen, now: noon).refusal == nil)
        source.answer.withLock { $0 = .revoked }
        #expect(await judge.judge(chain: card.chain, as: .citizen, now: noon.advanced(by: .seconds(29))).refusal == nil)
        #expect(source.questions.withLock { $0 } == 1)
        let after = noon.advanced(by: .seconds(30))
        #expect(await judge.judge(chain: card.chain, as: .citizen, now: after) == .refused(.revoked))
    }

    @Test("forgetting verdicts makes the next request ask again")
    func forgetting() async throws {
        let source = ScriptedRevocation()
        let judge = try judge(asking: source)
        source.answer.withLock { $0 = .good(until: noon.advanced(by: .seconds(600))) }
        #expect(await judge.judge(chain: pki.citizen(.jaak).chain, as: .citizen, now: noon).refusal == nil)
        source.answer.withLock { $0 = .revoked }
        judge.forgetVerdicts()
        #expect(await judge.judge(chain: pki.citizen(.jaak).chain, as: .citizen, now: noon) == .refused(.revoked))
    }

    @Test("a profile that requires revocation is not judged without a source")
    func sourceRequired() throws {
        let open = try Variants.judge().profile
        let strict = try TrustProfile(
            name: "strict", isTest: true, revocation: .required, anchors: open.anchors, intermediates: [],
            issuers: open.issuers)
        #expect(throws: TrustProfileError(.revocation, key: "revocation")) {
            try CertificateJudge(profile: strict, revocation: nil)
        }
    }
}
