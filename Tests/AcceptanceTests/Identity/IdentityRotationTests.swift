import Foundation
import GatewayClient
import JSONText
import TestPKI
import Testing

/// The commands that keep ledger identities, and the file that a citizen checks them with.
@Suite("Identity maintenance")
struct IdentityRotationTests {
    private func identityFile(_ gateway: RunningGateway, _ name: String) async throws -> [UInt8] {
        // Until a checkpoint covers every entry.
        for _ in 0..<200 {
            let answer = try await Curl.ask(gateway, as: name, gateway.url("citizens", "/identity.json"))
            #expect(answer.status == 200)
            let json = try answer.json()
            let entries = json["entries"]?.arrayValue ?? []
            if !entries.isEmpty, entries.allSatisfy({ $0["proof"] != nil }) { return answer.body }
            try await Task.sleep(for: .milliseconds(50))
        }
        Issue.record("no checkpoint in ten seconds")
        return []
    }

    @Test("a citizen checks own identity's entries offline; after a rotation all is found as before, under a new epoch")
    func rotates() async throws {
        let gateway = try await RunningGateway()
        let document = TestDocument.cda("ROTATE-1")
        let submitted = try await Curl.ask(
            gateway, as: Holder.northHospital, gateway.url("providers", "/documents"),
            headers: ["Content-Type: application/xml"], body: document.bytes)
        #expect(submitted.status == 201)
        let before = try await Curl.ask(gateway, as: Holder.citizen, gateway.url("citizens", "/fhir/DocumentReference"))
        let file = try gateway.folder.file("identity.json", try await identityFile(gateway, Holder.citizen))
        let key = try await Command.ankur(["ledger", "vkey", "--data", gateway.realm.dataFolder])
        let vkey = key.text.trimmingCharacters(in: .whitespacesAndNewlines)
        let good = try await Command.ankur(["verify", file, "--vkey", vkey])
        #expect(good.status == 0 && good.text.hasSuffix("OK\n"), "\(good.transcript)")
        #expect(good.text.contains("tag\tis the person's own"))

        let text = String(decoding: FileManager.default.contents(atPath: file) ?? Data(), as: UTF8.self)
        for (original, forged) in [("\\\"epoch\\\":1", "\\\"epoch\\\":2"), ("\"tagKey\":\"", "\"tagKey\":\"00")] {
            let changed = text.replacingOccurrences(of: original, with: forged)
            #expect(changed != text)
            let path = try gateway.folder.file("forged.json", Array(changed.utf8))
            #expect(try await Command.ankur(["verify", path, "--vkey", vkey]).status == 1)
        }

        let running = try await Command.ankur(["identity", "rotate-secret", "--data", gateway.realm.dataFolder])
        #expect(running.status == 2, "not while the gateway runs: \(running.transcript)")
        #expect(await gateway.process.terminate() == 0)
        let rotated = try await Command.ankur(["identity", "rotate-secret", "--data", gateway.realm.dataFolder])
        #expect(rotated.status == 0 && rotated.text.hasPrefix("epoch 2: "), "\(rotated.transcript)")

        let again = try await RunningGateway.start(gateway.realm)
        defer { if again.isRunning { kill(again.processIdentifier, SIGKILL) } }
        let realm = gateway.realm
        func get(_ path: String) async throws -> Command {
            try await Command.run(
                "curl",
                [
                    "--silent", "--cacert", realm.trustRootPath, "--cert", realm.certificatePath(Holder.citizen),
                    "--key",
                    realm.keyPath(Holder.citizen), again.url("citizens") + path,
                ])
        }
        let after = try await get("/fhir/DocumentReference")
        let record = try #require(before.text.firstMatch(of: /DocumentReference\/([0-9A-Za-z-]+)/)?.1)
        #expect(after.text.contains(record), "the record is found as before")
        let bindings = try await get("/identity.json")
        #expect(bindings.text.contains("\\\"epoch\\\":1") && bindings.text.contains("\\\"epoch\\\":2"))
        #expect(await again.terminate() == 0)
        #expect(try await Command.ankur(["ledger", "fsck", "--data", realm.dataFolder]).status == 0)
    }

    @Test("a link takes an order that two officials with a role have signed by openssl, and numbers from a file")
    func links() async throws {
        let gateway = try await RunningGateway()
        let realm = gateway.realm
        _ = try await Curl.ask(gateway, as: Holder.citizen, gateway.url("citizens", "/"))
        #expect(await gateway.process.terminate() == 0)
        let folder = gateway.folder
        let persons = try folder.file("persons", Array("PNOEE-38001085718\nPNOEE-49403136515\n".utf8))
        let order = folder.path + "/order"
        func draw(_ file: String, to output: String) async throws -> Command {
            try await Command.ankur([
                "identity", "order", "--config", realm.configurationPath, "--persons", file, "--case", "RR-2026-7",
                "--output", output,
            ])
        }
        let bad = try folder.file("bad", Array("PNOEE-38001085718\n".utf8))
        #expect(try await draw(bad, to: order).status == 2)
        let drawn = try await draw(persons, to: order)
        #expect(drawn.status == 0 && !drawn.transcript.contains("38001085718"), "\(drawn.transcript)")
        #expect(try await draw(persons, to: order).status == 2, "nothing is written over")
        let mode = try FileManager.default.attributesOfItem(atPath: order)[.posixPermissions] as? Int
        #expect(mode == 0o600)

        func signature(of name: String, _ file: String) async throws -> String {
            let path = "\(file).\(name).sig"
            let run = try await Command.run(
                "openssl", ["dgst", "-sha384", "-sign", realm.keyPath(name), "-out", path, file])
            #expect(run.status == 0, "\(run.transcript)")
            return path
        }
        let (first, second) = (Holder.official, Holder.otherCitizen)
        let signatures = [first: try await signature(of: first, order), second: try await signature(of: second, order)]
        func link(_ names: [(String, String)]) async throws -> Command {
            let given = names.flatMap { name, signature in
                ["--certificate", realm.certificatePath(name), "--signature", signatures[signature] ?? ""]
            }
            return try await Command.ankur(
                ["identity", "link", "--config", realm.configurationPath, "--order", order] + given)
        }
        #expect(try await link([(first, first)]).status == 1)
        #expect(try await link([(first, first), (first, first)]).status == 1)
        let roleless = try await link([(first, first), (second, second)])
        #expect(roleless.status == 1 && roleless.transcript.contains("no-role"), "\(roleless.transcript)")
        let print = try await Command.run(
            "openssl", ["x509", "-in", realm.certificatePath(second), "-noout", "-fingerprint", "-sha256"])
        let digits =
            (print.text.trimmingCharacters(in: .whitespacesAndNewlines).components(separatedBy: "=").last ?? "")
            .replacingOccurrences(of: ":", with: "").lowercased()
        let yaml = try String(contentsOfFile: realm.configurationPath, encoding: .utf8)
        try yaml.replacingOccurrences(of: "officials:\n", with: "officials:\n  \(digits): data-protection-officer\n")
            .write(toFile: realm.configurationPath, atomically: true, encoding: .utf8)
        let swapped = try await link([(first, second), (second, first)])
        #expect(swapped.status == 1 && swapped.transcript.contains("link-signature"), "\(swapped.transcript)")
        let done = try await link([(first, first), (second, second)])
        #expect(done.status == 0 && done.text == "linked\n", "\(done.transcript)")
        #expect(!done.transcript.contains("38001085718"))
        #expect(try await link([(first, first), (second, second)]).status == 0, "the same link enters nothing more")
        #expect(try await Command.ankur(["ledger", "fsck", "--data", realm.dataFolder]).status == 0)

        // The person gets the link with both signatures, and checks them offline.
        let again = try await RunningGateway.start(realm)
        defer { if again.isRunning { kill(again.processIdentifier, SIGKILL) } }
        var own = ""
        for _ in 0..<200 where !own.contains("approval") || own.components(separatedBy: "\"proof\"").count < 3 {
            own = try await Command.run(
                "curl",
                [
                    "--silent", "--cacert", realm.trustRootPath, "--cert", realm.certificatePath(Holder.citizen),
                    "--key",
                    realm.keyPath(Holder.citizen), again.url("citizens") + "/identity.json",
                ]
            ).text
            try await Task.sleep(for: .milliseconds(50))
        }
        #expect(await again.terminate() == 0)
        let vkey = try await Command.ankur(["ledger", "vkey", "--data", realm.dataFolder]).text
            .trimmingCharacters(in: .whitespacesAndNewlines)
        let file = try folder.file("identity.json", Array(own.utf8))
        let verified = try await Command.ankur(["verify", file, "--vkey", vkey])
        #expect(
            verified.status == 0 && verified.text.components(separatedBy: "is over this very link").count == 3,
            "\(verified.transcript)")
    }
}
