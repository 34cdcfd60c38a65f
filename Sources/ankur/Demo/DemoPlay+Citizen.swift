import Foundation
import GatewayClient
import JSONText
import RecordTypes
import TestPKI

extension DemoPlay {
    /// Step 8: a message that says that something happened, and not what.
    func askForMessages() async throws {
        narrator.step(8, "The citizen wants to be told when somebody opens the records in an emergency")
        let form = try await token(of: world.citizen, on: "/data")
        _ = try await post(
            world.citizen, "/notifications",
            "form-token=\(form)&event-emergency=on&event-representative=on&email=jaak%40example.ee"
        ).expecting(303)
        narrator.say(
            "POST /notifications → 303: by e-mail, for emergencies and whenever somebody acts for the citizen.")
    }

    /// Step 9: somebody breaks the glass; the citizen sees it at once, and a case is open.
    func breakTheGlass() async throws {
        narrator.step(9, "A paramedic breaks the glass; the citizen sees it at once, and a case is open")
        let form = try await token(of: world.citizen, on: "/restrictions")
        _ = try await post(
            world.citizen, "/restrictions",
            "form-token=\(form)&record=all&audience=everyone&purpose=BTG&effect=permit"
        ).expecting(303)
        narrator.say("The citizen decided before: what is closed may be opened to save a life, with a reason.")
        let closed = try await readAsDoctor(epikriisAtSouth)
        try expect(closed.status == 404, "still closed for treatment, it was \(closed.status)")
        let opened = try await world.southHospital.send(
            "GET", providers + "/fhir/Bundle/\(epikriisAtSouth)",
            headers: actingParamedic(because: "teadvuseta, ravimiallergia teadmata")
        ).expecting(200)
        narrator.say(
            "→ 200, \(opened.body.count) bytes, purpose BTG: \u{201E}teadvuseta, ravimiallergia teadmata\u{201C}")
        let first = try await page(world.citizen, "/")
        try expect(first.contains("alarm") && first.contains("teadvuseta"), "the first page says it")
        let log = try await page(world.citizen, "/log")
        let number = try #"BTG-[0-9]+"#.firstMatch(in: log)
        narrator.say(
            "The citizen's first page says it before anything else; the log names the follow-up case \(number).")
    }

    /// Step 10: somebody acts for the citizen; both stand in the log.
    func actForAnother() async throws {
        narrator.step(10, "A representative acts for the citizen; both names stand in the log")
        let form = try await token(of: world.citizen, on: "/people")
        _ = try await post(
            world.citizen, "/people",
            "form-token=\(form)&person=60001017869&name=Maarika&scope-records=on&until=2099-12-31"
        ).expecting(303)
        let people = try await page(world.representative, "/people")
        let mandate = try #"name="mandate" value="([0-9a-f]{64})""#.firstMatch(in: people)
        let theirs = try await token(of: world.representative, on: "/people")
        let acting = try await post(
            world.representative, "/people/act", "form-token=\(theirs)&mandate=\(mandate)"
        ).expecting(303)
        let cookie = acting.header("Set-Cookie")?.split(separator: ";").first.map(String.init) ?? ""
        let records = try await world.representative.send(
            "GET", citizens + "/", headers: [("Cookie", cookie), ("Accept-Language", "en")]
        ).expecting(200)
        try expect(records.text.contains("You are acting for"), "every page says for whom")
        narrator.say("Maarika comes with her own certificate and reads; every page says for whom she acts.")
        let refused = try await world.representative.send(
            "GET", citizens + "/restrictions", headers: [("Cookie", cookie)])
        try expect(refused.status == 404, "what the mandate does not say, she may not, it was \(refused.status)")
        narrator.say("Deciding who may look is not in her mandate: 404.")
        let end = try await token(of: world.citizen, on: "/people")
        _ = try await post(
            world.citizen, "/people/end", "form-token=\(end)&mandate=\(mandate)"
        ).expecting(303)
        let over = try await world.representative.send("GET", citizens + "/", headers: [("Cookie", cookie)])
        try expect(over.status == 403, "ended is ended, it was \(over.status)")
        narrator.say("The citizen ends it: her very next request gets 403.")
        try await readMessages()
    }

    private func readMessages() async throws {
        guard let sink = world.mail, !wasPlayedBefore else { return }
        let end = ContinuousClock.now + .seconds(10)
        while sink.received.count < 2, ContinuousClock.now < end { try await Task.sleep(for: .milliseconds(50)) }
        try expect(sink.received.count >= 2, "two messages, there were \(sink.received.count)")
        for mail in sink.received.prefix(2) {
            let parts = mail.components(separatedBy: "\r\n\r\n")
            let body = Data(base64Encoded: (parts.last ?? "").replacing("\r\n", with: "")) ?? Data()
            let text = String(decoding: body, as: UTF8.self)
            narrator.say("E-mail: \(text.split(whereSeparator: \.isNewline).first ?? "")")
            for word in ["Maarika", "hospital", "haigla", DemoWorld.citizenCode, "http"] {
                try expect(!text.lowercased().contains(word.lowercased()), "nothing of it is in the message")
            }
        }
    }

    /// Step 11: the citizen proves to anyone that nothing is missing; who hides the last entry is found.
    func proveCompleteness() async throws {
        narrator.step(11, "The citizen proves that nothing is missing; a hidden entry is found")
        let file = world.realm.folder + "/completeness.json"
        let proof = try await world.citizen.send("GET", citizens + "/completeness.json").expecting(200)
        try Data(proof.body).write(to: URL(fileURLWithPath: file))
        let log = world.realm.folder + "/log-copy"
        let export = try ChildCommand.run(
            world.executable, ["ledger", "export", log, "--data", world.realm.dataFolder])
        try expect(export.status == 0, export.output)
        let vkey = world.realm.folder + "/vkey"
        let sound = try ChildCommand.run(
            world.executable, ["verify", file, "--log", log, "--vkey", vkey])
        narrator.bytes("ankur verify \(file) --log \(log) --vkey \(vkey)   (no network)", sound.output)
        try expect(sound.status == 0, "complete")
        let hidden = try Self.withoutNewestLook(proof.body)
        let shorter = world.realm.folder + "/completeness-hidden.json"
        try Data(hidden).write(to: URL(fileURLWithPath: shorter))
        let found = try ChildCommand.run(
            world.executable, ["verify", shorter, "--log", log, "--vkey", vkey])
        narrator.say("The same file with the newest look taken out:")
        narrator.bytes("→ exit \(found.status)", found.output)
        try expect(found.status == 1 && found.output.contains("is missing"), "a hidden entry is found")
    }

    private static func withoutNewestLook(_ file: [UInt8]) throws -> [UInt8] {
        guard case .object(let members) = try JSONValue(parsing: file) else { throw DemoFailure("no JSON") }
        let changed = members.map { member -> JSONMember in
            switch member.key {
            case "entries":
                // The last entry is the statement of completeness itself.
                var entries = member.value.arrayValue ?? []
                if entries.count > 1 { entries.remove(at: entries.count - 2) }
                return JSONMember(key: "entries", value: .array(entries))
            default: return member
            }
        }
        return JSONValue.object(changed).canonicalBytes
    }

    // MARK: Pages

    private func page(_ client: MutualTLSClient, _ path: String) async throws -> String {
        try await client.send("GET", citizens + path, headers: [("Accept-Language", "en")]).expecting(200).text
    }

    private func token(of client: MutualTLSClient, on path: String) async throws -> String {
        try #"name="form-token" value="([0-9a-f]+)""#.firstMatch(in: try await page(client, path))
    }

    private func post(_ client: MutualTLSClient, _ path: String, _ form: String) async throws -> HTTPAnswer {
        try await client.send(
            "POST", citizens + path,
            headers: [("Content-Type", "application/x-www-form-urlencoded"), ("Accept-Language", "en")],
            body: Array(form.utf8))
    }
}

extension String {
    /// The first group of the first match of this expression, or the whole match where it has no group.
    func firstMatch(in text: String) throws -> String {
        guard let match = try Regex(self).firstMatch(in: text), let last = match.output.last?.substring else {
            throw DemoFailure("a page does not hold what it should: \(self)")
        }
        return String(last)
    }
}
