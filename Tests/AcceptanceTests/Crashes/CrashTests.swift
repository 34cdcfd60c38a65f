import Foundation
import GatewayClient
import TestPKI
import Testing
import TransparencyLog

/// `kill -9` under load, again and again: what was acknowledged stays, once, whole and provable.
///
/// `ANKUR_CRASH_ROUNDS` sets the number of rounds (50), `ANKUR_CRASH_SEED` repeats a run's moments.
@Suite("Crashes", .serialized)
struct CrashTests {
    private static func number(_ name: String) -> UInt64? {
        ProcessInfo.processInfo.environment[name].flatMap { UInt64($0) }
    }

    @Test("a gateway killed at any moment has lost, doubled and half done nothing", .timeLimit(.minutes(30)))
    func killLoop() async throws {
        let rounds = Int(Self.number("ANKUR_CRASH_ROUNDS") ?? 50)
        let seed = Self.number("ANKUR_CRASH_SEED") ?? UInt64.random(in: 0...UInt64.max)
        print("crash test: \(rounds) rounds, ANKUR_CRASH_SEED=\(seed)")
        var moments = SplitMix(state: seed)
        try await KilledRealm.with { try await killLoop(rounds, &moments, $0) }
    }

    private func killLoop(_ rounds: Int, _ moments: inout SplitMix, _ realm: KilledRealm) async throws {
        // Its keys and databases are being made.
        for _ in 0..<4 { try await realm.startAndKill(after: .milliseconds(Int.random(in: 0...200, using: &moments))) }

        for round in 1...rounds {
            if round % 10 == 5 {
                try await realm.startAndKill(after: .milliseconds(Int.random(in: 0...600, using: &moments)))
            }
            let process = try await realm.start()
            try await inspect(realm, process, round)
            let load = Task { await Load(realm: realm, process: process).run() }
            try await Task.sleep(for: .milliseconds(Int.random(in: 0...600, using: &moments)))
            if round % 10 == 0 {
                #expect(
                    await realm.terminate(process) == 0, "round \(round): SIGTERM under load drains and ends with 0")
            } else {
                await realm.kill(process)
            }
            #expect(await load.value == [], "round \(round)")
            if round % 10 == 3 {
                let fsck = try await realm.fsck()
                #expect(fsck.status == 0, "round \(round), right after the kill: \(fsck.transcript)")
            }
        }
        try await inspectAtLast(realm)
    }

    /// A harness that finds nothing wrong with a gateway that has forgotten something would prove nothing above.
    @Test("data restored from an older copy is noticed: promises are gone, and the log has shrunk")
    func noticesLoss() async throws {
        let realm = try KilledRealm()
        var process = try await realm.start()
        func submit() async throws {
            let document = realm.journal.next(from: .north)
            realm.journal.note(
                document, acknowledgedBy: try Acknowledged(await realm.north.submit(document.bytes, to: process)))
        }
        try await submit()
        #expect(await realm.terminate(process) == 0)
        let copy = realm.folder.path + "/copy"
        try FileManager.default.copyItem(atPath: realm.realm.dataFolder, toPath: copy)
        process = try await realm.start()
        for _ in 0..<3 { try await submit() }
        let newest = try #require(realm.journal.acknowledged.last)
        _ = try await process.anchored(newest.promise.record, as: realm.north)
        let before = try await process.checkpoint(realm.anyone, log: try await process.verifierKey(realm.anyone))
        await realm.kill(process)

        try FileManager.default.removeItem(atPath: realm.realm.dataFolder)
        try FileManager.default.moveItem(atPath: copy, toPath: realm.realm.dataFolder)
        process = try await realm.start()
        // Before anybody looks: every look makes the log longer.
        let after = try await process.checkpoint(realm.anyone, log: try await process.verifierKey(realm.anyone))
        #expect(after.size < before.size)
        let inspection = try await Inspection(realm, process)
        let acknowledged = realm.journal.acknowledged
        #expect(await inspection.faults(in: acknowledged, thorough: false).count == 3)
        #expect(try await !inspection.listFaults(acknowledged: acknowledged, sent: realm.journal.sent).isEmpty)
        #expect(await realm.terminate(process) == 0)
        try await realm.shutdown()
    }

    /// After each start: the newest promises and some older ones hold; the log has not shrunk.
    private func inspect(_ realm: KilledRealm, _ process: GatewayProcess, _ round: Int) async throws {
        let inspection = try await Inspection(realm, process)
        // The first of a new log may come a moment after the gateway is ready; from then on there is always one.
        let isNew = realm.journal.checkpoints.isEmpty
        let checkpoint = try await process.checkpoint(
            realm.anyone, log: inspection.log, within: isNew ? .seconds(20) : .zero)
        if let earlier = realm.journal.checkpoints.last {
            #expect(checkpoint.size >= earlier.size, "round \(round): the log shrank")
        }
        realm.journal.note(checkpoint)
        let acknowledged = realm.journal.acknowledged
        let sample = Array(acknowledged.suffix(6)) + acknowledged.dropLast(6).shuffled().prefix(2)
        #expect(await inspection.faults(in: sample, thorough: false) == [], "round \(round)")
    }

    /// Every promise of every round.
    private func inspectAtLast(_ realm: KilledRealm) async throws {
        let process = try await realm.start()
        let inspection = try await Inspection(realm, process)
        let journal = realm.journal
        var acknowledged = journal.acknowledged
        #expect(!acknowledged.isEmpty, "a run that acknowledged nothing proves nothing")
        #expect(!journal.accepted.isEmpty, "a run that accepted no message proves nothing about messages")
        let messages = try await inspection.faults(in: journal.accepted)
        #expect(messages.faults == [])
        acknowledged += messages.entries
        #expect(Set(acknowledged.map(\.promise.index)).count == acknowledged.count, "two documents, one promise")
        #expect(await inspection.faults(in: acknowledged, thorough: true) == [])
        #expect(try await inspection.listFaults(acknowledged: acknowledged, sent: journal.sent) == [])
        try await verifyOffline(acknowledged.shuffled().prefix(5), inspection)
        // A document whose fate was unknown is simply sent again.
        for document in journal.unknown.shuffled().prefix(20) {
            let sender = realm.client(of: document.sender)
            _ = try await sender.submit(document.bytes, document.mediaType, to: process).expecting(200, 201)
        }
        journal.note(try await process.checkpoint(realm.anyone, log: inspection.log))
        #expect(await realm.terminate(process) == 0)

        let fsck = try await realm.fsck()
        #expect(fsck.status == 0, "\(fsck.transcript)")
        let directory = realm.folder.path + "/export"
        let export = try await Command.ankur(["ledger", "export", directory, "--data", realm.realm.folder])
        #expect(export.status == 0, "\(export.transcript)")
        let log = try ExportedLog(directory)
        #expect(log.forks(among: journal.checkpoints).isEmpty, "every checkpoint ever seen is a prefix of the log")
        let slowest = journal.recoveries.max() ?? .zero
        print(
            "crash test: \(acknowledged.count) acknowledged of \(journal.sent) sent, \(journal.unknown.count) unknown, "
                + "\(log.leaves.count) entries, \(journal.checkpoints.count) checkpoints; slowest start \(slowest)")
    }

    /// With the command that a holder of a receipt would use.
    private func verifyOffline(_ entries: ArraySlice<Journal.Entry>, _ inspection: Inspection) async throws {
        let realm = inspection.realm
        for entry in entries {
            let url = inspection.process.url("providers") + "/submissions/\(entry.promise.record)"
            let receipt = try await realm.client(of: entry.document.sender).send("GET", url).expecting(200)
            let file = try realm.folder.file("receipt-\(entry.promise.record).json", receipt.body)
            let verified = try await Command.ankur(["verify", file, "--vkey", inspection.log.text])
            #expect(verified.status == 0, "\(verified.transcript)")
        }
    }
}

/// Random moments that a seed repeats (SplitMix64).
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
