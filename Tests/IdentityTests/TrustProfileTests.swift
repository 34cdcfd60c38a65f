import Identity
import RecordTypes
import TestPKI
import Testing

@Suite("Trust profiles")
struct TrustProfileTests {
    let folder: TemporaryFolder
    let pki: TestPKI

    init() throws {
        folder = try TemporaryFolder()
        pki = try #require(Variants.all).pki
        try pki.write(to: folder.path)
    }

    private func load(_ yaml: String, realm: TrustProfile.Realm = .test) throws -> TrustProfile {
        try TrustProfile(contentsOfFile: folder.write(yaml, to: "profile.yaml"), realm: realm)
    }

    private func code(_ yaml: String, realm: TrustProfile.Realm = .test) -> TrustProfileError.Code? {
        do {
            _ = try load(yaml, realm: realm)
            return nil
        } catch {
            return (error as? TrustProfileError)?.code
        }
    }

    @Test("the test PKI's own profile loads in the test realm and never in production")
    func ownProfile() throws {
        let profile = try load(pki.trustProfileYAML)
        #expect(profile.isTest && profile.issuers.count == 3 && profile.anchors.count == 1)
        #expect(code(pki.trustProfileYAML, realm: .production) == .testProfile)
    }

    @Test(
        "a profile that says too much, too little or the wrong thing is refused",
        arguments: [
            ("test: true", "test: false", .testPolicy),
            ("test: true", "test: perhaps", .wrongValue),
            ("revocation: none-test-only", "revocation: none", .wrongValue),
            ("revocation: none-test-only\n", "", .missingKey),
            ("anchors: [root.pem]", "anchors: []", .nobodyTrusted),
            ("anchors: [root.pem]", "anchors: root.pem", .wrongValue),
            ("anchors: [root.pem]", "anchors: [absent.pem]", .unreadableFile),
            ("anchors: [root.pem]", "anchors: [trust.yaml]", .unreadableCertificate),
            ("anchors: [root.pem]", "anchors: [server.key]", .unreadableCertificate),
            ("name: ee-test\n", "", .missingKey),
            ("name: ee-test\n", "name: ee-test\nsurprise: 1\n", .unknownKey),
            ("role: institution", "role: both", .wrongValue),
            ("certificate: seal-ca.pem", "certificate: citizen-ca.pem", .repeated),
            ("prefix: NTREE", "prefix: ntree", .wrongValue),
            ("digits: 8", "digits: 0", .wrongValue),
            ("[0.4.0.2042.1.2]", "[0.4.0.2042.x]", .wrongValue),
            ("[0.4.0.2042.1.2]", "0.4.0.2042.1.2", .wrongValue),
            ("issuers:", "issuers: [", .notYAML),
        ] as [(String, String, TrustProfileError.Code)])
    func refused(_ original: String, _ replacement: String, _ expected: TrustProfileError.Code) throws {
        let yaml = pki.trustProfileYAML
        #expect(yaml.contains(original))
        #expect(code(yaml.replacing(original, with: replacement, maxReplacements: 1)) == expected)
    }

    @Test("production refuses to go without revocation, and names the key")
    func noRevocationInProduction() {
        let yaml = pki.trustProfileYAML.replacing("2.999.", with: "").replacing("test: true\n", with: "")
        do {
            _ = try load(yaml, realm: .production)
            Issue.record("loaded")
        } catch {
            #expect(error as? TrustProfileError == TrustProfileError(.revocation, key: "revocation"))
        }
        let strict = yaml.replacing("none-test-only", with: "required")
        #expect(throws: Never.self) { try load(strict, realm: .production) }
    }

    @Test("a complaint names the key and its line")
    func place() {
        do {
            _ = try load(pki.trustProfileYAML.replacing("role: institution", with: "role: both"))
            Issue.record("loaded")
        } catch {
            let error = error as? TrustProfileError
            #expect(error?.key == "issuers[2].role" && error?.line == 22)
        }
    }

    @Test("a certificate of the example arc is refused by a profile that is not marked test")
    func exampleArcInProduction() async throws {
        let profile = try load(
            pki.trustProfileYAML.replacing("2.999.", with: "").replacing("test: true\n", with: "")
                .replacing("none-test-only", with: "required"), realm: .production)
        let judge = try CertificateJudge(profile: profile, revocation: AlwaysGood())
        #expect(await judge.judge(chain: pki.citizen(.jaak).chain, as: .citizen, now: noon) == .refused(.testPolicy))
        let hospital = await judge.judge(chain: pki.institution(.laboratory).chain, as: .institution, now: noon)
        #expect(hospital.refusal == nil)
    }
}

private struct AlwaysGood: RevocationSource {
    func status(of certificate: [UInt8], issuedBy issuer: [UInt8], now: Instant) async -> RevocationStatus {
        .good(until: now.advanced(by: .seconds(60)))
    }
}
