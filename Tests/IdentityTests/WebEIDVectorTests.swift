import Foundation
import Identity
import JSONText
import RecordTypes
import Testing

/// The tokens that the makers of Web eID publish, each at its own time; skipped where they do not lie beside this package.
@Suite("Web eID: published tokens")
struct WebEIDVectorTests {
    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("shared/samples/web-eid")
    private static let areThere = FileManager.default.fileExists(atPath: folder.path)

    /// What we say where the reference validator throws.
    private static let reasons: [String: Set<WebEIDRefusal>] = [
        "AuthTokenParse": [.tokenLength, .tokenMalformed, .tokenFormat, .algorithm],
        "AuthTokenSignatureValidation": [.signatureInvalid], "CertificateDecoding": [.certificateUndecodable],
        "UserCertificateMissingPurpose": [.purposeMissing], "UserCertificateWrongPurpose": [.purposeWrong],
        "UserCertificateDisallowedPolicy": [.policyDisallowed], "CertificateExpired": [.expired],
        "CertificateNotYetValid": [.notYetValid], "CertificateNotTrusted": [.notTrusted],
    ]

    private static func cases() throws -> [JSONValue] {
        let file = try Data(contentsOf: folder.appendingPathComponent("vectors.json"))
        let vectors = try JSONValue(parsing: Array(file))
        return try #require(vectors["cases"]?.arrayValue)
    }

    @Test(
        "all 23 get their verdict and, where refused, the reason",
        .enabled(if: areThere, "the shared samples are not beside this package"))
    func vectors() async throws {
        let cases = try Self.cases()
        #expect(cases.count == 23)
        for vector in cases {
            let id = try #require(vector["id"]?.stringValue)
            let expected = vector["expect"]?["error"]?.stringValue
            let outcome = try await Self.outcome(of: vector)
            switch outcome {
            case .success(let subject):
                #expect(expected == nil, "\(id) was accepted")
                for (name, value) in [
                    ("serialNumber", subject.serialNumber), ("SN", subject.surname), ("GN", subject.givenName),
                    ("C", subject.country), ("CN", subject.commonName),
                ] {
                    if let text = vector["expect"]?["subject"]?[name]?.stringValue { #expect(value == text, "\(id)") }
                }
            case .failure(let reason):
                let wanted = try #require(expected, "\(id) was refused: \(reason)")
                let reasons = try #require(Self.reasons[wanted])
                #expect(reasons.contains(reason), "\(id): \(reason)")
            }
        }
    }

    @Test(
        "accepted tokens are refused for any other nonce, origin or time, and with any one byte changed",
        .enabled(if: areThere, "the shared samples are not beside this package"))
    func changed() async throws {
        var random = SystemRandomNumberGenerator()
        for vector in try Self.cases() where vector["expect"]?["result"]?.stringValue == "ok" {
            let text = try #require(vector["token_raw"]?.stringValue)
            #expect(try await !Self.isAccepted(vector, nonce: "A"))
            #expect(try await !Self.isAccepted(vector, origin: "https://ria.ee/"))
            #expect(try await !Self.isAccepted(vector, origin: ""))
            let token = try JSONValue(parsing: Array(text.utf8))
            // Where nobody judges the certificate, its key alone counts.
            let isJudged = vector["signature_only"] == nil
            for name in ["signature"] + (isJudged ? ["unverifiedCertificate"] : []) {
                let encoded = try #require(token[name]?.stringValue)
                let bytes = try #require(Data(base64Encoded: encoded))
                for _ in 0..<40 {
                    var other = bytes
                    let place = Int.random(in: 0..<other.count, using: &random)
                    other[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
                    let changed = text.replacingOccurrences(of: encoded, with: other.base64EncodedString())
                    #expect(try await !Self.isAccepted(vector, token: changed), "\(name), byte \(place)")
                }
            }
        }
    }

    @Test(
        "tokens cut, stretched and garbled are refused and never trap",
        .enabled(if: areThere, "the shared samples are not beside this package"))
    func garbled() async throws {
        var random = SystemRandomNumberGenerator()
        let vectors = try Self.cases()
        for _ in 0..<3000 {
            let vector = try #require(vectors.randomElement(using: &random))
            let text = try #require(vector["token_raw"]?.stringValue)
            var bytes = Array(text.utf8)
            for _ in 0...Int.random(in: 0...3, using: &random) where !bytes.isEmpty {
                let place = Int.random(in: bytes.indices, using: &random)
                switch Int.random(in: 0..<4, using: &random) {
                case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
                case 1: bytes.removeSubrange(place..<min(place + 40, bytes.count))
                case 2: bytes.insert(contentsOf: bytes[place..<min(place + 40, bytes.count)], at: place)
                default: bytes = Array(bytes.prefix(place))
                }
            }
            // Whether it is refused is not the question: a changed appVersion changes nothing.
            _ = try? WebEIDVerifier.verifySignatureOnly(bytes, nonce: "n", origin: "https://ria.ee")
        }
    }

    @Test("a format is web-eid:1 with or without a number, and nothing else")
    func formats() {
        let filler = String(repeating: "x", count: 100)
        func refusal(_ format: String?) -> WebEIDRefusal? {
            let member = format.map { "\"format\":\"\($0)\"," } ?? ""
            do {
                let token =
                    "{\(member)\"unverifiedCertificate\":\"*\",\"algorithm\":\"ES384\",\"signature\":\"QQ==\",\"x\":\"\(filler)\"}"
                _ = try WebEIDToken(parsing: Array(token.utf8))
                return nil
            } catch {
                return error
            }
        }
        for format in ["web-eid:1", "web-eid:1.0", "web-eid:1.10", "web-eid:1.999"] {
            #expect(refusal(format) == .certificateUndecodable, "\(format)")
        }
        #expect(refusal("web-eid:1.1") == .tokenMalformed)
        for format in [
            "web-eid", "web-eid:1.", "web-eid:1.0TEST", "web-eid:1.1.0", "web-eid:0.9", "web-eid:2", "webauthn:1",
        ] {
            #expect(refusal(format) == .tokenFormat, "\(format)")
        }
        #expect(refusal("") == .tokenMalformed)
        #expect(refusal(nil) == .tokenMalformed)
    }

    private static func isAccepted(
        _ vector: JSONValue, token: String? = nil, nonce: String? = nil, origin: String? = nil
    ) async throws -> Bool {
        if case .success = try await outcome(of: vector, token: token, nonce: nonce, origin: origin) {
            true
        } else {
            false
        }
    }

    private static func outcome(
        of vector: JSONValue, token: String? = nil, nonce: String? = nil, origin: String? = nil
    ) async throws -> Result<WebEIDSubject, WebEIDRefusal> {
        let text = try #require(token ?? vector["token_raw"]?.stringValue)
        let bytes = Array(text.utf8)
        let nonce = try #require(nonce ?? vector["nonce"]?.stringValue)
        let origin = try #require(origin ?? vector["origin"]?.stringValue)
        if vector["signature_only"]?.boolValue == true {
            do {
                return .success(try WebEIDVerifier.verifySignatureOnly(bytes, nonce: nonce, origin: origin))
            } catch {
                return .failure(error)
            }
        }
        var trust: [AuthorityCertificate] = []
        for file in try #require(vector["trusted_ca"]?.arrayValue) {
            let name = try #require(file.stringValue)
            let path = folder.appendingPathComponent(name)
            trust += try AuthorityCertificate.all(inPEM: String(contentsOf: path, encoding: .utf8))
        }
        let verifier = WebEIDVerifier(origin: origin, trust: trust, revocation: .none)
        let time = try #require(vector["validation_time"]?.stringValue)
        let now = try #require(Instant(rfc3339: time))
        do {
            return .success(try await verifier.verify(bytes, nonce: nonce, now: now))
        } catch {
            return .failure(error)
        }
    }
}
