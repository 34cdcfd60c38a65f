import Foundation
import GatewayTesting
import RecordTypes
import Testing
import TransparencyLog

@testable import Ledger

/// The commands of a bundle's README, run as they stand.
@Suite("Other people's software checks a bundle of evidence")
struct EvidenceGoCheckTests {
    @Test(
        "sha256sum, od and Go's x/mod verify it as its README says, and refuse it altered",
        .enabled(if: GoCheckTests.isInstalled, "Go's x/mod is not installed"))
    func readme() async throws {
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
        try await Ledger.export(path: house.path, to: "\(house.directory)/log")
        let bundle = try await EvidenceBundle.make(
            receipt, statement: statement, payload: payload, log: LogFolder("\(house.directory)/log"))
        let folder = "\(house.directory)/evidence"
        try Data(bundle.zip).write(to: URL(fileURLWithPath: "\(house.directory)/evidence.zip"))
        #expect(try Self.shell("unzip -q evidence.zip -d evidence", in: house.directory).status == 0)

        let commands = String(decoding: bundle.files["README.txt"] ?? [], as: UTF8.self)
            .split(separator: "\n").filter { $0.hasPrefix("    ") }.map { String($0.drop { $0 == " " }) }
            .map { $0.replacing("KEY", with: house.keys.log.verifierKey.text) }
        #expect(commands.count == 7, "\(commands)")
        let outputs = try commands.map { command in
            let (status, output) = try Self.shell(command, in: folder)
            #expect(status == 0, "\(command): \(output)")
            return output
        }
        #expect(outputs[1].prefix(64) == outputs[2] && outputs[2].count == 64)
        #expect(outputs[3].prefix(64) == outputs[4] && outputs[4].count == 64)
        #expect(outputs[5] == "payload: OK\n" && outputs[6].hasPrefix("OK entry 300 of 301"))

        // The Go program that said yes says no to another entry and to another key.
        let other = try NoteSigner.random(name: house.keys.origin).verifierKey.text
        let wrongKey = try Self.shell(commands[6].replacing(house.keys.log.verifierKey.text, with: other), in: folder)
        #expect(wrongKey.status != 0, "\(wrongKey.output)")
        var entry = bundle.files["entry"] ?? []
        entry[70] ^= 1
        try Data(entry).write(to: URL(fileURLWithPath: "\(folder)/entry"))
        let altered = try Self.shell(commands[6], in: folder)
        #expect(altered.status != 0, "\(altered.output)")
    }

    private static func shell(_ command: String, in folder: String) throws -> (status: Int32, output: String) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/bash")
        process.arguments = ["-c", command]
        process.currentDirectoryURL = URL(fileURLWithPath: folder)
        process.environment = [
            "GOCACHE": "\(folder)/../go-cache", "HOME": folder, "PATH": "/usr/bin:/bin",
        ]
        let output = Pipe()
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let said = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return (process.terminationStatus, said)
    }
}
