import Foundation
import Identity
import RecordTypes
import Testing

/// Certificates that others have published, read where they lie; skipped where they do not.
@Suite("Published certificates")
struct PublishedCertificateTests {
    private static let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
    private static let samples = package.deletingLastPathComponent().appendingPathComponent("shared/samples")
    private static let areThere = FileManager.default.fileExists(atPath: samples.appendingPathComponent("web-eid").path)

    private static func certificates(_ path: String) throws -> [AuthorityCertificate] {
        try AuthorityCertificate.all(inPEM: String(contentsOf: samples.appendingPathComponent(path), encoding: .utf8))
    }

    @Test("the profile for real Estonian cards loads in production and is not judged without a source of revocation")
    func production() throws {
        let path = Self.package.appendingPathComponent("certs/anchors/ee/trust.yaml").path
        let profile = try TrustProfile(contentsOfFile: path, realm: .production)
        #expect(!profile.isTest && profile.issuers.map(\.role) == [.citizen, .citizen])
        #expect(
            profile.issuers.map(\.certificate.fingerprint.description) == [
                "30eba818e427a442bad8f5b218b6b73cc5445d2170e94b8d36b230c006498ac7",
                "c45ae81ac8b5ed5d8065213fd3dc250c7b3277368a3e97bd8299effaf8b65e31",
            ])
        #expect(throws: TrustProfileError(.revocation, key: "revocation")) {
            try CertificateJudge(profile: profile, revocation: nil)
        }
    }

    @Test(
        "test cards of the 2018 test authority: the authentication certificate alone, within its time",
        .enabled(if: areThere, "the shared samples are not beside this package"),
        arguments: [
            ("jaak-kristjan-auth-2021-2026", "2024-05-01", nil),
            ("jaak-kristjan-auth-2021-2026", "2026-07-10", .expired),
            ("jaak-kristjan-auth-2021-2026", "2021-07-01", .notYetValid),
            ("v11-signing-0", "2024-05-01", .signingCertificate),
            ("missing-key-usage-cert", "2024-05-01", .weakSignature), ("be-rsa", "2024-05-01", .unknownIssuer),
            ("new-mobile-id-cert", "2021-05-01", .unknownIssuer), ("expired-ecdsa-cert", "2020-05-01", .unknownIssuer),
            ("wrong-purpose-cert", "2020-05-01", .badSignature), ("wrong-policy-cert", "2020-05-01", .badSignature),
        ] as [(String, String, RefusalReason?)])
    func testCards(_ name: String, _ day: String, _ expected: RefusalReason?) async throws {
        let authority = try #require(try Self.certificates("web-eid/ca/TEST_of_ESTEID2018.pem").first)
        let issuer = IssuingAuthority(
            name: "ee-test-esteid2018", certificate: authority, role: .citizen,
            identifiers: [.init(prefix: "PNOEE", digits: 11)],
            requiredPolicies: [try #require(PolicyIdentifier("0.4.0.2042.1.2"))],
            documentTypes: [try #require(PolicyIdentifier("1.3.6.1.4.1.51361.1.2.1"))])
        let profile = try TrustProfile(
            name: "published", isTest: true, revocation: .noneTestOnly, anchors: [authority], intermediates: [],
            issuers: [issuer])
        let judge = try CertificateJudge(profile: profile, revocation: nil)
        let pem = try String(
            contentsOf: Self.samples.appendingPathComponent("web-eid/user-certs/\(name).pem"), encoding: .utf8)
        let der = try #require(
            Data(base64Encoded: pem.split(separator: "\n").filter { !$0.hasPrefix("-----") }.joined()))
        let verdict = await judge.judge(
            chain: [Array(der)], as: .citizen, now: try #require(Instant(rfc3339: "\(day)T12:00:00Z")))
        #expect(verdict.refusal == expected)
        if case .citizen(let citizen) = verdict {
            #expect(citizen.person.semantics == "PNOEE-38001085718" && citizen.surname == "JÕEORG")
        }
    }
}
