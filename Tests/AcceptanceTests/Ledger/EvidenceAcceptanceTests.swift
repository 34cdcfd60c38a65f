import Foundation
import GatewayClient
import JSONText
import TestPKI
import Testing
import TransparencyLog

/// What strangers do with the log of a running gateway: time-stamps, evidence, mirror, completeness, keys; by commands.
@Suite("The log in other hands")
struct EvidenceAcceptanceTests {
    /// `tsa.py` of the log's own tests, on a free port, until the folder is gone.
    private func authority(_ name: String, in folder: TemporaryFolder) async throws -> (
        command: RunningCommand, url: String
    ) {
        let script = Built.package + "/Tests/LogHTTPTests/Fixtures/tsa.py"
        let command = try RunningCommand("/usr/bin/env", ["python3", script, "\(folder.path)/\(name)"])
        for await line in command.lines { return (command, "http://127.0.0.1:\(line)") }
        throw UnexpectedAnswer("the authority does not start")
    }

    @Test(
        "a document's evidence verifies by its README's commands; a mirror, an audit and a citizen's proof of completeness agree",
        .enabled(if: Command.exists("openssl") && Command.exists("python3"), "openssl or python3 is not there"))
    func everything() async throws {
        let folder = try TemporaryFolder()
        let (one, two) = (try await authority("one", in: folder), try await authority("two", in: folder))
        defer {
            one.command.strike()
            two.command.strike()
        }
        let anchors = ["one", "two"].map { name in
            "\(name): {url: '\(name == "one" ? one.url : two.url)', roots: '\(folder.path)/\(name)/ca.crt'}"
        }.joined(separator: ", ")
        let gateway = try await RunningGateway(environment: [
            "ANKUR__LEDGER__ANCHORS": "{everyMinutes: 1, authorities: {\(anchors)}}"
        ])
        let client = try gateway.client(Holder.northHospital)
        let document = TestDocument.cda("EVIDENCE-1").bytes
        let promise = try Acknowledged(try await client.submit(document, to: gateway.process))
        let status = try await gateway.process.anchored(promise.record, as: client)
        let anyone = try gateway.client(nil)
        let log = try await gateway.process.verifierKey(anyone)
        try await stamped(gateway, anyone)
        let metrics = try await Curl.ask(gateway, as: nil, gateway.url("operations", "/metrics"))
        for name in ["one", "two"] {
            #expect(metrics.text.contains(#"ankur_anchor_answers_total{anchor="\#(name)",state="anchored"}"#))
            #expect(metrics.text.contains(#"ankur_anchor_last_seconds{anchor="\#(name)"}"#))
        }
        let receipt = try folder.file("receipt.json", status.bytes)
        let payload = try folder.file("payload.xml", document)
        let exported = "\(folder.path)/log"
        try await ankur(["ledger", "export", exported, "--data", gateway.realm.folder], says: "checkpoint")

        // Evidence, by its README.
        let roots = try folder.file(
            "roots.pem", try contents("\(folder.path)/one/ca.crt") + contents("\(folder.path)/two/ca.crt"))
        let zip = "\(folder.path)/evidence.zip"
        try await ankur(
            [
                "evidence", "make", receipt, "--log", exported, "--output", zip, "--payload", payload, "--tsa-roots",
                roots,
            ],
            says: "evidence.zip")
        try await ankur(
            ["verify", zip, "--vkey", log.text, "--tsa-roots", roots, "--log", exported], says: "time-stamp")
        let evidence = "\(folder.path)/evidence"
        try await ankur(["evidence", "make", receipt, "--log", exported, "--output", evidence], says: evidence)
        for command in [
            "sha256sum -c SHA256SUMS",
            "openssl ts -verify -data checkpoint -in checkpoint.one.tsr -CAfile ../one/ca.crt",
            "openssl ts -verify -data checkpoint -in checkpoint.two.tsr -CAfile ../two/ca.crt",
        ] {
            let run = try await Command.run("bash", ["-c", command], in: evidence)
            #expect(run.status == 0, "\(command): \(run.transcript)")
        }
        let foreign = try await Command.run(
            "bash", ["-c", "openssl ts -verify -data checkpoint -in checkpoint.one.tsr -CAfile ../two/ca.crt"],
            in: evidence)
        #expect(foreign.status != 0)

        // A mirror, and an audit of it with the time-stamps.
        let mirror = "\(folder.path)/mirror"
        try await ankur(["mirror", "init", mirror, "--name", "mirror.example/m1"], says: "mirror.example/m1+")
        try await ankur(["mirror", "follow", mirror, "--from", exported, "--log", log.text, "--entries"], says: "OK")
        try await ankur(["ledger", "audit", exported, "--vkey", log.text, "--tsa-roots", roots], says: "time-stamps")
        let untrusted = try await Command.ankur(
            ["ledger", "audit", exported, "--vkey", log.text, "--tsa-roots", "\(folder.path)/one/ca.crt"])
        #expect(untrusted.status == 1 && untrusted.text.contains("untrusted"), "\(untrusted.transcript)")

        try await servedMirror(mirror, from: exported, log: log)

        // The citizen's own.
        let given = try await Curl.ask(
            gateway, as: Holder.citizen, gateway.url("citizens", "/records/\(promise.record)/evidence.zip"))
        #expect(given.status == 200, "\(given.text.prefix(500))")
        let theirs = try folder.file("theirs.zip", given.body)
        try await ankur(
            ["verify", theirs, "--vkey", log.text, "--tsa-roots", roots], says: "is the document of the statement")
        let own = try await Curl.ask(gateway, as: Holder.citizen, gateway.url("citizens", "/completeness.json"))
        #expect(own.status == 200, "\(own.text.prefix(500))")
        let proof = try folder.file("completeness.json", own.body)
        try await ankur(["ledger", "export", exported, "--data", gateway.realm.folder], says: "checkpoint")
        try await ankur(["verify", proof, "--vkey", log.text, "--log", exported], says: "no other entry")
        let timed = try await Command.ankur(
            ["verify", proof, "--vkey", log.text, "--log", exported, "--tsa-roots", roots])
        #expect(timed.status == 0 && timed.text.contains("time-stamp"), "\(timed.transcript)")
        let altered = try folder.file(
            "altered.json", Array(own.text.replacing("\"kind\\\":\\\"access", with: "\"kind\\\":\\\"acces").utf8))
        let refused = try await Command.ankur(["verify", altered, "--vkey", log.text])
        #expect(refused.status == 1, "\(refused.transcript)")

        // Keys change with the gateway stopped, and its log goes on with two signatures.
        #expect(await gateway.process.terminate() == 0)
        let data = ["--data", gateway.realm.folder]
        try await ankur(["ledger", "keys", "rotate", "--role", "log"] + data, says: "next")
        try await ankur(
            ["ledger", "keys", "rotate", "--role", "acknowledgement"] + data, says: "acknowledgement\tretired")
        try await ankur(["ledger", "keys", "list"] + data, says: "log\tactive\t\(log.text)")
        try await ankur(["ledger", "heal", "--from", exported] + data, says: "0 tiles")
        let again = try await RunningGateway.start(gateway.realm)
        let last = try Acknowledged(try await client.submit(TestDocument.cda("EVIDENCE-2").bytes, to: again))
        let signed = try Evidence(try await again.anchored(last.record, as: client)).proof.checkpoint
        #expect(signed.signatures.count == 2)
        #expect(await again.terminate() == 0)
        try await ankur(["ledger", "keys", "retire", "--role", "log"] + data, says: "log\tretired\t\(log.text)")
        try await ankur(["ledger", "fsck"] + data, says: "OK")
        // The old receipt stays true under the old key.
        try await ankur(["verify", receipt, "--vkey", log.text], says: "OK")
        try await client.shutdown()
        try await anyone.shutdown()
    }

    @Test("a witness's key is listed and changed by commands")
    func witnessKeys() async throws {
        let folder = try TemporaryFolder()
        let witness = folder.path + "/witness"
        let made = try await Command.ankur(["witness", "init", witness, "--name", "witness.example/w1"])
        let key = made.text.trimmingCharacters(in: .whitespacesAndNewlines)
        try await ankur(["witness", "keys", "list", witness], says: "witness\tactive\t\(key)\n")
        try await ankur(["witness", "keys", "rotate", witness], says: "witness\tnext\twitness.example/w1+")
        try await ankur(["witness", "keys", "retire", witness], says: "witness\tretired\t\(key)\n")
        let again = try await Command.ankur(["witness", "keys", "retire", witness])
        #expect(again.status == 2, "there is no next key: \(again.transcript)")
    }

    /// Runs the command; it must succeed, and say this.
    private func ankur(_ arguments: [String], says words: String) async throws {
        let run = try await Command.ankur(arguments)
        #expect(
            run.status == 0 && run.text.contains(words), "ankur \(arguments.joined(separator: " ")): \(run.transcript)")
    }

    private func contents(_ path: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
    }

    /// The mirror as a service: an audit over HTTP, and a look-up by tag.
    private func servedMirror(_ mirror: String, from exported: String, log: VerifierKey) async throws {
        let command = try RunningCommand(
            Built.ankur, ["mirror", "serve", mirror, "--from", exported, "--log", log.text, "--port", "0"])
        defer { command.strike() }
        for await line in command.lines {
            let address = try #require(line.firstMatch(of: /"ready":"([0-9.:]+)"/)?.1)
            try await ankur(["ledger", "audit", "http://\(address)", "--vkey", log.text], says: "root")
            let tagged = try await Command.run("curl", ["-s", "-w", "%{http_code}", "http://\(address)/tag/0000"])
            #expect(tagged.text.hasSuffix("200"), "\(tagged.transcript)")
            return
        }
        throw UnexpectedAnswer("the mirror does not serve")
    }

    /// Waits until both authorities have stamped a checkpoint.
    private func stamped(_ gateway: RunningGateway, _ anyone: MutualTLSClient) async throws {
        let end = ContinuousClock.now + .seconds(60)
        while true {
            let list = try await anyone.send("GET", gateway.process.url("public") + "/ledger/anchor/list")
            if list.status == 200, list.text.contains(" one.tsr "), list.text.contains(" two.tsr ") { return }
            guard ContinuousClock.now < end else { throw UnexpectedAnswer("no time-stamps: \(list.text)") }
            try await Task.sleep(for: .milliseconds(200))
        }
    }
}
