import Foundation
import JSONText
import Testing
import TransparencyLog

/// What a newcomer does first, and what is there afterwards.
@Suite("Demo", .serialized)
struct DemoTests {
    @Test(
        "the demo shows its twelve steps within a minute, and what it keeps can be queried, checked and verified",
        .timeLimit(.minutes(5)))
    func play() async throws {
        let folder = try TemporaryFolder()
        let data = folder.path + "/demo"
        let began = ContinuousClock.now
        let demo = try await Command.ankur(["demo", "--profiles", Built.profiles, "--data", data])
        try #require(demo.status == 0, "\(demo.transcript)")
        #expect(began.duration(to: .now) < .seconds(60))
        let steps = demo.text.split(separator: "\n").compactMap { $0.wholeMatch(of: /([0-9]+)\. .*/)?.1 }
        #expect(steps.map(String.init) == (1...12).map { String($0) })
        // It shows a message that it sends; no address that it prints holds a code.
        let addresses = demo.transcript.split(separator: "\n").filter { $0.contains("://") }.joined(separator: "\n")
        #expect(!addresses.isEmpty)
        for needle in Needle.codes { #expect(needle.isNotIn(Data(addresses.utf8)), "\(needle.name) in an address") }

        try await export(data, folder)
        try await accessLog(data)
        let fsck = try await Command.ankur(["ledger", "fsck", "--data", data])
        #expect(fsck.status == 0, "\(fsck.transcript)")
        #expect(FileManager.default.fileExists(atPath: data + "/pki/root.pem"))
        // The PKI is the people's own, the evidence the ministry's, the receipt the submitter's, and the proof of completeness the citizen's, who saved it: its
        // statements are about her.
        let (found, searched) = Needle.found(below: data) {
            $0.hasPrefix("pki") || $0.hasSuffix(".receipt.json") || $0.hasPrefix("completeness") || $0.hasPrefix("BTG-")
        }
        #expect(found.isEmpty && searched > 8, "\(found.joined(separator: "\n"))")
    }

    private func export(_ data: String, _ folder: TemporaryFolder) async throws {
        let directory = folder.path + "/export"
        let export = try await Command.ankur(["ledger", "export", directory, "--data", data])
        try #require(export.status == 0, "\(export.transcript)")
        let log = try ExportedLog(directory)
        #expect(log.leaves.count == Int(log.checkpoint.size))
        #expect(log.forks(among: []).isEmpty)
        let vkey = try String(contentsOfFile: directory + "/vkey", encoding: .utf8)
        #expect(vkey.hasSuffix("\n") && vkey.dropLast().allSatisfy { $0 != "\n" }, "one line")

        let receipt = data + "/epikriis.receipt.json"
        let verified = try await Command.ankur(["verify", receipt, "--vkey", directory + "/vkey"])
        #expect(verified.status == 0, "\(verified.transcript)")
        let other =
            vkey.split(separator: "+").dropLast().joined(separator: "+")
            + "+AZfnGTWYMhuqXJdDrhWvuW0eNyGMSe5kmZ4a7mrG4DUT"
        #expect(try await Command.ankur(["verify", receipt, "--vkey", other]).status != 0, "not with another key")
    }

    private func accessLog(_ data: String) async throws {
        func query(_ more: [String]) async throws -> [JSONValue] {
            let run = try await Command.ankur(
                ["access-log", "query", "--case", "TEST-1", "--data", data, "--format", "ndjson"] + more)
            try #require(run.status == 0, "\(run.transcript)")
            return try run.text.split(separator: "\n").map { try JSONValue(parsing: Array($0.utf8)) }
        }
        let rows = try await query([])
        #expect(!rows.isEmpty)
        for row in rows {
            for key in ["time", "actor", "institution", "purpose", "outcome"] { #expect(row[key] != nil, "\(row)") }
        }
        #expect(rows.contains { $0["outcome"]?.stringValue == "refused" }, "the doctor's refused attempt")
        let again = try await query([])
        #expect(again.count > rows.count, "the query itself is logged")
        let hospital = try await query(["--institution", "NTREE-90000021"])
        #expect(!hospital.isEmpty && hospital.count < again.count)
        let nameless = try await Command.ankur(["access-log", "query", "--data", data])
        #expect(nameless.status == 2, "no access log without a case")
        for (command, words) in [
            ("explain", ["to be looked at", "explained by"]), ("report", ["institution", "all"]),
        ] {
            let run = try await Command.ankur(["access-log", command, "--case", "TEST-2", "--data", data])
            #expect(run.status == 0, "\(run.transcript)")
            for word in words { #expect(run.text.contains(word), "\(run.transcript)") }
            #expect(try await Command.ankur(["access-log", command, "--data", data]).status == 2, "no case")
        }
    }

    @Test("demo --stay prints curl lines that work as they stand; SIGTERM ends it with 0", .timeLimit(.minutes(5)))
    func stay() async throws {
        let folder = try TemporaryFolder()
        let demo = try RunningCommand(
            Built.ankur, ["demo", "--stay", "--profiles", Built.profiles, "--data", folder.path + "/demo"])
        var curls: [String] = []
        var transcript: [String] = []
        for await line in demo.lines {
            transcript.append(line)
            let text = line.trimmingCharacters(in: .whitespaces)
            if text.hasPrefix("curl ") { curls.append(text) }
            if text.hasPrefix("Ctrl-C") { break }
        }
        #expect(curls.count >= 6, "\(transcript.suffix(30).joined(separator: "\n"))")
        for line in curls {
            let run = try await Command.run("bash", ["-c", line])
            #expect(run.status == 0, "\(line)\n\(run.transcript)")
            #expect(!run.output.isEmpty, "\(line)")
        }
        #expect(await demo.terminate() == 0)
    }
}
