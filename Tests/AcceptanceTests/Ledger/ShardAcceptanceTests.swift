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

    @Test(
        "the year turns under a running gateway while documents come; each is acknowledged once, and its receipt holds")
    func running() async throws {
        try await KilledRealm.with { realm in
            let process = try await realm.start()
            let north = realm.north
            let acknowledged = try await withThrowingTaskGroup(of: [Acknowledged].self) { group in
                for sender in 0..<4 {
                    group.addTask {
                        var promises: [Acknowledged] = []
                        for number in 0..<5 {
                            let document = TestDocument.cda("TURN-\(sender)-\(number)").bytes
                            let answer = try await north.submit(document, to: process).expecting(201)
                            promises.append(try Acknowledged(answer))
                        }
                        return promises
                    }
                }
                group.addTask {
                    for year in [2027, 2028] {
                        let origin = "log.test.invalid/ankur/\(year)"
                        let key = try await self.ankur(["ledger", "shards", "prepare", "--origin", origin], realm)
                        #expect(key.status == 0 && key.text.hasPrefix("\(origin)+"), "\(key.transcript)")
                        let open = try await self.ankur(["ledger", "shards", "open"], realm)
                        #expect(open.status == 0, "\(open.transcript)")
                        #expect(
                            open.text.split(separator: "\n").last?.contains("\t\(origin)\t") == true, "\(open.text)")
                    }
                    let again = try await self.ankur(["ledger", "shards", "open"], realm)
                    #expect(again.status == 2 && again.errors.contains("no key yet"), "\(again.transcript)")
                    return []
                }
                return try await group.reduce(into: []) { $0 += $1 }
            }
            #expect(acknowledged.count == 20)
            let list = try await realm.anyone.send("GET", process.url("public") + "/ledger/shards").expecting(200).text
            let keys = list.split(separator: "\n").compactMap { $0.split(separator: " ").last.map(String.init) }
            #expect(keys.count == 3, "\(list)")
            // Once this one is anchored, the newest log has a checkpoint.
            let last = try Acknowledged(await north.submit(TestDocument.cda("TURNED").bytes, to: process))
            _ = try await process.anchored(last.record, as: north)
            // At the newest log's own address another log's tiles will stand next year: only a year's own address may be kept for ever.
            for (path, isKept) in [
                ("tile/0/000.p/1", false), ("tile/entries/000.p/1", false), ("checkpoint", false),
                ("shard/3/tile/0/000.p/1", true), ("shard/1/tile/0/000.p/1", true), ("shard/1/checkpoint", false),
            ] {
                let answer = try await realm.anyone.send("GET", process.url("public") + "/ledger/\(path)").expecting(
                    200)
                #expect(answer.header("Cache-Control")?.contains("immutable") == isKept, "\(path)")
            }
            for (number, promise) in acknowledged.enumerated() {
                _ = try await process.anchored(promise.record, as: north)
                let receipt = try await north.send("GET", process.url("providers") + "/submissions/\(promise.record)")
                    .expecting(200)
                let file = try realm.folder.file("turned-\(number).json", receipt.body)
                var verified = 0
                for key in keys where try await Command.ankur(["verify", file, "--vkey", key]).status == 0 {
                    verified += 1
                }
                #expect(verified == 1, "\(promise.record)")
            }
            #expect(await realm.terminate(process) == 0)
            let fsck = try await realm.fsck()
            #expect(fsck.status == 0, "\(fsck.transcript)")
            let folder = "\(realm.folder.path)/turned"
            #expect(try await ankur(["ledger", "export", folder], realm).status == 0)
            let audit = try await Command.ankur(["ledger", "audit", folder])
            #expect(audit.status == 0 && audit.text.contains("OK\tshard 1 link"), "\(audit.transcript)")
        }
    }

    @Test("a running gateway that is killed or fails at a step of the turn is whole after it", .timeLimit(.minutes(10)))
    func runningStrikes() async throws {
        let realm = try KilledRealm()
        let first = try await promise(realm)
        let before = realm.realm.dataFolder + ".before"
        try FileManager.default.moveItem(atPath: realm.realm.dataFolder, toPath: before)
        for strike in Self.strikes {
            try FileManager.default.copyItem(atPath: before, toPath: realm.realm.dataFolder)
            let struck = try await RunningGateway.start(realm.realm, environment: ["ANKUR_FAILPOINT": "\(strike)"])
            let origin = "log.test.invalid/ankur/2027"
            #expect(try await ankur(["ledger", "shards", "prepare", "--origin", origin], realm).status == 0)
            let open = try await ankur(["ledger", "shards", "open"], realm)
            let isKilled = strike.mode == .before || strike.mode == .after
            let isRefused = strike.step == .shardClose && strike.mode == .absent
            #expect((open.status == 0) == (!isKilled && !isRefused), "\(strike): \(open.transcript)")
            #expect(struck.isRunning == !isKilled, "\(strike)")
            let isTurned = strike.step != .shardClose || (strike.mode != .before && !isRefused)
            if !isKilled {
                // It goes on without a new start, in the one year or in the other.
                let document = TestDocument.cda("GOES-ON-\(strike.step)-\(strike.mode)").bytes
                let promise = try Acknowledged(await realm.north.submit(document, to: struck))
                _ = try await struck.anchored(promise.record, as: realm.north)
                #expect(await realm.terminate(struck) == 0, "\(strike)")
            } else {
                await realm.kill(struck)
            }
            try await whole(strike, realm, first, isTurned: isTurned)
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

        try await whole(strike, realm, first, isTurned: isDecided)
    }

    /// The gateway's start finishes what was decided, and nothing that was not.
    private func whole(
        _ strike: Strike, _ realm: KilledRealm, _ first: Acknowledged, isTurned isDecided: Bool
    ) async throws {
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
