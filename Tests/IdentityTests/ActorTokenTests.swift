import Crypto
import Foundation
import Identity
import JSONText
import RecordTypes
import TestPKI
import Testing

@Suite("Signed actor tokens")
struct ActorTokenTests {
    private let key = P256.Signing.PrivateKey()
    private let institution: VerifiedInstitution
    private let audience = "https://records.example.ee"
    private let other: InstitutionID

    init() async throws {
        let pki = try #require(Variants.all).pki
        let judge = try Variants.judge()
        let verdict = await judge.judge(chain: pki.institution(.northHospital).chain, as: .institution, now: noon)
        guard case .institution(let institution) = verdict else { throw CocoaError(.featureUnsupported) }
        self.institution = institution
        other = try #require(InstitutionID(TestInstitution.southHospital.identifier))
    }

    private func verifier(capacity: Int = 100) throws -> ActorTokenVerifier {
        let point = Array(key.publicKey.x963Representation.dropFirst())
        let jwks = """
            {"keys":[{"kty":"EC","crv":"P-256","kid":"k1","x":"\(Base64URL.text(Array(point[..<32])))",\
            "y":"\(Base64URL.text(Array(point[32...])))"}]}
            """
        let json = try JSONValue(parsing: Array(jwks.utf8))
        let keys = try #require(SigningKeySet(json))
        let known = [institution.id: keys, other: keys]
        return ActorTokenVerifier(keys: { known[$0] }, capacity: capacity)
    }

    private func claims(_ changes: [String: String?] = [:]) -> String {
        var members: [String: String?] = [
            "iss": "\"NTREE-90000015\"", "aud": "\"\(audience)\"", "sub": "\"PNOEE-60001017869\"",
            "iat": "\(noon.seconds)", "exp": "\(noon.seconds + 60)", "jti": "\"0123456789abcdef\"",
            "cnf": "{\"x5t#S256\":\"\(Base64URL.text(institution.fingerprint.digest.bytes))\"}",
            "extensions":
                "{\"ihe_iua\":{\"subject_name\":\"Maarika Näidis\",\"subject_role\":[{\"code\":\"doctor\"}],\"purpose_of_use\":[{\"code\":\"TREAT\"}]},\"ankur\":{\"encounter\":\"A-1\"}}",
        ]
        for (name, value) in changes { members[name] = value }
        return "{" + members.compactMap { name, value in value.map { "\"\(name)\":\($0)" } }.joined(separator: ",")
            + "}"
    }

    private func token(header: String = "{\"alg\":\"ES256\",\"kid\":\"k1\"}", _ claims: String) throws -> String {
        let signed = Base64URL.text(Array(header.utf8)) + "." + Base64URL.text(Array(claims.utf8))
        let signature = try key.signature(for: SHA256.hash(data: Array(signed.utf8)))
        return signed + "." + Base64URL.text(Array(signature.rawRepresentation))
    }

    private func refusal(_ token: String, by verifier: ActorTokenVerifier, now: Instant = noon) -> ActorTokenRefusal? {
        do {
            _ = try verifier.verify(token, from: institution, audience: audience, now: now)
            return nil
        } catch {
            return error
        }
    }

    @Test("a good token names the actor once; the second time it is a replay")
    func once() throws {
        let verifier = try verifier()
        let token = try token(claims())
        let actor = try verifier.verify(token, from: institution, audience: audience, now: noon)
        #expect(actor.person == TestPerson.maarika.identifier && actor.purpose == .treatment)
        #expect(actor.name == "Maarika Näidis" && actor.role == "doctor" && actor.encounter == "A-1")
        #expect(refusal(token, by: verifier) == .replayed)
        #expect(refusal(token, by: try self.verifier(), now: noon.advanced(by: .seconds(60))) == .expired)
    }

    @Test(
        "a token with one thing wrong is refused for it",
        arguments: [
            ("iss", "\"NTREE-90000021\"", .issuer), ("iss", nil, .issuer),
            ("aud", "\"https://other.example\"", .audience),
            ("aud", nil, .audience), ("aud", "[]", .audience), ("exp", nil, .lifetime), ("iat", nil, .lifetime),
            ("exp", "1772366701", .lifetime), ("exp", "1772366399", .lifetime), ("exp", "1e99", .lifetime),
            ("exp", "99999999999999", .lifetime), ("nbf", "1772366500", .notYetValid), ("cnf", nil, .binding),
            ("cnf", "{\"x5t#S256\":\"AAAA\"}", .binding), ("jti", nil, .identifier), ("jti", "\"short\"", .identifier),
            ("sub", "\"38001085718\"", .claims), ("sub", nil, .claims), ("extensions", nil, .claims),
            ("extensions", "{\"ihe_iua\":{\"purpose_of_use\":[{\"code\":\"NOSY\"}]}}", .claims),
            (
                "extensions", "{\"ihe_iua\":{\"subject_name\":\"a\\nb\",\"purpose_of_use\":[{\"code\":\"TREAT\"}]}}",
                .claims
            ),
            (
                "extensions",
                "{\"ihe_iua\":{\"subject_name\":\"a\\u202eb\",\"purpose_of_use\":[{\"code\":\"TREAT\"}]}}", .claims
            ),
        ] as [(String, String?, ActorTokenRefusal)])
    func wrong(_ name: String, _ value: String?, _ expected: ActorTokenRefusal) throws {
        #expect(refusal(try token(claims([name: value])), by: try verifier()) == expected)
    }

    @Test(
        "no other algorithm, no key sent along, no unknown key",
        arguments: [
            ("{\"alg\":\"none\"}", .algorithm), ("{\"alg\":\"HS256\",\"kid\":\"k1\"}", .algorithm),
            ("{\"alg\":\"ES384\",\"kid\":\"k1\"}", .algorithm), ("{\"kid\":\"k1\"}", .algorithm),
            ("{\"alg\":\"ES256\",\"jwk\":{}}", .algorithm), ("{\"alg\":\"ES256\",\"crit\":[]}", .algorithm),
            ("{\"alg\":\"ES256\",\"kid\":\"k2\"}", .unknownKey), ("{\"alg\":\"ES256\",\"kid\":1}", .malformed),
        ] as [(String, ActorTokenRefusal)])
    func header(_ header: String, _ expected: ActorTokenRefusal) throws {
        #expect(refusal(try token(header: header, claims()), by: try verifier()) == expected)
    }

    @Test("a changed byte, another's signature and garbage are refused and never trap")
    func garbled() throws {
        let verifier = try verifier()
        let good = try token(claims())
        var random = SystemRandomNumberGenerator()
        for _ in 0..<2000 {
            var bytes = Array(good.utf8)
            bytes[Int.random(in: bytes.indices, using: &random)] = UInt8.random(in: 32...126, using: &random)
            let text = String(decoding: bytes, as: UTF8.self)
            if text != good { #expect(refusal(text, by: verifier) != nil) }
        }
        for text in ["", ".", "..", "...", good + ".", String(good.dropLast(2)), String(repeating: "A", count: 9000)] {
            #expect(refusal(text, by: verifier) != nil)
        }
        #expect(refusal(good, by: verifier) == nil)
    }

    @Test("when no more tokens can be remembered none is let in, until the old ones have expired")
    func full() throws {
        let verifier = try verifier(capacity: 2)
        for number in 0..<2 {
            #expect(refusal(try token(claims(["jti": "\"token-000\(number)\""])), by: verifier) == nil)
        }
        let third = try token(claims(["jti": "\"token-0003\"", "exp": "\(noon.seconds + 300)"]))
        #expect(refusal(third, by: verifier) == .replayed)
        #expect(refusal(third, by: verifier, now: noon.advanced(by: .seconds(61))) == nil)
    }

    @Test("an institution that has filled its share locks nobody else out")
    func shares() async throws {
        let verifier = try verifier(capacity: 2)
        for number in 0..<3 {
            let token = try token(claims(["jti": "\"token-000\(number)\""]))
            #expect(refusal(token, by: verifier) == (number < 2 ? nil : .replayed))
        }
        let pki = try #require(Variants.all).pki
        let chain = pki.institution(.southHospital).chain
        guard
            case .institution(let other) = await (try Variants.judge()).judge(chain: chain, as: .institution, now: noon)
        else { throw CocoaError(.featureUnsupported) }
        let binding = "{\"x5t#S256\":\"\(Base64URL.text(other.fingerprint.digest.bytes))\"}"
        // The same identifiers: another's use of one is no replay.
        for number in 0..<3 {
            let token = try token(
                claims(["iss": "\"\(other.id.semantics)\"", "cnf": binding, "jti": "\"token-000\(number)\""]))
            let refusal: ActorTokenRefusal?
            do {
                _ = try verifier.verify(token, from: other, audience: audience, now: noon)
                refusal = nil
            } catch { refusal = error }
            #expect(refusal == (number < 2 ? nil : .replayed))
        }
    }

    @Test("room comes back second by second, and what has not expired stays a replay")
    func expiry() throws {
        let verifier = try verifier(capacity: 3)
        func token(_ number: Int, until seconds: Int64) throws -> String {
            try self.token(claims(["jti": "\"token-000\(number)\"", "exp": "\(noon.seconds + seconds)"]))
        }
        let long = try token(0, until: 300)
        #expect(refusal(long, by: verifier) == nil)
        #expect(refusal(try token(1, until: 10), by: verifier) == nil)
        #expect(refusal(try token(2, until: 20), by: verifier) == nil)
        let next = try token(3, until: 200)
        let last = try token(4, until: 200)
        for (seconds, token, expected) in [
            (9, next, .replayed), (10, next, nil), (10, last, .replayed), (11, next, .replayed), (20, last, nil),
            (21, long, .replayed), (199, next, .replayed), (299, long, .replayed),
        ] as [(Int, String, ActorTokenRefusal?)] {
            #expect(refusal(token, by: verifier, now: noon.advanced(by: .seconds(seconds))) == expected, "\(seconds)")
        }
    }

    @Test("a key set with a private key, a point off the curve or a name twice is none")
    func keySets() throws {
        for text in [
            "{}", "{\"keys\":[]}",
            "{\"keys\":[{\"kty\":\"EC\",\"crv\":\"P-256\",\"kid\":\"a\",\"x\":\"AA\",\"y\":\"AA\"}]}",
            "{\"keys\":[{\"kty\":\"oct\",\"kid\":\"a\",\"k\":\"AAAA\"}]}",
        ] {
            let json = try JSONValue(parsing: Array(text.utf8))
            #expect(SigningKeySet(json) == nil, "\(text)")
        }
    }
}
