import DemoDocuments
import Foundation
import GatewayClient
import JSONText
import TestPKI
import Testing

/// Nothing personal lies where it must not, in no spelling: not in a store, log, metric, error or public file.
@Suite("Privacy")
struct PrivacyTests {
    @Test("the digests that are looked for are those of RFC 7693")
    func digests() {
        let long = (0..<200).map { UInt8($0) }
        for (digest, hex) in [
            (BLAKE2.b("abc".bytes, length: 20), "384264f676f39536840523f284921cdc68b6846b"),
            (
                BLAKE2.s("abc".bytes, length: 32), "508c5e8c327c14e2e1a72ba34eeb452f37458b209ed63a294d999b4c86675982"
            ),
            (BLAKE2.b(long, length: 32), "63c3d97a9f8894d5e043a707b0fee7f7ec4c049a23bbf1079df20b4165f9e22d"),
            (BLAKE2.s(long, length: 16), "60e1aeb835cbdc82f24af34585a9df13"),
        ] {
            #expect(digest.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined() == hex)
        }
    }

    @Test("after a run no personal code, name or diagnosis is found outside the answers to those who may have them")
    func nothingLeaks() async throws {
        let gateway = try await RunningGateway()
        var errors = try await use(gateway)
        errors += try await Curl.ask(gateway, as: nil, gateway.url("operations", "/metrics")).body
        for path in ["/", "/ledger/checkpoint", "/ledger/vkey"] {
            errors += try await Curl.ask(gateway, as: nil, gateway.url("public", path)).body
        }
        let export = gateway.folder.path + "/export"
        let exported = try await Command.ankur(["ledger", "export", export, "--data", gateway.realm.folder])
        #expect(exported.status == 0, "\(exported.transcript)")
        // While it runs, write-ahead logs are there too; they are searched again after its end.
        try search(gateway, errors)
        #expect(await gateway.process.terminate() == 0)
        try search(gateway, errors)
    }

    /// A day of the gateway, with faults; gives all error bodies.
    private func use(_ gateway: RunningGateway) async throws -> [UInt8] {
        var errors: [UInt8] = []
        func ask(_ holder: String, _ listener: String, _ path: String, _ headers: [String] = [], _ body: [UInt8]? = nil)
            async throws -> Curl
        {
            let answer = try await Curl.ask(
                gateway, as: holder, gateway.url(listener, path), headers: headers, body: body)
            if answer.status >= 400 {
                errors += answer.body
                errors += answer.headers.map { "\($0.name): \($0.value)" }.joined(separator: "\n").utf8
            }
            return answer
        }
        let xml = ["Content-Type: application/xml"]
        let doctor = Acting.doctor.map { "\($0.0): \($0.1)" }
        for (holder, document) in [
            (Holder.northHospital, DemoDocument.epikriis), (Holder.laboratory, DemoDocument.laboratory),
            (Holder.northHospital, DemoDocument.faulty), (Holder.southHospital, DemoDocument.epikriis),
            (Holder.northHospital, TestDocument.cda("PRIVATE-1", about: .maarika).bytes),
            (Holder.northHospital, TestDocument.cda("PRIVATE-2").replacing("</title>", with: "").bytes),
        ] {
            let answer = try await ask(holder, "providers", "/documents", xml, document)
            guard let record = try? answer.json().submissionExtension("submission") else { continue }
            _ = try await ask(Holder.citizen, "citizens", "/fhir/Bundle/\(record)")
            _ = try await ask(Holder.otherCitizen, "citizens", "/fhir/Bundle/\(record)")
            _ = try await ask(Holder.southHospital, "providers", "/fhir/Binary/\(record)", doctor)
        }
        _ = try await gateway.sender(as: Holder.southHospital).send([
            DemoDocument.oru, TestDocument.oru("PRIVATE-3", patientCode: "38001085719").bytes,
        ])
        for code in [TestPerson.jaak.code, TestPerson.maarika.code] {
            _ = try await ask(
                Holder.southHospital, "providers", "/fhir/DocumentReference?patient.identifier=PNOEE-\(code)", doctor)
            _ = try await ask(
                Holder.southHospital, "providers", "/fhir/DocumentReference?patient.identifier=\(code)", doctor)
            _ = try await ask(Holder.southHospital, "providers", "/fhir/Bundle/\(code)", doctor)
            _ = try await ask(Holder.southHospital, "providers", "/\(code)", doctor + ["X-Request-Id: about-\(code)"])
            _ = try await ask(Holder.citizen, "citizens", "/fhir/DocumentReference?patient.identifier=PNOEE-\(code)")
            _ = try await ask(
                Holder.official, "ministry", "/fhir/AuditEvent/_search",
                ["Content-Type: application/x-www-form-urlencoded"],
                "date=ge2026-01-01&case=A-1&patient.identifier=PNOEE-\(code)".bytes)
            _ = try await ask(
                Holder.official, "ministry", "/fhir/AuditEvent/_search",
                ["Content-Type: application/x-www-form-urlencoded"],
                "date=ge2026-01-01&patient.identifier=PNOEE-\(code)".bytes)
        }
        for path in ["/", "/log", "/restrictions", "/fhir/AuditEvent?date=ge2026-01-01"] {
            _ = try await ask(Holder.citizen, "citizens", path)
        }
        errors += try await institutions(gateway)
        try await load(gateway)
        #expect(!errors.isEmpty)
        return errors
    }

    /// Codes in tokens, in the register, in fields that only a security server may send, in `$whoami`; gives the error bodies.
    private func institutions(_ gateway: RunningGateway) async throws -> [UInt8] {
        let realm = gateway.realm
        let elsewhere = try TemporaryFolder()
        let person = try elsewhere.file("person", TestPerson.maarika.serialNumber.bytes)
        let config = ["--config", realm.configurationPath]
        for arguments in [
            ["registry", "load", realm.registerPath],
            [
                "registry", "professional", "NTREE-90000021", "--person-file", person, "--licence", "D01234", "--from",
                "2026-01-01",
            ], ["registry", "log"], ["registry", "show"],
        ] {
            let run = try await Command.ankur(arguments + config)
            #expect(run.status == 0, "\(run.transcript)")
            for code in [TestPerson.jaak.code, TestPerson.maarika.code] {
                #expect(!run.transcript.contains(code), "\(arguments[1])")
            }
        }
        func token() async throws -> String {
            let run = try await Command.ankur([
                "token", "make", "--key", realm.tokenKeyPath(Holder.southHospital), "--certificate",
                realm.certificatePath(Holder.southHospital), "--audience", gateway.url("providers", ""), "--actor-file",
                person, "--encounter", "about \(TestPerson.jaak.code)",
            ])
            return "Authorization: Bearer " + run.text.trimmingCharacters(in: .whitespacesAndNewlines)
        }
        var errors: [UInt8] = []
        let used = try await token()
        for (holder, listener, path, options, headers) in [
            (Holder.southHospital, "providers", "/fhir/Bundle/\(TestPerson.jaak.code)", [], [used]),
            (Holder.southHospital, "providers", "/fhir/Bundle/\(TestPerson.jaak.code)", [], [used]),
            (Holder.northHospital, "providers", "/fhir/Bundle/\(TestPerson.jaak.code)", [], [used]),
            (Holder.southHospital, "providers", "/$whoami?\(TestPerson.jaak.code)", ["-X", "POST"], [used]),
            (Holder.citizen, "citizens", "/fhir/metadata", [], ["X-Road-UserId: EE\(TestPerson.maarika.code)"]),
            (Holder.southHospital, "providers", "/fhir/metadata", [], ["X-Road-Client: EE/\(TestPerson.jaak.code)/a"]),
        ] as [(String, String, String, [String], [String])] {
            let answer = try await Curl.ask(gateway, as: holder, gateway.url(listener, path), options, headers: headers)
            if answer.status >= 400 { errors += answer.body }
        }
        return errors
    }

    /// A load run: many submissions and looks at once, by connections that are kept.
    private func load(_ gateway: RunningGateway) async throws {
        let headers = Acting.doctor
        try await withThrowingTaskGroup(of: Void.self) { group in
            for client in 0..<4 {
                group.addTask {
                    try await gateway.realm.withClient(Holder.northHospital) { hospital in
                        for number in 0..<12 {
                            let answer = try Acknowledged(
                                try await hospital.submit(
                                    TestDocument.cda("LOAD-\(client)-\(number)").bytes, to: gateway.process))
                            let path = "/fhir/Bundle/\(answer.record)"
                            _ = try await hospital.send("GET", gateway.url("providers", path), headers: headers)
                            _ = try await hospital.send("GET", gateway.url("providers", path + "x"), headers: headers)
                        }
                    }
                }
            }
            try await group.waitForAll()
        }
    }

    private func search(_ gateway: RunningGateway, _ errors: [UInt8]) throws {
        let needles = Needle.all
        for needle in needles {
            #expect(needle.isNotIn(Data(errors)), "\(needle.name) in an answer, a metric or a public page")
        }
        let (found, searched) = Needle.found(below: gateway.folder.path) { $0.hasPrefix("pki") }
        #expect(found.isEmpty, "\(found.joined(separator: "\n"))")
        #expect(searched > 8, "databases, logs and exported files were there to search")
    }
}
