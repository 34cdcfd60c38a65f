import Foundation
import Identity
import RecordTypes
import TestPKI
import Testing

@Suite("Revocation by answers and lists")
struct RevocationTests {
    let pki: TestPKI
    let card: Credential

    init() throws {
        pki = try #require(Variants.all).pki
        card = pki.citizen(.jaak)
    }

    private func answer(
        at time: Instant = noon, _ change: (inout RevocationAnswer) -> Void = { _ in },
        by authority: TestAuthority? = nil,
        about credential: Credential? = nil
    ) throws -> OCSPResponse {
        var answer = RevocationAnswer(thisUpdate: time, nextUpdate: time.advanced(by: .seconds(600)))
        change(&answer)
        let der = try (authority ?? pki.citizenAuthority).ocspResponse(to: answer, about: credential ?? card)
        return try OCSPResponse(der: der)
    }

    private func status(_ answer: OCSPResponse, limits: OCSPLimits = .gateway, now: Instant = noon) async throws
        -> RevocationStatus
    {
        let evidence = RevocationEvidence(answers: [answer], lists: [], limits: limits)
        return await evidence.status(of: card.leaf, issuedBy: try issuer, now: now)
    }

    private var issuer: [UInt8] {
        get throws {
            let pem = try pki.citizenAuthority.certificatePEM
            return try AuthorityCertificate.all(inPEM: pem)[0].der
        }
    }

    @Test("good, by a responder of the authority's or by itself; revoked is revoked")
    func words() async throws {
        guard case .good(let until) = try await status(answer()) else {
            Issue.record("a good answer is not believed")
            return
        }
        #expect(until > noon && until <= noon.advanced(by: .seconds(3600)))
        guard case .good = try await status(answer { $0.isByAuthority = true }) else {
            Issue.record("the authority's own answer is not believed")
            return
        }
        #expect(try await status(answer { $0.status = .revoked }) == .revoked)
    }

    /// Good answers, each spoilt in one respect.
    private static let spoilt: [(String, RevocationAnswer)] = {
        func answer(_ change: (inout RevocationAnswer) -> Void) -> RevocationAnswer {
            var answer = RevocationAnswer(thisUpdate: noon, nextUpdate: noon.advanced(by: .seconds(600)))
            change(&answer)
            return answer
        }
        return [
            ("status unknown", answer { $0.status = .unknown }), ("two responses", answer { $0.isTwice = true }),
            ("forged", answer { $0.isForged = true }),
            ("responder without purpose", answer { $0.responderHasPurpose = false }),
            (
                "responder whose own revocation would have to be found out",
                answer { $0.responderHasNoCheck = false }
            ),
            ("critical extension", answer { $0.hasStrangeExtension = true }),
            ("from the future", RevocationAnswer(thisUpdate: noon.advanced(by: .seconds(1200)), nextUpdate: nil)),
            (
                "nextUpdate past",
                RevocationAnswer(
                    thisUpdate: noon.advanced(by: .seconds(-3000)), nextUpdate: noon.advanced(by: .seconds(-1200)))
            ),
            (
                "older than an hour",
                RevocationAnswer(
                    thisUpdate: noon.advanced(by: .seconds(-3601)), nextUpdate: noon.advanced(by: .seconds(9000)))
            ),
            ("nextUpdate first", RevocationAnswer(thisUpdate: noon, nextUpdate: noon.advanced(by: .seconds(-1)))),
        ]
    }()

    @Test("an answer with one thing wrong is none")
    func wrong() async throws {
        for (name, spoilt) in Self.spoilt {
            let given = try answer { $0 = spoilt }
            #expect(try await status(given) == .unknown, "\(name)")
        }
    }

    @Test("an answer of another authority's responder, or about another card, is none")
    func elsewhere() async throws {
        #expect(try await status(answer(by: pki.olderCitizenAuthority)) == .unknown)
        #expect(try await status(answer(about: pki.citizen(.maarika))) == .unknown)
    }

    @Test("Web eID takes no answer older than two minutes")
    func webEID() async throws {
        let fresh = try answer(at: noon.advanced(by: .seconds(-100)))
        guard case .good = try await status(fresh, limits: .webEID) else {
            Issue.record("refused")
            return
        }
        #expect(try await status(answer(at: noon.advanced(by: .seconds(-121))), limits: .webEID) == .unknown)
    }

    @Test("answers that are cut or garbled never trap and never say good for another")
    func garbled() throws {
        let der = try pki.citizenAuthority.ocspResponse(
            to: RevocationAnswer(thisUpdate: noon, nextUpdate: nil), about: card)
        let list = try pki.citizenAuthority.revocationList(
            of: [card], thisUpdate: noon, nextUpdate: noon.advanced(by: .seconds(60)))
        for length in 0..<der.count {
            #expect(throws: OCSPProblem.self) { try OCSPResponse(der: Array(der.prefix(length))) }
        }
        for length in 0..<list.count {
            #expect(throws: RefusalReason.self) { try RevocationList(der: Array(list.prefix(length))) }
        }
        var random = SystemRandomNumberGenerator()
        for _ in 0..<2000 {
            for whole in [der, list] {
                var bytes = whole
                bytes[Int.random(in: bytes.indices, using: &random)] = UInt8.random(in: 0...255, using: &random)
                _ = try? OCSPResponse(der: bytes)
                _ = try? RevocationList(der: bytes)
            }
        }
    }

    @Test(
        "a list revokes whom it holds, clears whom it does not, and only while it is in force, whole and the authority's own"
    )
    func lists() async throws {
        let end = noon.advanced(by: .seconds(600))
        func status(
            _ list: [UInt8], now: Instant = noon
        ) async throws -> RevocationStatus {
            let lists = (try? RevocationList(der: list)).map { [$0] } ?? []
            let evidence = RevocationEvidence(answers: [], lists: lists, limits: .gateway)
            return await evidence.status(of: card.leaf, issuedBy: try issuer, now: now)
        }
        let authority = pki.citizenAuthority
        let other = pki.citizen(.maarika)
        #expect(
            try await status(authority.revocationList(of: [], thisUpdate: noon, nextUpdate: end)) == .good(until: end))
        #expect(
            try await status(authority.revocationList(of: [other], thisUpdate: noon, nextUpdate: end))
                == .good(until: end))
        #expect(
            try await status(authority.revocationList(of: [other, card], thisUpdate: noon, nextUpdate: end)) == .revoked
        )
        #expect(
            try await status(authority.revocationList(of: [card, card], thisUpdate: noon, nextUpdate: end)) == .unknown)
        #expect(
            try await status(authority.revocationList(of: [], thisUpdate: noon, nextUpdate: end, isForged: true))
                == .unknown)
        #expect(
            try await status(
                authority.revocationList(of: [], thisUpdate: noon, nextUpdate: end, hasStrangeExtension: true))
                == .unknown)
        #expect(
            try await status(pki.sealAuthority.revocationList(of: [], thisUpdate: noon, nextUpdate: end)) == .unknown)
        // A serial number in another spelling than its one is found in no certificate: such a list is none.
        let padded = try authority.revocationList(
            of: [card], thisUpdate: noon, nextUpdate: end, paddedSerialNumbers: true)
        #expect(try await status(padded) == .unknown)
        let list = try authority.revocationList(of: [], thisUpdate: noon, nextUpdate: end)
        #expect(try await status(list, now: end.advanced(by: .seconds(1))) == .unknown)
        #expect(try await status(list, now: noon.advanced(by: .seconds(-1))) == .unknown)
    }
}
