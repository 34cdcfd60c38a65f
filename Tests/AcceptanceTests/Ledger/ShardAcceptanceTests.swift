import Failpoints
import Foundation
import GatewayClient
import TestPKI
import Testing
import TransparencyLog

/// The turn of the year by the command that an operator types, killed and failing at each of its steps.
@Suite("Yearly shards, by command", .serialized)
struct ShardAcceptanceTests {
    static let steps: Set<Failpoints.Step> = [.shardClose, .shardOpen, .shardKey]

    private static let strikes: [Strike] = steps.sorted { $0.rawValue < $1.rawValue }.flatMap { step in
        Strike.Mode.allCases.map { Strike(step: step, mode: $0, passing: 1) }
    }

    @Test("a turn of the year that is cut short anywhere is whole after the next start", .timeLimit(.minutes(10)))
    func everyStep() async throws {
        let realm = try KilledRealm()
        let first = try await promise(realm)
        let before = realm.realm.dataFolder + ".before"
        try FileManager.default.moveItem(atPath: realm.realm.dataFolder, toPath: before)
        for strike in Self.strikes {
            try FileManager.default.copyItem(atPath: before, toPath: realm.realm.dataFolder)
            try await check(strike, realm, first)
            try FileManager.default.removeItem(atPath: realm.realm.dataFolder)
        }
        try await realm.shutdown()
    }

    private func promise(_ realm: KilledRealm) async throws -> Acknowledged {
        let process = try await realm.start()
        let document = realm.journal.next(from: .north)
        let promise = try Acknowledged(await realm.north.submit(document.bytes, to: process))
        realm.journal.note(document, acknowledgedBy: promise)
        _ = try await process.anchored(promise.record, as: realm.north)
        #expect(await realm.terminate(process) == 0)
        return promise
    }

    private func ankur(_ arguments: [String], _ realm: KilledRealm, _ strike: Strike? = nil) async throws -> Command {
        try await Command.run(
            Built.ankur, arguments + ["--data", realm.realm.folder],
            environment: strike.map { ["ANKUR_FAILPOINT": "\($0)"] } ?? [:])
    }

    private func check(_ strike: Strike, _ realm: KilledRealm, _ first: Acknowledged) async throws {
        let origin = "log.test.invalid/ankur/2027"
        let key = try await ankur(["ledger", "shards", "prepare", "--origin", origin], realm)
        #expect(key.status == 0 && key.text.hasPrefix("\(origin)+"), "\(strike): \(key.transcript)")
        let cut = try await ankur(["ledger", "shards", "open"], realm, strike)
        #expect(cut.status != 0 && cut.errors.contains("ANKUR_FAILPOINT: struck"), "\(strike): \(cut.transcript)")
        let list = try await ankur(["ledger", "shards", "list"], realm)
        let isDecided = strike.step != .shardClose || strike.mode == .after || strike.mode == .lost
        let isDone = strike.mode == .after || strike.mode == .lost
        let takesEntries = strike.step == .shardClose ? !isDone : strike.step == .shardKey || isDone
        #expect(list.text.contains("\t-\t") == takesEntries, "\(strike): \(list.text)")

        // The gateway's start finishes what was decided, and nothing that was not.
        let process = try await realm.start()
        let shards = try await realm.anyone.send("GET", process.url("public") + "/ledger/shards").expecting(200).text
        #expect(shards.split(separator: "\n").count == (isDecided ? 2 : 1), "\(strike): \(shards)")
        let document = TestDocument.cda("AFTER-\(strike.step)-\(strike.mode)").bytes
        let second = try Acknowledged(await realm.north.submit(document, to: process))
        _ = try await process.anchored(second.record, as: realm.north)
        // What was promised last year is proved by last year's key.
        let receipt = try await realm.north.send("GET", process.url("providers") + "/submissions/\(first.record)")
            .expecting(200)
        let file = try realm.folder.file("receipt-\(strike.step)-\(strike.mode).json", receipt.body)
        let old = try #require(shards.split(separator: "\n").first?.split(separator: " ").last.map(String.init))
        let verified = try await Command.ankur(["verify", file, "--vkey", old])
        #expect(verified.status == 0, "\(strike): \(verified.transcript)")
        #expect(await realm.terminate(process) == 0)

        let fsck = try await realm.fsck()
        #expect(fsck.status == 0, "\(strike): \(fsck.transcript)")
        let folder = "\(realm.folder.path)/log-\(strike.step)-\(strike.mode)"
        let export = try await ankur(["ledger", "export", folder], realm)
        #expect(export.status == 0, "\(strike): \(export.transcript)")
        let audit = try await Command.ankur(["ledger", "audit", folder])
        #expect(audit.status == 0, "\(strike): \(audit.transcript)")
        #expect(audit.text.contains("OK\tshard 1 link") == isDecided, "\(strike): \(audit.text)")
    }
}
