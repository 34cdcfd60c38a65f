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
        let requests = Mutex<[[UInt8]]>([])

        func answer(to request: [UInt8], from url: String) async throws -> [UInt8] {
            questions.withLock { $0.append(url) }
            requests.withLock { $0.append(request) }
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

    private static let asked = [UInt8](repeating: 7, count: 32)
    private static let other = [UInt8](repeating: 8, count: 32)

    @Test(
        "a nonce that is repeated wrongly is refused, one that is not repeated where it must be, and every question has its own",
        arguments: [
            (asked, true, nil), (asked, false, nil), (nil, false, nil), (nil, true, .revocationUnknown),
            (other, false, .revocationUnknown), (other, true, .revocationUnknown), ([], false, .revocationUnknown),
        ] as [([UInt8]?, Bool, RefusalReason?)])
    func nonce(_ echoed: [UInt8]?, _ isRequired: Bool, _ expected: RefusalReason?) async throws {
        let folder = try TemporaryFolder()
        try pki.write(to: folder.path)
        let profile = try TrustProfile(contentsOfFile: "\(folder.path)/trust.yaml", realm: .test)
        let source = OCSPResponders(transport: responder, requiresNonce: isRequired, random: { Self.asked })
        let judge = try CertificateJudge(profile: profile, revocation: source)
        var answer = RevocationAnswer(thisUpdate: noon, nextUpdate: nil)
        answer.nonce = echoed
        let der = try pki.citizenAuthority.ocspResponse(to: answer, about: card)
        responder.answer.withLock { $0 = der }
        #expect(await refusal(judge, after: 0) == expected)
        let request = try #require(responder.requests.withLock { $0.first })
        #expect(request.firstRange(of: Self.asked) != nil, "the question holds the nonce")
        #expect(OCSPResponders.randomNonce() != OCSPResponders.randomNonce())
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

    /// An answer that came, and what it is worth when the last one was good.
    enum Bad: CaseIterable {
        case unknown, forged, unauthorizedSigner, uncheckedSigner, stale, fromTheFuture, twice, otherCertificate,
            garbage
        case malformedRequest, signatureRequired, unauthorized, reservedStatus
    }

    private func say(_ bad: Bad, at time: Instant) throws {
        var answer = RevocationAnswer(thisUpdate: time, nextUpdate: nil)
        var subject = card
        var der: [UInt8]?
        switch bad {
        case .unknown: answer.status = .unknown
        case .forged: answer.isForged = true
        case .unauthorizedSigner: answer.responderHasPurpose = false
        case .uncheckedSigner: answer.responderHasNoCheck = false
        case .stale: answer.thisUpdate = time.advanced(by: .seconds(-3600))
        case .fromTheFuture: answer.thisUpdate = time.advanced(by: .seconds(301))
        case .twice: answer.isTwice = true
        case .otherCertificate: subject = pki.citizen(.maarika)
        case .garbage: der = Array("<html>".utf8)
        case .malformedRequest: der = [0x30, 0x03, 0x0A, 0x01, 0x01]
        case .signatureRequired: der = [0x30, 0x03, 0x0A, 0x01, 0x05]
        case .unauthorized: der = [0x30, 0x03, 0x0A, 0x01, 0x06]
        case .reservedStatus: der = [0x30, 0x03, 0x0A, 0x01, 0x04]
        }
        let bytes = try der ?? pki.citizenAuthority.ocspResponse(to: answer, about: subject)
        responder.answer.withLock { $0 = bytes }
    }

    @Test(
        "an answer that is bad or knows nothing is no silence: it refuses, and ends the grace", arguments: Bad.allCases)
    func noSilence(_ bad: Bad) async throws {
        let judge = try judge(grace: .seconds(900))
        try say(.good, at: noon)
        #expect(await refusal(judge, after: 0) == nil)
        try say(bad, at: noon.advanced(by: .seconds(400)))
        #expect(await refusal(judge, after: 400) == .revocationUnknown)
        responder.answer.withLock { $0 = nil }
        #expect(await refusal(judge, after: 401) == .revocationUnknown)
    }

    @Test("a responder that says it cannot answer now is silent", arguments: [2, 3] as [UInt8])
    func busy(_ status: UInt8) async throws {
        let judge = try judge(grace: .seconds(900))
        try say(.good, at: noon)
        #expect(await refusal(judge, after: 0) == nil)
        responder.answer.withLock { $0 = [0x30, 0x03, 0x0A, 0x01, status] }
        #expect(await refusal(judge, after: 400) == nil)
        #expect(await refusal(judge, after: 900) == .revocationUnknown)
    }

    @Test("grace counts from when the responder knew, and ends with the age that no answer may pass")
    func graceEnds() async throws {
        let judge = try judge(grace: .seconds(86_400))
        try say(.good, at: noon.advanced(by: .seconds(-1000)))
        #expect(await refusal(judge, after: 0) == nil)
        responder.answer.withLock { $0 = nil }
        #expect(await refusal(judge, after: 2599) == nil)
        #expect(await refusal(judge, after: 2600) == .revocationUnknown)
        let short = try self.judge(grace: .seconds(1500))
        try say(.good, at: noon.advanced(by: .seconds(-1000)))
        #expect(await refusal(short, after: 0) == nil)
        responder.answer.withLock { $0 = nil }
        #expect(await refusal(short, after: 499) == nil)
        #expect(await refusal(short, after: 500) == .revocationUnknown)
    }
}
