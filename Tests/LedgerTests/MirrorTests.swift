import Foundation
import GatewayTesting
import RecordTypes
import Testing
import TransparencyLog

@testable import Ledger

@Suite("A mirror")
struct MirrorTests {
    let signer: NoteSigner
    let house: MirrorHouse

    init() throws {
        signer = try NoteSigner(name: "log.example/audit", seed: Array(0..<32))
        house = try MirrorHouse()
    }

    private func mirror(needsEntries: Bool = false, folder: String? = nil) async throws -> Mirror {
        try await house.open(log: signer.verifierKey, needsEntries: needsEntries)
    }

    @Test(
        "follows a log from any size to any other, and its own files pass the audit with its cosignature",
        arguments: [
            [0, 1], [1, 2, 3], [255, 256, 257], [256, 512], [300, 700], [0, 700, 66_000], [65_535, 65_536, 65_537],
        ])
    func follows(_ sizes: [Int]) async throws {
        let mirror = try await mirror()
        var before: UInt64 = 0
        for size in sizes {
            let log = try AlteredLog(size, signer: signer)
            let step = try await mirror.follow(log)
            // An empty log is nothing new to a mirror that has nothing.
            #expect(size == 0 ? step == .advanced(from: 0, to: 0) : step == .advanced(from: before, to: UInt64(size)))
            #expect(try await mirror.follow(log) == .unchanged(size: UInt64(size)))
            let policy = try TlogPolicy(
                bytes: Array(
                    "log \(signer.verifierKey.text)\nwitness m \(mirror.verifierKey.text)\nquorum m\n".utf8))
            let report = try await LogAudit(
                files: MirrorFiles(mirror: mirror), key: signer.verifierKey, policy: policy, old: []
            ).run()
            #expect(report.outcome == .ok, "\(report.text)")
            before = UInt64(size)
        }
    }

    @Test("a proof of time that the log does not name any more stays at the mirror")
    func keepsAnchors() async throws {
        let mirror = try await mirror()
        var log = try AlteredLog(20, signer: signer)
        _ = try await mirror.follow(log)
        func line(_ size: Int) -> String { "checkpoint/\(size) tsa.tsr 2026-06-01T00:00:00Z -\n" }
        for size in [5, 9, 12] {
            log.files["anchor/checkpoint/\(size)"] = [UInt8(size)]
            log.files["anchor/checkpoint/\(size).tsa.tsr"] = [UInt8(size), 1]
        }
        for (list, kept) in [
            (line(5) + line(9), line(5) + line(9)), (line(12), line(5) + line(9) + line(12)), ("", nil),
        ]
            as [(String, String?)]
        {
            log.files["anchor/list"] = Array(list.utf8)
            try await mirror.followAnchors(log)
            if let kept { #expect(try await mirror.file("anchor/list") == Array(kept.utf8)) }
        }
        for size in [5, 9, 12] {
            #expect(try await mirror.file("anchor/checkpoint/\(size).tsa.tsr") == [UInt8(size), 1])
        }
        #expect(try await mirror.file("anchor/list") == Array((line(5) + line(9) + line(12)).utf8))
    }

    @Test("goes on where a crash left it, and shows nothing beyond what it has cosigned")
    func continues() async throws {
        let mirror = try await mirror()
        _ = try await mirror.follow(try AlteredLog(300, signer: signer))
        var broken = try AlteredLog(900, signer: signer)
        broken.files["tile/0/003.p/132"] = nil
        await #expect(throws: MirrorError(.tileMissing, at: 768)) { try await mirror.follow(broken) }
        // What was written on the way is not served.
        #expect(try await mirror.file("tile/0/002") == nil)
        #expect(try await mirror.file("tile/0/001.p/44") != nil)
        let again = try await self.mirror()
        #expect(try await again.follow(try AlteredLog(900, signer: signer)) == .advanced(from: 300, to: 900))
        #expect(try await again.file("tile/0/002") != nil)
    }

    @Test("refuses a log that is not what it was, or not true to itself, and its copy stays as it was")
    func refuses() async throws {
        let mirror = try await mirror(needsEntries: true)
        let honest = try AlteredLog(700, signer: signer)
        _ = try await mirror.follow(honest)
        let kept = try await mirror.file("checkpoint")

        await #expect(throws: MirrorError(.rollback, at: 600)) {
            try await mirror.follow(try AlteredLog(600, signer: signer))
        }
        await #expect(throws: MirrorError(.fork, at: 700)) {
            try await mirror.follow(try AlteredLog(700, signer: signer, differingFrom: 650))
        }
        // The old entries were changed and the log has grown: the copy's own right edge leads to another root.
        await #expect(throws: MirrorError(.fork, at: 1000)) {
            try await mirror.follow(try AlteredLog(1000, signer: signer, differingFrom: 100))
        }
        let other = try NoteSigner(name: "log.example/audit", seed: Array(1..<33))
        await #expect(throws: MirrorError(.badCheckpoint)) {
            try await mirror.follow(try AlteredLog(800, signer: other))
        }
        var altered = try AlteredLog(1000, signer: signer)
        altered.flip("tile/0/003.p/232", byte: 40)
        await #expect(throws: MirrorError(.bundleDiffers, at: 769)) { try await mirror.follow(altered) }
        altered = try AlteredLog(1000, signer: signer)
        altered.files["tile/entries/003.p/232"] = nil
        await #expect(throws: MirrorError(.bundleMissing, at: 768)) { try await mirror.follow(altered) }
        altered = try AlteredLog(1000, signer: signer)
        altered.files["checkpoint"] = nil
        await #expect(throws: MirrorError(.noCheckpoint)) { try await mirror.follow(altered) }

        #expect(try await mirror.file("checkpoint") == kept)
        // What the log's own key has signed against itself is kept, once each.
        #expect(try await mirror.evidence().count == 2)
        #expect(try await mirror.follow(try AlteredLog(1000, signer: signer)) == .advanced(from: 700, to: 1000))
    }

    @Test("finds its own damaged files before it goes on")
    func damaged() async throws {
        let mirror = try await mirror()
        _ = try await mirror.follow(try AlteredLog(300, signer: signer))
        let tile = URL(fileURLWithPath: "\(house.directory)/mirror/log/tile/0/001.p/44")
        var bytes = [UInt8](try Data(contentsOf: tile))
        bytes[3] ^= 1
        try Data(bytes).write(to: tile)
        await #expect(throws: MirrorError(.damaged, at: 300)) {
            try await mirror.follow(try AlteredLog(400, signer: signer))
        }
    }

    @Test("a folder mirrors one log, and no path leads out of it")
    func paths() async throws {
        let mirror = try await mirror()
        _ = try await mirror.follow(try AlteredLog(300, signer: signer))
        for path in ["../mirror.key", "mirror.key", "tile/../../mirror.key", "anchor/../../mirror.key", "", "log/vkey"]
        {
            #expect(try await mirror.file(path) == nil, "\(path)")
        }
        let other = try NoteSigner(name: "log.example/other", seed: Array(0..<32))
        await #expect(throws: LedgerError(.anotherLog)) {
            _ = try await house.open(log: other.verifierKey, needsEntries: false)
        }
    }

    @Test(
        "a person finds every entry about them at a mirror, without the gateway; a short prefix hides which tag was meant"
    )
    func tags() async throws {
        let ledgerHouse = try LedgerHouse()
        let entries = try await ledgerHouse.running { ledger throws in
            var entries: [[UInt8]] = []
            for number in 0..<600 {
                let promise = try await ledger.append(.test(number, subject: number % 3))
                if number % 3 == 1 { entries.append(promise.entry) }
            }
            try await ledger.waitForCheckpoint(covering: 599)
            return entries
        }
        let folder = "\(ledgerHouse.directory)/export"
        try await Ledger.export(path: ledgerHouse.path, to: folder)
        let mirror = try await house.open(log: ledgerHouse.keys.log.verifierKey, needsEntries: true)
        _ = try await mirror.follow(LogFolder(folder))
        for entry in entries {
            let tag = try LedgerEntry(bytes: entry).tag
            #expect(try await mirror.entries(tagPrefix: tag).map(\.entry) == [entry])
            #expect(try await mirror.entries(tagPrefix: Array(tag.prefix(2))).contains { $0.entry == entry })
        }
        #expect(try await mirror.entries(tagPrefix: [1]).isEmpty)
        #expect(try await mirror.entries(tagPrefix: [UInt8](repeating: 0, count: 17)).isEmpty)
    }
}

/// A mirror's folder for one test.
final class MirrorHouse: Sendable {
    let directory: String

    init() throws {
        directory = FileManager.default.temporaryDirectory.appendingPathComponent("mirror-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: directory) }

    func open(log: VerifierKey, needsEntries: Bool) async throws -> Mirror {
        let cosigner = try Cosigner.loadOrCreateMirror(directory: "\(directory)/mirror", name: "mirror.example/m1")
        return try await Mirror.open(
            folder: "\(directory)/mirror", cosigner: cosigner, logs: [log], needsEntries: needsEntries,
            clock: { Instant(seconds: 1_780_000_000) })
    }
}

/// What a mirror serves, as an auditor reads it.
struct MirrorFiles: LogFiles {
    let mirror: Mirror
    func file(_ path: String) async throws -> [UInt8]? { try await mirror.file(path) }
}
