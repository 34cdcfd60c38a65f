import Identity
import RecordTypes
import Synchronization
import TestPKI
import Testing

@Suite("Web eID and revocation")
struct WebEIDRevocationTests {
    private final class Source: RevocationSource {
        let answer: RevocationStatus
        let questions = Mutex(0)
        var speaksOfAuthorities: Bool { false }

        init(_ answer: RevocationStatus) { self.answer = answer }

        func status(of certificate: [UInt8], issuedBy issuer: [UInt8], now: Instant) async -> RevocationStatus {
            questions.withLock { $0 += 1 }
            return answer
        }
    }

    private static let nonce = "12345678123456781234567812345678912356789123"
    private static let origin = "https://portal.example"

    private func refusal(_ source: Source, signedFor nonce: String = nonce) async throws -> WebEIDRefusal? {
        let pki = try #require(Variants.all).pki
        let trust = try AuthorityCertificate.all(inPEM: pki.citizenAuthority.certificatePEM)
        let verifier = WebEIDVerifier(origin: Self.origin, trust: trust, revocation: .required(source))
        let token = try pki.citizen(.jaak).webEIDToken(nonce: nonce, origin: Self.origin)
        do throws(WebEIDRefusal) {
            _ = try await verifier.verify(Array(token.utf8), nonce: Self.nonce, now: noon)
            return nil
        } catch {
            return error
        }
    }

    @Test(
        "every log-in asks the source, and only a good answer that still holds lets in",
        arguments: [
            (.good(until: noon.advanced(by: .seconds(1))), nil), (.good(until: noon), .revocationUnknown),
            (.revoked, .revoked), (.unknown, .revocationUnknown),
        ] as [(RevocationStatus, WebEIDRefusal?)])
    func asks(_ answer: RevocationStatus, _ expected: WebEIDRefusal?) async throws {
        let source = Source(answer)
        for _ in 0..<2 { #expect(try await refusal(source) == expected) }
        #expect(source.questions.withLock { $0 } == 2, "nothing is remembered from one log-in to the next")
    }

    @Test("who does not hold the card's key makes nobody ask a responder about it")
    func silent() async throws {
        let source = Source(.good(until: noon.advanced(by: .seconds(60))))
        #expect(
            try await refusal(source, signedFor: "22345678123456781234567812345678912356789123") == .signatureInvalid)
        #expect(source.questions.withLock { $0 } == 0)
    }
}
