import Foundation
import RecordTypes
import Testing
import TransparencyLog

@testable import Ledger

/// Go's `golang.org/x/mod/sumdb` (Debian: golang-go, golang-golang-x-mod-dev) reads our files. Skipped where it is not installed.
@Suite("Other people's software accepts the log")
struct GoCheckTests {
    static let isInstalled =
        FileManager.default.isExecutableFile(atPath: "/usr/bin/go")
        && FileManager.default.fileExists(atPath: "/usr/share/gocode/src/golang.org/x/mod/sumdb/tlog")

    @Test(
        "Go's x/mod verifies notes, tiles, bundles, proofs and receipts",
        .enabled(if: isInstalled, "Go's x/mod is not installed"))
    func goAccepts() async throws {
        let checker = try LedgerHouse()
        for count in [1, 256, 700] {
            let house = try LedgerHouse()
            let receipt = try await house.running { ledger throws in
                try await withThrowingTaskGroup { group in
                    for number in 0..<count {
                        group.addTask { _ = try await ledger.append(.test(number, subject: number % 3)) }
                    }
                    try await group.waitForAll()
                }
                try await ledger.waitForCheckpoint(covering: UInt64(count - 1))
                return try #require(try await ledger.receipt(index: UInt64(count / 2)))
            }
            let folder = "\(house.directory)/export"
            try await Ledger.export(path: house.path, to: folder)
            let proof = "\(house.directory)/receipt.tlog-proof"
            let entry = "\(house.directory)/entry"
            try Data(receipt.proof.bytes).write(to: URL(fileURLWithPath: proof))
            try Data(receipt.entry).write(to: URL(fileURLWithPath: entry))
            let (status, said) = try Self.run(
                "check.go", arguments: [folder, proof, entry], home: checker.directory)
            #expect(status == 0, "\(said)")
            #expect(said.contains("tlog-proof ok") && said.contains("OK: tiles"), "\(said)")
        }
    }

    /// `go run Fixtures/PROGRAM …`, with its cache in `home`.
    /// - Parameter input: the file that it reads from.
    static func run(
        _ program: String, arguments: [String], home: String, input: String? = nil
    ) throws -> (status: Int32, output: String) {
        let source = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(
            "Fixtures/\(program)")
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/go")
        process.arguments = ["run", source.path] + arguments
        process.environment = [
            "GO111MODULE": "off", "GOPATH": "/usr/share/gocode", "GOCACHE": "\(home)/go-cache", "HOME": home,
            "PATH": "/usr/bin:/bin",
        ]
        if let input { process.standardInput = try FileHandle(forReadingFrom: URL(fileURLWithPath: input)) }
        let output = Pipe()
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let said = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return (process.terminationStatus, said)
    }
}
