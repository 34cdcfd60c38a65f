import AsyncHTTPClient
import Foundation
import GatewayTesting
import Ledger
import LogHTTP
import RecordTypes
import Synchronization
import Testing
import TimeStamping
import TransparencyLog

/// Real authorities: `openssl ts -reply` behind HTTP, as processes.
@Suite("Time-stamps over checkpoints")
struct TimeStampGoCheckTests {
    let signer: NoteSigner
    let note: [UInt8]

    init() throws {
        signer = try NoteSigner(name: "log.example/time", seed: Array(0..<32))
        let checkpoint = try Checkpoint(origin: signer.name, size: 7, root: .leaf([7]))
        note = try checkpoint.signed(by: signer).bytes
    }

    private func authority(
        _ name: String, _ kind: String, days: String = "3650", in folder: String, tolerance: Duration = .seconds(300)
    ) throws -> (program: ServingProgram, anchor: TimeStampAuthority, root: String) {
        let program = try ServingProgram(python: "python3", "tsa.py", ["\(folder)/\(name)", kind, days])
        let root = "\(folder)/\(name)/ca.crt"
        let anchors = try TimeStampAnchors(pem: [UInt8](try Data(contentsOf: URL(fileURLWithPath: root))))
        let anchor = TimeStampAuthority(
            name: name, url: program.url, anchors: anchors, tolerance: tolerance,
            random: { count in (0..<count).map { _ in UInt8.random(in: 0...255) } })
        return (program, anchor, root)
    }

    private static var now: Instant { Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1000)) }

    private func anchoring(
        _ anchors: [any Anchor], _ store: AnchorStore, clock: @escaping @Sendable () -> Instant = { now },
        timeout: Duration = .seconds(20), into notices: Notices = Notices()
    ) -> Anchoring {
        Anchoring(
            anchors: anchors, store: store, schedule: .init(every: .seconds(3600), timeout: timeout), clock: clock,
            notice: { notices.add($0) })
    }

    @Test("two authorities stamp a checkpoint once; openssl and PyPI's rfc3161-client verify what is stored")
    func sound() async throws {
        let folder = try Folder()
        let one = try authority("one", "sound", in: folder.path)
        let two = try authority("two", "sound", in: folder.path)
        let store = try await AnchorStore.open(path: "\(folder.path)/anchors.sqlite")
        let notices = Notices()
        let anchoring = anchoring([one.anchor, two.anchor], store, into: notices)
        try await anchoring.turn(checkpoint: note)
        #expect(notices.all.count == 2, "\(notices.all)")
        // Not due again within the hour.
        try await anchoring.turn(checkpoint: note)
        #expect(notices.all.count == 2, "\(notices.all)")

        try await store.export(to: folder.path)
        let list = try #require(try await store.file("anchor/list"))
        #expect(list.count { $0 == UInt8(ascii: "\n") } == 2)
        #expect(try await store.file("anchor/checkpoint/7") == note)
        for name in ["one", "two"] {
            let reply = "\(folder.path)/anchor/checkpoint/7.\(name).tsr"
            let data = "\(folder.path)/anchor/checkpoint/7"
            let root = "\(folder.path)/\(name)/ca.crt"
            let verified = try ServingProgram.run(
                "openssl", ["ts", "-verify", "-data", data, "-in", reply, "-CAfile", root])
            #expect(verified.status == 0 && verified.output.contains("Verification: OK"), "\(verified.output)")
            let other = try folder.file("other", note + [10])
            let refused = try ServingProgram.run(
                "openssl", ["ts", "-verify", "-data", other, "-in", reply, "-CAfile", root])
            #expect(refused.status != 0, "\(refused.output)")
            guard let python = ServingProgram.python else { continue }
            let theirs = try ServingProgram.run(
                python, [ServingProgram.fixture("check_stamp.py"), reply, data, root])
            #expect(theirs.status == 0 && theirs.output == "True\n", "\(theirs.output)")
            let altered = try ServingProgram.run(
                python, [ServingProgram.fixture("check_stamp.py"), reply, other, root])
            #expect(altered.status != 0, "\(altered.output)")
        }
    }

    @Test(
        "an authority that is down, silent or wrong brings an alarm and no proof, and holds nobody up",
        arguments: [
            ("down", ""), ("silent", "late"), ("error", "500"), ("other", "other-imprint"),
            ("nonce", "other-nonce"), ("plain", "not-for-time-stamping"), ("untrusted", "untrusted"),
        ])
    func faulty(_ kind: String, _ word: String) async throws {
        let folder = try Folder()
        let good = try authority("good", "sound", in: folder.path)
        let bad: any Anchor
        var running: ServingProgram?
        switch kind {
        case "down":
            bad = TimeStampAuthority(
                name: "bad", url: "http://127.0.0.1:1", anchors: try TimeStampAnchors(pem: folder.contents(good.root)),
                random: { [UInt8](repeating: 1, count: $0) })
        case "untrusted":
            let other = try authority("other", "sound", in: folder.path)
            running = other.program
            bad = TimeStampAuthority(
                name: "bad", url: other.program.url, anchors: try TimeStampAnchors(pem: folder.contents(good.root)),
                random: { [UInt8](repeating: 1, count: $0) })
        default:
            let made = try authority("bad", kind, in: folder.path)
            (running, bad) = (made.program, made.anchor)
        }
        let store = try await AnchorStore.open(path: "\(folder.path)/anchors.sqlite")
        let notices = Notices()
        let anchoring = anchoring(
            [bad, good.anchor], store, timeout: .seconds(["silent", "down"].contains(kind) ? 5 : 30), into: notices)
        try await anchoring.turn(checkpoint: note)
        #expect(notices.all.count == 2, "\(notices.all)")
        let alarm = try #require(notices.all.first { $0.anchor == "bad" })
        switch alarm.kind {
        case .failed(let reason): #expect(reason.contains(word), "\(reason)")
        // A connection that is refused is tried again until the time is over.
        case .late: #expect(word == "late" || kind == "down")
        case .anchored: Issue.record("a proof was accepted: \(kind)")
        }
        #expect(try await store.file("anchor/checkpoint/7.good.tsr") != nil)
        #expect(try await store.file("anchor/checkpoint/7.bad.tsr") == nil)
        // It is not asked again at once.
        try await anchoring.turn(checkpoint: note)
        #expect(notices.all.count == 2, "\(notices.all)")
        _ = running
    }

    @Test("a time-stamp whose certificate ends is carried on, and counts after the end only because of that")
    func renewed() async throws {
        let folder = try Folder()
        let short = try authority("short", "sound", days: "5", in: folder.path)
        let long = try authority("long", "sound", in: folder.path, tolerance: .seconds(10 * 86_400))
        let log = try LogOf(3, signer: signer)
        let store = try await AnchorStore.open(path: "\(folder.path)/anchors.sqlite")
        let start = Self.now
        try await anchoring([short.anchor], store).turn(checkpoint: log.checkpoint)
        // Two days later half its life is not over; three days later it is.
        let clock = ManualClock(start.advanced(by: .seconds(2 * 86_400)))
        let second = anchoring([long.anchor], store, clock: clock.reading)
        try await second.turn(checkpoint: nil)
        #expect(try await store.file("anchor/renewal/1") == nil)
        clock.advance(by: .seconds(86_400))
        try await second.turn(checkpoint: nil)
        try await second.turn(checkpoint: nil)
        #expect(try await store.file("anchor/renewal/1.long.tsr") != nil)
        #expect(try await store.file("anchor/renewal/2") == nil)
        // The list is one for sha256sum.
        try await store.export(to: folder.path)
        let summed = try ServingProgram.run("sha256sum", ["-c", "anchor/renewal/1"], in: folder.path)
        #expect(summed.status == 0, "\(summed.output)")

        let roots = try TimeStampAnchors(pem: folder.contents(short.root) + folder.contents(long.root))
        func audit(at now: Instant, without missing: String? = nil) async throws -> VerificationReport {
            var files = log.files
            for line in ["list", "checkpoint/3", "checkpoint/3.short.tsr", "renewal/1", "renewal/1.long.tsr"] {
                files["anchor/\(line)"] = try await store.file("anchor/\(line)")
            }
            if let missing { files["anchor/\(missing)"] = nil }
            return try await LogAudit(
                files: MemoryFiles(files: files), key: signer.verifierKey, policy: nil, old: [],
                timeStamps: (roots, now)
            ).run()
        }
        let month = start.advanced(by: .seconds(30 * 86_400))
        #expect(try await audit(at: start).outcome == .ok)
        let later = try await audit(at: month)
        #expect(later.outcome == .ok, "\(later.text)")
        let unrenewed = try await audit(at: month, without: "renewal/1.long.tsr")
        #expect(
            unrenewed.text.contains("7.short") == false && unrenewed.text.contains("untrusted"), "\(unrenewed.text)")
        #expect(unrenewed.outcome == .fail)
        // Eleven years later even the second certificate has ended.
        #expect(try await audit(at: start.advanced(by: .seconds(11 * 365 * 86_400))).outcome == .fail)
    }
}

/// What anchors were told about.
final class Notices: Sendable {
    private let notices = Mutex<[AnchorNotice]>([])
    func add(_ notice: AnchorNotice) { notices.withLock { $0.append(notice) } }
    var all: [AnchorNotice] { notices.withLock { $0 } }
}

/// A folder that is gone when the test is over.
final class Folder: Sendable {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.appendingPathComponent("log-http-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func file(_ name: String, _ bytes: [UInt8]) throws -> String {
        try Data(bytes).write(to: URL(fileURLWithPath: "\(path)/\(name)"))
        return "\(path)/\(name)"
    }

    func contents(_ file: String) throws -> [UInt8] { [UInt8](try Data(contentsOf: URL(fileURLWithPath: file))) }
}

struct MemoryFiles: LogFiles {
    var files: [String: [UInt8]]
    func file(_ path: String) async throws -> [UInt8]? { files[path] }
}

/// A small log's files.
struct LogOf {
    let files: [String: [UInt8]]
    let checkpoint: [UInt8]

    /// - Parameter count: below 256, so that there is one tile.
    init(_ count: Int, signer: NoteSigner) throws {
        var edge = TileEdge()
        var entries: [[UInt8]] = []
        for number in 0..<count {
            entries.append(Array("entry \(number)".utf8))
            edge.append(.leaf(entries[number])) { _, _ in }
        }
        var files: [String: [UInt8]] = [:]
        for (id, tile) in edge.partialTiles { files[LogPath.tile(id).text] = tile.bytes }
        files["tile/entries/000.p/\(count)"] = try EntryBundle(entries: entries).bytes
        checkpoint = try Checkpoint(origin: signer.name, size: UInt64(count), root: edge.root).signed(by: signer).bytes
        files["checkpoint"] = checkpoint
        self.files = files
    }
}
