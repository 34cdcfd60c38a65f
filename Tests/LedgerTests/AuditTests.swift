import Foundation
import RecordTypes
import Testing
import TransparencyLog

@testable import Ledger

/// A log made in memory, whose files tests may alter.
struct AlteredLog: LogFiles {
    let signer: NoteSigner
    var files: [String: [UInt8]] = [:]

    init(_ count: Int, signer: NoteSigner, differingFrom fork: Int = .max, witnesses: [Cosigner] = []) throws {
        self.signer = signer
        var edge = TileEdge()
        var bundle: [[UInt8]] = []
        for number in 0..<count {
            let entry = Array((number < fork ? "entry \(number)" : "forked \(number)").utf8)
            bundle.append(entry)
            var full: [(TileID, Tile)] = []
            edge.append(.leaf(entry)) { full.append(($0, $1)) }
            for (id, tile) in full {
                files[LogPath.tile(id).text] = tile.bytes
                guard let under = BundleID(under: id) else { continue }
                files[LogPath.entries(under).text] = try EntryBundle(entries: bundle).bytes
                bundle = []
            }
        }
        for (id, tile) in edge.partialTiles {
            files[LogPath.tile(id).text] = tile.bytes
            if let under = BundleID(under: id) {
                files[LogPath.entries(under).text] = try EntryBundle(entries: bundle).bytes
            }
        }
        let checkpoint = try Checkpoint(origin: signer.name, size: UInt64(count), root: edge.root)
        var note = try checkpoint.signed(by: signer)
        try note.add(witnesses.map { try $0.cosignature(on: checkpoint, time: 1_780_000_000) })
        files["checkpoint"] = note.bytes
        files["vkey"] = Array("\(signer.verifierKey.text)\n".utf8)
    }

    var checkpoint: [UInt8] { files["checkpoint"] ?? [] }

    func file(_ path: String) async throws -> [UInt8]? { files[path] }

    mutating func flip(_ path: String, byte: Int) {
        #expect(files[path] != nil, "\(path)")
        files[path]?[byte] ^= 1
    }
}

@Suite("The audit of a whole log")
struct AuditTests {
    let signer: NoteSigner

    init() throws { signer = try NoteSigner(name: "log.example/audit", seed: Array(0..<32)) }

    private func report(
        _ log: AlteredLog, old: [AlteredLog] = [], policy: TlogPolicy? = nil
    ) async throws -> VerificationReport {
        try await LogAudit(
            files: log, key: signer.verifierKey, policy: policy,
            old: old.enumerated().map { .init(name: "\($0)", note: $1.checkpoint) }
        ).run()
    }

    private func failed(_ report: VerificationReport) -> [String] {
        report.lines.filter { $0.outcome == .fail }.map(\.check)
    }

    @Test(
        "a sound log is OK at every size, and every older checkpoint is its beginning",
        arguments: [
            0, 1, 2, 3, 255, 256, 257, 511, 512, 513, 700, 66_000,
        ])
    func sound(_ count: Int) async throws {
        let old = try [0, 1, 2, 3, 254, 255, 256, 257, 511, 512, 600, 65_535, 65_536, 65_537, count]
            .filter { $0 <= count }.map { try AlteredLog($0, signer: signer) }
        let report = try await report(try AlteredLog(count, signer: signer), old: old)
        #expect(report.outcome == .ok, "\(report.text)")
        #expect(report.lines.count { $0.check.hasPrefix("old checkpoint") && $0.outcome == .ok } == old.count)
        #expect(failed(report).isEmpty)
    }

    @Test("whatever bit is flipped, one line says where")
    func flips() async throws {
        let sound = try AlteredLog(700, signer: signer)
        let cases: [(String, Int, [String])] = [
            ("tile/0/000", 0, ["tiles", "entries", "root"]), ("tile/0/001", 8191, ["tiles", "entries", "root"]),
            ("tile/0/002.p/188", 6015, ["entries", "root"]), ("tile/1/000.p/2", 40, ["tiles"]),
            ("tile/entries/001", 10, ["entries"]), ("tile/entries/002.p/188", 5, ["entries"]),
            ("tile/entries/000", 0, ["entries"]),
        ]
        for (path, byte, checks) in cases {
            var log = sound
            log.flip(path, byte: byte)
            #expect(failed(try await report(log)) == checks, "\(path)")
        }
        for (path, checks) in [
            ("tile/0/000", ["tiles", "root"]), ("tile/0/002.p/188", ["tiles", "root"]), ("tile/1/000.p/2", ["tiles"]),
            ("tile/entries/001", ["entries"]), ("checkpoint", ["checkpoint signature"]),
        ] {
            var log = sound
            log.files[path] = nil
            #expect(failed(try await report(log)) == checks, "\(path)")
        }
        var log = sound
        log.files["checkpoint"] = Array(
            String(decoding: sound.checkpoint, as: UTF8.self).replacing("\n700\n", with: "\n699\n").utf8)
        #expect(failed(try await report(log)) == ["checkpoint signature"])
        // Tiles of a fork under a true checkpoint.
        log = try AlteredLog(700, signer: signer, differingFrom: 600)
        log.files["checkpoint"] = sound.checkpoint
        #expect(failed(try await report(log)) == ["root"])
        // The full tile stands in for a partial one that was dropped.
        log = try AlteredLog(768, signer: signer)
        log.files["checkpoint"] = sound.checkpoint
        log.files["tile/1/000.p/2"] = log.files["tile/1/000.p/3"].map { Array($0.prefix(64)) }
        #expect(failed(try await report(log)).isEmpty)
        // No entries at all are no fault; entries from a point on are.
        log = sound
        for path in log.files.keys where path.hasPrefix("tile/entries/") { log.files[path] = nil }
        let report = try await report(log)
        #expect(report.outcome == .ok)
        #expect(report.lines.first { $0.check == "entries" }?.outcome == .notApplicable)
    }

    @Test(
        "a fork and a rollback are told by older checkpoints, wherever they begin",
        arguments: [
            (700, 600, 699), (700, 0, 1), (700, 255, 256), (700, 256, 257), (70_000, 300, 65_536),
        ])
    func forks(_ count: Int, _ fork: Int, _ oldSize: Int) async throws {
        let honest = try AlteredLog(count, signer: signer)
        let forked = try AlteredLog(count, signer: signer, differingFrom: fork)
        let before = try AlteredLog(fork, signer: signer)
        let after = try AlteredLog(oldSize, signer: signer)
        let report = try await report(forked, old: [before, after, honest])
        #expect(failed(report) == ["old checkpoint 1", "old checkpoint 2"], "\(report.text)")
        #expect(report.text.contains("FORK"))
        let shrunken = try await self.report(after, old: [honest, before])
        #expect(failed(shrunken) == ["old checkpoint 0"], "\(shrunken.text)")
        #expect(shrunken.text.contains("ROLLBACK"))
    }

    @Test("an old checkpoint that this log did not sign accuses nobody else")
    func strangers() async throws {
        let stranger = try AlteredLog(5, signer: .random(name: signer.name))
        var nonsense = stranger
        nonsense.files["checkpoint"] = [1, 2]
        let report = try await report(try AlteredLog(9, signer: signer), old: [stranger, nonsense])
        #expect(failed(report) == ["old checkpoint 0", "old checkpoint 1"])
        #expect(!report.text.contains("FORK") && !report.text.contains("ROLLBACK"))
    }

    @Test(
        "another log's checkpoint, trusted or not and however alike its name, vouches for nothing and fails the audit")
    func otherLog() async throws {
        let names = ["log.example/other", "log.example/p\u{E4}evik", "log.example/pa\u{308}evik"]
        let signers = try names.map { try NoteSigner.random(name: $0) } + [signer]
        let lines = signers.map { "log \($0.verifierKey.text)\n" }.joined()
        let policy = try TlogPolicy(bytes: Array("\(lines)quorum none\n".utf8))
        for audited in signers {
            let logs = try signers.map { try AlteredLog(5, signer: $0) }
            let report = try await LogAudit(
                files: AlteredLog(9, signer: audited), key: nil, policy: policy,
                old: zip(signers, logs).map { .init(name: $0.verifierKey.text, note: $1.checkpoint) }
            ).run()
            let others = signers.map(\.verifierKey.text).filter { $0 != audited.verifierKey.text }
            #expect(failed(report) == others.map { "old checkpoint \($0)" }, "\(report.text)")
            #expect(report.outcome == .fail)
        }
    }

    @Test("a policy's quorum is needed where one is given; without key and policy the log vouches for itself only")
    func quorum() async throws {
        let witnesses = try (0..<3).map { try Cosigner.random(name: "witness.example/\($0)") }
        let lines = witnesses.enumerated().map { "witness w\($0) \($1.verifierKey.text)\n" }.joined()
        let policy = try TlogPolicy(bytes: Array("\(lines)group g 2 w0 w1 w2\nquorum g\n".utf8))
        let two = try AlteredLog(9, signer: signer, witnesses: Array(witnesses[..<2]))
        #expect(try await report(two, policy: policy).outcome == .ok)
        let one = try AlteredLog(9, signer: signer, witnesses: Array(witnesses[..<1]))
        #expect(failed(try await report(one, policy: policy)) == ["quorum"])
        let unasked = try await LogAudit(files: one, key: nil, policy: nil, old: []).run()
        #expect(unasked.outcome == .ok)
        #expect(unasked.lines.first?.outcome == .notApplicable && unasked.lines.first?.check == "log key")
    }

    @Test("what the ledger exports is audited from its folder")
    func folder() async throws {
        let house = try LedgerHouse()
        try await house.running { ledger throws in
            for number in 0..<300 { _ = try await ledger.append(.test(number)) }
        }
        let folder = "\(house.directory)/export"
        try await Ledger.export(path: house.path, to: folder)
        let report = try await LogAudit(
            files: LogFolder(folder), key: house.keys.log.verifierKey, policy: nil, old: []
        ).run()
        #expect(report.outcome == .ok, "\(report.text)")
        #expect(report.lines.contains { $0.check == "entries" && $0.outcome == .ok })
    }
}
