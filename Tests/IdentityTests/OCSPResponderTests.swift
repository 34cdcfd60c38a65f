import Foundation
import Identity
import RecordTypes
import Synchronization
import TestPKI
import Testing

@Suite("OCSP responders")
struct OCSPResponderTests {
    /// Answers as it is told, or not at all.
    private final class Responder: OCSPTransport {
        let answer = Mutex<[UInt8]?>(nil)
        let questions = Mutex<[String]>([])

        func answer(to request: [UInt8], from url: String) async throws -> [UInt8] {
            questions.withLock { $0.append(url) }
            guard let answer = answer.withLock({ $0 }) else { throw CocoaError(.fileReadUnknown) }
            return answer
        }
    }

    private let pki: TestPKI
    private let card: Credential
    private let responder = Responder()

    init() throws {
        pki = try #require(Variants.all).pki
        card = try pki.citizen(.jaak, askedAt: "http://ocsp.test.invalid/citizens")
    }

    private func say(_ status: RevocationAnswer.Status, at time: Instant) throws {
        var answer = RevocationAnswer(thisUpdate: time, nextUpdate: nil)
        answer.status = status
        let der = try pki.citizenAuthority.ocspResponse(to: answer, about: card)
        responder.answer.withLock { $0 = der }
    }

    private func judge(grace: Duration? = nil) throws -> CertificateJudge {
        let folder = try TemporaryFolder()
        try pki.write(to: folder.path)
        let profile = try TrustProfile(contentsOfFile: "\(folder.path)/trust.yaml", realm: .test)
        let source = OCSPResponders(transport: responder, grace: grace)
        return try CertificateJudge(profile: profile, revocation: source, freshness: .seconds(300))
    }

    private func refusal(_ judge: CertificateJudge, after seconds: Int) async -> RefusalReason? {
        await judge.judge(chain: card.chain, as: .citizen, now: noon.advanced(by: .seconds(seconds))).refusal
    }

    @Test("a revocation reaches a session that goes on, within the freshness of its verdict")
    func reaches() async throws {
        let judge = try judge()
        try say(.good, at: noon)
        #expect(await refusal(judge, after: 0) == nil)
        try say(.revoked, at: noon.advanced(by: .seconds(1)))
        #expect(await refusal(judge, after: 299) == nil)
        #expect(await refusal(judge, after: 300) == .revoked)
        #expect(responder.questions.withLock { $0 } == Array(repeating: "http://ocsp.test.invalid/citizens", count: 2))
    }

    @Test("silence, garbage and old answers are refusals; a card that names no responder is one too")
    func closed() async throws {
        let judge = try judge()
        #expect(await refusal(judge, after: 0) == .revocationUnknown)
        responder.answer.withLock { $0 = [0x30, 0x03, 0x0A, 0x01, 0x03] }  // tryLater
        #expect(await refusal(judge, after: 0) == .revocationUnknown)
        responder.answer.withLock { $0 = Array("<html>".utf8) }
        #expect(await refusal(judge, after: 0) == .revocationUnknown)
        try say(.good, at: noon.advanced(by: .seconds(-3600)))
        #expect(await refusal(judge, after: 0) == .revocationUnknown)
        let other = await judge.judge(chain: pki.citizen(.maarika).chain, as: .citizen, now: noon)
        #expect(other.refusal == .revocationUnknown)
    }

    @Test("grace, where it was chosen, lets pass who was good a while ago, and nobody else")
    func grace() async throws {
        let judge = try judge(grace: .seconds(900))
        #expect(await refusal(judge, after: 0) == .revocationUnknown)
        try say(.good, at: noon)
        #expect(await refusal(judge, after: 0) == nil)
        responder.answer.withLock { $0 = nil }
        #expect(await refusal(judge, after: 400) == nil)
        #expect(await refusal(judge, after: 901) == .revocationUnknown)
        try say(.revoked, at: noon.advanced(by: .seconds(902)))
        #expect(await refusal(judge, after: 902) == .revoked)
        responder.answer.withLock { $0 = nil }
        #expect(await refusal(judge, after: 903) == .revocationUnknown)
    }
}
