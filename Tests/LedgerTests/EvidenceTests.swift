import Foundation
import GatewayTesting
import RecordTypes
import Testing
import TransparencyLog

@testable import Ledger

@Suite("A bundle of evidence")
struct EvidenceTests {
    private static let now = Instant(seconds: 1_780_000_000)

    private struct Made {
        let house: LedgerHouse
        let bundle: EvidenceBundle
        let log: LogFolder
        let payload = Array("the document".utf8)
    }

    private func made(withPayload: Bool = true) async throws -> Made {
        let house = try LedgerHouse()
        let payload = Array("the document".utf8)
        let statement = Array(#"{"kind":"record","record":{"sourceDigest":"\#(Digest.sha256(payload))"},"v":1}"#.utf8)
        let receipt = try await house.running { ledger throws in
            for number in 0..<300 { _ = try await ledger.append(.test(number)) }
            let promise = try await ledger.append(
                LedgerDraft(kind: .record, subject: .test(1), submitter: .gateway, statement: statement))
            try await ledger.waitForCheckpoint(covering: promise.index)
            return try #require(try await ledger.receipt(index: promise.index))
        }
        let folder = "\(house.directory)/log"
        try await Ledger.export(path: house.path, to: folder)
        let bundle = try await EvidenceBundle.make(
            receipt, statement: statement, payload: withPayload ? payload : nil, log: LogFolder(folder))
        return Made(house: house, bundle: bundle, log: LogFolder(folder))
    }

    private func verify(_ bundle: EvidenceBundle, _ house: LedgerHouse) -> VerificationReport {
        bundle.verify(logs: [house.keys.log.verifierKey], policy: nil, roots: nil, now: Self.now)
    }

    @Test("verifies from a folder and from a ZIP file, which unzip opens and is the same each time")
    func whole() async throws {
        let made = try await made()
        #expect(verify(made.bundle, made.house).outcome == .ok, "\(verify(made.bundle, made.house).text)")
        let zip = made.bundle.zip
        #expect(try EvidenceBundle(zip: zip) == made.bundle && made.bundle.zip == zip)
        let folder = "\(made.house.directory)/evidence"
        try made.bundle.write(toFolder: folder)
        #expect(try EvidenceBundle(folder: folder) == made.bundle)
        let log = try await made.bundle.verify(in: made.log, logs: [made.house.keys.log.verifierKey])
        #expect(log.outcome == .ok, "\(log.text)")
    }

    @Test("one flipped bit in any of its files is found")
    func flipped() async throws {
        let made = try await made()
        for name in made.bundle.files.keys.sorted() {
            var files = made.bundle.files
            let middle = (files[name]?.count ?? 0) / 2
            files[name]?[middle] ^= 1
            #expect(verify(EvidenceBundle(files: files), made.house).outcome == .fail, "\(name)")
            // Also when whoever flipped it made the sums anew, except in what says nothing.
            files["SHA256SUMS"] = EvidenceBundle.sums(of: files)
            guard !["SHA256SUMS", "README.txt", "check.go"].contains(name) else { continue }
            #expect(verify(EvidenceBundle(files: files), made.house).outcome == .fail, "\(name) with its sum")
        }
    }

    @Test("what is missing is FAIL where it is needed, and NA where it is not")
    func missing() async throws {
        let made = try await made()
        func without(_ name: String) -> VerificationReport {
            var files = made.bundle.files
            files[name] = nil
            files["SHA256SUMS"] = EvidenceBundle.sums(of: files)
            return verify(EvidenceBundle(files: files), made.house)
        }
        for name in ["entry", "receipt.tlog-proof", "checkpoint"] { #expect(without(name).outcome == .fail, "\(name)") }
        #expect(without("payload").outcome == .ok)
        #expect(without("statement.json").outcome == .fail)
        // Nobody's key: the bundle's own proves nothing.
        #expect(made.bundle.verify(logs: [], policy: nil, roots: nil, now: Self.now).outcome == .fail)
    }

    @Test("a log that has forked or gone back since is told")
    func forked() async throws {
        let made = try await made()
        let signer = made.house.keys.log
        for log in [try AlteredLog(100, signer: signer), try AlteredLog(400, signer: signer)] {
            let report = try await made.bundle.verify(in: log, logs: [signer.verifierKey])
            #expect(report.outcome == .fail, "\(report.text)")
        }
    }

    @Test(
        "a ZIP file that is none, or holds a path, is refused",
        arguments: [
            [], [0x50, 0x4B], [UInt8](repeating: 0, count: 22), [UInt8](repeating: 0x50, count: 400),
        ] as [[UInt8]])
    func noZip(_ bytes: [UInt8]) { #expect(throws: LedgerError.self) { try EvidenceBundle(zip: bytes) } }

    @Test("no member of a ZIP file can be a path, stand twice or be altered")
    func hostileZip() throws {
        for name in ["../x", "a/b", ".hidden", "", "x\\y"] {
            #expect(throws: LedgerError.self) {
                try ZipArchive(bytes: ZipArchive(members: [.init(name: name, bytes: [1])]).bytes)
            }
        }
        let twice = ZipArchive(members: [.init(name: "a", bytes: [1]), .init(name: "a", bytes: [2])])
        #expect(throws: LedgerError.self) { try ZipArchive(bytes: twice.bytes) }
        let sound = ZipArchive(members: [.init(name: "a", bytes: [1, 2, 3])])
        #expect(try ZipArchive(bytes: sound.bytes) == sound)
        for place in sound.bytes.indices {
            var bytes = sound.bytes
            bytes[place] ^= 0x41
            // Also where our reader would not look: another program may.
            #expect(throws: LedgerError.self, "byte \(place)") { try ZipArchive(bytes: bytes) }
            #expect(throws: LedgerError.self) {
                try ZipArchive(bytes: sound.bytes[..<place] + [0] + sound.bytes[place...])
            }
        }
    }

    @Test("evidence is made from a folder or a mirror that has just the tiles of its own checkpoint")
    func anchoredEarlier() async throws {
        /// The log with a time-stamped checkpoint of a smaller size.
        struct Anchored: LogFiles {
            let base: any LogFiles
            let note: [UInt8]
            let size: UInt64
            func file(_ path: String) async throws -> [UInt8]? {
                switch path {
                case "anchor/list": Array("checkpoint/\(size) tsa.tsr 2026-06-01T00:00:00Z -\n".utf8)
                case "anchor/checkpoint/\(size)": note
                case "anchor/checkpoint/\(size).tsa.tsr": [1]
                default: try await base.file(path)
                }
            }
        }
        for (anchored, all) in [(7, 20), (200, 300), (260, 300), (300, 900)] as [(UInt64, Int)] {
            let house = try LedgerHouse()
            let (receipt, entries) = try await house.running { ledger throws in
                var entries: [[UInt8]] = []
                for number in 0..<all { entries.append(try await ledger.append(.test(number)).entry) }
                try await ledger.waitForCheckpoint(covering: UInt64(all - 1))
                return (try #require(try await ledger.receipt(index: 3)), entries)
            }
            let folder = "\(house.directory)/log"
            try await Ledger.export(path: house.path, to: folder)
            let mirrors = try MirrorHouse()
            let mirror = try await mirrors.open(log: house.keys.log.verifierKey, needsEntries: true)
            _ = try await mirror.follow(LogFolder(folder))
            var frontier = Frontier()
            for entry in entries.prefix(Int(anchored)) { frontier.append(.leaf(entry)) }
            let note = try Checkpoint(origin: house.keys.origin, size: anchored, root: frontier.root).signed(
                by: house.keys.log)
            for base in [LogFolder(folder), MirrorFiles(mirror: mirror)] as [any LogFiles] {
                let bundle = try await EvidenceBundle.make(
                    receipt, statement: nil, log: Anchored(base: base, note: note.bytes, size: anchored))
                let report = try #require(bundle.receipt).verify(
                    statement: nil, logs: [house.keys.log.verifierKey], policy: nil)
                #expect(report.outcome == .ok && report.text.contains("entry 3 of \(anchored)"), "\(report.text)")
            }
            // Also for whoever holds an older checkpoint of the mirror's own log.
            let edge = try TileID(level: 0, index: (anchored - 1) / 256, width: Int((anchored - 1) % 256) + 1)
            #expect(try await mirror.file(LogPath.tile(edge).text)?.count == edge.width * MerkleHash.byteCount)
        }
    }
}
