import Foundation
import GatewayTesting
import Ledger
import LogHTTP
import RecordTypes
import Sealing
import Testing
import TransparencyLog

/// PyPI's aics-tlog and aics-witness (Python 3.12 or later), in the Python that `ANKUR_TEST_AICS_PYTHON` names. Skipped without.
@Suite("Other people's witness and verifier")
struct IndependentWitnessGoCheckTests {
    static let python = ProcessInfo.processInfo.environment["ANKUR_TEST_AICS_PYTHON"]

    @Test(
        "aics-witness and our own cosign the log over HTTP; aics-tlog verifies checkpoint, tiles, entries and receipt",
        .enabled(if: python != nil, "ANKUR_TEST_AICS_PYTHON names no Python"))
    func cosigned() async throws {
        let python = try #require(Self.python)
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("aics-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let keys = try LedgerKeys.loadOrCreate(directory: "\(folder)/keys", origin: "log.example/aics")
        let log = keys.log.verifierKey
        let theirs = try ForeignWitness(python: python, folder: folder, log: log)
        defer { theirs.stop() }

        let report = try await withWitness(logs: [log]) { url, ours, _ throws in
            let policy = try TlogPolicy(
                bytes: Array(
                    """
                    log \(log.text)
                    witness theirs \(theirs.vkey) \(theirs.url)
                    witness ours \(ours.text) \(url)
                    group both all theirs ours
                    quorum both

                    """.utf8))
            let receipt = try await Self.receipt(folder, keys, policy)
            #expect(
                receipt.verify(statement: nil, policy: policy).lines.contains {
                    $0.check == "quorum" && $0.outcome == .ok
                })
            try Data(receipt.proof.bytes).write(to: URL(fileURLWithPath: "\(folder)/receipt"))
            try Data(receipt.entry).write(to: URL(fileURLWithPath: "\(folder)/entry"))
            try await Ledger.export(path: "\(folder)/ledger.sqlite", to: "\(folder)/export")
            return try Self.check(python, folder, [log.text, theirs.vkey, ours.text])
        }
        #expect(report.status == 0 && report.output.hasSuffix("OK\n"), "\(report.output)")

        // The verifier that said yes says no to a flipped bit.
        let tile = URL(fileURLWithPath: "\(folder)/export/tile/0/000")
        var bytes = [UInt8](try Data(contentsOf: tile))
        bytes[77] ^= 1
        try Data(bytes).write(to: tile)
        let altered = try Self.check(python, folder, [log.text, theirs.vkey])
        #expect(altered.status != 0, "\(altered.output)")
    }

    private static func receipt(_ folder: String, _ keys: LedgerKeys, _ policy: TlogPolicy) async throws
        -> LedgerReceipt
    {
        let ledger = try await Ledger.open(
            path: "\(folder)/ledger.sqlite", keys: keys, gateway: .random(), people: InMemoryDataKeys(),
            publication: .witnessed(Witnessing(policy: policy, timeout: .seconds(20)) { _ in }),
            clock: { Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1000)) })
        return try await withThrowingTaskGroup(of: LedgerReceipt?.self) { group in
            group.addTask {
                try await ledger.run()
                return nil
            }
            group.addTask {
                for round in 0..<3 {
                    try await withThrowingTaskGroup(of: Void.self) { group in
                        for number in 0..<100 {
                            group.addTask {
                                _ = try await ledger.append(
                                    LedgerDraft(
                                        kind: .access, subject: nil, submitter: .gateway,
                                        statement: Array("\(round) \(number)".utf8)))
                            }
                        }
                        try await group.waitForAll()
                    }
                    try await ledger.waitForCheckpoint(covering: UInt64(round * 100 + 99))
                }
                return try await ledger.receipt(index: 150)
            }
            defer { group.cancelAll() }
            while let ended = try await group.next() { if let receipt = ended { return receipt } }
            throw CancellationError()
        }
    }

    private static func check(
        _ python: String, _ folder: String, _ keys: [String]
    ) throws -> (status: Int32, output: String) {
        let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(
            "Fixtures/check_log.py")
        return try run(
            python, [script.path, "\(folder)/export", "\(folder)/receipt", "\(folder)/entry"] + keys)
    }

    fileprivate static func run(_ python: String, _ arguments: [String]) throws -> (status: Int32, output: String) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: python)
        process.arguments = arguments
        let output = Pipe()
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let said = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return (process.terminationStatus, said)
    }
}

/// A running `aics-witness serve` on a free port.
private final class ForeignWitness: Sendable {
    let vkey: String
    let url: String
    private let process: Int32

    init(python: String, folder: String, log: VerifierKey) throws {
        let configuration = "\(folder)/aics.json"
        func run(_ arguments: [String]) throws -> String {
            let (status, output) = try IndependentWitnessGoCheckTests.run(
                python, ["-m", "aics_witness"] + arguments + ["-c", configuration])
            guard status == 0 else { throw Failure(said: output) }
            return output
        }
        let made = try run(["init", "--name", "witness.example/aics", "--listen", "127.0.0.1:0"])
        guard let key = made.split(separator: "\n").first(where: { $0.hasPrefix("witness.example/aics+") }) else {
            throw Failure(said: made)
        }
        vkey = String(key)
        _ = try run(["add-log", "--origin", log.name, "--vkey", log.text])
        let server = Process()
        server.executableURL = URL(fileURLWithPath: python)
        server.arguments = ["-m", "aics_witness", "serve", "-c", configuration]
        let output = Pipe()
        server.standardError = output
        server.standardOutput = FileHandle.nullDevice
        server.standardInput = FileHandle.nullDevice
        try server.run()
        process = server.processIdentifier
        var said = ""
        // It says where it listens, or ends.
        while true {
            let more = output.fileHandleForReading.availableData
            guard !more.isEmpty else { throw Failure(said: said) }
            said += String(decoding: more, as: UTF8.self)
            guard let start = said.range(of: "listening on "), let end = said[start.upperBound...].firstIndex(of: " ")
            else { continue }
            url = String(said[start.upperBound..<end])
            return
        }
    }

    /// By a signal that no test runner's mask can hold back from its children.
    func stop() { kill(process, SIGKILL) }

    private struct Failure: Error { let said: String }
}
