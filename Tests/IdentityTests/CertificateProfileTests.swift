import Foundation
import Identity
import RecordTypes
import TestPKI
import Testing

/// The certificate profiles of `profiles/identity`, each held against certificates of the kind that it describes and against others.
@Suite("Certificate profiles")
struct CertificateProfileTests {
    static let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
    static let samples = package.deletingLastPathComponent().appendingPathComponent("shared/samples")
    static let areThere = FileManager.default.fileExists(atPath: samples.path)
    static let names = [
        "be-eid", "ee-esteid2018", "ee-esteid2025", "ee-institution", "etsi-institution", "etsi-person", "fi-dvv",
        "lt-eid", "lv-eid",
    ]

    let folder: TemporaryFolder
    let pki: TestPKI

    init() throws {
        folder = try TemporaryFolder()
        pki = try #require(Variants.all).pki
        try pki.write(to: folder.path)
    }

    /// A trust profile over the test PKI whose issuers name certificate profiles.
    private func trust(
        _ issuers: [String], test: Bool = true, profiles: String = package.path + "/profiles/identity",
        anchors: String = "root.pem", extra: String = ""
    ) throws -> TrustProfile {
        let yaml = """
            name: profiles
            test: \(test)
            revocation: \(test ? "none-test-only" : "required")
            profiles: \(profiles)
            anchors: [\(anchors)]
            \(extra)
            issuers:
            \(issuers.map { "  - {\($0)}" }.joined(separator: "\n"))

            """
        return try TrustProfile(contentsOfFile: folder.write(yaml, to: "named.yaml"), realm: test ? .test : .production)
    }

    private func verdict(
        _ credential: Credential, by trust: TrustProfile, at door: Identity.Door = .citizen, now: Instant = noon
    ) async throws -> Verdict {
        try await CertificateJudge(profile: trust, revocation: nil).judge(chain: [credential.leaf], as: door, now: now)
    }

    private static let ncp = "0.4.0.2042.1.2"
    private static let newer = (1...6).map { "1.3.6.1.4.1.51361.2.1.\($0)" } + ["1.3.6.1.4.1.51455.2.1.1"]
    private static let older = (1...7).map { "1.3.6.1.4.1.51361.1.1.\($0)" } + ["1.3.6.1.4.1.51455.1.1.1"]

    private func estonia() throws -> TrustProfile {
        // The look-alike of ESTEID2018 lists test types; the profile's own rule about that is tried with the published authority.
        try trust(
            [
                "certificate: citizen-ca.pem, profile: ee-esteid2025",
                "certificate: citizen-ca-2018.pem, profile: ee-esteid2018, authority-lists-policies: false",
                "certificate: seal-ca.pem, profile: ee-institution",
            ],
            extra: "phone-policies: [1.3.6.1.4.1.10015.1.3, 1.3.6.1.4.1.10015.18.1, 1.3.6.1.4.1.10015.17]")
    }

    @Test("every profile in the folder is known here, says where it comes from, and loads")
    func complete() throws {
        let files = try FileManager.default.contentsOfDirectory(atPath: Self.package.path + "/profiles/identity")
        #expect(files.filter { $0.hasSuffix(".yaml") }.sorted() == Self.names.map { "\($0).yaml" })
        for name in Self.names {
            let issuer = try #require(try trust(["certificate: citizen-ca.pem, profile: \(name)"]).issuers.first)
            #expect(issuer.name == name)
            let policies = issuer.requiredPolicies.union(issuer.documentTypes)
            #expect(!policies.contains { $0.isOfExampleArc })
        }
    }

    @Test("Estonia: each document type is taken from its own generation's authority, in whatever order policies stand")
    func documentTypes() async throws {
        let trust = try estonia()
        for (generation, own, others) in [(2025, Self.newer, Self.older), (2018, Self.older, Self.newer)]
            as [(UInt, [String], [String])]
        {
            for type in own {
                for policies in [[Self.ncp, type], [type, Self.ncp]] {
                    let card = try pki.card(
                        serialNumber: "PNOEE-38001085718", policies: policies, generation: generation)
                    guard case .citizen(let citizen) = try await verdict(card, by: trust) else {
                        Issue.record("\(type) from \(generation)")
                        continue
                    }
                    #expect(citizen.profile == "ee-esteid\(generation)" && citizen.assurance == .high)
                    #expect(citizen.person.semantics == "PNOEE-38001085718")
                }
            }
            for type in others {
                let card = try pki.card(
                    serialNumber: "PNOEE-38001085718", policies: [Self.ncp, type], generation: generation)
                #expect(try await verdict(card, by: trust).refusal == .wrongGeneration, "\(type) from \(generation)")
            }
        }
    }

    @Test(
        "Estonia: what is no card of a person in time is refused with its reason",
        arguments: [
            ("PNOEE-38001085718", [ncp], .documentType), ("PNOEE-38001085718", [newer[0]], .requiredPolicyMissing),
            ("PNOEE-38001085718", [ncp, "1.3.6.1.4.1.51361.2.1.7"], .documentType),
            ("PNOEE-38001085718", [ncp, "2.999.1.3.6.1.4.1.51361.2.1.1"], .documentType),
            ("38001085718", [ncp, newer[0]], .identifierForm), ("PNOLV-38001085718", [ncp, newer[0]], .identifierForm),
            ("PNOEE-3800108571", [ncp, newer[0]], .identifierForm),
            ("NTREE-90000015", [ncp, newer[0]], .identifierForm),
            ("PNOEE-38001085718", ["1.3.6.1.4.1.10015.1.3"], .phoneIdentity),
            ("PNOEE-38001085718", ["1.3.6.1.4.1.10015.1.3.1"], .phoneIdentity),
            ("PNOEE-38001085718", ["1.3.6.1.4.1.10015.18.1"], .phoneIdentity),
            ("PNOEE-38001085718", ["1.3.6.1.4.1.10015.17.1"], .phoneIdentity),
            ("PNOEE-38001085718", ["1.3.6.1.4.1.10015.17.2", ncp, newer[0]], .phoneIdentity),
        ] as [(String, [String], RefusalReason)])
    func refused(_ serialNumber: String, _ policies: [String], _ expected: RefusalReason) async throws {
        let card = try pki.card(serialNumber: serialNumber, policies: policies)
        #expect(try await verdict(card, by: estonia()).refusal == expected)
    }

    @Test("Estonia: a signing certificate, and an organisation, are no person at the citizens' door")
    func others() async throws {
        let trust = try estonia()
        #expect(try await verdict(pki.signingCertificate(of: .jaak), by: trust).refusal == .signingCertificate)
        let institution = pki.institution(.northHospital)
        #expect(try await verdict(institution, by: trust).refusal == .wrongDoor)
        guard case .institution(let known) = try await verdict(institution, by: trust, at: .institution) else {
            Issue.record("an institution at its own door")
            return
        }
        #expect(known.profile == "ee-institution")
    }

    @Test(
        "a published Mobile-ID certificate is recognised by the country's own trust profile, although nobody there issued it",
        .enabled(if: areThere, "the shared samples are not beside this package"))
    func publishedPhone() throws {
        let trust = try TrustProfile(
            contentsOfFile: Self.package.path + "/certs/anchors/ee/trust.yaml", realm: .production)
        let found = ProfileInspection(
            of: try Self.certificate("web-eid/user-certs/new-mobile-id-cert.pem"), by: trust, evidence: nil, now: noon)
        #expect(found.subject.reason == .phoneIdentity)
        #expect(trust.issuers.map(\.name) == ["ee-esteid2025", "ee-esteid2018"])
        #expect(trust.issuers.allSatisfy { $0.assurance == .high && $0.documentTypes.count >= 7 })
    }

    private static func certificate(_ name: String) throws -> [UInt8] {
        let pem = try String(contentsOf: samples.appendingPathComponent(name), encoding: .utf8)
        let base64 = pem.split(whereSeparator: \.isNewline).filter { !$0.hasPrefix("-----") }.joined()
        return try Array(#require(Data(base64Encoded: base64)))
    }

    @Test(
        "published test cards are named as their country's profile has it",
        .enabled(if: areThere, "the shared samples are not beside this package"),
        arguments: [
            ("be-rsa", "BE_eID_TEST_EC_Citizen_CA", "be-eid", "", "PNOBE-01050399864", "Specimen"),
            ("fi-g4", "VRK_TEST_G4", "fi-dvv", "", "PNOFI-99901112H", "SPECIMEN-BABAFÖ"),
            (
                "jaak-kristjan-auth-2021-2026", "TEST_of_ESTEID2018", "ee-esteid2018",
                ", document-types: [1.3.6.1.4.1.51361.1.2.1]", "PNOEE-38001085718", "JÕEORG"
            ),
        ])
    func published(
        _ card: String, _ authority: String, _ profile: String, _ extra: String, _ person: String, _ surname: String
    ) async throws {
        let anchor = "\(Self.samples.path)/web-eid/ca/\(authority).pem"
        let now = try #require(Instant(rfc3339: "2024-12-24T00:00:00Z"))
        let leaf = try Self.certificate("web-eid/user-certs/\(card).pem")
        let own = try trust(["certificate: \(anchor), profile: \(profile)\(extra)"], anchors: anchor)
        let verdict = try await CertificateJudge(profile: own, revocation: nil).judge(
            chain: [leaf], as: .citizen, now: now)
        guard case .citizen(let citizen) = verdict else {
            Issue.record("\(verdict)")
            return
        }
        #expect(citizen.person.semantics == person && citizen.surname == surname && citizen.profile == profile)
        // Under any other country's profile the same card names nobody.
        for other in Self.names where other != profile && !other.hasSuffix("institution") {
            let trust = try trust(["certificate: \(anchor), profile: \(other)"], anchors: anchor)
            let verdict = try await CertificateJudge(profile: trust, revocation: nil).judge(
                chain: [leaf], as: .citizen, now: now)
            #expect(verdict.refusal != nil || (other == "etsi-person" && person.hasPrefix("PNOEE")), "\(other)")
        }
    }

    @Test(
        "a serial number is read by its country's form, and by nothing else",
        arguments: [
            ("lv-eid", "PNOLV-321922-33032", "LV", "PNOLV-321922-33032"), ("lv-eid", "PNOLV-32192233032", "LV", nil),
            ("lv-eid", "PNOLT-321922-33032", "LV", nil), ("lv-eid", "321922-33032", "LV", nil),
            ("lt-eid", "PNOLT-40504040001", "LT", "PNOLT-40504040001"), ("lt-eid", "PNOLT-4050404000", "LT", nil),
            ("lt-eid", "40504040001", "LT", nil), ("fi-dvv", "99901112H", "FI", "PNOFI-99901112H"),
            ("fi-dvv", "99901112H", "EE", nil), ("fi-dvv", "99901112h", "FI", nil), ("fi-dvv", "9990111H", "FI", nil),
            ("fi-dvv", "PNOFI-99901112H", "FI", nil), ("be-eid", "01050399864", "BE", "PNOBE-01050399864"),
            ("be-eid", "01050399864", "NL", nil), ("be-eid", "0105039986", "BE", nil),
            ("be-eid", "PNOBE-01050399864", "BE", nil), ("etsi-person", "PASSK-P3000180", "SK", "PASSK-P3000180"),
            ("etsi-person", "IDCBE-590082394654", "BE", "IDCBE-590082394654"),
            ("etsi-person", "TAXEE-38001085718", "EE", "TAXEE-38001085718"),
            ("etsi-person", "PNOLV-321922-33032", "LV", "PNOLV-321922-33032"),
            ("etsi-person", "NTREE-90000015", "EE", nil),
            ("etsi-person", "PNO-38001085718", "EE", nil), ("etsi-person", "PNOee-38001085718", "EE", nil),
            ("etsi-person", "38001085718", "EE", nil), ("etsi-person", "PNOEE-", "EE", nil),
            ("etsi-person", "PNOEE-3800 1085718", "EE", nil), ("etsi-person", "XX:EE-38001085718", "EE", nil),
        ] as [(String, String, String, String?)])
    func forms(_ profile: String, _ serialNumber: String, _ country: String, _ expected: String?) async throws {
        let card = try pki.card(
            serialNumber: serialNumber, country: country, policies: ["2.16.56.12.1.1.2.2"],
            hasPurpose: profile != "fi-dvv")
        let trust = try trust(["certificate: citizen-ca.pem, profile: \(profile)"])
        switch try await verdict(card, by: trust) {
        case .citizen(let citizen): #expect(citizen.person.semantics == expected)
        case let verdict:
            #expect(expected == nil)
            #expect(verdict.refusal == .identifierForm)
        }
    }

    @Test(
        "a legal person is read by ETSI's form",
        arguments: [
            ("NTREE-90000015", true), ("VATBE-0876866142", true), ("NTRDE-HRB12345", true),
            ("PNOEE-38001085718", false),
            ("90000015", false), ("LEIXG-529900T8BM49AURSDO55", false),
        ])
    func institutions(_ identifier: String, _ isGood: Bool) async throws {
        let trust = try trust(["certificate: seal-ca.pem, profile: etsi-institution"])
        let verdict = try await verdict(pki.institution(identifier: identifier), by: trust, at: .institution)
        if case .institution(let institution) = verdict {
            #expect(isGood && institution.id.semantics == identifier)
        } else {
            #expect(!isGood && verdict.refusal == .identifierForm)
        }
    }

    @Test("an extendedKeyUsage may be absent only where the authority's profile says so")
    func absentPurpose() async throws {
        let card = try pki.card(
            serialNumber: "PNOEE-38001085718", policies: [Self.ncp, Self.newer[0]], hasPurpose: false)
        #expect(try await verdict(card, by: estonia()).refusal == .extendedKeyUsage)
        let lenient = try trust(["certificate: citizen-ca.pem, profile: ee-esteid2025, extended-key-usage: optional"])
        #expect(try await verdict(card, by: lenient).refusal == nil)
        let signing = try pki.signingCertificate(of: .jaak)
        #expect(
            try await verdict(signing, by: lenient).refusal == .signingCertificate, "and says nothing about keyUsage")
    }

    @Test("a production trust profile takes no profile with test types, whoever names it")
    func productionOnly() throws {
        let profiles = folder.path + "/profiles"
        try FileManager.default.createDirectory(atPath: profiles, withIntermediateDirectories: true)
        _ = try folder.write(
            "name: tries\nsource: here\nrole: citizen\nidentifiers: [{prefix: PNOEE}]\ndocument-types: [2.999.1]\n",
            to: "profiles/tries.yaml")
        let issuer = "certificate: citizen-ca.pem, profile: tries"
        #expect(throws: TrustProfileError.self) { try trust([issuer], test: false, profiles: profiles) }
        #expect(try trust([issuer], profiles: profiles).issuers.count == 1)
    }

    @Test(
        "a certificate profile that says too much, too little or the wrong thing is refused",
        arguments: [
            ("name: good", "name: other", .wrongValue), ("source: here\n", "", .missingKey),
            ("role: citizen\n", "", .missingKey), ("role: citizen", "role: robot", .wrongValue),
            ("prefix: PNOEE", "prefix: NTREE", .wrongValue), ("prefix: PNOEE", "prefix: PN", .wrongValue),
            ("prefix: PNOEE", "bare: PNO", .wrongValue), ("prefix: PNOEE", "bare: PNOEE, prefix: PNOEE", .wrongValue),
            ("digits: 11", "digits: 11, pattern: '9'", .wrongValue), ("digits: 11", "pattern: ''", .wrongValue),
            ("digits: 11", "letters: 11", .unknownKey),
            ("source: here", "source: here\ncertificate: x.pem", .unknownKey),
            ("source: here", "source: here\nassurance: certain", .wrongValue),
            ("source: here", "source: here\nextended-key-usage: never", .wrongValue),
            ("name: good", "name: [", .notYAML),
        ] as [(String, String, TrustProfileError.Code)])
    func faulty(_ original: String, _ replacement: String, _ expected: TrustProfileError.Code) throws {
        try FileManager.default.createDirectory(atPath: folder.path + "/profiles", withIntermediateDirectories: true)
        let good = "name: good\nsource: here\nrole: citizen\nidentifiers: [{prefix: PNOEE, digits: 11}]\n"
        _ = try folder.write(good.replacingOccurrences(of: original, with: replacement), to: "profiles/good.yaml")
        do {
            _ = try trust(["certificate: citizen-ca.pem, profile: good"], profiles: folder.path + "/profiles")
            Issue.record("it loads")
        } catch {
            #expect((error as? TrustProfileError)?.code == expected)
        }
    }

    @Test(
        "a profile is named, never a path",
        arguments: [
            ("absent", .unreadableFile), ("../ee/secret", .wrongValue), ("/etc/passwd", .wrongValue),
            ("A", .wrongValue),
        ]
            as [(String, TrustProfileError.Code)])
    func names(_ name: String, _ expected: TrustProfileError.Code) {
        #expect(throws: TrustProfileError.self) { try trust(["certificate: citizen-ca.pem, profile: \(name)"]) }
        do { _ = try trust(["certificate: citizen-ca.pem, profile: \(name)"]) } catch {
            #expect((error as? TrustProfileError)?.code == expected)
        }
    }
}
