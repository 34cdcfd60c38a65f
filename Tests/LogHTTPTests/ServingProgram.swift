import Foundation

/// A Python program of the fixtures that prints one line when it serves.
final class ServingProgram: Sendable {
    /// What it printed: a port, and what else belongs to it.
    let words: [String]
    private let process: Int32

    /// - Throws: when it ends without a line.
    init(python: String, _ script: String, _ arguments: [String]) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [python, Self.fixture(script)] + arguments
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        process.standardInput = FileHandle.nullDevice
        try process.run()
        self.process = process.processIdentifier
        var said: [UInt8] = []
        while said.last != UInt8(ascii: "\n") {
            let more = output.fileHandleForReading.availableData
            guard !more.isEmpty else { throw Failure(said: String(decoding: said, as: UTF8.self)) }
            said += more
        }
        words = String(decoding: said.dropLast(), as: UTF8.self).split(separator: " ").map(String.init)
    }

    var url: String { "http://127.0.0.1:\(words[0])" }

    /// By a signal that no test runner's mask can hold back from its children.
    deinit { kill(process, SIGKILL) }

    struct Failure: Error { let said: String }

    static func fixture(_ name: String) -> String {
        URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Fixtures/\(name)").path
    }

    /// Runs a program to its end.
    static func run(
        _ program: String, _ arguments: [String], in directory: String? = nil
    ) throws -> (status: Int32, output: String) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [program] + arguments
        if let directory { process.currentDirectoryURL = URL(fileURLWithPath: directory) }
        let output = Pipe()
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let said = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return (process.terminationStatus, said)
    }

    /// The Python that has `.ci/python-packages`.
    static let python = ProcessInfo.processInfo.environment["ANKUR_TEST_PYTHON"].flatMap { $0.isEmpty ? nil : $0 }
}
